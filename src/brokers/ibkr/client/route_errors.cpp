// What an error message means for the request that it names.
#include "brokers/ibkr/client/routes.hpp"

#include <trademind/tws_code.hpp>

namespace trademind::ibkr {

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
    }
    if (!entry) return RequestIds::is_request(id);
    switch (meaning_for_request(code, error.message, entry->request.streams, entry->delivered)) {
    case ErrorMeaning::ends: end(entry, error); break;
    case ErrorMeaning::notice:
        if (entry->route) {
            auto keep = std::move(entry->route);
            keep->on_notice(error);
            if (!entry->over) entry->route = std::move(keep);
        }
        break;
    case ErrorMeaning::ignore: break;
    }
    return true;
}

}  // namespace trademind::ibkr
