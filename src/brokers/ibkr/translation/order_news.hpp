// What TWS says about an order, in the domain's words, and what it means to those who wait.
#pragma once

#include <trademind/order_report.hpp>

#include <optional>
#include <string>

namespace trademind::ibkr_broker {

/// ORDER_STATUS.
struct StatusNews {
    OrderStatus status = OrderStatus::unknown;
    std::optional<Decimal> filled, remaining;  ///< empty: not told
    std::optional<Decimal> average_price, last_price;
    PermanentId permanent_id{};    ///< 0: not told
    std::optional<int> client_id;  ///< empty: not told
    std::string why_held;
    std::string why_over;  ///< of a completed order, in TWS's words
    bool listed = false;   ///< a row of the completed orders that were asked for
    UnknownWords unread;   ///< counts that cannot be: as if not told
};

/// OPEN_ORDER.
struct TermsNews {
    OrderRequest order;
    std::optional<OrderStatus> status;
    PermanentId permanent_id{};
    int client_id{};
    bool listed = false;  ///< a row of the open orders that were asked for
};

/// ERR_MSG with an order's id.
struct ErrorNews {
    int code{};
    Error error;
    std::string reject_details;
    /// The order was sent by the socket that still stands, or TWS's lists cover when it was sent.
    bool is_covered = true;
    /// TWS marks warnings by this word whatever the code.
    bool is_warning() const { return error.message.find("Warning:") != std::string::npos; }
};

/// What became of a call that waits for the order.
using Outcome = std::optional<Result<void>>;

/// What a piece of news did.
struct Effects {
    bool changed = false;           ///< the report differs from before
    bool noted = false;             ///< a message was kept in the report
    bool look_up = false;           ///< TWS's lists are to be asked for
    bool explained = false;         ///< with an error: it is in the report or answers a call
    Outcome place, modify, cancel;  ///< calls that are answered by it
};

}  // namespace trademind::ibkr_broker
