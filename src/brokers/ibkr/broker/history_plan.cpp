// Which requests a range of history takes.
#include "brokers/ibkr/broker/history_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

using namespace std::chrono;

constexpr auto sizes = std::to_array<std::pair<std::string_view, seconds>>({
    {"1 sec", seconds{1}},    {"1 secs", seconds{1}},   {"5 secs", seconds{5}},
    {"10 secs", seconds{10}}, {"15 secs", seconds{15}}, {"30 secs", seconds{30}},
    {"1 min", minutes{1}},    {"2 mins", minutes{2}},   {"3 mins", minutes{3}},
    {"4 mins", minutes{4}},   {"5 mins", minutes{5}},   {"10 mins", minutes{10}},
    {"15 mins", minutes{15}}, {"20 mins", minutes{20}}, {"30 mins", minutes{30}},
    {"1 hour", hours{1}},     {"2 hours", hours{2}},    {"3 hours", hours{3}},
    {"4 hours", hours{4}},    {"8 hours", hours{8}},    {"1 day", days{1}},
    {"1 week", days{7}},      {"1 month", days{30}},
});

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

seconds HistorySpan::length() const
{
    switch (unit) {
    case 'D': return days{count};
    case 'W': return days{7} * count;
    case 'M': return days{30} * count;
    case 'Y': return days{365} * count;
    default: return seconds{count};
    }
}

std::optional<HistorySpan> parse_span(std::string_view text)
{
    HistorySpan span;
    auto end = text.data() + text.size();
    auto [p, ec] = std::from_chars(text.data(), end, span.count);
    if (ec != std::errc{} || span.count <= 0 || end - p != 2 || *p != ' ') return std::nullopt;
    span.unit = p[1];
    if (std::string_view{"SDWMY"}.find(span.unit) == std::string_view::npos) return std::nullopt;
    // A hundred years are more than there is.
    if (span.length() > days{36'500}) return std::nullopt;
    return span;
}

std::optional<seconds> parse_bar_size(std::string_view text)
{
    auto at = std::ranges::find(sizes, text, &decltype(sizes)::value_type::first);
    return at == sizes.end() ? std::nullopt : std::optional{at->second};
}

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
    auto span = parse_span(request.duration);
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
