// Deadlines and the timer.
#include "brokers/ibkr/session/deadlines.hpp"

#include <algorithm>

namespace trademind::ibkr::session {

bool Deadlines::take(Of what, Duration now)
{
    auto& at = at_[index(what)];
    if (!at || now < *at) return false;
    at.reset();
    return true;
}

std::optional<Duration> Deadlines::arm(std::optional<Duration> also, Duration now)
{
    auto earliest = also;
    for (const auto& at : at_)
        if (at && (!earliest || *at < *earliest)) earliest = at;
    if (!earliest || (armed_ && *armed_ <= *earliest)) return {};
    armed_ = earliest;
    return std::max(Duration{}, *earliest - now);
}

}  // namespace trademind::ibkr::session
