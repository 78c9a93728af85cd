// Damage in a journal: gaps, altered lines, orders that contradict their events.
#pragma once

#include "base/database.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::journal {

/// Everything that is not as it was written, in words; empty where the journal is sound. Reads the
/// whole file; with `newest`, that many lines from the end and the orders that may be live.
std::vector<std::string> find_damage(Database&, std::optional<std::int64_t> newest = {});

/// What a program keeps beside the journal after each write: the number of the last line and its
/// digest.
std::string kept_words(std::int64_t sequence, std::int64_t digest);
/// Why this journal is not the one of which these words were kept: it is shorter, or another.
/// Nothing where it is, or where nothing was kept.
Result<std::optional<std::string>> missing_since(Database&, std::string_view kept);

/// As many lines as a start looks at: of a longer journal the newest.
inline constexpr std::int64_t lines_at_start = 50'000;

/// The first reason why a journal cannot be trusted: damage, or what its lock file knows of it. Of
/// a journal of more than `lines_at_start` the newest are looked at.
Result<std::optional<std::string>> doubt_of(Database&, const std::filesystem::path& file);

}  // namespace trademind::journal
