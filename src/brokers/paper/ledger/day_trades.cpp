// Day trades: counting them, and what they allow.
#include "brokers/paper/ledger/day_trades.hpp"

#include <algorithm>

namespace trademind::paper {

using namespace trademind::literals;

bool DayTradeTracker::record(Date day, bool closes, bool opens)
{
    if (day != date) *this = {day, false};
    bool completed = closes && opened;
    opened = opens;
    return completed;
}

void DayTradeCounter::add(Date day)
{
    auto it = std::ranges::lower_bound(days_, day, {}, &Day::date);
    if (it == days_.end() || it->date != day) it = days_.insert(it, {day, 0});
    ++it->count;
    std::erase_if(days_,
                  [&](const Day& d) { return d.date < days_.back().date - std::chrono::days{14}; });
}

int DayTradeCounter::count(Date today, const IsBusinessDay& is_business_day) const
{
    if (days_.empty()) return 0;
    Date first = business_day_before(today, 4, is_business_day);
    int sum = 0;
    for (const Day& d : days_)
        if (d.date >= first && d.date <= today) sum += d.count;
    return sum;
}

std::optional<int> day_trades_left(DayTradeRegime regime, std::optional<Decimal> equity, int count)
{
    bool counts = regime == DayTradeRegime::pattern_day_trader ||
                  regime == DayTradeRegime::pattern_day_trader_warn;
    if (!counts) return std::nullopt;
    if (equity && *equity >= Decimal{pattern_day_trader_equity}) return std::nullopt;
    return std::max(0, free_day_trades - count);
}

}  // namespace trademind::paper
