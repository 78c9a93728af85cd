// Which requests a range of history takes.
#include "brokers/ibkr/broker/history_plan.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

using namespace std::chrono;

/// Trading days are not known here: weekends are left out, holidays count.
TimePoint back_by_weekdays(TimePoint from, int count)
{
    while (count > 0) {
        from -= days{1};
        auto day = weekday{floor<days>(from)};
        if (day != Saturday && day != Sunday) --count;
    }
    return from;
}

TimePoint start_of(TimePoint end, const HistorySpan& span)
{
    return span.unit == 'D' ? back_by_weekdays(end, span.count) : end - span.length();
}

}  // namespace

HistorySpan longest_span(seconds bar_size)
{
    if (bar_size < seconds{5}) return {1800, 'S'};
    if (bar_size < seconds{10}) return {3600, 'S'};
    if (bar_size < seconds{30}) return {14400, 'S'};
    if (bar_size < minutes{1}) return {28800, 'S'};
    if (bar_size < minutes{2}) return {1, 'D'};
    if (bar_size < minutes{3}) return {2, 'D'};
    if (bar_size < minutes{30}) return {1, 'W'};
    if (bar_size < days{1}) return {1, 'M'};
    return {1, 'Y'};
}

Result<std::vector<HistoryStep>> plan_history(const HistoryRequest& request, TimePoint now)
{
    auto span = parse_history_span(request.duration);
    if (!span)
        return Error{Errc::invalid_argument, "duration: \"" + request.duration +
                                                 "\" is not a number and one of S, D, W, M, Y"};
    auto size = parse_bar_size(request.bar_size);
    if (!size)
        return Error{Errc::invalid_argument,
                     "bar_size: TWS has no bars of \"" + request.bar_size + '"'};
    auto longest = longest_span(*size);
    bool whole = span->length() <= longest.length() ||
                 // TWS takes these up to now only.
                 request.what_to_show == "ADJUSTED_LAST" || request.what_to_show == "SCHEDULE";
    if (whole) return std::vector{HistoryStep{request.end, *span}};
    constexpr std::size_t most = 2'000;
    std::vector<HistoryStep> steps;
    auto end = request.end.value_or(now);
    auto start = start_of(end, *span);
    while (end > start) {
        if (steps.size() == most)
            return Error{Errc::invalid_argument,
                         "duration: too long for bars of " + request.bar_size};
        auto left = ceil<seconds>(end - start);
        auto step = longest;
        if (left < longest.length() && longest.unit == 'S')
            step = {static_cast<int>(left.count()), 'S'};
        bool first = steps.empty();
        steps.push_back({first ? request.end : end, step});
        end = start_of(end, step);
    }
    return steps;
}

std::vector<Bar> merge_bars(std::vector<std::vector<Bar>> newest_first)
{
    std::vector<Bar> all;
    for (auto& part : newest_first)
        all.insert(all.end(), std::make_move_iterator(part.begin()),
                   std::make_move_iterator(part.end()));
    // Where two requests meet, the newer one's bar is the complete one.
    std::ranges::stable_sort(all, {}, &Bar::time);
    auto same_time = [](const Bar& a, const Bar& b) { return a.time == b.time; };
    all.erase(std::unique(all.begin(), all.end(), same_time), all.end());
    return all;
}

}  // namespace trademind::ibkr_broker
