// Plays the tape, no faster than the program follows.
#pragma once

#include "brokers/paper/broker/market_host.hpp"

#include <cstddef>
#include <cstdint>
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

private:
    void pump();
    void schedule_pump();
    void play_row();
    void finish();

    MarketHost& host_;
    std::size_t next_row_ = 0;
    bool playing_ = false, pumping_ = false, ended_ = false;
    int quiet_turns_ = 0;
    std::uint64_t commands_seen_ = 0;
    Subscription timer_;
    std::vector<Completion<>> waiting_for_end_;
};

}  // namespace trademind::paper
