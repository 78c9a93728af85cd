// Which of two reports of one order is the newer: reports repeat, and come late and in any order.
#pragma once

#include <trademind/order_report.hpp>

namespace trademind {

/// How far an order has come.
struct OrderProgress {
    OrderProgress(OrderStatus status, Decimal filled, Decimal remaining = {})
        : status{status}, filled{filled}, remaining{remaining}
    {}
    explicit OrderProgress(const OrderReport& report)
        : OrderProgress{report.status, report.filled, report.remaining}
    {}
    bool operator==(const OrderProgress& other) const
    {
        return status == other.status && filled == other.filled;
    }

    OrderStatus status;
    Decimal filled;
    Decimal remaining;  ///< says whether a larger quantity goes on working
};

/// What a report rests on.
enum class Evidence {
    report,      ///< an event, an answer or a message: it may be a repetition or late
    correction,  ///< an execution that replaced an earlier one: fills may have become fewer
    list,        ///< the broker's list of orders, which was asked for after all that is known
};

/// True where an order at `known` may be at `next` now; false where the report of `next` is older,
/// and must change nothing.
///
/// Fills never become fewer (of a cancel that counts less than is known the end alone counts), and
/// an order that has ended stays so, unless a correction or the broker's own list says otherwise.
/// Filled outlasts Cancelled, and is left where as much is filled and something remains: the
/// quantity was raised, or a fill was taken back. A rejected order that works or fills was not
/// rejected. Unknown says nothing against an end that is known.
bool may_follow(const OrderProgress& known, const OrderProgress& next, Evidence);

/// True where `next` can only have come after `known`: more is filled, it has ended, or it works
/// while nothing was heard before. What an answer must be to count where events have come since it
/// was asked for.
bool is_ahead(const OrderProgress& known, const OrderProgress& next);

}  // namespace trademind
