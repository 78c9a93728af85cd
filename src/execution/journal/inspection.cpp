// Looking for damage in a journal: gaps, altered lines, orders that contradict their events.
#include "execution/journal/schema.hpp"

#include <fmt/format.h>

namespace trademind {
namespace {

std::string missing(std::int64_t first, std::int64_t last)
{
    return first == last ? fmt::format("line {} is missing", first)
                         : fmt::format("lines {} to {} are missing", first, last);
}

class Inspector {
public:
    explicit Inspector(Database& database) : database_{&database} {}

    JournalInspection run()
    {
        if (auto sound = database_->verify(); !sound) add(sound.error().message);
        inspect_lines();
        inspect_end();
        inspect_orders();
        inspect_latch();
        count();
        return std::move(found_);
    }

private:
    void add(std::string what) { found_.damage.push_back(std::move(what)); }
    void query(std::string_view sql, const std::function<void(const SqlRow&)>& on_row)
    {
        if (auto done = database_->query(sql, {}, on_row); !done) add(done.error().message);
    }

    void inspect_lines()
    {
        std::int64_t digest = 0;
        bool chained = true;  // the digest of the line before is known
        query(
            "SELECT sequence, time, kind, client_order_id, order_id, detail, digest FROM events "
            "ORDER BY sequence",
            [&](const SqlRow& row) {
                auto event = journal::event_of(row);
                ++found_.summary.events;
                if (event.sequence != last_ + 1) {
                    add(missing(last_ + 1, event.sequence - 1));
                    chained = false;
                }
                auto stored = row.integer(6);
                if (chained && journal::digest_of(digest, event) != stored)
                    add(fmt::format("line {} is not as it was written", event.sequence));
                digest = stored;
                chained = true;
                last_ = event.sequence;
            });
    }
    void inspect_end()
    {
        // SQLite remembers the highest sequence that was ever used
        query("SELECT seq FROM sqlite_sequence WHERE name = 'events'", [&](const SqlRow& row) {
            if (row.integer(0) > last_) add(missing(last_ + 1, row.integer(0)));
        });
    }
    void inspect_orders()
    {
        query(
            "SELECT client_order_id FROM orders WHERE client_order_id NOT IN "
            "(SELECT client_order_id FROM events WHERE kind = 'intent')",
            [&](const SqlRow& row) {
                add("order " + row.text(0) + " has no intent among the events");
            });
        query(
            "SELECT DISTINCT client_order_id FROM events WHERE kind = 'intent' AND client_order_id "
            "NOT IN (SELECT client_order_id FROM orders)",
            [&](const SqlRow& row) { add("order " + row.text(0) + " is among the events only"); });
        query(
            "SELECT o.client_order_id, o.state, e.kind FROM orders o JOIN events e ON e.sequence = "
            "(SELECT max(sequence) FROM events WHERE client_order_id = o.client_order_id AND kind "
            "IN ('intent', 'order', 'unknown', 'refuted', 'done')) WHERE NOT (o.state = e.kind OR "
            "(e.kind = 'order' AND o.state IN ('known', 'done')))",
            [&](const SqlRow& row) {
                add(fmt::format("order {} is {}, but its last event is {}", row.text(0),
                                row.text(1), row.text(2)));
            });
        query(
            "SELECT o.client_order_id, o.order_id, e.order_id FROM orders o JOIN events e ON "
            "e.sequence = (SELECT max(sequence) FROM events WHERE client_order_id = "
            "o.client_order_id AND kind = 'order') WHERE o.order_id <> e.order_id",
            [&](const SqlRow& row) {
                add(fmt::format("order {} has the id {}, but its last event says {}", row.text(0),
                                row.integer(1), row.integer(2)));
            });
    }
    void inspect_latch()
    {
        query(
            "SELECT state, who FROM latch WHERE NOT EXISTS (SELECT 1 FROM events WHERE kind IN "
            "('kill', 'resume') AND detail = state || ' by ' || who || ': ' || reason)",
            [&](const SqlRow& row) {
                add(fmt::format("the latch says {} by {}, which no event does", row.text(0),
                                row.text(1)));
            });
    }
    void count()
    {
        query(
            "SELECT count(*), sum(state = 'known' OR state = 'intent'), "
            "sum(state = 'unknown') FROM orders",
            [&](const SqlRow& row) {
                found_.summary.orders = row.integer(0);
                found_.summary.open = row.integer(1);
                found_.summary.unknown = row.integer(2);
            });
    }

    Database* database_;
    JournalInspection found_;
    std::int64_t last_ = 0;
};

}  // namespace

Result<JournalInspection> inspect_journal(const std::filesystem::path& file)
{
    auto database = journal::open_for_reading(file);
    if (!database) return database.error();
    return Inspector{*database}.run();
}

Result<JournalSummary> verify_journal(const std::filesystem::path& file)
{
    auto found = inspect_journal(file);
    if (!found) return found.error();
    if (found->damage.empty()) return found->summary;
    return Error{Errc::input_output,
                 fmt::format("{}: {}", file.string(), fmt::join(found->damage, "; "))};
}

}  // namespace trademind
