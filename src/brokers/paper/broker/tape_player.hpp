// Plays the tape, no faster than the program follows.
#pragma once

#include "brokers/paper/broker/market_host.hpp"
#include "brokers/paper/tape/tape_window.hpp"

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
    /// Errors: Errc::input_output, where the tape cannot be read any more.
    Result<bool> step();
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
    /// The next row comes behind that many turns in which the program begins nothing.
    void wait_for(int turns) { turns_left_ = turns; }
    /// False: the row cannot be read, and the tape has ended.
    bool play_row();
    void finish();
    bool has_rows() const
    {
        return host_.options.tape && !failure_ && next_row_ < host_.options.tape->size();
    }
    /// Tells who waits for the end of the tape.
    void complete();
    InstrumentId instrument_of(std::uint32_t contract);

    MarketHost& host_;
    std::optional<TapeCursor> cursor_;
    std::vector<std::optional<InstrumentId>> instruments_;  ///< by contract of the tape
    std::size_t next_row_ = 0;
    std::optional<Error> failure_;  ///< of a tape that could not be read to its end
    bool playing_ = false, pumping_ = false, ended_ = false;
    int turns_left_ = 0;
    std::uint64_t commands_seen_ = 0, activity_seen_ = 0;
    int turns_of_row_ = 0;
    Subscription timer_, due_timer_;
    std::optional<TimePoint> due_;
    std::vector<Completion<>> waiting_for_end_;
};

}  // namespace trademind::paper
