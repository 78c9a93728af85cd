// The driver: a switch over actions.
#include "brokers/ibkr/transport/driver.hpp"

#include "base/log.hpp"

#include <utility>

namespace trademind::ibkr::transport {

using session::Action;
using session::Event;
using namespace std::chrono_literals;

Driver::Driver(std::shared_ptr<trademind::detail::Turns> turns, std::shared_ptr<Clock> clock,
               session::LinkOptions options)
    : turns_{std::move(turns)},
      clock_{std::move(clock)},
      link_{std::move(options)},
      socket_{turns_->strand()}
{}

Result<> Driver::start(session::ConnectionEvents& events)
{
    if (auto valid = link_.options().validate(); !valid) return valid;
    if (stage() != session::Stage::idle || asked_.has(Asked::start))
        return Error{Errc::not_supported,
                     fmt::format("started already (stage: {})", session::to_string(stage()))};
    if (const auto& file = link_.options().record_file; !file.empty() && !recorder_) {
        auto recorder = Recorder::open(file, clock_);
        if (!recorder) return recorder.error();
        recorder_ = std::move(*recorder);
    }
    events_ = &events;
    ask(Asked::start);
    return {};
}

Event::Kind Driver::kind_of(Asked what)
{
    switch (what) {
    case Asked::start: return Event::Kind::start;
    case Asked::stop: return Event::Kind::stop;
    case Asked::finish: return Event::Kind::finish;
    case Asked::none: break;
    }
    return Event::Kind::proceed;
}

void Driver::ask(Asked what)
{
    if (running_) return asked_.add(what);
    resume({.kind = kind_of(what)});
}

void Driver::detach()
{
    events_ = nullptr;
    stop();
}

void Driver::end_frame(session::SendPriority priority, session::Tag tag)
{
    link_.end_frame(priority, tag);
    // from a handler: the loop below it goes on with the write
    if (!running_) resume({});
}

void Driver::turn(Event event)
{
    // the answers' handlers come first: an order that one of them places leaves before the next
    // read
    read_waits_ = true;
    try {
        turns_->take([&] { resume(event); });
    } catch (...) {
        // a program's own handler: it loses nothing but its exception
        end_turn();
        throw;
    }
    end_turn();
}

void Driver::end_turn()
{
    read_waits_ = false;
    if (std::exchange(read_due_, false)) read();
    resume({});
}

void Driver::resume(Event event)
{
    // a handler may drop the last other reference
    auto self = shared_from_this();
    struct Running {
        explicit Running(bool& its) : running{its} { running = true; }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
        ~Running() { running = false; }
        bool& running;
    } running{running_};
    session::Moment at{.uptime = clock_->uptime()};
    bool usual = event.kind == Event::Kind::proceed || event.kind == Event::Kind::received ||
                 event.kind == Event::Kind::sent;
    if (!usual) at.utc = clock_->now();
    for (;;) {
        event.at = at;
        auto action = link_.resume(event);
        event = perform(action);
        if (action.kind == Action::Kind::read && read_due_) break;
        // handlers take as long as they like: pacing must know when what they sent leaves, and a
        // pause begins after them
        if ((action.calls_events() && link_.has_waiting()) || action.kind == Action::Kind::retry)
            at.uptime = clock_->uptime();
        if (action.kind == Action::Kind::close) at.utc = clock_->now();
        // done at once: the machine hears of it before anything that was asked for meanwhile
        if (event.kind != Event::Kind::proceed) continue;
        event.kind = kind_of(asked_.take());
        if (event.kind == Event::Kind::proceed && action.kind == Action::Kind::idle) break;
    }
}

Event Driver::perform(const Action& action)
{
    switch (action.kind) {
    case Action::Kind::idle: break;
    case Action::Kind::resolve: resolve(); break;
    case Action::Kind::connect: connect(action.count); break;
    case Action::Kind::read:
        if (read_waits_)
            read_due_ = true;
        else
            read();
        // the read is under way or due whatever a handler throws
        if (!group_.goes_on(link_.inside_frame())) end_read();
        break;
    case Action::Kind::write: return write();
    case Action::Kind::wait: wait(action.wait); break;
    case Action::Kind::half_close: socket_.half_close(); break;
    case Action::Kind::close:
        socket_.close();
        end_read();
        break;
    case Action::Kind::deliver: deliver(action.frame); break;
    case Action::Kind::stage:
        log::debug("IBKR link {}: {}", link_.options().address(), session::to_string(stage()));
        if (recorder_ && stage() == session::Stage::start) recorder_->on_version(session().server);
        if (events_) events_->on_stage(stage());
        break;
    case Action::Kind::connectivity:
        if (events_) events_->on_connectivity(link_.change());
        break;
    case Action::Kind::ready:
        log::info("IBKR link {}: ready, server version {}, next order id {}",
                  link_.options().address(), number(session().server), session().next_order_id);
        if (events_) events_->on_ready(session());
        break;
    case Action::Kind::retry:
    case Action::Kind::closed:
        if (action.kind == Action::Kind::closed) timer_.reset();
        if (recorder_) recorder_->on_end();
        log_loss();
        if (events_) events_->on_lost(link_.loss());
        break;
    }
    return {};
}

void Driver::resolve()
{
    socket_.resolve(link_.host(), link_.port(),
                    [self = shared_from_this()](error_code ec, std::size_t count) {
                        auto kind = ec ? Event::Kind::resolve_failed : Event::Kind::resolved;
                        self->turn({.kind = kind, .count = count, .why = ec});
                    });
}

void Driver::connect(std::size_t address)
{
    warn_when_readable(address);
    socket_.connect(address, [self = shared_from_this()](error_code ec) {
        auto kind = ec ? Event::Kind::connect_failed : Event::Kind::connected;
        self->turn({.kind = kind, .why = ec});
    });
}

void Driver::read()
{
    socket_.read(link_.read_space(), [self = shared_from_this()](error_code ec, std::size_t count) {
        auto kind = ec ? Event::Kind::read_failed : Event::Kind::received;
        self->turn({.kind = kind, .count = count, .why = ec});
    });
}

Event Driver::write()
{
    auto bytes = link_.write_bytes();
    if (recorder_) recorder_->on_sent(bytes);
    // a failure waits for its turn: frames that came before it are handled first
    auto written = socket_.write_now(bytes);
    if (written == bytes.size()) return {.kind = Event::Kind::sent, .count = written};
    socket_.write(bytes.substr(written),
                  [self = shared_from_this(), written](error_code failure, std::size_t count) {
                      auto kind = failure ? Event::Kind::write_failed : Event::Kind::sent;
                      self->turn({.kind = kind, .count = written + count, .why = failure});
                  });
    return {};
}

void Driver::wait(Duration wait)
{
    timer_ = clock_->after(wait, turns_->strand(), [weak = weak_from_this()] {
        if (auto self = weak.lock()) self->turn({.kind = Event::Kind::timer});
    });
}

void Driver::deliver(std::string_view payload)
{
    group_.delivered();
    if (recorder_) recorder_->on_received(payload);
    if (events_) events_->on_frame(payload, session().server);
}

void Driver::end_read()
{
    if (group_.end() && events_) events_->on_read_end();
}

void Driver::log_loss() const
{
    const auto& loss = link_.loss();
    if (!loss.why.code) return log::info("IBKR link {}: closed", link_.options().address());
    // an outage of hours is a line a minute, not one for each attempt of its first minute
    auto repeated = loss.stage != session::Stage::ready && loss.attempt > 1 && loss.retry_in &&
                    *loss.retry_in < 30s;
    // another id was allowed for
    auto next_id = loss.why == Errc::client_id_in_use && loss.retry_in == Duration{};
    auto level = loss.planned || repeated || next_id ? log::Level::info : log::Level::warning;
    auto then = loss.retry_in ? fmt::format("next try in {:.1f} s",
                                            std::chrono::duration<double>{*loss.retry_in}.count())
                              : std::string{"not trying again"};
    log::line(level, "IBKR link: {}; {}{}{}", loss.why.describe(), then,
              loss.planned ? ", planned: " : "", loss.window);
}

void Driver::warn_when_readable(std::size_t address)
{
    if (warned_ || socket_.is_private(address)) return;
    warned_ = true;
    log::warning(
        "IBKR link to {}: the protocol is not encrypted and asks for no password; use a tunnel",
        socket_.address(address));
}

}  // namespace trademind::ibkr::transport
