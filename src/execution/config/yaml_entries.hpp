// A YAML file as dotted keys with their lines.
#pragma once

#include <trademind/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace trademind::config {

class Entry {
public:
    std::string key, text;
    int line = 0;
};

/// Nested maps become "a.b.c", lists of scalars comma-separated text. Faults of the YAML itself are
/// Errc::config with `name` and line.
Result<std::vector<Entry>> read_entries(std::string_view yaml, std::string_view name);

}  // namespace trademind::config
