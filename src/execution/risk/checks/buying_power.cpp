// Check 21: risk.buying_power, less its cushion and what working orders have reserved.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_buying_power(const Case& c)
{
    const RiskLimits& limits = c.limits();
    if (!limits.buying_power || c.only_closes()) return {};
    const auto& account = c.state.account.account();
    if (account && account->currency != limits.currency)
        return RiskVerdict{
            RiskReason::no_account,
            "The account is kept in " +
                (account->currency.empty() ? "an unknown currency" : account->currency) +
                ", but risk.currency is " + limits.currency};
    if (!account || !account->buying_power ||
        !c.state.account.is_fresh(limits.max_account_age, c.now.uptime))
        return c.account_unknown("buying power");
    Decimal available = *account->buying_power;
    if (limits.account_type == AccountType::cash) {
        if (!account->cash_balance) return c.account_unknown("cash balance");
        available = std::min(available, *account->cash_balance);
    }
    Decimal reserved = c.state.book.totals().reserved + c.state.account.spent();
    if (c.replaces) reserved -= c.replaces->booked.reservation;
    available = available * (Decimal{1} - limits.buying_power_cushion) - reserved;
    if (*c.opening_value() <= available) return {};
    return RiskVerdict{RiskReason::buying_power, "Insufficient buying power"};
}

}  // namespace trademind::risk
