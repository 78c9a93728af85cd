// The rare attributes of an order that are set, each with its name and its value as text.
#pragma once

#include <trademind/order_attributes.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// One attribute that is set. Equal values have equal texts, different ones different texts.
class AttributeText {
public:
    std::string_view name;  ///< in words: "display size"
    std::string value;
};

/// What is set, in the order of OrderAttributes; empty where nothing is.
std::vector<AttributeText> texts_of(const OrderAttributes& attributes);

}  // namespace trademind
