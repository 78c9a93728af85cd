// Old lines of a journal, moved to files beside it by hand.
#include "base/file_lock.hpp"
#include "execution/journal_file/archive.hpp"
#include "execution/journal_file/damage.hpp"
#include "execution/journal_file/schema.hpp"

#include <trademind/execution/journal.hpp>

#include <system_error>

namespace trademind {

Result<JournalRotation> rotate_journal(const std::filesystem::path& file, TimePoint before)
{
    constexpr std::int64_t at_once = 10'000;
    if (auto there = journal::open_for_reading(file); !there) return there.error();
    auto lock = FileLock::take(journal::lock_file_of(file), file,
                               file.string() +
                                   ": a program writes this journal: it moves old "
                                   "lines itself (journal.keep_days)");
    if (!lock) return lock.error();
    DatabaseOptions options;
    options.durability = Durability::power;
    options.must_exist = true;
    auto database = Database::open(file, journal::schema(), options);
    if (!database) return database.error();
    if (auto damage = journal::find_damage(*database); !damage.empty())
        return Error{Errc::input_output,
                     file.string() + ": " + damage.front() + "; see `trademind journal repair`"};
    JournalRotation rotation;
    for (;;) {
        auto copied = journal::copy_old_lines(*database, before, at_once);
        if (!copied) return copied.error();
        if (copied->count == 0) break;
        auto into = journal::older_file_of(file, copied->archived.sequence);
        if (rotation.older_files.empty() || rotation.older_files.back() != into)
            rotation.older_files.push_back(into);
        if (auto dropped = journal::drop_old_lines(*database, *copied); !dropped)
            return dropped.error();
        rotation.lines += copied->count;
    }
    if (rotation.lines > 0)
        if (auto packed = database->run("VACUUM"); !packed) return packed.error();
    return rotation;
}

}  // namespace trademind
