// Hours in which TWS, the Gateway or IBKR's servers are expected to be away: the daily restart, the
// weekly login, the server resets. Data, because sources disagree and users move them.
#pragma once

#include <trademind/time.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr::session {

/// A time zone by rule, without the host's time zone files.
struct Zone {
    enum class Summer { none, us, eu };  ///< when clocks change; since 2007 and 1996
    std::string_view name;
    std::chrono::minutes standard;  ///< ahead of UTC in winter
    Summer summer = Summer::none;

    /// Ahead of UTC at that moment.
    std::chrono::minutes offset(TimePoint utc) const;
};
/// UTC, US/Eastern, US/Central, US/Pacific, Europe/London, Europe/Berlin, Europe/Zurich,
/// Asia/Hong_Kong, Asia/Tokyo and the other names of the same zones; nullptr for others.
const Zone* find_zone(std::string_view name);

/// One window: on each of `days`, from `from` to `to` by the clock of `zone`. A `to` at or before
/// `from` is on the next day.
struct Window {
    std::string name;
    std::vector<std::chrono::weekday> days;
    std::chrono::minutes from{}, to{};
    const Zone* zone = nullptr;

    bool operator==(const Window&) const = default;
};

/// Whose servers an account is served by. They matter: the Asian reset falls on the close of New
/// York, where a lost link is an emergency.
enum class Region { north_america, europe, asia };

/// Windows with a margin.
class Calendar {
public:
    Calendar() = default;
    explicit Calendar(std::vector<Window> windows, std::chrono::minutes margin = {})
        : windows_{std::move(windows)}, margin_{margin}
    {}

    /// The resets of the servers that a login of that region uses, the weekend maintenance and the
    /// weekly login, with a quarter of an hour on either side; source: IBKR's system status page
    /// and its guide to auto restart, the union where they differ.
    static Calendar planned(Region region = Region::north_america);

    /// The window that is open, or nullptr.
    const Window* covers(TimePoint utc) const;
    const std::vector<Window>& windows() const { return windows_; }
    void add(Window window) { windows_.push_back(std::move(window)); }

private:
    std::vector<Window> windows_;
    std::chrono::minutes margin_{};
};

}  // namespace trademind::ibkr::session
