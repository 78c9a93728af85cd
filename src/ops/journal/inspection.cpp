// Looking for damage in a journal: gaps, altered lines, orders that contradict their events.
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

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
        compare_with_broker();
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
    /// With the orders that the broker listed as working, where no event has come since.
    void compare_with_broker()
    {
        std::int64_t sequence = 0;
        std::set<std::int64_t> listed;
        query(
            "SELECT sequence, time, detail FROM events WHERE kind = 'confirmed' ORDER BY sequence "
            "DESC LIMIT 1",
            [&](const SqlRow& row) {
                sequence = row.integer(0);
                found_.summary.confirmed_at = TimePoint{Duration{row.integer(1)}};
                listed = numbers_in(row.text(2));
            });
        if (sequence == 0) return;
        found_.summary.confirmed_open = static_cast<std::int64_t>(listed.size());
        auto at = format_time(*found_.summary.confirmed_at);
        auto since =
            "(SELECT 1 FROM events e WHERE e.client_order_id = o.client_order_id AND "
            "e.kind IN ('intent', 'order', 'unknown', 'refuted', 'done') AND e.sequence > " +
            std::to_string(sequence) + ")";
        query(
            "SELECT o.client_order_id, o.order_id, o.state FROM orders o WHERE o.order_id <> 0 AND "
            "o.state IN ('known', 'done') AND o.time = (SELECT max(time) FROM orders WHERE "
            "order_id = o.order_id) AND "
            "NOT EXISTS " +
                since,
            [&](const SqlRow& row) {
                bool open = row.text(2) == "known";
                if (open == listed.contains(row.integer(1))) return;
                found_.differences.push_back(fmt::format(
                    "order {} ({}) is {} here, but the broker {} it among its working orders at {}",
                    row.text(0), row.integer(1), open ? "open" : row.text(2),
                    open ? "did not list" : "listed", at));
            });
    }
    static std::set<std::int64_t> numbers_in(std::string_view text)
    {
        std::set<std::int64_t> numbers;
        text.remove_prefix(std::min(text.size(), journal::confirmed_working.size()));
        while (!text.empty()) {
            text.remove_prefix(1);
            std::int64_t number = 0;
            auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error == std::errc{}) numbers.insert(number);
            auto next = text.find(' ');
            text.remove_prefix(next == std::string_view::npos ? text.size() : next);
        }
        return numbers;
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

}  // namespace trademind
