// The command that an alert starts.
#pragma once

#include <trademind/execution/alerts.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <filesystem>
#include <functional>

namespace trademind::alerts {

/// Starts `program` without a shell and waits for its end, at most `patience` by `clock`; then it
/// is killed, as it is when `ends` says true. Its arguments: rule, severity, "raised" or
/// "resolved", "paper" or "live", scope, text. It inherits standard error and no other file.
Result<> run_command(const std::filesystem::path& program, const Alert&, Duration patience,
                     const Clock& clock, const std::function<bool()>& ends);

}  // namespace trademind::alerts
