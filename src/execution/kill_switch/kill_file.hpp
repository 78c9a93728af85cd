// The kill file: a latch that any process, shell or person can set.
#pragma once

#include "base/whole_file.hpp"

#include <trademind/execution/kill_switch.hpp>

#include <filesystem>

namespace trademind::kill {

/// Replaces the file in one step and makes it durable. Lines: state, who, reason, time. Without
/// room for them an empty file is left, which halts.
Result<Replaced> write_kill_file(const std::filesystem::path&, const KillLatch&);
/// Absent: succeeds.
Result<> remove_kill_file(const std::filesystem::path&);

}  // namespace trademind::kill
