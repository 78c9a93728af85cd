// Sliding window of the last messages sent.
#include "brokers/ibkr/session/pacer.hpp"

#include <algorithm>

namespace trademind::ibkr::session {

Pacer::Pacer(const PacingOptions& options)
    : window_{options.window},
      times_(static_cast<std::size_t>(std::max(0, options.messages_per_second)))
{
    // at least one message of each lane a second, however small the limit
    auto spare = times_.empty() ? 0 : times_.size() - 1;
    reserved_for_cancels_ =
        std::min(static_cast<std::size_t>(std::max(0, options.reserved_for_cancels)), spare);
    reserved_for_orders_ =
        std::min(static_cast<std::size_t>(std::max(0, options.reserved_for_orders)),
                 spare - reserved_for_cancels_);
}

std::size_t Pacer::allowed(SendPriority lane) const
{
    switch (lane) {
    case SendPriority::urgent: return times_.size();
    case SendPriority::orders: return times_.size() - reserved_for_cancels_;
    case SendPriority::rest: break;
    }
    return times_.size() - reserved_for_cancels_ - reserved_for_orders_;
}

Duration Pacer::delay(SendPriority lane, Duration now) const
{
    auto limit = allowed(lane);
    if (limit == 0 || known_ < limit) return {};
    auto at = (next_ + times_.size() - limit) % times_.size();
    return std::max(Duration{}, times_[at] + window_ - now);
}

void Pacer::spend(Duration now)
{
    if (times_.empty()) return;
    times_[next_] = now;
    next_ = (next_ + 1) % times_.size();
    known_ = std::min(known_ + 1, times_.size());
}

void Pacer::reset()
{
    next_ = known_ = 0;
}

}  // namespace trademind::ibkr::session
