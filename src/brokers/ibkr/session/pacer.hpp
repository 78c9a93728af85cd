// Allows so many messages a second and no more, with a part kept free for what must not wait.
#pragma once

#include "brokers/ibkr/session/options.hpp"

namespace trademind::ibkr::session {

/// Who goes first when not all may go.
enum class SendPriority : unsigned char {
    urgent,  ///< cancels, the kill switch, signs of life
    orders,
    rest,
};
inline constexpr std::size_t lane_count = 3;
constexpr std::size_t index(SendPriority lane)
{
    return static_cast<std::size_t>(lane);
}

/// A sliding window over the moments of the last messages, not a bucket: a bucket of fifty that
/// fills at fifty a second lets nearly a hundred through in one second, and TWS closes the socket
/// of a client that does so three times.
class Pacer {
public:
    explicit Pacer(const PacingOptions& options);

    /// How long a message of that lane must wait; zero: may go now.
    Duration delay(SendPriority lane, Duration now) const;
    /// One message goes now.
    void spend(Duration now);
    /// Forgets what was sent: a new socket is counted anew.
    void reset();

private:
    std::size_t allowed(SendPriority lane) const;

    Duration window_;
    std::size_t reserved_for_orders_, reserved_for_cancels_;
    std::vector<Duration> times_;  // ring: the last `limit` messages
    std::size_t next_ = 0, known_ = 0;
};

}  // namespace trademind::ibkr::session
