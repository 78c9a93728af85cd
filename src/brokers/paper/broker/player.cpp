// Plays the tape, no faster than the program follows.
#include "brokers/paper/broker/core.hpp"

namespace trademind::paper {
namespace {

/// How often the strand must find no new call before the next row. A call that a handler makes
/// takes a few turns of the executor: from the strand to the caller's and back.
constexpr int turns_until_quiet = 16;
/// Rows that nobody hears are played together.
constexpr int rows_in_a_turn = 256;

}  // namespace

void Core::play(Completion<> done)
{
    if (!options_.tape)
        return done(Error{Errc::invalid_argument, "this paper broker has no tape to play"});
    catch_up();
    playing_ = true;
    if (tape_ended_) return done({});
    waiting_for_end_.push_back(std::move(done));
    schedule_pump();
}

bool Core::step()
{
    ++commands_;
    if (!options_.tape || next_row_ >= options_.tape->size()) {
        finish_tape();
        return false;
    }
    catch_up();
    play_row();
    return true;
}

void Core::play_row()
{
    const Tape& tape = *options_.tape;
    std::size_t row = next_row_++;
    told_ = false;
    auto instrument = [&](std::uint32_t contract) {
        return *engine_.instruments().find(tape.contracts[contract]);
    };
    if (tape.bars.empty())
        engine_.change(instrument(tape.rows[row].contract), tape.rows[row].change);
    else
        engine_.bar(instrument(tape.bars[row].contract), tape.bars[row].bar);
    flush();
}

void Core::finish_tape()
{
    if (!options_.tape || tape_ended_) return;
    // what is on its way when the tape ends still arrives
    engine_.drain();
    flush();
    tape_ended_ = true;
    playing_ = false;
}

void Core::schedule_pump()
{
    if (pumping_ || !playing_ || tape_ended_ || !broker_.is_connected()) return;
    pumping_ = true;
    quiet_turns_ = 0;
    asio::post(broker_.get_executor(), [this, weak = broker_.weak_from_this()] {
        if (auto alive = weak.lock()) pump();
    });
}

void Core::pump()
{
    if (!pumping_) return;  // disconnected meanwhile
    auto again = [this] {
        asio::post(broker_.get_executor(), [this, weak = broker_.weak_from_this()] {
            if (auto alive = weak.lock()) pump();
        });
    };
    if (commands_ != commands_seen_) {
        commands_seen_ = commands_;
        quiet_turns_ = 0;
    }
    if (++quiet_turns_ < turns_until_quiet) return again();

    const Tape& tape = *options_.tape;
    if (next_row_ >= tape.size()) {
        if (!tape_ended_) {
            finish_tape();
            quiet_turns_ = 0;
            return again();
        }
        pumping_ = false;
        for (auto& done : std::exchange(waiting_for_end_, {})) done({});
        return;
    }
    for (int i = 0; i < rows_in_a_turn && next_row_ < tape.size(); ++i) {
        TimePoint before = tape.time_of(next_row_);
        play_row();
        if (options_.tape_speed && next_row_ < tape.size()) {
            auto gap = static_cast<double>((tape.time_of(next_row_) - before).count());
            auto wait = Duration{static_cast<Duration::rep>(gap / *options_.tape_speed)};
            quiet_turns_ = 0;
            tape_timer_ = broker_.clock()->after(wait, broker_.get_executor(),
                                                 [this, weak = broker_.weak_from_this()] {
                                                     if (auto alive = weak.lock()) pump();
                                                 });
            return;
        }
        if (told_) break;
    }
    quiet_turns_ = told_ ? 0 : turns_until_quiet;
    again();
}

}  // namespace trademind::paper
