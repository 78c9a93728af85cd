// What is known, after a kill was asked for, of the program that it concerns.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace trademind::cli {

/// What an operator does where a kill is not confirmed.
inline constexpr std::string_view cancel_elsewhere =
    "look at `trademind orders`; cancel there, by `trademind global-cancel`, or in TWS";

/// A kill as it stands: asked for by the kill file, answered in the journal.
class KillAnswer {
public:
    enum class Program { running, none, unknown };

    /// The line of the journal behind which an answer counts: the end of the journal for a new
    /// kill, the last resume for one that stands already.
    static std::int64_t line_before(const Config& config, bool is_new, TimePoint asked_at);
    /// Whether a kill asked for at `asked_at` lowers the state. `standing`: the kill file until
    /// then.
    static bool is_news(const Config& config, const std::optional<KillLatch>& standing,
                        TradingState level, TimePoint asked_at);
    /// Waits for the program's answer; where no program has the journal, a moment only. Blocks.
    static KillAnswer await(const Config& config, std::int64_t line, Duration patience);

    /// The broker has confirmed that nothing works which the kill concerns.
    bool confirmed() const { return event_ && event_->kind == "kill_done"; }
    /// The program has stopped trading, whatever became of its orders.
    bool stopped() const { return event_.has_value(); }
    /// The program's words on its cancels; nothing: it has said none.
    std::optional<std::string> cancels() const;
    Program program() const { return program_; }
    bool journal_there() const { return journal_there_; }
    /// Orders that may work at the broker by the journal of a program that does not run.
    std::optional<std::int64_t> orders_left() const { return orders_left_; }

    /// What is known and what is not, one sentence a line.
    std::string text(const Config& config) const;
    /// Why this is no success, for standard error; empty: it is one.
    std::string problem(const Config& config, Duration waited) const;

private:
    std::optional<JournalEvent> event_;  // the latest of the kill
    Program program_ = Program::unknown;
    bool journal_there_ = false;
    std::optional<std::int64_t> orders_left_;
    std::string fault_;  // why something is not known
};

/// "running", "none", "unknown".
std::string_view to_string(KillAnswer::Program);

}  // namespace trademind::cli
