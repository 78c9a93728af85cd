// Old lines of a journal, moved to files beside it.
#include "execution/journal_file/archive.hpp"

#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind::journal {
namespace {

class Line {
public:
    JournalEvent event;
    std::int64_t digest = 0;
};

Result<std::vector<Line>> oldest_lines(Database& journal, const ArchivedLines& archived,
                                       TimePoint before, std::int64_t most)
{
    auto first = archived.sequence + 1;
    auto last_of_file = first + lines_of_older_file - 1 - archived.sequence % lines_of_older_file;
    std::vector<Line> lines;
    bool is_old = true;
    auto done = journal.query(
        "SELECT sequence, time, kind, client_order_id, order_id, detail, digest FROM events WHERE "
        "sequence >= ?1 AND sequence <= ?2 AND sequence < (SELECT max(sequence) FROM events) "
        "ORDER BY sequence LIMIT ?3",
        {first, last_of_file, most}, [&](const SqlRow& row) {
            Line line{event_of(row), row.integer(6)};
            is_old = is_old && line.event.time < before;
            if (is_old) lines.push_back(std::move(line));
        });
    if (!done) return done.error();
    return lines;
}

Result<> write_older_file(const std::filesystem::path& file, const ArchivedLines& archived,
                          const std::vector<Line>& lines)
{
    DatabaseOptions options;
    options.durability = Durability::power;
    auto older = Database::open(file, schema(), options);
    if (!older) return older.error();
    return older->transaction([&]() -> Result<> {
        auto known = read_archived(*older);
        if (!known) return known.error();
        std::int64_t has = 0;
        auto done = older->query("SELECT count(*) FROM events", {},
                                 [&](const SqlRow& row) { has = row.integer(0); });
        if (!done) return done;
        if (!known->is_older_file && has > 0)
            return Error{Errc::input_output,
                         file.string() + ": is a journal of its own: old lines cannot go there"};
        if (!known->is_older_file) {
            auto before = archived;
            before.is_older_file = true;
            if (auto written = write_archived(*older, before); !written) return written;
        }
        for (const auto& [event, digest] : lines) {
            auto written =
                older->run("INSERT OR IGNORE INTO events VALUES(?, ?, ?, ?, ?, ?, ?)",
                           {event.sequence, event.time.time_since_epoch().count(), event.kind,
                            event.client_order_id, event.order_id, event.detail, digest});
            if (!written) return written;
        }
        // lines of another journal of that name are not taken for these
        bool same = false;
        done = older->query(
            "SELECT digest FROM events WHERE sequence = ?1", {lines.back().event.sequence},
            [&](const SqlRow& row) { same = row.integer(0) == lines.back().digest; });
        if (done && !same)
            return Error{Errc::input_output, file.string() + ": has lines of another journal"};
        return done;
    });
}

/// What a start counts and asks of the lines that are moved.
void count(CopiedLines& copied, const std::vector<Line>& lines)
{
    auto& archived = copied.archived;
    for (const auto& [event, digest] : lines) {
        archived.sequence = event.sequence;
        archived.digest = digest;
        // a clock may have been set back
        archived.last = std::max(archived.last, event.time);
        if (event.kind == "review") archived.unreviewed = 0;
        archived.unreviewed += event.kind == "execution";
        if (event.kind == "modify") copied.changed.push_back(event.client_order_id);
    }
    copied.count = static_cast<std::int64_t>(lines.size());
}

}  // namespace

std::filesystem::path older_file_of(const std::filesystem::path& journal, std::int64_t sequence)
{
    auto first = sequence - (sequence - 1) % lines_of_older_file;
    auto name =
        fmt::format("{}.lines-{}{}", journal.stem().string(), first, journal.extension().string());
    return journal.parent_path() / name;
}

Result<CopiedLines> copy_old_lines(Database& journal, TimePoint before, std::int64_t most)
{
    auto archived = read_archived(journal);
    if (!archived) return archived.error();
    if (archived->is_older_file)
        return Error{Errc::input_output, journal.file().string() + ": has older lines alone"};
    auto lines = oldest_lines(journal, *archived, before, most);
    if (!lines) return lines.error();
    CopiedLines copied{*archived, 0, {}};
    if (lines->empty()) return copied;
    if (lines->front().event.sequence != archived->sequence + 1)
        return Error{
            Errc::input_output,
            fmt::format("{}: line {} is missing", journal.file().string(), archived->sequence + 1)};
    auto file = older_file_of(journal.file(), archived->sequence + 1);
    if (auto done = write_older_file(file, *archived, *lines); !done) return done.error();
    count(copied, *lines);
    return copied;
}

Result<> drop_old_lines(Database& journal, const CopiedLines& copied)
{
    if (copied.count == 0) return {};
    return journal.transaction([&]() -> Result<> {
        for (const auto& client_order_id : copied.changed) {
            auto done = journal.run(
                "INSERT OR IGNORE INTO archived_changes SELECT client_order_id FROM orders WHERE "
                "client_order_id = ?1 AND state IN ('intent', 'known', 'unknown')",
                {client_order_id});
            if (!done) return done;
        }
        auto done =
            journal.run("DELETE FROM events WHERE sequence <= ?1", {copied.archived.sequence});
        return done ? write_archived(journal, copied.archived) : done;
    });
}

}  // namespace trademind::journal
