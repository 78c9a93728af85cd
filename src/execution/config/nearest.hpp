// The known name that a misspelt one most likely means.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::config {

/// Insertions, deletions, substitutions and swaps of neighbours that make `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate with the smallest distance; of two dotted names with the same last part the one
/// that shares more of the path. Empty without candidates.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace trademind::config
