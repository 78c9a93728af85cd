// Names order attributes.
#include "brokers/paper/orders/rare_attributes.hpp"

#include "domain/attribute_text.hpp"

namespace trademind::paper {

std::string name_rare_attributes(const OrderAttributes& attributes)
{
    std::string names;
    for (const auto& attribute : texts_of(attributes))
        (names += names.empty() ? "" : ", ") += attribute.name;
    return names;
}

}  // namespace trademind::paper
