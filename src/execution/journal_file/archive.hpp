// Old lines of a journal, moved to files beside it: the digest chain goes on from file to file.
#pragma once

#include "base/database.hpp"
#include "execution/journal_file/schema.hpp"

#include <trademind/time.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trademind::journal {

/// As many lines as one older file has.
inline constexpr std::int64_t lines_of_older_file = 500'000;

/// "NAME.lines-1.db", "NAME.lines-500001.db", ... beside NAME.db: the file that has, or is to have,
/// the line of this number.
std::filesystem::path older_file_of(const std::filesystem::path& journal, std::int64_t sequence);

/// Lines that an older file has, and the journal has still.
class CopiedLines {
public:
    ArchivedLines archived;  ///< what older files have with them
    std::int64_t count = 0;
    std::vector<std::string> changed;  ///< orders that were modified in them
};
/// Copies the oldest lines to an older file, up to the first that is not before `before`, `most` of
/// them at most; the newest line stays out. They are on disk when it returns: a line that both
/// files have after a crash is copied again.
Result<CopiedLines> copy_old_lines(Database& journal, TimePoint before, std::int64_t most);
/// Takes them out of the journal: in one transaction. Orders stay.
Result<> drop_old_lines(Database& journal, const CopiedLines&);

}  // namespace trademind::journal
