// Errors and results: every call of the library that can fail returns a Result.
#pragma once

#include <trademind/detail/print.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/error_condition.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <string>
#include <string_view>

namespace trademind {

using boost::system::error_code;

/// Conditions that a caller can act upon.
///
/// Compare an error_code with them: `error.code == Errc::rejected` holds for the paper broker's
/// refusal and for TWS code 201 alike, because codes of the `tws` category map to these conditions.
enum class Errc {
    // the link
    not_connected = 1,   ///< no usable session: connect first, or wait for the reconnect
    connection_refused,  ///< nobody listens, or the peer turned us away
    host_not_found,      ///< the host's name has no address: wrong name, or no name service
    connection_lost,     ///< the session ended while the call was under way: its outcome is unknown
    timed_out,         ///< the deadline passed; for an order, ask for its state before trying again
    cancelled,         ///< the caller, or the end of the broker, cancelled the call
    client_id_in_use,  ///< TWS 326: another socket uses this client id
    server_too_old,    ///< the server speaks a version before our oldest, or lacks this feature
    server_too_new,    ///< the server chose a version that we did not offer
    protocol,          ///< bytes that cannot be read as the protocol says
    // what was asked for
    invalid_argument,        ///< a value that makes no sense, named in the message
    not_supported,           ///< this broker cannot do that; see Broker::capabilities
    unknown_contract,        ///< no such instrument
    ambiguous_contract,      ///< more than one instrument fits; the message lists candidates
    unknown_order,           ///< no order with that id
    not_cancellable,         ///< the order is already done
    not_modifiable,          ///< the order is done, or this change is not possible
    not_subscribed,          ///< no quote subscription for that contract
    market_data_permission,  ///< the account lacks the market data subscription
    pacing,                  ///< too many requests in too short a time
    read_only,               ///< the API of TWS is in read-only mode
    // orders refused
    rejected,           ///< refused by the broker or the exchange
    invalid_order,      ///< refused here: the order is malformed, the message names the field
    order_size_limit,   ///< refused here: more than max_order_size
    order_value_limit,  ///< refused here: worth more than max_order_value
    buying_power,       ///< not enough buying power
    day_trade_limit,    ///< no day trades left
    duplicate_order,    ///< the same client order id again, with another order
    no_price,           ///< refused here: no usable price to value the order
    no_position,        ///< refused here: the position is unknown
    no_account,         ///< refused here: account values are unknown
    not_reconciled,     ///< refused here: the state after a break is not known yet
    trading_halted,     ///< refused here: the kill switch is on
    risk_limit,         ///< refused here: another limit of the risk checks, see RiskReason
    // the program
    config,            ///< configuration: file, line, key and what is wrong
    input_output,      ///< reading or writing a file failed
    overflow,          ///< a number beyond the range of Decimal
    internal,          ///< a defect of this library
    data_file,         ///< a data file, such as a tape: file, line, column and what is wrong
    corporate_action,  ///< a notice: a dividend, a split or a delisting has changed the
                       ///< position that is told next
};

/// The category of this library's own codes; its messages are short English sentences.
const boost::system::error_category& broker_category() noexcept;
/// The numeric code that TWS sent, for example 201; source: TWS message codes.
const boost::system::error_category& tws_category() noexcept;

boost::system::error_condition make_error_condition(Errc) noexcept;

/// Why a call failed: a code to branch on, and words for people (the broker's own, where it gave
/// any).
class Error {
public:
    Error() = default;
    Error(error_code code, std::string message) : code{code}, message{std::move(message)} {}
    /// An error of this library.
    Error(Errc condition, std::string message = {});

    /// "order value over the limit: order value 60000 exceeds 50000".
    std::string describe() const;
    bool operator==(const Error&) const = default;

    error_code code;
    std::string message;
};

inline bool operator==(const Error& error, Errc condition)
{
    return error.code == make_error_condition(condition);
}

/// Error with the number that TWS sent.
Error make_tws_error(int code, std::string message);

template <class T = void> using Result = boost::system::result<T, Error>;

/// Result<T>::value() throws this on an error.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&)
{
    throw boost::system::system_error{error.code, error.message};
}

}  // namespace trademind

template <> struct boost::system::is_error_condition_enum<trademind::Errc> : std::true_type {};
