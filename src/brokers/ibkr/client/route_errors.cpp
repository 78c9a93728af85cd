// What an error message means for the request that it names.
#include "brokers/ibkr/client/routes.hpp"

#include <trademind/tws_code.hpp>

namespace trademind::ibkr {
namespace {

constexpr int account_stream_replaced = 2100, account_stream_refused = 2101;

}  // namespace

ErrorMeaning meaning_for_request(int code, std::string_view text, bool stream, bool delivered)
{
    if (text.find("Warning:") != std::string_view::npos) return ErrorMeaning::notice;
    const TwsCode* known = find_tws_code(code);
    if (!known) {
        // New builds add codes without notice: a stream that lives is not ended by one.
        bool message = code >= 2100 && code < 3000;
        return message || (stream && delivered) ? ErrorMeaning::notice : ErrorMeaning::ends;
    }
    switch (known->ends) {
    case TwsCodeEnds::the_cancel: return ErrorMeaning::ignore;
    case TwsCodeEnds::no: return ErrorMeaning::notice;
    case TwsCodeEnds::the_stream:
    case TwsCodeEnds::yes: return ErrorMeaning::ends;
    case TwsCodeEnds::depends:
        // 10089 with delayed data to follow: a stream gets them under the same id.
        if (text.find("elayed market data is available") != std::string_view::npos)
            return ErrorMeaning::notice;
        return stream && delivered ? ErrorMeaning::notice : ErrorMeaning::ends;
    case TwsCodeEnds::the_modify: return ErrorMeaning::notice;
    }
    return ErrorMeaning::notice;
}

void Routes::deliver_unreadable(int request_id, Answer id, const Error& why)
{
    auto at = by_id_.find(request_id);
    if (at == by_id_.end() || !at->second->route || at->second->request.streams) return;
    if (accepts(*at->second, id)) fail(at->second->number, why);
}

bool Routes::deliver_error(int id, int code, const Error& error)
{
    EntryPointer entry;
    if (auto at = by_id_.find(id); at != by_id_.end()) {
        entry = at->second;
    } else if (id == -1 && (code == 320 || code == 321 || code == 322)) {
        // Refusals of requests without an id name none: they are of the one that waits, if one
        // does.
        for (const auto& waiting : by_type_) {
            if (!waiting->sent || waiting->delivered || !waiting->request.exclusive) continue;
            if (entry) return false;
            entry = waiting;
        }
    } else if (id == -1 && (code == account_stream_replaced || code == account_stream_refused)) {
        // TWS keeps one for each client: a later one ends those before, or is refused itself.
        for (const auto& stream : by_type_) {
            if (!stream->sent || !stream->route || stream->request.request != Request::account_data)
                continue;
            if (!entry || code == account_stream_refused) entry = stream;
        }
        if (entry) end(entry, error);
        return false;  // it concerns the session as well
    }
    if (!entry) return RequestIds::is_request(id);
    switch (meaning_for_request(code, error.message, entry->request.streams, entry->delivered)) {
    case ErrorMeaning::ends: end(entry, error); break;
    case ErrorMeaning::notice:
        if (entry->route) {
            auto keep = std::move(entry->route);
            keep->on_notice(error);
            if (!entry->over && !entry->cancelled) entry->route = std::move(keep);
        }
        break;
    case ErrorMeaning::ignore: break;
    }
    return true;
}

}  // namespace trademind::ibkr
