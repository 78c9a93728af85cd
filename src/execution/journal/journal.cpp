// Writing the journal: intents before they leave, and everything that becomes of them.
#include "execution/journal/journal.hpp"

#include "base/file_lock.hpp"
#include "base/names.hpp"
#include "execution/journal/terms.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>

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

Result<Journal> Journal::open(const JournalConfig& config)
{
    Journal made;
    if (config.file.empty()) return made;
    if (config.makes_folder) {
        auto folder = config.file.parent_path();
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        if (failed)
            return Error{Errc::input_output, "cannot create the journal's folder " +
                                                 folder.string() + ": " + failed.message()};
    }
    DatabaseOptions options;
    options.durability = config.survives_power_cut ? Durability::power : Durability::process;
    auto database = Database::open(config.file, schema(), options);
    if (!database) return database.error();
    made.database_ = std::move(*database);
    if (auto done = made.read_last(); !done) return done.error();
    return made;
}

Result<> Journal::read_last()
{
    return database_->query("SELECT sequence, digest FROM events ORDER BY sequence DESC LIMIT 1",
                            {}, [&](const SqlRow& row) {
                                last_sequence_ = row.integer(0);
                                last_digest_ = row.integer(1);
                            });
}

Result<> Journal::write(const char* point, const std::function<Result<>()>& work)
{
    if (!database_) return {};
    probe(point, false);
    auto sequence = last_sequence_, digest = last_digest_;
    auto done = database_->transaction([&]() -> Result<> {
        // another process may have written since: a tool that lifted the latch
        if (auto read = read_last(); !read) return read;
        return work();
    });
    if (!done) {
        last_sequence_ = sequence;
        last_digest_ = digest;
        return done;
    }
    ++writes_;
    probe(point, true);
    return done;
}

Result<> Journal::append(JournalEvent event)
{
    event.sequence = last_sequence_ + 1;
    last_digest_ = digest_of(last_digest_, event);
    last_sequence_ = event.sequence;
    return database_->run("INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?)",
                          {event.sequence, nanoseconds(event.time), event.kind,
                           event.client_order_id, event.order_id, event.detail, last_digest_});
}

Result<> Journal::intend(const OrderRequest& order, TimePoint now)
{
    return write("intent", [&]() -> Result<> {
        auto done = database_->run(
            "INSERT INTO orders(client_order_id, state, terms, time, remaining) "
            "VALUES(?1, 'intent', ?2, ?3, ?4) ON CONFLICT(client_order_id) DO UPDATE SET "
            "state = 'intent', terms = ?2, time = ?3, remaining = ?4, error = NULL",
            {order.client_order_id, terms_of(order), nanoseconds(now), order.quantity});
        if (!done) return done;
        return append({0, now, "intent", order.client_order_id, 0, order.describe()});
    });
}

Result<> Journal::report(std::string_view client_order_id, const OrderReport& r, TimePoint now)
{
    return write("order", [&]() -> Result<> {
        auto state = is_done(r.status) ? OrderState::done : OrderState::known;
        std::optional<std::string> error;
        if (r.error) error = r.error->describe();
        auto done = database_->run(
            "UPDATE orders SET state = ?2, order_id = ?3, permanent_id = ?4, status = ?5, "
            "filled = ?6, remaining = ?7, average_price = ?8, error = ?9 "
            "WHERE client_order_id = ?1",
            {client_order_id, to_string(state), to_number(r.id), to_number(r.permanent_id),
             trademind::to_string(r.status), r.filled, r.remaining, r.average_fill_price, error});
        if (!done) return done;
        return append(
            {0, now, "order", std::string{client_order_id}, to_number(r.id), describe(r)});
    });
}

Result<> Journal::set_state(std::string_view client_order_id, OrderState state,
                            std::string_view why, TimePoint now)
{
    const char* point = state == OrderState::unknown   ? "unknown"
                        : state == OrderState::refuted ? "refuted"
                                                       : "state";
    return write(point, [&]() -> Result<> {
        auto done = database_->run("UPDATE orders SET state = ?2 WHERE client_order_id = ?1",
                                   {client_order_id, to_string(state)});
        if (!done) return done;
        return append({0, now, std::string{to_string(state)}, std::string{client_order_id}, 0,
                       std::string{why}});
    });
}

Result<> Journal::latch(const KillLatch& latch)
{
    return write("kill", [&]() -> Result<> {
        auto done = database_->run(
            "INSERT OR REPLACE INTO latch VALUES(1, ?, ?, ?, ?)",
            {trademind::to_string(latch.state), latch.who, latch.reason, nanoseconds(latch.at)});
        if (!done) return done;
        bool resumed = latch.state == TradingState::active;
        return append({0, latch.at, resumed ? "resume" : "kill", "", 0,
                       fmt::format("{} by {}: {}", trademind::to_string(latch.state), latch.who,
                                   latch.reason)});
    });
}

Result<> Journal::day(const DayStart& day, TimePoint now)
{
    return write("day", [&]() -> Result<> {
        auto done = database_->run("INSERT OR REPLACE INTO day VALUES(1, ?, ?, ?)",
                                   {day.day.time_since_epoch().count(), day.equity, day.highest});
        if (!done) return done;
        return append({0, now, "day", "", 0, "starts with equity " + day.equity.str()});
    });
}

Result<> Journal::confirm(const std::vector<OrderId>& working, TimePoint now)
{
    std::string list;
    for (auto id : working) list += ' ' + trademind::to_string(id);
    return note(confirmed_kind, confirmed_working + (list.empty() ? " none" : list), now);
}

Result<> Journal::note(std::string_view kind, std::string_view detail, TimePoint now,
                       std::string_view client_order_id, std::int64_t order_id)
{
    return write("note", [&] {
        return append({0, now, std::string{kind}, std::string{client_order_id}, order_id,
                       std::string{detail}});
    });
}

Result<> note_alone(const JournalConfig& config, std::string_view kind, std::string_view detail,
                    TimePoint now)
{
    auto lock = FileLock::take(lock_file_of(config.file),
                               config.file.string() + ": another program writes this journal");
    if (!lock) return lock.error();
    auto opened = Journal::open(config);
    return opened ? opened->note(kind, detail, now) : opened.error();
}

}  // namespace trademind::journal
