// Keeping a latch beyond the program: in the kill file and in the journal, away from the strand.
#pragma once

#include "base/background.hpp"
#include "execution/kill_switch/execution_context.hpp"

#include <functional>
#include <optional>

namespace trademind {

/// Writes latches by a thread of its own: no cancel waits for a disk. What fails is reported and
/// tried again while the latch stands. On the strand.
class LatchKeeper {
public:
    /// `background` as in Background.
    LatchKeeper(ExecutionContext& context, asio::any_io_executor background)
        : context_{context}, background_{std::move(background)}
    {}
    /// Writes a kill file that is still missing.
    ~LatchKeeper();

    /// `done` is called once: when the kill file or the journal has it, when neither could be
    /// written, and after `patience` at the latest. A newer latch takes over from an older one.
    void keep(const KillLatch& latch, std::function<void()> done);
    /// Removes the kill file, behind everything that was to be written there.
    void remove_file(std::function<void(Result<>)> done);
    /// The program ends: writes at once what keep() was never called for.
    void keep_now(const KillLatch& latch);

    static constexpr Duration patience = std::chrono::seconds{2};

private:
    enum class Keeper { file, journal };
    void write_file(unsigned number);
    void written(unsigned number, Keeper keeper, const Result<>& result);
    void finish();

    ExecutionContext& context_;
    KillLatch latch_;
    unsigned number_ = 0;  // of the latch that is to be kept
    int outstanding_ = 0;  // keepers that have not answered
    bool in_file_ = true;
    std::function<void()> done_;
    Subscription deadline_, retry_;
    Background background_;  // last: ends first
};

}  // namespace trademind
