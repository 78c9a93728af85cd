// What a start finds in the journal.
#include "execution/journal/replay.hpp"

#include "execution/journal/store.hpp"
#include "execution/journal_file/schema.hpp"

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

}  // namespace

Result<Replay> Store::replay(TimePoint now)
{
    Replay found;
    auto done = database_.query(
        "SELECT client_order_id, state, terms, time, order_id, permanent_id, status, filled, "
        "remaining, average_price, error, EXISTS(SELECT 1 FROM events e WHERE e.client_order_id = "
        "orders.client_order_id AND e.kind = 'modify') FROM orders ORDER BY rowid",
        {}, [&](const SqlRow& row) { found.orders.push_back(order_of(row)); });
    if (!done) return done.error();
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
    done = database_.query(
        "SELECT count(*) FROM events WHERE kind IN ('intent', 'modify') AND time >= ?1",
        {Duration{midnight}.count()},
        [&](const SqlRow& row) { found.orders_today = static_cast<int>(row.integer(0)); });
    if (!done) return done.error();
    done = database_.query(
        "SELECT client_order_id, detail, sequence > reviewed FROM events, (SELECT "
        "coalesce(max(sequence), 0) AS reviewed FROM events WHERE kind = 'review') WHERE kind = "
        "'execution' AND (sequence > reviewed OR time >= ?1) ORDER BY sequence",
        {(now.time_since_epoch() - listed_for).count()}, [&](const SqlRow& row) {
            auto line = row.text(1);
            // a line without an id is of its own
            auto id = execution_id_in(line);
            bool fresh = id.empty() ||
                         found.executions.add(row.text(0), id) == WrittenExecutions::News::fresh;
            found.executions_unreviewed += fresh && row.integer(2) != 0;
        });
    if (!done) return done.error();
    return found;
}

}  // namespace trademind::journal
