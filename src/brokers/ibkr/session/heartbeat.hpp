// Decides from silence alone whether the other end still lives: TWS sends no heartbeats of its own.
#pragma once

#include "brokers/ibkr/session/options.hpp"

#include <optional>

namespace trademind::ibkr::session {

/// Any byte received is a sign of life. After `silence` it wants a probe sent (the current time
/// asked for), and another after each missed answer; after `misses` in a row the link is dead.
class Heartbeat {
public:
    enum class Verdict { quiet, probe, dead };

    explicit Heartbeat(const HeartbeatOptions& options) : options_{options} {}

    /// The session begins.
    void start(Duration now);
    void heard(Duration now);
    /// To be asked when next() has passed, and may be asked earlier.
    Verdict check(Duration now);
    /// When to check next; nothing when switched off.
    std::optional<Duration> next() const;
    Duration last_heard() const { return heard_; }

private:
    HeartbeatOptions options_;
    Duration heard_{}, probed_{};
    int open_ = 0;  // probes without an answer
};

}  // namespace trademind::ibkr::session
