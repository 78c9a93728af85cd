// Check 2: the kill switch. Halted lets nothing pass, reducing only what closes.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_trading_state(const Case& c)
{
    if (c.state.trading == TradingState::halted || c.state.trading == TradingState::flattening)
        return RiskVerdict{RiskReason::halted, "Trading is halted by the kill switch"};
    if (c.state.journal_failure)
        return RiskVerdict{RiskReason::journal,
                           "The journal cannot be written: " + *c.state.journal_failure};
    return {};
}

Refusal check_reducing_only(const Case& c)
{
    if (c.state.trading == TradingState::active || c.only_closes()) return {};
    return RiskVerdict{RiskReason::reducing_only,
                       "Only orders that close a position are allowed: " + c.opening.str() +
                           " of this order would open one"};
}

}  // namespace trademind::risk
