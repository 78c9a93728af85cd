// A paper account as its file keeps it, for looking at it and for ending it.
#pragma once

#include <trademind/account.hpp>
#include <trademind/order_report.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <filesystem>
#include <vector>

namespace trademind::paper {

/// What was last written. Orders by id, executions in the order in which they happened.
class SavedAccount {
public:
    SavedAccount() = default;
    bool operator==(const SavedAccount&) const = default;

    /// Buying power is that of a Regulation T margin account: the file knows no margin model.
    Account account;
    std::vector<Position> positions;
    std::vector<OrderReport> orders;
    std::vector<Execution> executions;
    TimePoint saved_at{};  ///< in the market's time, UTC; the epoch: nothing has been saved yet
};

/// Reads Options::state_file without changing anything; also while a program trades with it.
/// Errc::input_output names the file and why it is none, or cannot be read. Blocks.
Result<SavedAccount> read_saved_account(const std::filesystem::path& file);

/// Removes the account for good. Errc::input_output when the file is no paper account, or when a
/// program has it open: then nothing is changed. Blocks for up to two seconds.
Result<> remove_saved_account(const std::filesystem::path& file);

}  // namespace trademind::paper
