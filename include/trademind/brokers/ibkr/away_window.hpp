// Hours in which TWS, IB Gateway or IBKR's servers are expected to be away.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace trademind {

/// Whose servers an account uses: their nightly resets are expected.
enum class IbkrRegion { north_america, europe, asia };

/// Hours in which TWS is expected to be away: its own daily restart, a maintenance of the host.
/// Failures within count for no limit of attempts and are logged as information; the link comes
/// back as always.
class AwayWindow {
public:
    AwayWindow() = default;
    AwayWindow(std::string name, std::vector<std::chrono::weekday> days, std::chrono::minutes from,
               std::chrono::minutes to, std::string time_zone)
        : name{std::move(name)},
          days{std::move(days)},
          from{from},
          to{to},
          time_zone{std::move(time_zone)}
    {}
    bool operator==(const AwayWindow&) const = default;

    std::string name;
    std::vector<std::chrono::weekday> days;  ///< on which it begins
    /// By the clock of the zone; a `to` at or before `from` is on the next day.
    std::chrono::minutes from{}, to{};
    std::string time_zone = "America/New_York";
};

}  // namespace trademind
