// A time zone's rule for the years to come, as POSIX writes it.
#include "base/posix_zone.hpp"

#include <algorithm>
#include <charconv>

namespace trademind {
namespace {

using namespace std::chrono;

class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}
    bool take(char c)
    {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool done() const { return rest_.empty(); }
    bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
    /// Letters, or anything in angle brackets.
    bool name()
    {
        auto end = at('<') ? rest_.find('>') : rest_.find_first_of("+-0123456789,");
        if (at('<') && end != std::string_view::npos) ++end;
        if (end == 0) return false;
        rest_.remove_prefix(std::min(end, rest_.size()));
        return true;
    }
    std::optional<int> number()
    {
        int n = 0;
        auto [p, ec] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), n);
        if (ec != std::errc{} || rest_.front() == '-') return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(p - rest_.data()));
        return n;
    }
    /// [+-]hh[:mm[:ss]]
    std::optional<seconds> time()
    {
        bool negative = take('-');
        if (!negative) take('+');
        auto h = number();
        if (!h) return std::nullopt;
        seconds s = hours{*h};
        if (take(':')) s += minutes{number().value_or(0)};
        if (take(':')) s += seconds{number().value_or(0)};
        return negative ? -s : s;
    }
    /// ",Mm.w.d[/time]"
    std::optional<PosixZone::Change> change()
    {
        if (!take(',') || !take('M')) return std::nullopt;
        auto month = number();
        auto week = take('.') ? number() : std::nullopt;
        auto weekday = take('.') ? number() : std::nullopt;
        if (!month || !week || !weekday) return std::nullopt;
        PosixZone::Change change{static_cast<unsigned>(*month), static_cast<unsigned>(*week),
                                 static_cast<unsigned>(*weekday)};
        if (take('/')) change.time = time().value_or(hours{2});
        return change;
    }

private:
    std::string_view rest_;
};

TimePoint moment(const PosixZone::Change& c, year y, seconds offset)
{
    auto day = c.week >= 5 ? sys_days{y / month{c.month} / weekday{c.weekday}[last]}
                           : sys_days{y / month{c.month} / weekday{c.weekday}[c.week]};
    return day + c.time - offset;
}

}  // namespace

std::optional<PosixZone> parse_posix_zone(std::string_view text)
{
    Scanner scan{text};
    PosixZone zone;
    if (!scan.name()) return std::nullopt;
    auto west = scan.time();
    if (!west) return std::nullopt;
    zone.standard = -*west;  // POSIX counts westwards
    zone.daylight = zone.standard + hours{1};
    if (scan.done()) return zone;
    if (!scan.name()) return std::nullopt;
    if (!scan.at(',')) {
        auto own = scan.time();
        if (!own) return std::nullopt;
        zone.daylight = -*own;
    }
    zone.begin = scan.change();
    zone.end = scan.change();
    if (!zone.begin || !zone.end || !scan.done()) return std::nullopt;
    return zone;
}

seconds PosixZone::offset_at(TimePoint utc) const
{
    if (!begin || !end) return standard;
    year y = year_month_day{floor<days>(utc + standard)}.year();
    auto from = moment(*begin, y, standard), until = moment(*end, y, daylight);
    // South of the equator daylight time spans the turn of the year.
    bool summer = from < until ? utc >= from && utc < until : utc >= from || utc < until;
    return summer ? daylight : standard;
}

}  // namespace trademind
