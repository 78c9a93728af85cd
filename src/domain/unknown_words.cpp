// What of an order cannot be sent, because this library does not know the broker's word for it.
#include "domain/unknown_words.hpp"

#include <algorithm>

namespace trademind {
namespace {

std::string not_known(std::string_view object, std::string_view field, const UnknownWords& words)
{
    auto word = word_of(words, field, {});
    std::string text{object};
    text += field;
    return word.empty() ? text + " is unknown"
                        : text + ": \"" + std::string{word} + "\" is not known";
}

}  // namespace

std::optional<std::string> unsendable_field_of(const OrderRequest& order)
{
    auto of_order = [&](const char* field) { return not_known("", field, order.unknown_words); };
    auto of_contract = [&](const char* field) {
        return not_known("contract.", field, order.contract.unknown_words);
    };
    if (order.side == Side::unknown) return of_order("side");
    if (order.type == OrderType::unknown) return of_order("type");
    if (order.time_in_force == TimeInForce::unknown) return of_order("time_in_force");
    if (order.oca_type == OcaType::unknown) return of_order("oca_type");
    if (order.trigger_method == TriggerMethod::unknown) return of_order("trigger_method");
    bool has_unknown_leg = std::ranges::any_of(
        order.contract.legs, [](const ComboLeg& leg) { return leg.side == Side::unknown; });
    if (has_unknown_leg) return std::string{"contract.legs: the side of a leg is unknown"};
    if (order.contract.id != 0) return std::nullopt;
    if (order.contract.type == SecurityType::unknown)
        return of_contract("type") + "; give the contract's id";
    if (order.contract.right == OptionRight::unknown)
        return of_contract("right") + "; give the contract's id";
    return std::nullopt;
}

}  // namespace trademind
