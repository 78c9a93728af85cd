// What an error of the broker says about the order that it answers.
#pragma once

#include <trademind/order_report.hpp>
#include <trademind/result.hpp>

namespace trademind {

/// True where the error proves that the order does not work and never will. Everything else leaves
/// it open: time-outs, lost links, and every code that nobody knows.
bool proves_refusal(const Error&);

/// False where the order never left, and not for its own sake: the link was down, lists or the
/// account were not known, it was taken back, or trading was halted.
bool is_reject(const Error&);

/// True where the error proves that the broker never had the order: it may be placed again under
/// its client order id.
bool proves_not_received(const Error&);
/// The same of a report: an order that never got a number of the broker's, and ended for such a
/// reason.
bool proves_not_received(const OrderReport&);

}  // namespace trademind
