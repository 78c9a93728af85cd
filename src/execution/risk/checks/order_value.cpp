// Checks 8 and 11: broker.max_order_value, and that there is a price and a rate to value it by.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_order_value(const Case& c)
{
    if (c.only_closes()) {
        // the limit is the price; a market order may close blindly, because staying in is worse
        bool priced = c.price.value || c.order.limit_price || c.limits().reduce_without_price;
        if (priced) return {};
    }
    const Instrument& valued = *(c.price.of ? c.price.of : c.instrument);
    const Contract& contract = valued.contract;
    const auto& symbol = contract.symbol;
    if (!c.price.value && c.price.fault == RiskReason::stale_price)
        return RiskVerdict{RiskReason::stale_price,
                           "The quote of " + symbol + " is older than risk.max_quote_age" +
                               (valued.quote && is_delayed(*valued.quote) ? "_delayed" : "")};
    if (!c.price.value)
        return RiskVerdict{RiskReason::no_price,
                           "No usable " + std::string{c.price.missing} + " price of " + symbol};
    if (!c.exchange_rate)
        return RiskVerdict{
            RiskReason::no_exchange_rate,
            "No exchange rate of " + contract.currency + " to " + c.state.book.currency()};
    const auto& most = c.limits().max_order_value;
    Decimal value = *c.opening_value();
    if (!most || value <= *most) return {};
    return RiskVerdict{RiskReason::max_order_value,
                       "Order value " + value.str() + " exceeds max " + most->str()};
}

}  // namespace trademind::risk
