// Damage in a journal: gaps, altered lines, orders that contradict their events.
#include "execution/journal_file/damage.hpp"

#include "base/file_lock.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>

namespace trademind::journal {
namespace {

std::string missing(std::int64_t first, std::int64_t last)
{
    return first == last ? fmt::format("line {} is missing", first)
                         : fmt::format("lines {} to {} are missing", first, last);
}

class DamageFinder {
public:
    DamageFinder(Database& database, std::optional<std::int64_t> newest)
        : database_{database}, newest_{newest}
    {}

    std::vector<std::string> run()
    {
        if (!newest_)
            if (auto sound = database_.verify(); !sound) add(sound.error().message);
        inspect_lines();
        inspect_end();
        inspect_orders();
        inspect_latch();
        return std::move(found_);
    }

private:
    void add(std::string what) { found_.push_back(std::move(what)); }
    void query(std::string_view sql, std::initializer_list<SqlValue> values,
               const std::function<void(const SqlRow&)>& on_row)
    {
        if (auto done = database_.query(sql, values, on_row); !done) add(done.error().message);
    }

    void inspect_lines()
    {
        std::int64_t digest = 0;
        bool chained = true;  // the digest of the line before is known
        if (newest_)
            query(
                "SELECT sequence, digest FROM events WHERE sequence <= (SELECT max(sequence) "
                "FROM events) - ?1 ORDER BY sequence DESC LIMIT 1",
                {*newest_}, [&](const SqlRow& row) {
                    last_ = row.integer(0);
                    digest = row.integer(1);
                });
        query(
            "SELECT sequence, time, kind, client_order_id, order_id, detail, digest FROM events "
            "WHERE sequence > ?1 ORDER BY sequence",
            {last_}, [&](const SqlRow& row) {
                auto event = event_of(row);
                if (event.sequence != last_ + 1) {
                    add(missing(last_ + 1, event.sequence - 1));
                    chained = false;
                }
                auto stored = row.integer(6);
                if (chained && digest_of(digest, event) != stored)
                    add(fmt::format("line {} is not as it was written", event.sequence));
                digest = stored;
                chained = true;
                last_ = event.sequence;
            });
    }
    void inspect_end()
    {
        // SQLite remembers the highest sequence that was ever used
        query("SELECT seq FROM sqlite_sequence WHERE name = 'events'", {}, [&](const SqlRow& row) {
            if (row.integer(0) > last_) add(missing(last_ + 1, row.integer(0)));
        });
    }
    void inspect_orders()
    {
        // of the others a start needs nothing
        std::string which = newest_ ? "state IN ('intent', 'known', 'unknown') AND " : "";
        query("SELECT client_order_id FROM orders WHERE " + which +
                  "NOT EXISTS (SELECT 1 FROM events e WHERE "
                  "e.client_order_id = orders.client_order_id AND e.kind = 'intent')",
              {}, [&](const SqlRow& row) {
                  add("order " + row.text(0) + " has no intent among the events");
              });
        if (!newest_)
            query(
                "SELECT DISTINCT client_order_id FROM events e WHERE kind = 'intent' AND NOT "
                "EXISTS "
                "(SELECT 1 FROM orders o WHERE o.client_order_id = e.client_order_id)",
                {}, [&](const SqlRow& row) {
                    add("order " + row.text(0) + " is among the events only");
                });
        query(
            "SELECT o.client_order_id, o.state, e.kind FROM orders o JOIN events e ON e.sequence = "
            "(SELECT max(sequence) FROM events WHERE client_order_id = o.client_order_id AND kind "
            "IN ('intent', 'order', 'unknown', 'refuted', 'done')) WHERE " +
                which +
                "NOT (o.state = e.kind OR "
                "(e.kind = 'order' AND o.state IN ('known', 'done')))",
            {}, [&](const SqlRow& row) {
                add(fmt::format("order {} is {}, but its last event is {}", row.text(0),
                                row.text(1), row.text(2)));
            });
        query(
            "SELECT o.client_order_id, o.order_id, e.order_id FROM orders o JOIN events e ON "
            "e.sequence = (SELECT max(sequence) FROM events WHERE client_order_id = "
            "o.client_order_id AND kind = 'order') WHERE " +
                which + "o.order_id <> e.order_id",
            {}, [&](const SqlRow& row) {
                add(fmt::format("order {} has the id {}, but its last event says {}", row.text(0),
                                row.integer(1), row.integer(2)));
            });
    }
    void inspect_latch()
    {
        // of a journal without end the line of a latch may stand before those that were looked at
        if (newest_) return;
        query(
            "SELECT state, who FROM latch WHERE NOT EXISTS (SELECT 1 FROM events WHERE kind IN "
            "('kill', 'resume') AND detail = state || ' by ' || who || ': ' || reason)",
            {}, [&](const SqlRow& row) {
                add(fmt::format("the latch says {} by {}, which no event does", row.text(0),
                                row.text(1)));
            });
    }

    Database& database_;
    const std::optional<std::int64_t> newest_;
    std::vector<std::string> found_;
    std::int64_t last_ = 0;
};

}  // namespace

std::vector<std::string> find_damage(Database& database, std::optional<std::int64_t> newest)
{
    return DamageFinder{database, newest}.run();
}

std::string kept_words(std::int64_t sequence, std::int64_t digest)
{
    return fmt::format("line {} {}", sequence, digest);
}

Result<std::optional<std::string>> missing_since(Database& database, std::string_view kept)
{
    constexpr std::string_view first = "line ";
    if (!kept.starts_with(first)) return std::optional<std::string>{};
    kept.remove_prefix(first.size());
    std::int64_t sequence = 0, digest = 0, last = 0;
    auto end = kept.data() + kept.size();
    auto number = std::from_chars(kept.data(), end, sequence);
    if (number.ec != std::errc{} || number.ptr == end ||
        std::from_chars(number.ptr + 1, end, digest).ec != std::errc{})
        return std::optional<std::string>{};
    bool same = false;
    auto done = database.query("SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1", {},
                               [&](const SqlRow& row) { last = row.integer(0); });
    if (done)
        done = database.query("SELECT digest FROM events WHERE sequence = ?1", {sequence},
                              [&](const SqlRow& row) { same = row.integer(0) == digest; });
    if (!done) return done.error();
    if (same || sequence == 0) return std::optional<std::string>{};
    if (last < sequence)
        return std::optional{fmt::format("it has {} lines, and had {}", last, sequence)};
    return std::optional{fmt::format("its line {} is another than it was", sequence)};
}

Result<std::optional<std::string>> doubt_of(Database& database, const std::filesystem::path& file)
{
    std::int64_t lines = 0;
    auto measured = database.query(
        "SELECT coalesce((SELECT max(sequence) FROM events) - (SELECT min(sequence) FROM events), "
        "0)",
        {}, [&](const SqlRow& row) { lines = row.integer(0); });
    bool is_long = measured && lines > lines_at_start;
    auto damage = find_damage(database, is_long ? std::optional{lines_at_start} : std::nullopt);
    if (!damage.empty()) return std::optional{damage.front()};
    return missing_since(database, FileLock::kept_in(lock_file_of(file)));
}

}  // namespace trademind::journal
