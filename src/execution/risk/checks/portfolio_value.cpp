// Check 17: risk.max_gross_value and risk.max_net_value, over all instruments.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

Decimal gross_of(const Exposure& e)
{
    return std::max(e.long_value.abs(), e.short_value.abs());
}

std::string unpriced_name(const Case& c)
{
    for (const auto& i : c.state.book.instruments())
        if (!i->exposure.priced) return i->contract.describe();
    return c.instrument->contract.describe();
}

}  // namespace

Refusal check_portfolio_value(const Case& c)
{
    const RiskLimits& limits = c.limits();
    bool off = limits.max_gross_value.kind == MoneyLimit::Kind::unlimited &&
               limits.max_net_value.kind == MoneyLimit::Kind::unlimited;
    if (off || c.only_closes()) return {};
    if (c.state.book.totals().unpriced > 0)
        return RiskVerdict{RiskReason::no_price,
                           "No price to value the position in " + unpriced_name(c)};
    auto gross_limit = c.state.account.money(limits.max_gross_value, c.state.account.equity());
    auto net_limit = c.state.account.money(limits.max_net_value, c.state.account.equity());
    bool unknown = (limits.max_gross_value.kind == MoneyLimit::Kind::of_equity && !gross_limit) ||
                   (limits.max_net_value.kind == MoneyLimit::Kind::of_equity && !net_limit);
    if (unknown || !c.state.account.is_fresh(limits.max_account_age, c.now.uptime))
        return c.account_unknown("equity");

    const Totals& totals = c.state.book.totals();
    const Exposure& now = c.instrument->exposure;
    Exposure after = c.exposure_after();
    Decimal gross = totals.gross - gross_of(now) + gross_of(after);
    if (gross_limit && gross > *gross_limit)
        return RiskVerdict{RiskReason::max_gross_value, "Gross value could reach " + gross.str() +
                                                            ", max " + gross_limit->str()};
    Decimal longs = totals.long_value - now.long_value + after.long_value;
    Decimal shorts = totals.short_value - now.short_value + after.short_value;
    Decimal net = c.buying() ? longs : shorts.abs();
    if (net_limit && net > *net_limit)
        return RiskVerdict{RiskReason::max_net_value,
                           "Net value could reach " + net.str() + ", max " + net_limit->str()};
    return {};
}

}  // namespace trademind::risk
