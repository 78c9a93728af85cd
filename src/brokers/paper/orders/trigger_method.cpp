// IBKR's trigger methods, by product.
#include "brokers/paper/orders/trigger_method.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace trademind::paper {
namespace {

/// Unlisted US stocks, by the codes of their markets at IBKR.
bool is_over_the_counter(const Contract& contract)
{
    constexpr std::string_view markets[] = {"PINK", "OTCBB", "ARCAEDGE", "OTCLNKECN"};
    auto is_one = [&](std::string_view exchange) {
        return std::ranges::find(markets, exchange) != std::end(markets);
    };
    return is_one(contract.primary_exchange) || is_one(contract.exchange);
}

}  // namespace

std::optional<TriggerMethod> default_trigger_method(const Contract& contract)
{
    switch (contract.type) {
    case SecurityType::stock:
        return is_over_the_counter(contract) ? TriggerMethod::double_bid_ask : TriggerMethod::last;
    case SecurityType::option:
        return contract.currency == "USD" ? TriggerMethod::double_bid_ask : TriggerMethod::last;
    case SecurityType::forex:
    case SecurityType::combo:
    case SecurityType::commodity: return TriggerMethod::bid_ask;
    case SecurityType::index: return std::nullopt;
    default: return TriggerMethod::last;
    }
}

}  // namespace trademind::paper
