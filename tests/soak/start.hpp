// When the tapes of these tests begin: a Monday, half an hour into the regular session.
#pragma once

#include <trademind/time.hpp>

namespace trademind::test {

inline const TimePoint start =
    std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours{15};

}  // namespace trademind::test
