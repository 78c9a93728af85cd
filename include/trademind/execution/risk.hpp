// Why an order was let through or refused, and how programs add checks of their own.
#pragma once

#include <trademind/account.hpp>
#include <trademind/decimal.hpp>
#include <trademind/market.hpp>
#include <trademind/order.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <boost/system/error_category.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace trademind {

/// Every reason for which an order is refused here, before anything is sent. The numbers are
/// stable.
enum class RiskReason {
    ok = 0,
    halted = 1,          ///< the kill switch is halted
    reducing_only,       ///< the kill switch lets positions only shrink
    not_connected,       ///< no usable link
    not_reconciled,      ///< positions or open orders are not known yet
    live_not_allowed,    ///< mode, port and account do not agree
    invalid_order,       ///< the order makes no sense; the message names the field
    unknown_contract,    ///< no such instrument, or more than one
    symbol_not_allowed,  ///< not in allowed_symbols
    symbol_restricted,
    security_type_not_allowed,
    max_order_size,
    max_order_value,
    price_collar,
    stop_distance,
    no_price,          ///< no usable quote
    stale_price,       ///< the quote is too old
    no_exchange_rate,  ///< the instrument's currency cannot be valued
    order_rate,        ///< too many orders in a second
    order_count,       ///< too many orders in a minute or a day
    duplicate_order,   ///< the same order again within the window
    duplicate_id,      ///< the same client order id with other terms
    max_open_orders,
    max_position_size,
    max_position_value,
    max_gross_value,
    max_net_value,
    concentration,
    self_trade,
    short_not_allowed,
    no_locate,   ///< a short sale of a symbol that is not in located_symbols
    no_account,  ///< account values missing, too old or in another currency
    buying_power,
    day_trade_limit,
    daily_loss,
    drawdown,
    market_closed,
    reject_burst,     ///< the broker refused too many orders
    review_needed,    ///< executions wait for a person's review
    journal,          ///< the journal cannot be written
    unknown_outcome,  ///< an order with this client order id may be live: reconcile first
    user_check,       ///< a check of the program's own
    overflow,         ///< a value beyond the range of Decimal
    internal          ///< a check threw
};
/// "MAX_ORDER_SIZE" and so on: for logs and metrics.
std::string_view to_string(RiskReason);
constexpr int risk_reason_count = static_cast<int>(RiskReason::internal) + 1;

/// Category of error codes whose value is a RiskReason. They compare equal to the Errc that they
/// stand for: max_order_size to Errc::order_size_limit, halted to Errc::trading_halted, the limits
/// without an Errc of their own to Errc::risk_limit.
const boost::system::error_category& risk_category() noexcept;
error_code make_error_code(RiskReason) noexcept;

/// The answer of the risk checks.
class RiskVerdict {
public:
    RiskVerdict() = default;
    RiskVerdict(RiskReason reason, std::string message)
        : reason{reason}, message{std::move(message)}
    {}
    bool ok() const { return reason == RiskReason::ok; }
    explicit operator bool() const { return ok(); }
    /// The plan's form: (allowed, reason).
    std::pair<bool, std::string> pair() const { return {ok(), message}; }
    /// Of a refusal.
    Error error() const { return {make_error_code(reason), message}; }
    bool operator==(const RiskVerdict&) const = default;

    RiskReason reason = RiskReason::ok;
    std::string message = "OK";
};

/// What a program's own check is shown. References live until it returns.
class RiskInquiry {
public:
    const OrderRequest& order;
    Decimal opening;   ///< the part that does not close a position; 0 when all of it closes
    Decimal position;  ///< held now, < 0 is short
    std::optional<Decimal> price;  ///< that the order is valued by
    std::optional<Decimal> value;  ///< of the opening part, in the account's currency
    const Quote* quote;            ///< nullptr when there is none
    const Account* account;        ///< nullptr while unknown
    bool is_modification;
    TimePoint now;
};

/// A check that a program adds; it runs after the library's own.
///
/// Called on the router's strand, and must return soon. A check that throws refuses the order.
class RiskCheck {
public:
    virtual ~RiskCheck() = default;
    virtual std::string_view name() const = 0;
    /// Nothing to let the order pass, or why not.
    virtual std::optional<std::string> refuse(const RiskInquiry&) = 0;
};

}  // namespace trademind

template <> struct boost::system::is_error_code_enum<trademind::RiskReason> : std::true_type {};
