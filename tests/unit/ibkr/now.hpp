// The moment at which tests of orders speak.
#pragma once

#include <trademind/time.hpp>

namespace trademind::ibkr_broker {

inline const TimePoint now{std::chrono::hours{500'000}};

}  // namespace trademind::ibkr_broker
