// The journal's tables and the digest that chains its lines.
#include "execution/journal_file/schema.hpp"

#include <filesystem>
#include <system_error>

namespace trademind::journal {
namespace {

constexpr std::string_view version_1 = R"(
CREATE TABLE events(
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,              -- nanoseconds since 1970, UTC
    kind TEXT NOT NULL,
    client_order_id TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    detail TEXT NOT NULL,
    digest INTEGER NOT NULL);
CREATE INDEX events_by_order ON events(client_order_id);
CREATE TABLE orders(
    client_order_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,                -- intent, known, done, unknown, refuted
    terms TEXT NOT NULL,
    time INTEGER NOT NULL,              -- of the intent
    order_id INTEGER NOT NULL DEFAULT 0,
    permanent_id INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT '',
    filled TEXT NOT NULL DEFAULT '0',
    remaining TEXT NOT NULL DEFAULT '0',
    average_price TEXT,
    error TEXT);
CREATE TABLE latch(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    state TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL);
CREATE TABLE day(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    day INTEGER NOT NULL,               -- days since 1970, UTC
    equity TEXT NOT NULL, highest TEXT NOT NULL);
)";

/// What a start and a look-up read, without what ended long ago.
constexpr std::string_view version_2 = R"(
CREATE INDEX orders_unsettled ON orders(state) WHERE state IN ('intent', 'known', 'unknown');
CREATE INDEX orders_by_number ON orders(order_id);
CREATE INDEX orders_by_permanent_id ON orders(permanent_id);
CREATE INDEX events_counted ON events(kind, time)
    WHERE kind IN ('intent', 'modify', 'execution', 'review', 'confirmed');
)";

constexpr std::uint64_t fnv_offset = 14695981039346656037U, fnv_prime = 1099511628211U;

class Hash {
public:
    void add(std::string_view text)
    {
        for (char c : text) byte(static_cast<unsigned char>(c));
        byte(0);
    }
    void add(std::int64_t n)
    {
        for (int i = 0; i < 8; ++i) byte(static_cast<unsigned char>(n >> (8 * i)));
    }
    std::int64_t value() const { return static_cast<std::int64_t>(value_); }

private:
    void byte(unsigned char b) { value_ = (value_ ^ b) * fnv_prime; }
    std::uint64_t value_ = fnv_offset;
};

}  // namespace

const Schema& schema()
{
    static const Schema instance{0x746D6A31, {version_1, version_2}, 1};
    return instance;
}

std::int64_t digest_of(std::int64_t before, const JournalEvent& event)
{
    Hash hash;
    hash.add(before);
    hash.add(event.sequence);
    hash.add(event.time.time_since_epoch().count());
    hash.add(event.kind);
    hash.add(event.client_order_id);
    hash.add(event.order_id);
    hash.add(event.detail);
    return hash.value();
}

std::filesystem::path lock_file_of(const std::filesystem::path& file)
{
    std::error_code failed;
    auto beside = std::filesystem::weakly_canonical(file, failed);
    if (failed) beside = file;
    return beside += ".lock";
}

Result<Database> open_for_reading(const std::filesystem::path& file)
{
    std::error_code failed;
    if (auto wrong = fault_of_type(file)) return *wrong;
    if (!std::filesystem::exists(file, failed) && !failed)
        return Error{Errc::input_output, "no journal there yet, at " +
                                             std::filesystem::absolute(file, failed).string()};
    DatabaseOptions options;
    options.read_only = true;
    return Database::open(file, schema(), options);
}

Result<KillLatch> read_latch(Database& database)
{
    KillLatch latch;
    auto done =
        database.query("SELECT state, who, reason, time FROM latch", {}, [&](const SqlRow& row) {
            // a latch that cannot be read is a latch
            latch = {parse_trading_state(row.text(0)).value_or(TradingState::halted), row.text(1),
                     row.text(2), TimePoint{Duration{row.integer(3)}}};
        });
    if (!done) return done.error();
    return latch;
}

Result<std::int64_t> highest_order_id(Database& database)
{
    std::int64_t highest = 0;
    auto done = database.query("SELECT coalesce(max(order_id), 0) FROM orders", {},
                               [&](const SqlRow& row) { highest = row.integer(0); });
    if (!done) return done.error();
    return highest;
}

JournalEvent event_of(const SqlRow& row)
{
    JournalEvent event;
    event.sequence = row.integer(0);
    event.time = TimePoint{Duration{row.integer(1)}};
    event.kind = row.text(2);
    event.client_order_id = row.text(3);
    event.order_id = row.integer(4);
    event.detail = row.text(5);
    return event;
}

}  // namespace trademind::journal
