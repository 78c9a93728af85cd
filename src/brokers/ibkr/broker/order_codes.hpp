// What an error message means for the order that it names.
#pragma once

#include "brokers/ibkr/translation/order_news.hpp"

namespace trademind::ibkr_broker {

/// Why an order was cancelled.
inline constexpr int tws_order_rejected = 201, tws_order_cancelled = 202;

/// All false: advice, which answers nothing and changes nothing.
struct ErrorMeaning {
    bool is_unknown = false;  ///< a code that the library does not have, and no warning
    bool is_refusal = false;  ///< of something, be it the order, a change or a request
    bool refuses_order = false;
    /// The order, as long as nothing else was heard of it, or its change: TWS could not make sense
    /// of what it was sent (200, 320, 321, 322).
    bool refuses = false;
    bool about_cancel = false, about_modify = false;  ///< answers that call
    bool not_found = false;                           ///< TWS does not have the order
    bool says_why_cancelled = false;
};
ErrorMeaning meaning_of(const ErrorNews&);

}  // namespace trademind::ibkr_broker
