// The journal's tables and their chain of digests, written by one thread at a time.
#pragma once

#include "base/database.hpp"
#include "base/file_lock.hpp"
#include "execution/journal/replay.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trademind::journal {

/// One transaction's work on the tables.
class StoreRecord {
public:
    const char* point = "";  ///< for the write probe
    std::function<Result<>(class Store&)> work;
};

/// One journal file. After a failed write every later one fails too: see Database.
class Store {
public:
    /// `lock`: of the program that alone writes here, and is given back after the file is closed.
    static Result<Store> open(const JournalConfig&, FileLock lock = {});
    /// Another connection to the same file, after a failure. Errc::input_output where it still
    /// fails, or where the file is not the one that was written.
    Result<> reopen();

    Result<Replay> replay(TimePoint now);
    /// An order of any time; nothing where none has that name, or number.
    Result<std::optional<KnownOrder>> find(std::string_view client_order_id);
    Result<std::optional<KnownOrder>> find(OrderId);
    /// Why this file cannot be trusted: it is damaged, or has less than its lock file knows of.
    Result<std::optional<std::string>> doubt();

    /// All of them or none.
    Result<> write(std::span<const StoreRecord> records);
    /// No failure that lasts.
    bool is_usable() const { return !database_.failure(); }
    /// The failure passes by itself: another program writes.
    bool is_busy() const { return database_.is_busy() && !database_.failure(); }

    // what records are made of, within write()
    Result<> intend(const OrderRequest&, TimePoint);
    Result<> report(std::string_view client_order_id, const OrderReport&, TimePoint);
    Result<> set_state(std::string_view client_order_id, OrderState, std::string_view why,
                       TimePoint);
    Result<> latch(const KillLatch&);
    Result<> day(const DayStart&, TimePoint);
    Result<> append(JournalEvent);

private:
    Store(JournalConfig config, FileLock lock, Database database)
        : config_{std::move(config)}, lock_{std::move(lock)}, database_{std::move(database)}
    {}
    Result<> read_last();
    Result<> replay_executions(Replay&, TimePoint now);

    JournalConfig config_;
    FileLock lock_;
    Database database_;
    std::optional<FileIdentity> identity_;
    std::int64_t last_sequence_ = 0, last_digest_ = 0;
};

}  // namespace trademind::journal
