// What TWS reads as a length of time.
#include "domain/history_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace trademind {
namespace {

using namespace std::chrono;

constexpr auto sizes = std::to_array<std::pair<std::string_view, seconds>>({
    {"1 sec", seconds{1}},    {"1 secs", seconds{1}},   {"5 secs", seconds{5}},
    {"10 secs", seconds{10}}, {"15 secs", seconds{15}}, {"30 secs", seconds{30}},
    {"1 min", minutes{1}},    {"2 mins", minutes{2}},   {"3 mins", minutes{3}},
    {"5 mins", minutes{5}},   {"10 mins", minutes{10}}, {"15 mins", minutes{15}},
    {"20 mins", minutes{20}}, {"30 mins", minutes{30}}, {"1 hour", hours{1}},
    {"2 hours", hours{2}},    {"3 hours", hours{3}},    {"4 hours", hours{4}},
    {"8 hours", hours{8}},    {"1 day", days{1}},       {"1 week", days{7}},
    {"1 month", days{30}},
});

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

std::optional<HistorySpan> parse_history_span(std::string_view text)
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

}  // namespace trademind
