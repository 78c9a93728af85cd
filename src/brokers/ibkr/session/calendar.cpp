// Planned windows, by the clocks of their zones.
#include "brokers/ibkr/session/calendar.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr::session {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

void add_known(Calendar& calendar, Window window)
{
    // an outage is then never called planned: the safe side
    if (window.zone) calendar.add(std::move(window));
}

}  // namespace

Calendar Calendar::planned(Region region)
{
    const std::vector nights{Sunday, Monday, Tuesday, Wednesday, Thursday, Friday};
    const TimeZone* eastern = find_time_zone("America/New_York");
    Calendar calendar{{}, 15min};
    add_known(calendar, {"weekend maintenance", {Friday}, 23h, 3h, eastern});
    add_known(calendar, {"weekly login", {Sunday}, 1h, 2h, eastern});
    switch (region) {
    case Region::north_america:
        add_known(calendar,
                  {"server reset North America", nights, 23h + 45min, 1h + 45min, eastern});
        break;
    case Region::europe:
        add_known(calendar, {"server reset Europe", nights, 5h + 45min, 7h + 45min,
                             find_time_zone("Europe/Berlin")});
        break;
    case Region::asia: {
        const TimeZone* hong_kong = find_time_zone("Asia/Hong_Kong");
        add_known(calendar,
                  {"server reset Asia, morning", nights, 4h + 45min, 6h + 5min, hong_kong});
        add_known(calendar,
                  {"server reset Asia, evening", nights, 20h + 15min, 21h + 15min, hong_kong});
        break;
    }
    }
    return calendar;
}

const Window* Calendar::covers(TimePoint utc) const
{
    for (const Window& window : windows_) {
        if (!window.zone) continue;
        auto local = utc + window.zone->offset_at(utc);
        auto today = floor<days>(local);
        auto length = window.to - window.from + (window.to <= window.from ? 24h : 0h);
        // a window may have begun yesterday, or begin tomorrow less the margin
        for (auto day : {today - days{1}, today, today + days{1}}) {
            if (std::ranges::find(window.days, weekday{day}) == window.days.end()) continue;
            auto from = day + window.from - margin_;
            if (local >= from && local < from + length + 2 * margin_) return &window;
        }
    }
    return nullptr;
}

}  // namespace trademind::ibkr::session
