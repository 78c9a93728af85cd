// Finding a TWS code and the condition that it means.
#include "base/tws_code_changes.hpp"

#include <trademind/tws_code.hpp>

#include <algorithm>

namespace trademind {

std::string_view to_string(TwsCodeKind kind)
{
    switch (kind) {
    case TwsCodeKind::order_reject: return "order reject";
    case TwsCodeKind::order_warning: return "order warning";
    case TwsCodeKind::order_event: return "order event";
    case TwsCodeKind::request_error: return "request error";
    case TwsCodeKind::data_error: return "data error";
    case TwsCodeKind::data_event: return "data event";
    case TwsCodeKind::connectivity: return "connectivity";
    case TwsCodeKind::warning: return "warning";
    case TwsCodeKind::info: return "information";
    case TwsCodeKind::client_local: return "client";
    }
    return "unknown";
}

const TwsCode* find_tws_code(int code) noexcept
{
    if (const TwsCode* added = find_added_tws_code(code)) return added;
    auto all = tws_codes();
    auto at = std::ranges::lower_bound(all, code, {}, &TwsCode::code);
    return at != all.end() && at->code == code ? &*at : nullptr;
}

std::optional<Errc> condition_of_tws_code(int code) noexcept
{
    switch (code) {
    case 100:
    case 420: return Errc::pacing;
    case 104:
    case 105:
    case 134: return Errc::not_modifiable;
    case 135:
    case 10147: return Errc::unknown_order;
    case 136:
    case 161:
    case 10148: return Errc::not_cancellable;
    case 200:
    case 517: return Errc::unknown_contract;
    case 326: return Errc::client_id_in_use;
    case 354:
    case 10089:
    case 10168:
    case 10186: return Errc::market_data_permission;
    case 502: return Errc::connection_refused;
    case 503: return Errc::server_too_old;
    case 504: return Errc::not_connected;
    case 505:
    case 507:
    case 508: return Errc::protocol;
    case 506: return Errc::server_too_new;
    case 1100:
    case 1300:
    case 2110: return Errc::connection_lost;
    default: break;
    }
    const TwsCode* known = find_tws_code(code);
    if (known && known->kind == TwsCodeKind::order_reject) return Errc::rejected;
    if (known && known->kind == TwsCodeKind::request_error) return Errc::invalid_argument;
    return std::nullopt;
}

}  // namespace trademind
