// Check 22: risk.day_trade_regime, the legacy pattern-day-trader rule as an option.
#include "execution/risk/chain.hpp"

#include "base/log.hpp"

namespace trademind::risk {

Refusal check_day_trades(const Case& c)
{
    auto regime = c.limits().day_trade_regime;
    bool counts = regime == DayTradeRegime::pattern_day_trader ||
                  regime == DayTradeRegime::pattern_day_trader_warn;
    if (!counts || c.only_closes()) return {};
    const auto& account = c.state.account.account();
    if (account && !c.state.account.is_fresh(c.limits().max_account_age, c.now.uptime))
        return c.account_unknown("number of day trades");
    // absent and -1: unlimited
    if (account && account->day_trades_remaining.value_or(-1) != 0) return {};
    if (!account || !account->portfolio_value) return c.account_unknown("equity");
    // the rule's amount is in dollars
    auto enough = account->in_base(Decimal{25'000}, "USD");
    if (!enough)
        return RiskVerdict{RiskReason::no_exchange_rate,
                           "No exchange rate of USD to " + account->currency};
    if (*account->portfolio_value >= *enough) return {};
    if (regime == DayTradeRegime::pattern_day_trader_warn) {
        log::warning("no day trades left: {} opens a position", c.order.client_order_id);
        return {};
    }
    return RiskVerdict{RiskReason::day_trade_limit, "Day trade limit reached"};
}

}  // namespace trademind::risk
