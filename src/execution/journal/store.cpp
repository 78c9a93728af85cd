// The journal's tables and their chain of digests.
#include "execution/journal/store.hpp"

#include "base/names.hpp"
#include "execution/journal/journal.hpp"
#include "execution/journal/terms.hpp"
#include "execution/journal_file/damage.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <charconv>

namespace trademind::journal {
namespace {

constexpr std::array states{
    Name{OrderState::intent, "intent"},   Name{OrderState::known, "known"},
    Name{OrderState::done, "done"},       Name{OrderState::unknown, "unknown"},
    Name{OrderState::refuted, "refuted"},
};

std::atomic<WriteProbe> probe_now{nullptr};

void probe(const char* kind, bool after)
{
    if (auto probe = probe_now.load(std::memory_order_relaxed)) probe(kind, after);
}

std::int64_t nanoseconds(TimePoint time)
{
    return time.time_since_epoch().count();
}

std::string describe(const OrderReport& r)
{
    auto text = fmt::format("{} filled {} remaining {}", trademind::to_string(r.status),
                            r.filled.str(), r.remaining.str());
    if (r.average_fill_price) text += " at " + r.average_fill_price->str();
    if (r.error) text += ": " + r.error->describe();
    return text;
}

/// Of the program that trades, whose strand may wait here; others may take their time.
constexpr int short_wait = 250, long_wait = 2000;  // milliseconds

}  // namespace

void set_write_probe(WriteProbe probe) noexcept
{
    probe_now = probe;
}

std::string_view to_string(OrderState state)
{
    return name_of(states, state);
}
std::optional<OrderState> parse_order_state(std::string_view text)
{
    return value_of(states, text);
}

Result<Store> Store::open(const JournalConfig& config, FileLock lock)
{
    DatabaseOptions options;
    options.durability = config.survives_power_cut ? Durability::power : Durability::process;
    options.busy_timeout = lock.is_taken() ? short_wait : long_wait;
    auto database = Database::open(config.file, schema(), options);
    if (!database) return database.error();
    Store made{config, std::move(lock), std::move(*database)};
    made.identity_ = identity_of(config.file);
    if (auto done = made.read_last(); !done) return done.error();
    return made;
}

Result<> Store::reopen()
{
    auto gone = [&] {
        return Error{Errc::input_output, config_.file.string() + ": is not the file it was"};
    };
    if (identity_of(config_.file) != identity_) return gone();
    DatabaseOptions options;
    options.durability = config_.survives_power_cut ? Durability::power : Durability::process;
    options.busy_timeout = short_wait;
    options.must_exist = true;
    auto database = Database::open(config_.file, schema(), options);
    if (!database) return database.error();
    database_ = std::move(*database);
    auto sequence = last_sequence_, digest = last_digest_;
    if (auto done = read_last(); !done) return done;
    // what was committed is still there
    if (last_sequence_ < sequence || (last_sequence_ == sequence && last_digest_ != digest))
        return gone();
    return {};
}

Result<> Store::read_last()
{
    return database_.query("SELECT sequence, digest FROM events ORDER BY sequence DESC LIMIT 1", {},
                           [&](const SqlRow& row) {
                               last_sequence_ = row.integer(0);
                               last_digest_ = row.integer(1);
                           });
}

Result<std::optional<std::string>> Store::doubt()
{
    return doubt_of(database_, config_.file);
}

Result<> Store::write(std::span<const StoreRecord> records)
{
    auto sequence = last_sequence_, digest = last_digest_;
    auto done = database_.transaction([&]() -> Result<> {
        // another process may have written since: a tool that lifted the latch
        if (auto read = read_last(); !read) return read;
        for (const auto& record : records) {
            probe(record.point, false);
            if (auto written = record.work(*this); !written) return written;
        }
        return {};
    });
    if (!done) {
        last_sequence_ = sequence;
        last_digest_ = digest;
        return done;
    }
    lock_.keep(kept_words(last_sequence_, last_digest_));
    for (const auto& record : records) probe(record.point, true);
    return done;
}

Result<> Store::append(JournalEvent event)
{
    event.sequence = last_sequence_ + 1;
    last_digest_ = digest_of(last_digest_, event);
    last_sequence_ = event.sequence;
    return database_.run("INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?)",
                         {event.sequence, nanoseconds(event.time), event.kind,
                          event.client_order_id, event.order_id, event.detail, last_digest_});
}

Result<> Store::intend(const OrderRequest& order, TimePoint now)
{
    auto done = database_.run(
        "INSERT INTO orders(client_order_id, state, terms, time, remaining) "
        "VALUES(?1, 'intent', ?2, ?3, ?4) ON CONFLICT(client_order_id) DO UPDATE SET "
        "state = 'intent', terms = ?2, time = ?3, remaining = ?4, error = NULL",
        {order.client_order_id, terms_of(order), nanoseconds(now), order.quantity});
    if (!done) return done;
    return append({0, now, "intent", order.client_order_id, 0, order.describe()});
}

Result<> Store::report(std::string_view client_order_id, const OrderReport& r, TimePoint now)
{
    auto state = is_done(r.status) ? OrderState::done : OrderState::known;
    std::optional<std::string> error;
    if (r.error) error = r.error->describe();
    auto done = database_.run(
        "UPDATE orders SET state = ?2, order_id = ?3, permanent_id = ?4, status = ?5, "
        "filled = ?6, remaining = ?7, average_price = ?8, error = ?9 "
        "WHERE client_order_id = ?1",
        {client_order_id, to_string(state), to_number(r.id), to_number(r.permanent_id),
         trademind::to_string(r.status), r.filled, r.remaining, r.average_fill_price, error});
    if (!done) return done;
    return append({0, now, "order", std::string{client_order_id}, to_number(r.id), describe(r)});
}

Result<> Store::set_state(std::string_view client_order_id, OrderState state, std::string_view why,
                          TimePoint now)
{
    auto done = database_.run("UPDATE orders SET state = ?2 WHERE client_order_id = ?1",
                              {client_order_id, to_string(state)});
    if (!done) return done;
    return append(
        {0, now, std::string{to_string(state)}, std::string{client_order_id}, 0, std::string{why}});
}

Result<> Store::latch(const KillLatch& latch)
{
    auto done = database_.run(
        "INSERT OR REPLACE INTO latch VALUES(1, ?, ?, ?, ?)",
        {trademind::to_string(latch.state), latch.who, latch.reason, nanoseconds(latch.at)});
    if (!done) return done;
    bool resumed = latch.state == TradingState::active;
    return append(
        {0, latch.at, resumed ? "resume" : "kill", "", 0,
         fmt::format("{} by {}: {}", trademind::to_string(latch.state), latch.who, latch.reason)});
}

Result<> Store::day(const DayStart& day, TimePoint now)
{
    auto done = database_.run("INSERT OR REPLACE INTO day VALUES(1, ?, ?, ?)",
                              {day.day.time_since_epoch().count(), day.equity, day.highest});
    if (!done) return done;
    return append({0, now, "day", "", 0, "starts with equity " + day.equity.str()});
}

}  // namespace trademind::journal
