// A YAML file as dotted keys with their lines.
#pragma once

#include "execution/config/faults.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace trademind::config {

class Entry {
public:
    std::string key, text;
    int line = 0;
    bool is_list = false;
    bool is_null = false;  ///< the key stands alone: no value, not even an empty one
};

/// In the text of a list of maps: behind each name and each value, and behind each map.
constexpr char field_mark = '\x1f', record_mark = '\x1e';
inline bool is_record(std::string_view text)
{
    return text.find(record_mark) != std::string_view::npos;
}

/// Nested maps become "a.b.c", lists of scalars comma-separated text. What is wrong with the
/// YAML itself goes to `faults`; a reader that lost its place stops there.
std::vector<Entry> read_entries(std::string_view yaml, Faults& faults);

}  // namespace trademind::config
