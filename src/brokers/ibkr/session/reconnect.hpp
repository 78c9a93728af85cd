// How long to wait before the next try, and when to stop trying.
#pragma once

#include "brokers/ibkr/session/options.hpp"

#include <optional>
#include <random>

namespace trademind::ibkr::session {

/// What kind of end it was, as far as trying again goes.
enum class Setback {
    passing,           ///< refused, lost, timed out: try again
    client_id_in_use,  ///< try again later: TWS frees the id when it notices the dead socket
    next_client_id,    ///< try again at once, under another id
    final,             ///< trying again cannot help: the server's version, the options
};

/// `attempts` tries `delay` apart, then waits that double up to `longest`, for ever or not at all.
/// Failures inside a planned window are not counted.
class Reconnect {
public:
    explicit Reconnect(const ReconnectOptions& options) : options_{options}, random_{options.seed}
    {}

    /// A session became ready.
    void ready(Duration now);
    /// An attempt failed or a session ended: the wait before the next, or nothing to give up.
    std::optional<Duration> failed(Setback setback, bool planned, Duration now);
    /// Whoever connects has enough: no next attempt, and failures do not count.
    void stop() { stopped_ = true; }
    /// True when the id above the one that TWS has refused may be tried.
    bool take_next_client_id();
    /// Counted failures in a row.
    int failures() const { return failures_; }
    /// Starts from the beginning: the owner connects anew.
    void restart();

private:
    Duration jittered(Duration wait);

    ReconnectOptions options_;
    std::mt19937_64 random_;
    int failures_ = 0, client_ids_tried_ = 0;
    bool ever_ready_ = false, stopped_ = false;
    std::optional<Duration> ready_since_;
};

}  // namespace trademind::ibkr::session
