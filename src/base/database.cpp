// The only room with SQLite.
#include "base/database.hpp"

#include "base/names.hpp"

#include <fmt/format.h>

#include <sqlite3.h>

#include <algorithm>
#include <array>

namespace trademind {
namespace {

constexpr std::array durabilities{
    Name{Durability::process, "process"},
    Name{Durability::power, "power"},
};

sqlite3* db(void* handle)
{
    return static_cast<sqlite3*>(handle);
}
sqlite3_stmt* st(void* statement)
{
    return static_cast<sqlite3_stmt*>(statement);
}

bool is_final(int code)
{
    switch (code & 0xFF) {
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN: return true;
    default: return false;
    }
}

}  // namespace

std::string_view to_string(Durability durability)
{
    return name_of(durabilities, durability);
}
std::optional<Durability> parse_durability(std::string_view text)
{
    return value_of(durabilities, text);
}

bool SqlRow::is_null(int column) const
{
    return sqlite3_column_type(st(statement_), column) == SQLITE_NULL;
}
std::int64_t SqlRow::integer(int column) const
{
    return sqlite3_column_int64(st(statement_), column);
}
std::string SqlRow::text(int column) const
{
    const void* bytes = sqlite3_column_text(st(statement_), column);
    auto size = static_cast<std::size_t>(sqlite3_column_bytes(st(statement_), column));
    return bytes ? std::string{static_cast<const char*>(bytes), size} : std::string{};
}
std::optional<Decimal> SqlRow::decimal(int column) const
{
    return is_null(column) ? std::nullopt : Decimal::parse(text(column));
}

void Database::Close::operator()(void* handle) const
{
    sqlite3_close_v2(db(handle));
}
void Database::Finalize::operator()(void* statement) const
{
    sqlite3_finalize(st(statement));
}

Database::Database(std::filesystem::path file, Handle handle)
    : file_{std::move(file)}, place_{file_}, handle_{std::move(handle)}
{
    std::error_code failed;
    if (auto absolute = std::filesystem::absolute(file_, failed); !failed) place_ = absolute;
}

Result<Database> Database::open(const std::filesystem::path& file, const Schema& schema,
                                DatabaseOptions options)
{
    if (options.read_only || options.must_exist) {
        if (auto wrong = fault_of_type(file)) return *wrong;
    } else if (auto made = make_private_file(file); !made) {
        // made here so that nobody else can read it: it holds account numbers and orders
        return made.error();
    }
    if (auto wrong = options.read_only ? std::nullopt : fault_of_names(file)) return *wrong;
    ignore_file_size_signal();
    sqlite3* raw = nullptr;
    int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database made{file, Handle{raw}};
    if (code != SQLITE_OK) return made.fault("open");
    sqlite3_extended_result_codes(raw, 1);
    if (auto done = made.configure(options); !done) return done.error();
    if (auto done = made.migrate(schema, options.read_only); !done) return done.error();
    if (!options.read_only) {
        made.identity_ = identity_of(file);
        made.log_ = identity_of(file.string() + "-wal");
    }
    return made;
}

Result<> Database::configure(const DatabaseOptions& options)
{
    sqlite3_busy_timeout(db(handle_.get()), options.busy_timeout);
    if (options.read_only) return {};
    if (auto done = query("PRAGMA journal_mode=WAL", {}, [](const SqlRow&) {}); !done) return done;
    // WAL with NORMAL syncs at checkpoints only: never corrupt, and a dead process loses nothing
    bool power = options.durability == Durability::power;
    if (auto done = run(power ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"); !done)
        return done;
    return run("PRAGMA foreign_keys=ON");
}

Result<> Database::migrate(const Schema& schema, bool read_only)
{
    std::int64_t version = 0, owner = 0, tables = 0;
    auto read = [&](std::string_view sql, std::int64_t& into) {
        return query(sql, {}, [&into](const SqlRow& row) { into = row.integer(0); });
    };
    auto refuse = [&](std::string why) {
        return Error{Errc::input_output, fmt::format("{}: {}", file_.string(), why)};
    };
    auto latest = static_cast<std::int64_t>(schema.migrations.size());
    auto bring_up = [&]() -> Result<> {
        if (auto done = read("PRAGMA user_version", version); !done) return done;
        if (auto done = read("PRAGMA application_id", owner); !done) return done;
        if (auto done = read("SELECT count(*) FROM sqlite_schema", tables); !done) return done;
        bool fresh = version == 0 && owner == 0 && tables == 0;
        if (!fresh && owner != schema.application_id)
            return refuse("a database of another application");
        if (version > latest)
            return refuse(fmt::format("made by a newer version (schema {}, this program knows {})",
                                      version, latest));
        if (version == latest) return {};
        if (read_only && schema.readable_from > 0 && version >= schema.readable_from) return {};
        if (read_only)
            return refuse(fmt::format("schema {} is older than {}: open it for writing once",
                                      version, latest));
        for (auto step = version; step < latest; ++step) {
            const std::string sql{schema.migrations[static_cast<std::size_t>(step)]};
            if (sqlite3_exec(db(handle_.get()), sql.c_str(), nullptr, nullptr, nullptr) !=
                SQLITE_OK)
                return fault(fmt::format("migration {}", step + 1));
        }
        if (auto done = run(fmt::format("PRAGMA user_version={}", latest)); !done) return done;
        return run(fmt::format("PRAGMA application_id={}", schema.application_id));
    };
    return read_only ? bring_up() : transaction(bring_up);
}

Result<void*> Database::prepare(std::string_view sql)
{
    for (auto& [text, statement] : statements_)
        if (text == sql) return statement.get();
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(db(handle_.get()), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        return fault("prepare");
    statements_.emplace_back(std::string{sql}, Statement{made});
    return statements_.back().second.get();
}

Result<> Database::bind(void* statement, std::span<const SqlValue> values)
{
    int place = 0, code = SQLITE_OK;
    for (const SqlValue& value : values) {
        ++place;
        struct Bind {
            sqlite3_stmt* to;
            int at;
            int operator()(std::monostate) const { return sqlite3_bind_null(to, at); }
            int operator()(std::int64_t n) const { return sqlite3_bind_int64(to, at, n); }
            int operator()(std::string_view s) const
            {
                // an empty view may hold no pointer, which SQLite would take for NULL
                return sqlite3_bind_text64(to, at, s.data() ? s.data() : "", s.size(),
                                           SQLITE_STATIC, SQLITE_UTF8);
            }
            int operator()(Decimal d) const
            {
                std::array<char, Decimal::max_chars> text;
                auto size = static_cast<sqlite3_uint64>(d.to_chars(text.data()) - text.data());
                return sqlite3_bind_text64(to, at, text.data(), size, SQLITE_TRANSIENT,
                                           SQLITE_UTF8);
            }
        };
        code = std::visit(Bind{st(statement), place}, value.get());
        if (code != SQLITE_OK) return fault("bind");
    }
    if (place != sqlite3_bind_parameter_count(st(statement)))
        return Error{Errc::internal,
                     fmt::format("{}: {} values for {} parameters", file_.string(), place,
                                 sqlite3_bind_parameter_count(st(statement)))};
    return {};
}

Result<> Database::run(std::string_view sql, std::span<const SqlValue> values)
{
    return query(sql, values, [](const SqlRow&) {});
}

Result<> Database::query(std::string_view sql, std::span<const SqlValue> values,
                         const std::function<void(const SqlRow&)>& on_row)
{
    auto prepared = prepare(sql);
    if (!prepared) return prepared.error();
    sqlite3_stmt* statement = st(*prepared);
    if (failure_ && !sqlite3_stmt_readonly(statement)) return *failure_;
    // left bound and half run, a statement would hold its locks
    struct Reset {
        sqlite3_stmt* statement;
        ~Reset()
        {
            sqlite3_reset(statement);
            sqlite3_clear_bindings(statement);
        }
    } reset{statement};
    if (auto bound = bind(statement, values); !bound) return bound;
    for (;;) {
        int code = sqlite3_step(statement);
        if (code == SQLITE_DONE) return {};
        if (code != SQLITE_ROW) return fault(sql.substr(0, sql.find(' ')));
        on_row(SqlRow{statement});
    }
}

Result<> Database::transaction(const std::function<Result<>()>& work)
{
    if (depth_ > 0) return work();
    if (failure_) return *failure_;
    // immediate: waits for another writer here, and never fails half-way for want of the lock
    if (auto begun = run("BEGIN IMMEDIATE"); !begun) return begun;
    struct Guard {
        Database& self;
        bool open = true;
        ~Guard()
        {
            --self.depth_;
            if (open && !sqlite3_get_autocommit(db(self.handle_.get())))
                sqlite3_exec(db(self.handle_.get()), "ROLLBACK", nullptr, nullptr, nullptr);
        }
    };
    ++depth_;
    Guard guard{*this};
    if (auto done = work(); !done) return done;
    auto committed = run("COMMIT");
    guard.open = !committed;
    return committed ? look_for_files() : committed;
}

Result<> Database::look_for_files()
{
    if (!identity_) return {};
    auto gone = [&](const std::string& file) -> Result<> {
        failure_ = Error{Errc::input_output, file + ": was removed or replaced while it was open"};
        return *failure_;
    };
    if (identity_of(place_) != identity_) return gone(file_.string());
    auto log = identity_of(place_.string() + "-wal");
    if (!log_) log_ = log;
    return log == log_ ? Result<>{} : gone(file_.string() + "-wal");
}

Result<> Database::verify()
{
    std::string first;
    auto done =
        query("PRAGMA integrity_check(1)", {}, [&](const SqlRow& row) { first = row.text(0); });
    if (!done) return done;
    if (first != "ok")
        return Error{Errc::input_output, fmt::format("{}: {}", file_.string(), first)};
    return {};
}

Error Database::fault(std::string_view doing)
{
    int code = handle_ ? sqlite3_extended_errcode(db(handle_.get())) : SQLITE_NOMEM;
    busy_ = (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED;
    Error error{Errc::input_output,
                fmt::format("{}: {}: {} ({})", file_.string(), doing,
                            handle_ ? sqlite3_errmsg(db(handle_.get())) : "out of memory", code)};
    if (is_final(code) && !failure_) failure_ = error;
    return error;
}

}  // namespace trademind
