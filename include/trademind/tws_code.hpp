// What is known of the error and message codes that TWS sends.
#pragma once

#include <trademind/result.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace trademind {

/// What a TWS code is about; source: IBKR's message codes page and captures.
enum class TwsCodeKind {
    order_reject,   ///< an order, a modify or a cancel was refused
    order_warning,  ///< about an order, which lives on
    order_event,    ///< tells of a change that ORDER_STATUS reports as well (202: cancelled)
    request_error,  ///< a request failed
    data_error,     ///< a market data or history request failed
    data_event,     ///< about a data stream, which goes on (317: empty the book)
    connectivity,   ///< socket, server or data farm
    warning,        ///< advice
    info,           ///< good to know
    client_local,   ///< made by a client, never sent by TWS
};
std::string_view to_string(TwsCodeKind);

/// Whether a code ends the request or order action that it names.
enum class TwsCodeEnds { yes, no, the_modify, the_cancel, the_stream, depends };

/// One code.
struct TwsCode {
    int code;
    TwsCodeKind kind;
    TwsCodeEnds ends;
    std::string_view scope;  ///< "order", "request", "data", "account", "session" or "farm"
    std::string_view text, advice;

    /// True where the code by itself says that a new order was refused. Unknown codes never do.
    bool refuses_order() const
    {
        return kind == TwsCodeKind::order_reject && ends == TwsCodeEnds::yes;
    }
};

/// All known codes, ascending.
std::span<const TwsCode> tws_codes() noexcept;
/// What is known of `code`, or nullptr.
const TwsCode* find_tws_code(int code) noexcept;
/// The condition that `code` equals: error_code{201, tws_category()} == Errc::rejected.
std::optional<Errc> condition_of_tws_code(int code) noexcept;

}  // namespace trademind
