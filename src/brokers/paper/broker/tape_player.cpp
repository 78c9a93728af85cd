// Plays the tape, no faster than the program follows.
#include "brokers/paper/broker/tape_player.hpp"

namespace trademind::paper {
namespace {

/// How often the strand must find no new call before the next row. A call that a handler makes
/// takes a few turns of the executor: from the strand to the caller's and back.
constexpr int turns_until_quiet = 16;
/// Rows without reports to the program are played together.
constexpr int rows_in_a_turn = 256;

}  // namespace

void TapePlayer::play(Completion<> done)
{
    if (!host_.options.tape)
        return done(Error{Errc::invalid_argument, "this paper broker has no tape to play"});
    host_.catch_up();
    playing_ = true;
    if (ended_) return done({});
    waiting_for_end_.push_back(std::move(done));
    schedule_pump();
}

bool TapePlayer::step()
{
    ++host_.commands;
    if (!host_.options.tape || next_row_ >= host_.options.tape->size()) {
        finish();
        return false;
    }
    host_.catch_up();
    play_row();
    return true;
}

void TapePlayer::play_row()
{
    const Tape& tape = *host_.options.tape;
    std::size_t row = next_row_++;
    host_.reported = false;
    auto instrument = [&](std::uint32_t contract) {
        return *host_.engine.instruments().find(tape.contracts[contract]);
    };
    if (tape.bars.empty())
        host_.engine.change(instrument(tape.rows[row].contract), tape.rows[row].change);
    else
        host_.engine.bar(instrument(tape.bars[row].contract), tape.bars[row].bar);
    host_.flush();
}

void TapePlayer::finish()
{
    if (!host_.options.tape || ended_) return;
    ended_ = true;
    playing_ = false;
    host_.flush();
}

void TapePlayer::deliver_late_commands()
{
    if (ended_) host_.engine.drain();
}

void TapePlayer::set_timer()
{
    if (!pumping_ || !host_.options.tape_speed) return;
    const Tape& tape = *host_.options.tape;
    auto due = host_.engine.next_due();
    // what comes after the next row comes with it
    if (next_row_ >= tape.size() || due > tape.time_of(next_row_)) due.reset();
    if (due == due_) return;
    due_ = due;
    due_timer_.reset();
    if (!due) return;
    due_timer_ = host_.after(paced(*due - host_.engine.now()), [this] {
        auto reached = std::exchange(due_, {});
        if (!pumping_ || !reached) return;  // the tape stands still
        host_.engine.advance(*reached);
        host_.flush();
    });
}

Duration TapePlayer::paced(Duration market_time) const
{
    auto wait = static_cast<double>(market_time.count()) / *host_.options.tape_speed;
    return Duration{static_cast<Duration::rep>(wait)};
}

TapePlayer::TapePlayer(MarketHost& host) : host_{host}
{
    if (!host.options.tape) return;
    // an account that goes on has seen the rows up to where it ended
    const Tape& tape = *host.options.tape;
    while (next_row_ < tape.size() && tape.time_of(next_row_) <= host.engine.now()) ++next_row_;
}

void TapePlayer::connected()
{
    if (host_.options.tape && host_.options.tape_start == TapeStart::on_connect) playing_ = true;
    if (playing_) schedule_pump();
}

void TapePlayer::stop()
{
    timer_.reset();
    due_timer_.reset();
    due_.reset();
    pumping_ = false;
}

void TapePlayer::schedule_pump()
{
    if (pumping_ || !playing_ || ended_ || !host_.broker.is_connected()) return;
    pumping_ = true;
    quiet_turns_ = 0;
    host_.post([this] { pump(); });
}

void TapePlayer::pump()
{
    if (!pumping_) return;  // disconnected meanwhile
    auto again = [this] { host_.post([this] { pump(); }); };
    if (host_.commands != commands_seen_) {
        commands_seen_ = host_.commands;
        quiet_turns_ = 0;
    }
    if (++quiet_turns_ < turns_until_quiet) return again();

    const Tape& tape = *host_.options.tape;
    if (next_row_ >= tape.size()) {
        if (!ended_) {
            finish();
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
        if (host_.options.tape_speed && next_row_ < tape.size()) {
            auto wait = paced(tape.time_of(next_row_) - before);
            quiet_turns_ = 0;
            timer_ = host_.after(wait, [this] { pump(); });
            return;
        }
        if (host_.reported) break;
    }
    quiet_turns_ = host_.reported ? 0 : turns_until_quiet;
    again();
}

}  // namespace trademind::paper
