// Reading a journal: what the programs with `trademind journal` show, verify and export.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

/// One line of the journal; lines are only ever added.
class JournalEvent {
public:
    std::int64_t sequence{};  ///< from 1, without gaps
    TimePoint time{};
    std::string kind;             ///< one of journal_kinds()
    std::string client_order_id;  ///< empty where none is concerned
    std::int64_t order_id{};      ///< 0 where none is concerned
    std::string detail;           ///< one line for people
};

/// "intent", "order", ...: every kind of event that is written.
const std::vector<std::string>& journal_kinds();

class JournalFilter {
public:
    std::optional<TimePoint> since;
    std::string kind;             ///< empty: all
    std::string client_order_id;  ///< empty: all
    /// One order, by its client order id, its number as tables show it, or its permanent id; empty:
    /// all. A number may mean several orders where TWS's own count began again.
    std::string order;
    std::int64_t last = 0;  ///< only the last n; 0: all
};

/// Calls `on_event` for each event that fits, oldest first. The program that writes the journal may
/// be running.
Result<> read_journal(const std::filesystem::path& file, const JournalFilter& filter,
                      const std::function<void(const JournalEvent&)>& on_event);

/// Whether a program has the journal for writing at this moment, by the lock that it holds; false
/// where there is no journal. Errc::input_output where that cannot be known: not to be taken for
/// no.
Result<bool> journal_in_use(const std::filesystem::path& file);

class JournalSummary {
public:
    std::int64_t events = 0, orders = 0, open = 0, unknown = 0;
    /// When the broker last listed its working orders whole; nothing where it never did.
    std::optional<TimePoint> confirmed_at;
    std::int64_t confirmed_open = 0;  ///< orders of this journal that it listed then
};
/// What a look at a whole journal found.
class JournalInspection {
public:
    JournalSummary summary;
    std::vector<std::string> damage;  ///< one sentence each; empty: the journal is sound
    /// What is open here and was not among the broker's orders when it last confirmed them, or the
    /// reverse, with no event since that explains it; one sentence each.
    std::vector<std::string> differences;
};
/// Checks the file: SQLite's own test, no gap in the sequence, every line as it was written (each
/// carries a digest of itself and the line before), orders and latch that agree with their events.
/// Goes on after damage as far as the file lets it; an error only where it cannot be opened.
Result<JournalInspection> inspect_journal(const std::filesystem::path& file);

/// What a repair has done.
class JournalRepair {
public:
    bool repaired = false;                ///< false: the journal was sound, and is as it was
    std::int64_t events = 0, orders = 0;  ///< in the new journal, by what could be read
    std::vector<std::string> lost;        ///< one sentence each
    std::filesystem::path damaged_file;   ///< the old journal, and its -wal beside it
};
/// Makes a sound journal of everything in a damaged one that can be read, puts it in its place and
/// keeps the old one beside it. Lines are numbered anew; an order of which only a part is left
/// counts as unknown, so that it is never sent again and the broker is asked for it. The new
/// journal is latched `halted`: look at orders and positions, then lift it. Errc::input_output
/// while a program has the journal, and where nothing can be read: then the file is as it was.
/// Blocks.
Result<JournalRepair> repair_journal(const std::filesystem::path& file, TimePoint now);

enum class ExportFormat { csv, json_lines };
/// The filtered events as text, one a line; csv starts with a header.
Result<> export_journal(const std::filesystem::path& file, const JournalFilter& filter,
                        ExportFormat format,
                        const std::function<void(std::string_view line)>& write);

}  // namespace trademind
