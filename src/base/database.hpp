// The only door to SQLite: migrations, transactions, durability, and failure that stays.
#pragma once

#include "base/whole_file.hpp"

#include <trademind/decimal.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace trademind {

/// What a committed transaction survives.
enum class Durability {
    process,  ///< the end of the process, kill -9 included; a power cut may lose the last commits
    power,    ///< a power cut too: fsync at every commit
};
std::string_view to_string(Durability);
/// "process" or "power".
std::optional<Durability> parse_durability(std::string_view);

/// Whose file it is, and how its tables came to be: version n of the file has the first n steps.
class Schema {
public:
    /// Refuses files of another application; SQLite keeps it in the file's header.
    std::int32_t application_id{};
    /// SQL; only ever appended to.
    std::vector<std::string_view> migrations;
    /// The oldest version that tools can read without bringing it up to date; 0: the latest alone.
    std::int64_t readable_from = 0;
};

class DatabaseOptions {
public:
    Durability durability = Durability::process;
    /// An existing file only, never written: for tools that look into a running program's file.
    bool read_only = false;
    /// How long to wait for another process's transaction, milliseconds.
    int busy_timeout = 2000;
    /// Errc::input_output instead of making the file.
    bool must_exist = false;
};

/// Something that a statement binds. Text is not copied: it must live until the call returns.
class SqlValue {
public:
    SqlValue(std::nullopt_t) {}
    template <class Integer>
    requires std::is_integral_v<Integer> SqlValue(Integer n) : value_{static_cast<std::int64_t>(n)}
    {}
    SqlValue(std::string_view text) : value_{text} {}
    SqlValue(const std::string& text) : value_{std::string_view{text}} {}
    SqlValue(const char* text) : value_{std::string_view{text}} {}
    /// Stored as text, exactly.
    SqlValue(Decimal d) : value_{d} {}
    template <class T> SqlValue(const std::optional<T>& value)
    {
        if (value) *this = SqlValue{*value};
    }
    const auto& get() const { return value_; }

private:
    std::variant<std::monostate, std::int64_t, std::string_view, Decimal> value_;
};

/// One row of an answer; valid inside the callback only. Columns count from 0.
class SqlRow {
public:
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    /// Nothing when null or not a number.
    std::optional<Decimal> decimal(int column) const;
    std::optional<std::string> optional_text(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{text(column)};
    }

private:
    friend class Database;
    explicit SqlRow(void* statement) : statement_{statement} {}
    void* statement_;
};

/// One SQLite file in WAL mode, with its prepared statements.
///
/// One thread at a time. New files get mode 600. An error of the disk (write, fsync, full, corrupt)
/// is final: after a failed fsync nobody knows what reached the disk, so every later write is
/// refused with the first error until the file is opened anew. So is a file, or its write-ahead
/// log, that was removed or replaced: what is written then has no name.
class Database {
public:
    /// Opens or makes the file and brings its schema up to date. Errc::input_output names the file
    /// and what is wrong: no regular file, one with several names unless it is only read, not a
    /// database, another application's, made by a newer version. The file is opened by SQLite
    /// alone.
    static Result<Database> open(const std::filesystem::path& file, const Schema& schema,
                                 DatabaseOptions options = {});

    /// Runs one statement that answers nothing.
    Result<> run(std::string_view sql, std::initializer_list<SqlValue> values = {})
    {
        return run(sql, std::span{values.begin(), values.size()});
    }
    Result<> run(std::string_view sql, std::span<const SqlValue> values);
    /// Calls `on_row` for each row of the answer.
    Result<> query(std::string_view sql, std::initializer_list<SqlValue> values,
                   const std::function<void(const SqlRow&)>& on_row)
    {
        return query(sql, std::span{values.begin(), values.size()}, on_row);
    }
    Result<> query(std::string_view sql, std::span<const SqlValue> values,
                   const std::function<void(const SqlRow&)>& on_row);
    /// All of `work` or nothing of it: commits when it succeeds, rolls back when it fails or
    /// throws. Within another transaction it is part of that one.
    Result<> transaction(const std::function<Result<>()>& work);
    /// Reads the whole file: SQLite's integrity check.
    Result<> verify();
    /// The error that ended writing, if one did.
    const std::optional<Error>& failure() const { return failure_; }
    /// The error is of another program that writes: it passes.
    bool is_busy() const { return busy_; }
    const std::filesystem::path& file() const { return file_; }

private:
    struct Close {
        void operator()(void* handle) const;
    };
    struct Finalize {
        void operator()(void* statement) const;
    };
    using Handle = std::unique_ptr<void, Close>;
    using Statement = std::unique_ptr<void, Finalize>;

    Database(std::filesystem::path file, Handle handle);
    Result<> configure(const DatabaseOptions& options);
    Result<> migrate(const Schema& schema, bool read_only);
    Result<void*> prepare(std::string_view sql);
    Result<> bind(void* statement, std::span<const SqlValue> values);
    /// What SQLite says of its last failure; remembered when it is final.
    Error fault(std::string_view doing);
    /// The names still lead to the files that are written.
    Result<> look_for_files();

    std::filesystem::path file_;
    std::filesystem::path place_;  ///< the same, whatever folder the program works in later
    Handle handle_;
    std::vector<std::pair<std::string, Statement>> statements_;
    std::optional<Error> failure_;
    std::optional<FileIdentity> identity_, log_;  ///< of the file, and of its write-ahead log
    int depth_ = 0;
    bool busy_ = false;
};

}  // namespace trademind
