// Planned windows and the clock changes that they follow.
#include "brokers/ibkr/session/calendar.hpp"

#include <algorithm>
#include <array>

namespace trademind::ibkr::session {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::array zones{
    Zone{"UTC", 0min},
    Zone{"GMT", 0min},
    Zone{"US/Eastern", -300min, Zone::Summer::us},
    Zone{"America/New_York", -300min, Zone::Summer::us},
    Zone{"US/Central", -360min, Zone::Summer::us},
    Zone{"America/Chicago", -360min, Zone::Summer::us},
    Zone{"US/Mountain", -420min, Zone::Summer::us},
    Zone{"America/Denver", -420min, Zone::Summer::us},
    Zone{"US/Pacific", -480min, Zone::Summer::us},
    Zone{"America/Los_Angeles", -480min, Zone::Summer::us},
    Zone{"Europe/London", 0min, Zone::Summer::eu},
    Zone{"Europe/Berlin", 60min, Zone::Summer::eu},
    Zone{"Europe/Paris", 60min, Zone::Summer::eu},
    Zone{"Europe/Zurich", 60min, Zone::Summer::eu},
    Zone{"Asia/Hong_Kong", 480min},
    Zone{"Asia/Singapore", 480min},
    Zone{"Asia/Tokyo", 540min},
};

bool summer_time(const Zone& zone, TimePoint utc)
{
    auto y = year_month_day{floor<days>(utc)}.year();
    switch (zone.summer) {
    case Zone::Summer::none: return false;
    case Zone::Summer::us: {
        // both at two o'clock by the clock on the wall
        auto begin = sys_days{y / March / Sunday[2]} + 2h - zone.standard;
        auto end = sys_days{y / November / Sunday[1]} + 1h - zone.standard;
        return utc >= begin && utc < end;
    }
    case Zone::Summer::eu: {
        auto begin = sys_days{y / March / Sunday[last]} + 1h;
        auto end = sys_days{y / October / Sunday[last]} + 1h;
        return utc >= begin && utc < end;
    }
    }
    return false;
}

}  // namespace

minutes Zone::offset(TimePoint utc) const
{
    return standard + (summer_time(*this, utc) ? 60min : 0min);
}

const Zone* find_zone(std::string_view name)
{
    auto at = std::ranges::find(zones, name, &Zone::name);
    return at == zones.end() ? nullptr : &*at;
}

Calendar Calendar::planned(Region region)
{
    const std::vector nights{Sunday, Monday, Tuesday, Wednesday, Thursday, Friday};
    const Zone* eastern = find_zone("US/Eastern");
    Calendar calendar{{{"weekend maintenance", {Friday}, 23h, 3h, eastern},
                       {"weekly login", {Sunday}, 1h, 2h, eastern}},
                      15min};
    switch (region) {
    case Region::north_america:
        calendar.add({"server reset North America", nights, 23h + 45min, 1h + 45min, eastern});
        break;
    case Region::europe:
        calendar.add(
            {"server reset Europe", nights, 5h + 45min, 7h + 45min, find_zone("Europe/Berlin")});
        break;
    case Region::asia: {
        const Zone* hong_kong = find_zone("Asia/Hong_Kong");
        calendar.add({"server reset Asia, morning", nights, 4h + 45min, 6h + 5min, hong_kong});
        calendar.add({"server reset Asia, evening", nights, 20h + 15min, 21h + 15min, hong_kong});
        break;
    }
    }
    return calendar;
}

const Window* Calendar::covers(TimePoint utc) const
{
    for (const Window& window : windows_) {
        auto local = utc + window.zone->offset(utc);
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
