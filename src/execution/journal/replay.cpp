// What a start finds in the journal.
#include "execution/journal/replay.hpp"

#include "execution/journal/store.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

namespace trademind::journal {
namespace {

/// TWS's trade log, and so its lists of executions, reach back seven days at most.
constexpr Duration listed_for = std::chrono::hours{24 * 8};

TimePoint time_of(std::int64_t nanoseconds)
{
    return TimePoint{Duration{nanoseconds}};
}

KnownOrder order_of(const SqlRow& row)
{
    KnownOrder order;
    order.client_order_id = row.text(0);
    order.state = parse_order_state(row.text(1)).value_or(OrderState::unknown);
    order.terms = row.text(2);
    order.time = time_of(row.integer(3));
    OrderReport& r = order.report;
    r.id = OrderId{row.integer(4)};
    r.permanent_id = PermanentId{row.integer(5)};
    r.status = parse_order_status(row.text(6)).value_or(OrderStatus::unknown);
    r.filled = row.decimal(7).value_or(Decimal{});
    r.remaining = row.decimal(8).value_or(Decimal{});
    r.average_fill_price = row.decimal(9);
    if (!row.is_null(10)) r.error = Error{Errc::rejected, row.text(10)};
    r.order.client_order_id = order.client_order_id;
    order.changed = row.integer(11) != 0;
    return order;
}

/// With "modify" among the events of the order, here or in an older file.
constexpr std::string_view select_orders =
    "SELECT client_order_id, state, terms, time, order_id, permanent_id, status, filled, "
    "remaining, average_price, error, EXISTS(SELECT 1 FROM events e WHERE e.client_order_id = "
    "orders.client_order_id AND e.kind = 'modify') FROM orders ";
/// As the index of these events has it: SQLite uses it where its words are repeated.
constexpr std::string_view counted =
    " kind IN ('intent', 'modify', 'execution', 'review', 'confirmed') ";

Result<std::int64_t> number_of(Database& database, const std::string& sql,
                               std::initializer_list<SqlValue> values)
{
    std::int64_t number = 0;
    auto done = database.query(sql, values, [&](const SqlRow& row) { number = row.integer(0); });
    if (!done) return done.error();
    return number;
}

}  // namespace

Result<Replay> Store::replay(TimePoint now)
{
    Replay found;
    auto done = database_.query(
        fmt::format("{}WHERE state IN ('intent', 'known', 'unknown') ORDER BY rowid",
                    select_orders),
        {}, [&](const SqlRow& row) { found.orders.push_back(order_of(row)); });
    if (!done) return done.error();
    auto ever = number_of(database_, "SELECT coalesce(max(rowid), 0) FROM orders", {});
    if (!ever) return ever.error();
    found.orders_ever = *ever;
    // of a run by the market's time, whose names begin again: those of other runs have a second
    // dash
    auto numbered = number_of(
        database_,
        "SELECT coalesce(max(CAST(replace(replace(client_order_id, 'flatten-', ''), 'tm-', '') AS "
        "INTEGER)), 0) FROM orders WHERE (client_order_id GLOB 'tm-[0-9]*' OR client_order_id GLOB "
        "'flatten-tm-[0-9]*') AND client_order_id NOT GLOB '*tm-*-*'",
        {});
    if (!numbered) return numbered.error();
    found.highest_number = *numbered;
    auto latch = read_latch(database_);
    if (!latch) return latch.error();
    found.latch = std::move(*latch);
    done = database_.query("SELECT day, equity, highest FROM day", {}, [&](const SqlRow& row) {
        auto equity = row.decimal(1), highest = row.decimal(2);
        if (equity && highest)
            found.day = DayStart{std::chrono::sys_days{std::chrono::days{row.integer(0)}}, *equity,
                                 *highest};
    });
    if (!done) return done.error();
    auto midnight = std::chrono::floor<std::chrono::days>(now).time_since_epoch();
    auto today = number_of(
        database_,
        fmt::format("SELECT count(*) FROM events WHERE{}AND kind IN ('intent', 'modify') AND "
                    "time >= ?1",
                    counted),
        {Duration{midnight}.count()});
    if (!today) return today.error();
    found.orders_today = static_cast<int>(*today);
    done = replay_executions(found, now);
    if (!done) return done.error();
    return found;
}

Result<> Store::replay_executions(Replay& found, TimePoint now)
{
    auto since = now.time_since_epoch() - listed_for;
    auto reviewed = number_of(
        database_,
        fmt::format("SELECT coalesce(max(sequence), 0) FROM events WHERE{}AND kind = 'review'",
                    counted),
        {});
    if (!reviewed) return reviewed.error();
    // no list has these any more: they are counted only
    auto older = number_of(
        database_,
        fmt::format("SELECT count(*) FROM events WHERE{}AND kind = 'execution' AND time < ?1 AND "
                    "sequence > ?2 AND detail NOT LIKE '%, replaces %)'",
                    counted),
        {since.count(), *reviewed});
    if (!older) return older.error();
    found.executions_unreviewed = static_cast<int>(*older);
    return database_.query(
        fmt::format("SELECT client_order_id, detail, sequence > ?2 FROM events WHERE{}AND kind = "
                    "'execution' AND time >= ?1 ORDER BY sequence",
                    counted),
        {since.count(), *reviewed}, [&](const SqlRow& row) {
            auto line = row.text(1);
            // a line without an id is of its own
            auto id = execution_id_in(line);
            bool fresh = id.empty() || found.executions.add(row.text(0), id, now) ==
                                           WrittenExecutions::News::fresh;
            found.executions_unreviewed += fresh && row.integer(2) != 0;
        });
}

Result<std::optional<KnownOrder>> Store::find(std::string_view client_order_id)
{
    std::optional<KnownOrder> found;
    auto done =
        database_.query(fmt::format("{}WHERE client_order_id = ?1", select_orders),
                        {client_order_id}, [&](const SqlRow& row) { found = order_of(row); });
    if (!done) return done.error();
    return found;
}

Result<std::optional<KnownOrder>> Store::find(OrderId id)
{
    std::optional<KnownOrder> found;
    // TWS's own count can have begun again: the latest is meant
    auto done = database_.query(
        fmt::format("{}WHERE order_id = ?1 ORDER BY time DESC LIMIT 1", select_orders),
        {to_number(id)}, [&](const SqlRow& row) { found = order_of(row); });
    if (!done) return done.error();
    return found;
}

}  // namespace trademind::journal
