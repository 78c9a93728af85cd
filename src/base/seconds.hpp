// A duration as alerts and the log tell it.
#pragma once

#include <trademind/time.hpp>

#include <fmt/format.h>

#include <chrono>
#include <string>

namespace trademind {

inline std::string seconds(Duration time)
{
    return fmt::format("{:.1f} s", std::chrono::duration<double>{time}.count());
}

}  // namespace trademind
