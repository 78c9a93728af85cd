// What a case expects.
#pragma once

#include "cases/paper/desk.hpp"

#include <string>
#include <vector>

namespace trademind::cases {

/// What does not hold of a check command, one line each; empty: all of it holds. Throws for a
/// command that is none.
std::vector<std::string> failures_of(const Command& command, Desk& desk);

}  // namespace trademind::cases
