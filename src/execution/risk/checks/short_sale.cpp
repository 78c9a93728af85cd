// Check 20: risk.allow_short, risk.short_requires_locate and risk.located_symbols.
#include "execution/risk/chain.hpp"

namespace trademind::risk {
namespace {

/// Only securities are borrowed: a future or a currency is sold like it is bought.
bool is_borrowed(SecurityType type)
{
    return type != SecurityType::future && type != SecurityType::forex &&
           type != SecurityType::cfd && type != SecurityType::commodity &&
           type != SecurityType::combo;
}

Refusal refusal_of(const Case& c, const Contract& sold, Decimal quantity)
{
    if (!is_borrowed(sold.type)) return {};
    if (c.limits().short_sales == ShortSales::deny)
        return RiskVerdict{RiskReason::short_not_allowed,
                           "It would sell " + quantity.str() + " more than is held"};
    const auto& located = c.limits().located_symbols;
    if (sold.type == SecurityType::stock && c.limits().short_requires_locate &&
        std::ranges::find(located, sold.symbol) == located.end())
        return RiskVerdict{RiskReason::no_locate, sold.symbol + " is not in risk.located_symbols"};
    return {};
}

}  // namespace

Refusal check_short_sale(const Case& c)
{
    if (c.only_closes()) return {};
    for (const Leg& leg : c.instrument->legs) {
        if (leg.side_within(c.order.side) == Side::buy) continue;
        Exposure e = c.state.book.exposure_without(*leg.instrument, c.replaces);
        Decimal beyond = c.leaves * leg.ratio - std::max(e.short_quantity, Decimal{});
        if (beyond.sign() <= 0) continue;
        if (auto refusal = refusal_of(c, leg.instrument->contract, beyond)) return refusal;
    }
    if (c.buying()) return {};
    return refusal_of(c, c.instrument->contract, c.opening);
}

}  // namespace trademind::risk
