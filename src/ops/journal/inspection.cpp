// Looking into a journal: damage, what it counts, and where it differs from the broker.
#include "base/file_lock.hpp"
#include "execution/journal_file/damage.hpp"
#include "execution/journal_file/schema.hpp"

#include <trademind/order_report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace trademind {
namespace {

class Inspector {
public:
    explicit Inspector(Database& database) : database_{&database} {}

    JournalInspection run()
    {
        found_.damage = journal::find_damage(*database_);
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

    /// Sent, and the broker has said nothing of it that its list could contradict.
    static std::string in_doubt()
    {
        return fmt::format("(permanent_id = 0 AND status IN ('{}', '{}'))",
                           to_string(OrderStatus::unknown), to_string(OrderStatus::pending_submit));
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
            "order_id = o.order_id) AND NOT (o.state = 'known' AND " +
                in_doubt() + ") AND NOT EXISTS " + since,
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
        query("SELECT count(*) FROM events",
              [&](const SqlRow& row) { found_.summary.events = row.integer(0); });
    }

    Database* database_;
    JournalInspection found_;
};

}  // namespace

Result<JournalInspection> inspect_journal(const std::filesystem::path& file)
{
    auto database = journal::open_for_reading(file);
    if (!database) return database.error();
    auto found = Inspector{*database}.run();
    auto lost = journal::missing_since(*database, FileLock::kept_in(journal::lock_file_of(file)));
    if (lost && *lost) found.damage.push_back(std::move(**lost));
    return found;
}

}  // namespace trademind
