// Keeps a paper account in a file: what is reported has been written before.
#pragma once

#include "base/file_lock.hpp"
#include "brokers/paper/engine/engine.hpp"
#include "brokers/paper/store/records.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace trademind::paper {

class AccountFile {
public:
    /// For writing: for one at a time.
    static Result<AccountFile> open(const std::filesystem::path& file, Durability durability,
                                    bool read_only = false);

    /// Whose account it is, and in which currency; empty while nothing has been saved.
    struct Owner {
        std::string account, base_currency;
    };
    Result<Owner> owner();
    /// Succeeds where no other program has the file open, and leaves all of it in one file.
    Result<> take_alone();
    /// Hands over the lock, to remove the file under it.
    FileLock give_lock() { return std::move(lock_); }

    /// Brings the engine to what the file says; before its start. The account must be the same.
    Result<> load(Engine& engine, const std::string& account);
    /// When the prices of positions are written: those of what was traded with its executions, all
    /// of them with a new day. A tick alone is not worth a transaction.
    enum class Prices { with_executions, always };
    /// Writes these orders, and all executions and books since the last time: all or nothing.
    Result<> save(Engine& engine, std::span<const OrderId> touched,
                  Prices prices = Prices::with_executions);

private:
    AccountFile(FileLock lock, Database database)
        : lock_{std::move(lock)}, records_{std::move(database)}
    {}

    // save.cpp
    Result<> save_instruments(const Engine& engine);
    Result<> save_executions(const Engine& engine);
    Result<> save_positions(Engine& engine, bool all);
    Result<> save_position(const Engine& engine, const PositionState& position);
    Result<> save_books(const Engine& engine);
    Result<> save_cash(const LedgerState& state);
    Result<> save_fees(const FeeBook& fees);

    // load.cpp
    using Settings = std::map<std::string, std::string>;
    Result<Settings> settings();
    Result<> load_instruments(Engine& engine);
    Result<> load_orders(Engine& engine);
    Result<> load_executions(Engine& engine);
    Result<> load_books(Engine& engine, const Settings& settings);
    Result<> load_fees(Engine& engine, const Settings& settings);

    FileLock lock_;  ///< given back after the database is closed
    Records records_;
    std::size_t saved_instruments_ = 0, saved_executions_ = 0, saved_adjustments_ = 0;
    Date saved_day_{};
    bool fresh_ = true;  ///< nothing has been saved yet
};

}  // namespace trademind::paper
