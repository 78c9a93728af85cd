// Attempts, delay, backoff and jitter.
#include "brokers/ibkr/session/reconnect.hpp"

#include <algorithm>
#include <cmath>

namespace trademind::ibkr::session {

void Reconnect::ready(Duration now)
{
    ever_ready_ = true;
    ready_since_ = now;
}

void Reconnect::restart()
{
    failures_ = client_ids_tried_ = 0;
    ever_ready_ = stopped_ = false;
    ready_since_.reset();
}

bool Reconnect::take_next_client_id()
{
    if (client_ids_tried_ >= options_.next_client_ids) return false;
    ++client_ids_tried_;
    return true;
}

std::optional<Duration> Reconnect::failed(Setback setback, bool planned, Duration now)
{
    if (stopped_) return {};
    // a session that broke at once does not prove that the trouble is over
    if (ready_since_ && now - *ready_since_ >= options_.stable_after) failures_ = 0;
    ready_since_.reset();
    if (setback == Setback::final || !options_.enabled) return {};
    if (setback == Setback::next_client_id) return Duration{};
    if (!ever_ready_ && !options_.first_connect) return {};
    if (!planned) ++failures_;
    if (!options_.for_ever && failures_ > options_.attempts) return {};

    auto wait = options_.delay;
    for (int n = options_.attempts; n < failures_ && wait < options_.longest; ++n) wait *= 2;
    wait = std::min(wait, std::max(options_.longest, options_.delay));
    if (setback == Setback::client_id_in_use) wait = std::max(wait, options_.client_id_in_use);
    return jittered(wait);
}

Duration Reconnect::jittered(Duration wait)
{
    // the top 53 bits, so that every library makes the same number of the same seed
    auto unit = std::ldexp(static_cast<double>(random_() >> 11), -53);
    auto factor = 1.0 + options_.jitter * (2.0 * unit - 1.0);
    return Duration{std::llround(static_cast<double>(wait.count()) * factor)};
}

}  // namespace trademind::ibkr::session
