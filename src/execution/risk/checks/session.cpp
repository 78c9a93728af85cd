// Check 25: risk.market_orders_outside_hours, and instruments that are halted.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_session(const Case& c)
{
    if (c.instrument->quote && c.instrument->quote->halted && !c.only_closes())
        return RiskVerdict{RiskReason::market_closed,
                           "Trading in " + c.instrument->contract.symbol + " is halted"};
    if (c.instrument->details_too_old && !c.only_closes())
        return RiskVerdict{RiskReason::unknown_contract,
                           "The details of " + c.instrument->contract.symbol +
                               " are too old, and the broker does not tell them again"};
    bool priced = c.order.type != OrderType::market && c.order.type != OrderType::market_to_limit &&
                  c.order.type != OrderType::market_with_protection;
    bool auction = c.order.time_in_force == TimeInForce::opening ||
                   c.order.time_in_force == TimeInForce::auction;
    if (c.limits().market_orders_outside_hours == OutsideHours::allow || priced || auction)
        return {};
    switch (market_state(*c.instrument, c.now.time)) {
    case MarketState::open: return {};
    case MarketState::closed:
    case MarketState::extended:
        return RiskVerdict{RiskReason::market_closed,
                           "The market of " + c.instrument->contract.symbol +
                               " is closed: a market order needs regular trading hours"};
    case MarketState::unknown:
        // closing never waits for what the broker does not tell
        if (c.only_closes()) return {};
        break;
    }
    return RiskVerdict{RiskReason::market_closed,
                       "The trading hours of " + c.instrument->contract.symbol + " are not known"};
}

}  // namespace trademind::risk
