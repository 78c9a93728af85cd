// What the environment says of a configuration.
#pragma once

#include <trademind/execution/config.hpp>

namespace trademind::config {

/// TRADEMIND_HOST, TRADEMIND_PORT and TRADEMIND_ACCOUNT win over what is there, as they do over a
/// file: for a program that has none. Errc::config names the variable.
Result<> read_environment(Config& made, const Environment& environment);

}  // namespace trademind::config
