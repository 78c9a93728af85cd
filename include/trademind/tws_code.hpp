// What is known of the error and message codes that TWS sends.
#pragma once

#include <trademind/detail/exact.hpp>
#include <trademind/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// A code as a program knows it: one that the library lacks, or another view of one that it has.
class TwsCodeChange {
public:
    TwsCodeChange() = default;
    TwsCodeChange(detail::Exactly<int> code, TwsCodeKind kind, detail::Exactly<bool> changes_order,
                  std::string advice)
        : code{code}, kind{kind}, changes_order{changes_order}, advice{std::move(advice)}
    {}
    bool operator==(const TwsCodeChange&) const = default;

    int code = 0;
    TwsCodeKind kind = TwsCodeKind::warning;
    /// True: the code ends what it names (an order that was not accepted yet, a request). False:
    /// that lives on.
    bool changes_order = false;
    std::string advice;  ///< what `explain` says
};
/// "order reject" or "order_reject" and so on; nothing for anything else.
std::optional<TwsCodeKind> parse_tws_code_kind(std::string_view);

/// Puts these codes before the table, for the whole process and instead of those of the call
/// before; an empty list changes nothing. Thread-safe; meant for the start of a program.
/// Errc::invalid_argument for a code that is not positive, is given twice, or is a session's own
/// (326, 502 to 508, 1100 to 1300, 2103 to 2110, 2119, 2157, 2158), whose meaning the library
/// cannot change: then nothing is changed.
Result<void> extend_tws_codes(const std::vector<TwsCodeChange>&);

/// All known codes, ascending, without those of extend_tws_codes.
std::span<const TwsCode> tws_codes() noexcept;
/// What is known of `code`, or nullptr. Valid for the life of the process.
const TwsCode* find_tws_code(int code) noexcept;
/// The condition that `code` equals: error_code{201, tws_category()} == Errc::rejected.
std::optional<Errc> condition_of_tws_code(int code) noexcept;

}  // namespace trademind
