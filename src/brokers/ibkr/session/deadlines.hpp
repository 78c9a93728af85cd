// What a link waits for by the clock, and the one timer that serves all of it.
#pragma once

#include <trademind/time.hpp>

#include <array>
#include <optional>

namespace trademind::ibkr::session {

/// Deadlines by uptime. The driver has one timer: it is set anew only for what comes due before it
/// fires.
class Deadlines {
public:
    enum class Of : unsigned char { stage, write, finish };

    void set(Of what, Duration at) { at_[index(what)] = at; }
    void clear(Of what) { at_[index(what)].reset(); }
    bool runs(Of what) const { return at_[index(what)].has_value(); }
    /// True once for a deadline that has passed: it is cleared.
    bool take(Of what, Duration now);
    /// How long the timer must run for these and for `also`; nothing where none is needed or the
    /// one that runs fires early enough.
    std::optional<Duration> arm(std::optional<Duration> also, Duration now);
    /// The timer fired, or is dropped.
    void disarm() { armed_.reset(); }

private:
    static constexpr std::size_t index(Of what) { return static_cast<std::size_t>(what); }

    std::array<std::optional<Duration>, 3> at_;
    std::optional<Duration> armed_;
};

}  // namespace trademind::ibkr::session
