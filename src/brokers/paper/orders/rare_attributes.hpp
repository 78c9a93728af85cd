// Names the order attributes that the paper broker does not simulate.
#pragma once

#include <trademind/order_attributes.hpp>

#include <string>

namespace trademind::paper {

/// "conditions, display size": what is set, in words; empty where nothing is.
std::string name_rare_attributes(const OrderAttributes& attributes);

}  // namespace trademind::paper
