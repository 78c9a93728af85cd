// The price that an order is valued by, for each order type.
#include "execution/risk/case.hpp"

#include <algorithm>

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
    ReferencePrice given;
    if (order.limit_price) {
        // a buyer pays the limit at most; a seller gets the limit at least, and the bid if better
        given.value = order.limit_price;
        if (buying()) return given;
        if (!market.value) return limits().price_collar_needs_quote ? market : given;
        given.value = std::max(*order.limit_price, *market.value);
        return given;
    }
    if (order.stop_price) {
        // it may trade at once or at the stop: the dearer of both
        given.value = order.stop_price;
        if (!market.value) return market;
        given.value = std::max(*order.stop_price, *market.value);
        return given;
    }
    if ((order.trailing_amount || order.trailing_rate) && market.value) {
        Decimal trail = order.trailing_amount ? *order.trailing_amount
                                              : *market.value * *order.trailing_rate / Decimal{100};
        given.value = buying() ? *market.value + trail : *market.value;
        return given;
    }
    return market;
}

}  // namespace trademind::risk
