// Streams that stay silent after a break though nobody said that they were lost.
#include "brokers/ibkr/client/routes.hpp"

#include <algorithm>

namespace trademind::ibkr {

bool hangs_on(Request request, DataFarm farm)
{
    switch (request) {
    case Request::market_data:
    case Request::market_depth:
    case Request::tick_by_tick: return farm == DataFarm::market_data;
    // Real-time bars have been seen to need either.
    case Request::real_time_bars: return true;
    case Request::historical_data: return farm == DataFarm::history;
    default: return false;
    }
}

bool Routes::renew(const EntryPointer& entry, Version server, RequestIds& ids)
{
    bool keyed = entry->request.key == Key::request_id;
    if (keyed) by_id_.erase(entry->request.id);
    entry->request = entry->request.rewrite(entry->request, keyed ? ids.next() : -1, server);
    if (keyed) by_id_.emplace(entry->request.id, entry);
    entry->delivered = false;
    if (entry->request.fault.code) {
        end(entry, entry->request.fault);
        return false;
    }
    return send(*entry);
}

std::vector<StreamMark> Routes::marks(std::optional<DataFarm> farm) const
{
    std::vector<StreamMark> all;
    for (const auto& [number, entry] : by_number_) {
        auto kind = entry->request.request;
        bool hangs =
            farm ? hangs_on(kind, *farm)
                 : hangs_on(kind, DataFarm::market_data) || hangs_on(kind, DataFarm::history);
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

void Routes::ask_again_where_silent(const std::vector<StreamMark>& marks, Version server,
                                    RequestIds& ids)
{
    for (const auto& mark : marks) {
        auto entry = find(mark.number);
        if (!entry || !entry->route || !entry->sent || entry->told != mark.told) continue;
        tell_tws(*entry);
        if (renew(entry, server, ids) && entry->route) entry->route->on_asked_again();
    }
}

}  // namespace trademind::ibkr
