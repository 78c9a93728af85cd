// Which of two reports of one order is the newer.
#include "domain/order_progress.hpp"

namespace trademind {
namespace {

/// The broker has not said yet whether the order works.
bool is_unheard(OrderStatus s)
{
    return s == OrderStatus::pending_submit || s == OrderStatus::api_pending ||
           s == OrderStatus::unknown;
}

bool works(OrderStatus s)
{
    return s == OrderStatus::pre_submitted || s == OrderStatus::submitted;
}

}  // namespace

bool may_follow(const OrderProgress& known, const OrderProgress& next, Evidence evidence)
{
    if (is_done(known.status) && next.status == OrderStatus::unknown) return false;
    if (evidence == Evidence::list) return true;
    bool cancelled =
        next.status == OrderStatus::cancelled || next.status == OrderStatus::api_cancelled;
    // an end that counts less than is known is the end all the same
    if (next.filled < known.filled && evidence != Evidence::correction)
        return cancelled && !is_done(known.status);
    switch (known.status) {
    case OrderStatus::filled:
        return next.status == OrderStatus::filled ||
               (next.filled >= known.filled && next.remaining.sign() > 0) ||
               (evidence == Evidence::correction && next.filled < known.filled);
    case OrderStatus::cancelled:
    case OrderStatus::api_cancelled: return is_done(next.status) || next.filled > known.filled;
    case OrderStatus::rejected:
        return is_done(next.status) || works(next.status) || next.filled > known.filled;
    default: return true;
    }
}

bool is_ahead(const OrderProgress& known, const OrderProgress& next)
{
    if (!may_follow(known, next, Evidence::report)) return false;
    if (next.filled > known.filled) return true;
    if (is_done(next.status)) return !is_done(known.status);
    return is_unheard(known.status) && !is_unheard(next.status);
}

}  // namespace trademind
