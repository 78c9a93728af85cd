// Time zones by name, from the system's own time zone files (TZif, RFC 8536).
#include "base/time_zone.hpp"

#include "base/posix_zone.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace trademind {
namespace {

using namespace std::chrono;

class FileZone final : public TimeZone {
public:
    /// False when the bytes are no TZif of version 2 or later.
    bool load(std::string_view bytes)
    {
        Counts first{}, second{};
        std::size_t at = 0;
        if (!read_header(bytes, at, first)) return false;
        at += first.size(4);
        if (!read_header(bytes, at, second) || bytes.size() < at + second.size(8)) return false;
        const char* p = bytes.data() + at;
        for (std::uint32_t i = 0; i < second.times; ++i, p += 8)
            moments_.push_back(seconds{number(p, 8)});
        const char* indices = p;
        const char* kinds = indices + second.times;
        for (std::uint32_t i = 0; i < second.times; ++i) {
            auto kind = static_cast<unsigned char>(indices[i]);
            if (kind >= second.kinds) return false;
            offsets_.push_back(seconds{number(kinds + std::size_t{6} * kind, 4)});
        }
        if (second.kinds > 0) before_ = seconds{number(kinds, 4)};
        auto footer = bytes.substr(at + second.size(8));
        if (footer.size() > 2) rule_ = parse_posix_zone(footer.substr(1, footer.find('\n', 1) - 1));
        return second.kinds > 0;
    }

    seconds offset_at(TimePoint utc) const override
    {
        auto moment = floor<seconds>(utc.time_since_epoch());
        auto next = std::ranges::upper_bound(moments_, moment);
        // Behind the last change in the table the rule in the footer goes on.
        if (next == moments_.end() && rule_) return rule_->offset_at(utc);
        if (next == moments_.begin()) return before_;
        return offsets_[static_cast<std::size_t>(next - moments_.begin()) - 1];
    }

private:
    struct Counts {
        std::uint32_t utc_marks, standard_marks, leaps, times, kinds, letters;
        std::size_t size(std::size_t width) const
        {
            return times * width + times + std::size_t{6} * kinds + letters + leaps * (width + 4) +
                   standard_marks + utc_marks;
        }
    };
    static std::int64_t number(const char* p, int width)
    {
        std::uint64_t n = (static_cast<unsigned char>(*p) & 0x80) ? ~std::uint64_t{0} : 0;
        for (int i = 0; i < width; ++i) n = n << 8 | static_cast<unsigned char>(p[i]);
        return static_cast<std::int64_t>(n);
    }
    static bool read_header(std::string_view bytes, std::size_t& at, Counts& counts)
    {
        if (bytes.size() < at + 44 || bytes.substr(at, 4) != "TZif" || bytes[at + 4] < '2')
            return false;
        const char* p = bytes.data() + at + 20;
        std::uint32_t* fields[] = {&counts.utc_marks, &counts.standard_marks, &counts.leaps,
                                   &counts.times,     &counts.kinds,          &counts.letters};
        for (auto* field : fields) {
            auto n = number(p, 4);
            if (n < 0 || n > 100'000) return false;
            *field = static_cast<std::uint32_t>(n);
            p += 4;
        }
        at += 44;
        return true;
    }

    std::vector<seconds> moments_, offsets_;
    seconds before_{};
    std::optional<PosixZone> rule_;
};

class RuleZone final : public TimeZone {
public:
    explicit RuleZone(const PosixZone& rule) : rule_{rule} {}
    seconds offset_at(TimePoint utc) const override { return rule_.offset_at(utc); }

private:
    PosixZone rule_;
};

/// Names that TWS sends and that are no files; the short American ones mean the cities.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> aliases{{
    {"EST", "America/New_York"},
    {"EDT", "America/New_York"},
    {"CST", "America/Chicago"},
    {"CDT", "America/Chicago"},
    {"MST", "America/Denver"},
    {"PST", "America/Los_Angeles"},
    {"PDT", "America/Los_Angeles"},
    {"JST", "Asia/Tokyo"},
    {"HKT", "Asia/Hong_Kong"},
    {"Eastern Standard Time", "America/New_York"},
    {"Central Standard Time", "America/Chicago"},
    {"Central European Standard Time", "Europe/Berlin"},
    {"Greenwich Mean Time", "Europe/London"},
    {"China Standard Time", "Asia/Shanghai"},
}};

std::unique_ptr<TimeZone> load(std::string_view name)
{
    // A name is a path below the folder and nothing else.
    if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos)
        return nullptr;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* folder = std::getenv("TZDIR");
    std::string path =
        std::string{folder ? folder : "/usr/share/zoneinfo"} + '/' + std::string{name};
    std::ifstream file{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    auto zone = std::make_unique<FileZone>();
    if (zone->load(bytes)) return zone;
    // the exchanges' hours must not depend on the machine's zone files
    if (name == "America/New_York" || name == "US/Eastern")
        return std::make_unique<RuleZone>(*parse_posix_zone("EST5EDT,M3.2.0,M11.1.0"));
    return nullptr;
}

class UtcZone final : public TimeZone {
public:
    TimePoint to_utc(local_time<Duration> local) const override
    {
        return TimePoint{local.time_since_epoch()};
    }
    seconds offset_at(TimePoint) const override { return {}; }
};

}  // namespace

TimePoint TimeZone::to_utc(local_time<Duration> local) const
{
    TimePoint as_if_utc{local.time_since_epoch()};
    // The offsets a day before and after enclose any change between.
    auto earlier = offset_at(as_if_utc - days{1}), later = offset_at(as_if_utc + days{1});
    if (offset_at(as_if_utc - earlier) == earlier) return as_if_utc - earlier;
    if (offset_at(as_if_utc - later) == later) return as_if_utc - later;
    return as_if_utc - earlier;
}

TimePoint last_midnight(TimePoint at, const TimeZone& zone)
{
    auto local = std::chrono::local_time<Duration>{(at + zone.offset_at(at)).time_since_epoch()};
    return zone.to_utc(std::chrono::floor<std::chrono::days>(local));
}

int midnights_between(TimePoint from, TimePoint to, const TimeZone* zone)
{
    auto day = [zone](TimePoint at) {
        return std::chrono::floor<std::chrono::days>(
            at + (zone ? zone->offset_at(at) : std::chrono::seconds{}));
    };
    return static_cast<int>((day(to) - day(from)).count());
}

const TimeZone* find_time_zone(std::string_view name)
{
    static const UtcZone utc;
    if (name == "UTC" || name == "GMT" || name == "Z" || name == "Etc/UTC") return &utc;
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<TimeZone>, std::less<>> zones;
    std::lock_guard lock{mutex};
    auto known = zones.find(name);
    if (known == zones.end()) {
        auto alias = std::ranges::find(aliases, name, &decltype(aliases)::value_type::first);
        known = zones.emplace(name, load(alias == aliases.end() ? name : alias->second)).first;
    }
    return known->second.get();
}

const TimeZone& new_york()
{
    static const TimeZone& zone = *find_time_zone("America/New_York");
    return zone;
}

}  // namespace trademind
