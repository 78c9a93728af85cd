// Plays the tape, no faster than the program follows.
#pragma once

#include "brokers/paper/broker/market_host.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace trademind::paper {

class TapePlayer {
public:
    /// Behind the rows that an account which goes on has seen.
    explicit TapePlayer(MarketHost& host);

    void play(Completion<> done);
    bool step();
    void connected();
    /// The tape stands still until the next connected().
    void stop();
    std::size_t rows_played() const { return next_row_; }
    /// Behind the last row no time passes: what is on its way arrives now. Before each report.
    void deliver_late_commands();
    /// Brings a paced market on to what is due before its next row. After each report.
    void set_timer();

private:
    /// How long a span of the tape lasts by the clock, at the tape's speed.
    Duration paced(Duration market_time) const;
    void pump();
    void schedule_pump();
    void play_row();
    void finish();

    MarketHost& host_;
    std::size_t next_row_ = 0;
    bool playing_ = false, pumping_ = false, ended_ = false;
    int quiet_turns_ = 0;
    std::uint64_t commands_seen_ = 0;
    Subscription timer_, due_timer_;
    std::optional<TimePoint> due_;
    std::vector<Completion<>> waiting_for_end_;
};

}  // namespace trademind::paper
