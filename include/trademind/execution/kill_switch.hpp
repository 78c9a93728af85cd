// The kill switch: levels, latch, what a kill did, and how other processes reach it.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/ids.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>
#include <trademind/trading_state.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// A state, who brought it about, and why.
class KillLatch {
public:
    KillLatch() = default;
    KillLatch(TradingState state, std::string who, std::string reason, TimePoint at)
        : state{state}, who{std::move(who)}, reason{std::move(reason)}, at{at}
    {}
    bool operator==(const KillLatch&) const = default;

    TradingState state = TradingState::active;
    std::string who, reason;
    TimePoint at{};
};

/// What a kill did.
class KillReport {
public:
    KillLatch latch;
    int cancels_sent = 0;
    std::vector<OrderId> still_working;  ///< after cancel_timeout; attempts go on
    /// Orders on their way to the broker, which has not spoken of them: they may be live.
    int in_flight = 0;
    /// The link was down, or the broker did not say in time what works: nothing is proven.
    bool unconfirmed = false;
    Duration to_last_cancel{}, elapsed{};  ///< since the call
    int flattening_orders = 0;
    /// With `flattening`, "10 AAPL": not closed when the report was made. Attempts go on.
    std::vector<std::string> still_held;
    /// Nothing works, and with `flattening` nothing is held, by the broker's word.
    bool complete() const
    {
        return !unconfirmed && still_working.empty() && in_flight == 0 && still_held.empty();
    }
};

/// Asks the program that runs with this configuration to stop trading, by its kill file. It works
/// without that program's help and holds for the next start too when none runs.
Result<> request_kill(const Config&, TradingState, std::string_view who, std::string_view reason);
/// What the kill file asks for; nothing when there is none. An unreadable file means halted.
std::optional<KillLatch> read_kill_file(const std::filesystem::path&);
/// Lifts a latch while no program runs: removes the kill file and writes to the journal. Needs a
/// name and a reason.
Result<> release_kill(const Config&, std::string_view who, std::string_view reason);
/// Writes to the journal that every order of the login is being cancelled from outside, `orders` of
/// them known. Errc::input_output while a program has the journal: it alone writes there.
Result<> journal_global_cancel(const Config&, std::size_t orders);
/// The latch that a start with this configuration would find: the kill file's or the journal's.
Result<KillLatch> kill_status(const Config&);

/// One rehearsal on a paper broker of its own.
class DrillReport {
public:
    int orders = 0;
    KillReport kill;
    bool refused_afterwards = false;  ///< a new order after the kill was refused
    bool latched = false;             ///< a restart found the latch
    bool passed() const { return kill.complete() && refused_afterwards && latched; }
};
/// Places `orders` working orders on a fresh paper broker, kills, checks that nothing works, that
/// new orders are refused and that the latch survives a restart. Touches no account. Blocks for
/// some milliseconds; not to be called from a handler.
Result<DrillReport> rehearse_kill(int orders = 50);

}  // namespace trademind
