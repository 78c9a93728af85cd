// The price that an order is valued by, for each order type.
#include "execution/risk/case.hpp"
#include "execution/risk/worst_case.hpp"

namespace trademind::risk {

ReferencePrice Case::side_of_quote() const
{
    ReferencePrice none;
    none.fault = quote_.fault;
    none.missing = buying() ? "ask" : "bid";
    if (!quote_.usable) return none;
    ReferencePrice found;
    found.value = buying() ? quote_.usable->ask : quote_.usable->bid;
    if (!found.value && limits().allow_last_price) found.value = quote_.usable->last;
    if (found.value && (found.value->sign() > 0 || limits().allow_negative_prices)) return found;
    return none;
}

ReferencePrice Case::reference_price() const
{
    auto market = side_of_quote();
    // a limit alone says nothing of where the market is
    bool needs_market = !buying() && limits().price_collar_needs_quote;
    if (needs_market && !market.value) return market;
    ReferencePrice given;
    given.value = highest_price(order, market.value, instrument ? instrument->contract.id : 0);
    return given.value ? given : market;
}

}  // namespace trademind::risk
