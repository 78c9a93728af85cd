// Plays the tape, no faster than the program follows.
#include "brokers/paper/broker/tape_player.hpp"

#include "base/program_activity.hpp"

#include <utility>

namespace trademind::paper {
namespace {

/// Turns of the strand without a new call, behind a call or an answer, before the next row. What
/// the answer leads to takes a few turns of the executor: from the strand to the caller's and back.
constexpr int turns_behind_a_call = 16;
/// The same behind a row that a program heard of, and has not called for.
constexpr int turns_behind_a_report = 3;
/// Turns for which a row waits for calls on other brokers of the process.
constexpr int most_turns_for_others = 4096;
/// Rows without reports to the program are played together.
constexpr int rows_in_a_turn = 256;

}  // namespace

void TapePlayer::play(Completion<> done)
{
    if (!host_.options.tape)
        return done(Error{Errc::invalid_argument, "this paper broker has no tape to play"});
    host_.catch_up();
    playing_ = true;
    waiting_for_end_.push_back(std::move(done));
    if (ended_) return complete();
    schedule_pump();
}

void TapePlayer::complete()
{
    for (auto& done : std::exchange(waiting_for_end_, {}))
        done(failure_ ? Result<>{*failure_} : Result<>{});
}

Result<bool> TapePlayer::step()
{
    ++host_.commands;
    if (has_rows()) {
        host_.catch_up();
        if (play_row()) return true;
    }
    finish();
    if (failure_) return *failure_;
    return false;
}

InstrumentId TapePlayer::instrument_of(std::uint32_t contract)
{
    const auto& listed = host_.options.tape->listed();
    instruments_.resize(listed.size());
    auto& known = instruments_[contract];
    if (!known) known = host_.engine.instruments().find(listed[contract]);
    return *known;
}

bool TapePlayer::play_row()
{
    host_.reported = false;
    struct Play {
        void operator()(std::uint32_t contract, const MarketChange& change) const
        {
            player.host_.engine.change(player.instrument_of(contract), change);
        }
        void operator()(std::uint32_t contract, const Bar& bar) const
        {
            player.host_.engine.bar(player.instrument_of(contract), bar);
        }
        TapePlayer& player;
    };
    if (!cursor_->visit(next_row_, Play{*this})) {
        failure_ = cursor_->failure();
        finish();
        if (failure_) host_.notice(Notice{*failure_});
        return false;
    }
    ++next_row_;
    host_.flush();
    return true;
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
    auto due = host_.engine.next_due();
    // what comes after the next row comes with it
    auto next = cursor_->time_of(next_row_);
    if (!next || due > *next) due.reset();
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
    cursor_.emplace(*host.options.tape);
    // an account that goes on has seen the rows up to where it ended
    auto first = host.options.tape->first_from(host.engine.now() + Duration{1});
    if (first)
        next_row_ = *first;
    else
        failure_ = first.error();
    ended_ = failure_.has_value();
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
    wait_for(turns_behind_a_call);
    host_.post([this] { pump(); });
}

void TapePlayer::pump()
{
    if (!pumping_) return;  // disconnected meanwhile
    auto again = [this] { host_.post([this] { pump(); }); };
    bool calls = std::exchange(commands_seen_, host_.commands) != host_.commands;
    auto active = ProgramActivity::count();
    bool others = std::exchange(activity_seen_, active) != active;
    // others of the process may be busy for good
    if (calls || (others && turns_of_row_ < most_turns_for_others)) wait_for(turns_behind_a_call);
    if (turns_left_ > 0) {
        --turns_left_;
        ++turns_of_row_;
        return again();
    }
    turns_of_row_ = 0;

    if (!has_rows() || ended_) {
        if (!ended_) {
            finish();
            wait_for(turns_behind_a_call);
            return again();
        }
        pumping_ = false;
        return complete();
    }
    for (int i = 0; i < rows_in_a_turn && has_rows(); ++i) {
        auto before = cursor_->time_of(next_row_);
        if (!play_row()) break;
        if (host_.options.tape_speed && has_rows()) {
            auto next = cursor_->time_of(next_row_);
            auto wait = next && before ? paced(*next - *before) : Duration{};
            wait_for(turns_behind_a_call);
            timer_ = host_.after(wait, [this] { pump(); });
            return;
        }
        if (host_.reported) {
            // a handler may reach its call by a channel or two
            wait_for(turns_behind_a_report);
            break;
        }
    }
    // what a handler has posted is run before the next row
    again();
}

}  // namespace trademind::paper
