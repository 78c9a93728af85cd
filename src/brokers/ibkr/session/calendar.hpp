// Hours in which TWS, the Gateway or IBKR's servers are expected to be away: the daily restart, the
// weekly login, the server resets. Data, because sources disagree and users move them.
#pragma once

#include "base/time_zone.hpp"

#include <trademind/time.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace trademind::ibkr::session {

/// One window: on each of `days`, from `from` to `to` by the clock of `zone`. A `to` at or before
/// `from` is on the next day.
struct Window {
    std::string name;
    std::vector<std::chrono::weekday> days;
    std::chrono::minutes from{}, to{};
    const TimeZone* zone = nullptr;  ///< without one the window is never open

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
    /// and its guide to auto restart, the union where they differ. On a machine without time zone
    /// files there are none.
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
