// Streams that are asked for again: which of them are silent, and their new ids.
#include "brokers/ibkr/client/routes.hpp"

#include <algorithm>

namespace trademind::ibkr {

bool hangs_on(Request request, session::FarmKind farm)
{
    using session::FarmKind;
    switch (request) {
    case Request::market_data:
    case Request::market_depth:
    case Request::tick_by_tick: return farm == FarmKind::market_data;
    // Real-time bars have been seen to need either.
    case Request::real_time_bars: return farm != FarmKind::security_definition;
    case Request::historical_data: return farm == FarmKind::history;
    default: return false;
    }
}

bool Routes::renew(const EntryPointer& entry, Version server)
{
    bool keyed = entry->request.key == Key::request_id;
    if (keyed) by_id_.erase(entry->request.id);
    entry->request = entry->request.rewrite(entry->request, keyed ? ids_.next() : -1, server);
    if (keyed) by_id_.emplace(entry->request.id, entry);
    entry->delivered = false;
    if (entry->request.fault.code) {
        end(entry, entry->request.fault);
        return false;
    }
    return send(*entry);
}

std::vector<StreamMark> Routes::marks(std::optional<session::FarmKind> farm) const
{
    using session::FarmKind;
    std::vector<StreamMark> all;
    for (const auto& [number, entry] : by_number_) {
        auto kind = entry->request.request;
        bool hangs =
            farm ? hangs_on(kind, *farm)
                 : hangs_on(kind, FarmKind::market_data) || hangs_on(kind, FarmKind::history);
        if (hangs && entry->request.streams && entry->route && entry->sent)
            all.push_back({number, entry->told});
    }
    std::ranges::sort(all, {}, &StreamMark::number);
    return all;
}

std::optional<StreamMark> Routes::mark(int request_id) const
{
    auto at = by_id_.find(request_id);
    if (at == by_id_.end() || !at->second->request.streams || !at->second->route)
        return std::nullopt;
    return StreamMark{at->second->number, at->second->told};
}

std::vector<StreamMark> Routes::silent(std::vector<StreamMark> marks) const
{
    std::erase_if(marks, [this](const StreamMark& mark) {
        auto entry = find(mark.number);
        return !entry || !entry->route || !entry->sent || entry->told != mark.told;
    });
    return marks;
}

void Routes::ask_again_where_silent(const std::vector<StreamMark>& marks)
{
    if (!open_) return;
    for (const auto& mark : marks) {
        // one that is asked again may end others
        if (silent({mark}).empty()) continue;
        auto entry = find(mark.number);
        tell_tws(*entry);
        if (renew(entry, entry->request.server) && entry->route) entry->route->on_asked_again();
    }
}

}  // namespace trademind::ibkr
