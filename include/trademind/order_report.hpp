// What became of an order: its state, executions and commissions, and what a preview says.
#pragma once

#include <trademind/order.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// States of an order, in TWS's words, with two of our own: `rejected` and `unknown`.
enum class OrderStatus {
    pending_submit,  ///< sent, not yet acknowledged
    api_pending,     ///< known to TWS, not yet sent on
    pre_submitted,   ///< accepted, not working yet: stop not triggered, market closed, parent not
                     ///< filled
    submitted,       ///< working
    pending_cancel,  ///< cancel sent, not confirmed: it may still fill
    api_cancelled,   ///< cancelled before it was acknowledged
    cancelled,       ///< done; a part may have filled
    filled,          ///< done
    inactive,        ///< accepted but not workable; may become active again
    rejected,        ///< refused: never worked
    unknown,         ///< the link broke around its submission: reconcile before trying again
};

/// "Submitted", "PreSubmitted", ...: TWS's spelling.
std::string_view to_string(OrderStatus);
std::optional<OrderStatus> parse_order_status(std::string_view);
/// True where nothing more can fill: filled, cancelled, api_cancelled, rejected.
constexpr bool is_done(OrderStatus s)
{
    return s == OrderStatus::filled || s == OrderStatus::cancelled ||
           s == OrderStatus::api_cancelled || s == OrderStatus::rejected;
}
/// True where it works or may come to work: what get_orders(OrderFilter::open) returns.
constexpr bool is_open(OrderStatus s)
{
    return !is_done(s) && s != OrderStatus::inactive;
}

/// Which orders get_orders returns.
enum class OrderFilter { open, filled, cancelled, all };
bool matches(OrderFilter, OrderStatus);
/// "open", "filled", "cancelled", "all"; nothing for anything else.
std::optional<OrderFilter> parse_order_filter(std::string_view);

/// What the broker wrote about an order beside its state: a reason, a warning, a refusal of a
/// cancel or change. An unknown code is kept like any other, and changes no state.
class OrderMessage {
public:
    OrderMessage() = default;
    OrderMessage(int code, std::string text, TimePoint time)
        : code{code}, text{std::move(text)}, time{time}
    {}
    bool operator==(const OrderMessage&) const = default;

    int code{};        ///< the broker's; TWS: docs of its message codes
    std::string text;  ///< in the broker's words
    TimePoint time{};  ///< UTC, when it was received
};

/// An order and what is known of it. Numbers are cumulative.
class OrderReport {
public:
    OrderReport() = default;
    OrderReport(OrderId id, const OrderRequest& order)
        : id{id}, order{order}, remaining{order.quantity}
    {}
    OrderReport(OrderId id, OrderRequest&& order)
        : id{id}, order{std::move(order)}, remaining{this->order.quantity}
    {}
    /// "order 7: BUY 10 AAPL LMT 189.1 DAY, Submitted, 4 of 10 filled at 189.08", and why it was
    /// refused.
    std::string describe() const;
    bool operator==(const OrderReport&) const = default;
    /// Adds to `commission` what is of its currency, or is the first.
    void add_commission(Decimal amount, std::string_view currency);

    /// TWS reports completed orders of other sessions without order id and client id.
    static constexpr int no_client_id = -1;
    /// Messages that `messages` keeps: the oldest goes first.
    static constexpr std::size_t most_messages = 8;

    OrderId id{};  ///< 0: not reported, or entered by hand and not bound
    PermanentId permanent_id{};
    OrderRequest order;  ///< as last acknowledged
    OrderStatus status = OrderStatus::pending_submit;
    Decimal filled, remaining;
    std::optional<Decimal> average_fill_price;  ///< nothing before the first fill
    std::optional<Decimal> last_fill_price;
    /// Sum of the commissions reported so far in `commission_currency`; what an execution cost in
    /// another currency stands with that execution alone.
    Decimal commission;
    std::string commission_currency;  ///< of the first commission; empty before it
    int client_id{};                  ///< that owns it; no_client_id: not reported
    std::string why_held;        ///< "trigger", "locate", "child"; paper, too: "quote"; or empty
    std::optional<Error> error;  ///< why it was refused or cancelled, in the broker's words
    std::vector<OrderMessage> messages;  ///< all that named this order, oldest first
    std::string reject_details;          ///< JSON with the details of a refusal, where TWS gave it
    TimePoint submitted_at{}, updated_at{};  ///< UTC
};

/// Commission and fees of one execution.
class Commission {
public:
    Commission() = default;
    Commission(std::string execution_id, Decimal amount, std::string currency)
        : execution_id{std::move(execution_id)}, amount{amount}, currency{std::move(currency)}
    {}
    /// "1 USD for 0000e1a7.01".
    std::string describe() const;
    bool operator==(const Commission&) const = default;

    std::string execution_id;
    Decimal amount;  ///< > 0 is a cost, < 0 a rebate
    std::string currency;
    std::optional<Decimal> realized_pnl;  ///< nothing for an opening execution
};

/// One fill.
class Execution {
public:
    Execution() = default;
    /// "BUY 4 AAPL at 189.08 on NASDAQ, order 7, 2026-11-24T15:30:00Z".
    std::string describe() const;
    bool operator==(const Execution&) const = default;

    /// The side as it is shown: the broker's own word where it is unknown.
    std::string_view side_text() const { return word_of(unknown_words, "side", to_string(side)); }

    std::string id;  ///< execId; corrections change only the part after its last dot
    OrderId order_id{};
    PermanentId permanent_id{};
    std::string client_order_id;
    std::string account;
    Contract contract;
    Side side = Side::buy;
    Decimal quantity;  ///< of this fill, > 0
    Decimal price;
    Decimal cumulative_quantity, average_price;  ///< of the order so far
    std::string exchange;
    int client_id{};
    TimePoint time{};                      ///< UTC; the epoch: not reported, or not readable
    std::optional<Commission> commission;  ///< arrives separately, before or after the execution
    UnknownWords unknown_words;            ///< "side", where the broker's word is not known
};

/// What an order would cost and do to the margin, without placing it.
class OrderPreview {
public:
    OrderPreview() = default;
    bool operator==(const OrderPreview&) const = default;

    std::optional<Decimal> commission, minimum_commission, maximum_commission;
    std::string commission_currency;
    std::optional<Decimal> initial_margin_before, initial_margin_change, initial_margin_after;
    std::optional<Decimal> maintenance_margin_before, maintenance_margin_change,
        maintenance_margin_after;
    std::optional<Decimal> equity_before, equity_change, equity_after;
    std::string warning;
};

}  // namespace trademind
