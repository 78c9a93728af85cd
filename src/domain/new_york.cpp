// New York's clocks by their rule since 2007: the paper market depends on no time zone files.
#include <trademind/trading_calendar.hpp>

namespace trademind {

std::chrono::hours new_york_offset(TimePoint utc)
{
    using namespace std::chrono;
    // daylight time: second Sunday of March to first Sunday of November, 02:00 on the wall
    year y = year_month_day{floor<days>(utc)}.year();
    TimePoint from = sys_days{y / March / Sunday[2]} + hours{7};
    TimePoint until = sys_days{y / November / Sunday[1]} + hours{6};
    return utc >= from && utc < until ? hours{4} : hours{5};
}

}  // namespace trademind
