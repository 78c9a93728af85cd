// The link: what each event means in each stage, and how it ends.
#include "brokers/ibkr/session/link.hpp"

#include "base/names.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <boost/asio/error.hpp>

#include <fmt/format.h>

#include <array>

namespace trademind::ibkr::session {
namespace {

double seconds(Duration d)
{
    return std::chrono::duration<double>{d}.count();
}

/// How long a stage before ready may take.
Duration allowed(const Timeouts& timeouts, Stage stage)
{
    return stage == Stage::resolve     ? timeouts.resolve
           : stage == Stage::connect   ? timeouts.connect
           : stage == Stage::handshake ? timeouts.handshake
                                       : timeouts.start;
}

/// What to look at where an attempt fails in that stage.
std::string_view advice(Stage stage, Errc condition)
{
    bool timed_out = condition == Errc::timed_out;
    if (stage == Stage::resolve && !timed_out)
        return " (is the host spelt right, as --host or broker.ibkr.host names it?)";
    if (stage == Stage::connect && !timed_out)
        return " (is TWS or IB Gateway running, its API switched on, and this its port?)";
    if (stage == Stage::handshake)
        return " (TWS may be starting, its API off, this address not trusted, or a dialog open)";
    return stage == Stage::start ? " (TWS may not be logged in yet)" : "";
}

constexpr std::array stage_names{
    Name{Stage::idle, "idle"},       Name{Stage::resolve, "resolve"},
    Name{Stage::connect, "connect"}, Name{Stage::handshake, "handshake"},
    Name{Stage::start, "start"},     Name{Stage::ready, "ready"},
    Name{Stage::closing, "closing"}, Name{Stage::waiting, "waiting"},
};

}  // namespace

std::string_view to_string(Stage stage)
{
    return name_of(stage_names, stage);
}

Link::Link(LinkOptions options)
    : options_{std::move(options)},
      handshake_{options_},
      writer_{options_.pacing},
      heartbeat_{options_.heartbeat},
      reconnect_{options_.reconnect}
{}

Action Link::resume(const Event& event)
{
    now_.uptime = event.at.uptime;
    if (event.at.utc) now_.utc = event.at.utc;
    switch (event.kind) {
    case Event::Kind::proceed: break;
    case Event::Kind::start:
        if (stage_ != Stage::idle) break;
        handshake_.forget();
        reconnect_.restart();
        begin();
        break;
    case Event::Kind::stop: stop(); break;
    case Event::Kind::finish: finish(); break;
    case Event::Kind::resolved: resolved(event.count); break;
    case Event::Kind::resolve_failed:
        if (stage_ == Stage::resolve) fail({failed_at(Errc::host_not_found, event.why.message())});
        break;
    case Event::Kind::connected: connected(); break;
    case Event::Kind::connect_failed:
        socket_.end_connect();
        if (stage_ == Stage::connect) connect_failed(event.why);
        break;
    case Event::Kind::received:
        socket_.end_read();
        reader_.commit(event.count);
        heartbeat_.heard(now_.uptime);
        break;
    case Event::Kind::read_failed:
        socket_.end_read();
        if (deadlines_.runs(Deadlines::Of::finish)) {
            stop();
            break;
        }
        fail({failed_at(stage_ == Stage::ready ? Errc::connection_lost : Errc::connection_refused,
                        event.why == boost::asio::error::eof ? "the other end closed the connection"
                                                             : event.why.message())});
        break;
    case Event::Kind::sent:
        socket_.end_write();
        deadlines_.clear(Deadlines::Of::write);
        writer_.finished();
        break;
    case Event::Kind::write_failed:
        socket_.end_write(event.count);
        deadlines_.clear(Deadlines::Of::write);
        fail({failed_at(Errc::connection_lost, "write: " + event.why.message())});
        break;
    case Event::Kind::timer:
        deadlines_.disarm();
        expired();
        break;
    }
    return next();
}

void Link::enter(Stage stage)
{
    stage_ = stage;
    pending_.add(Pending::stage);
    pending_.add(Pending::step);
    deadlines_.set(Deadlines::Of::stage, now_.uptime + allowed(options_.timeouts, stage));
}

void Link::begin()
{
    loss_ = {};
    socket_.reset();
    enter(Stage::resolve);
}

void Link::resolved(std::size_t addresses)
{
    if (stage_ != Stage::resolve) return;
    if (addresses == 0) return fail({failed_at(Errc::host_not_found, "the name has no address")});
    addresses_.found(addresses);
    enter(Stage::connect);
}

void Link::connected()
{
    socket_.end_connect();
    if (stage_ != Stage::connect) return;
    // too late: the socket has been closed meanwhile
    if (addresses_.timed_out()) return connect_failed({});
    enter(Stage::handshake);
    writer_.greet(handshake_.greeting());
}

void Link::connect_failed(const error_code& why)
{
    if (addresses_.advance()) return enter(Stage::connect);
    if (addresses_.timed_out()) return fail({failed_at(Errc::timed_out, "no answer")});
    fail({failed_at(Errc::connection_refused, why.message())});
}

void Link::finish()
{
    if (stage_ != Stage::ready) return stop();
    if (!deadlines_.runs(Deadlines::Of::finish))
        deadlines_.set(Deadlines::Of::finish, now_.uptime + options_.timeouts.finish);
}

void Link::stop()
{
    if (stage_ == Stage::idle) return;
    reconnect_.stop();
    if (stage_ == Stage::closing) return;
    if (stage_ != Stage::waiting) return fail({});
    loss_ = {};
    loss_.stage = Stage::waiting;
    stage_ = Stage::idle;
    deadlines_.clear(Deadlines::Of::stage);
    pending_.add(Pending::report);
}

void Link::fail(Failure failure)
{
    if (stage_ == Stage::idle || stage_ == Stage::closing || stage_ == Stage::waiting) return;
    failure_ = std::move(failure);
    loss_ = {};
    loss_.why = failure_.why;
    loss_.stage = stage_;
    loss_.was_ready = stage_ == Stage::ready && !pending_.has(Pending::ready);
    stage_ = Stage::closing;
    // what the socket said last is of no interest any more
    for (auto what : {Pending::connectivity, Pending::failure, Pending::ready, Pending::stage})
        pending_.drop(what);
    deadlines_.clear(Deadlines::Of::stage);
    deadlines_.clear(Deadlines::Of::finish);
    pending_.add(Pending::close);
}

void Link::fail_soon(Failure failure)
{
    failure_ = std::move(failure);
    pending_.add(Pending::failure);
}

void Link::finish_closing()
{
    writer_.broken(socket_.written(), loss_.not_sent);
    reader_.reset();
    handshake_.reset();
    connectivity_.reset();
    if (const Window* window = options_.windows.covers(now_.utc.value_or(TimePoint{}))) {
        loss_.planned = true;
        loss_.window = window->name;
    }
    loss_.retry_in = reconnect_.failed(failure_.setback, loss_.planned, now_.uptime);
    loss_.attempt = reconnect_.failures();
    stage_ = loss_.retry_in ? Stage::waiting : Stage::idle;
    if (loss_.retry_in) deadlines_.set(Deadlines::Of::stage, now_.uptime + *loss_.retry_in);
    pending_.add(Pending::report);
}

void Link::expired()
{
    auto now = now_.uptime;
    if (deadlines_.take(Deadlines::Of::stage, now))
        stage_ == Stage::waiting ? begin() : stage_timed_out();
    if (deadlines_.take(Deadlines::Of::write, now))
        fail({failed_at(Errc::connection_lost,
                        fmt::format("the other end has read nothing for {:g} s",
                                    seconds(options_.timeouts.write)))});
    if (stage_ != Stage::ready) return;
    if (deadlines_.take(Deadlines::Of::finish, now)) return stop();
    if (!deadlines_.runs(Deadlines::Of::finish)) listen_for_silence();
}

void Link::stage_timed_out()
{
    if (stage_ == Stage::connect) {
        // the next address has its turn when this attempt has ended
        addresses_.time_out();
        pending_.add(Pending::close);
        return;
    }
    auto what = fmt::format("no answer within {:g} s", seconds(allowed(options_.timeouts, stage_)));
    if (stage_ == Stage::start) what += ": the server did not send " + handshake_.missing();
    fail({failed_at(Errc::timed_out, what)});
}

void Link::listen_for_silence()
{
    switch (heartbeat_.check(now_.uptime)) {
    case Heartbeat::Verdict::quiet: break;
    case Heartbeat::Verdict::probe:
        if (auto* lane = writer_.begin_frame(SendPriority::urgent)) {
            wire::encode(*lane, CurrentTimeRequest{}, session().server);
            writer_.end_frame(SendPriority::urgent, no_tag);
        }
        break;
    case Heartbeat::Verdict::dead:
        auto silent = now_.uptime - heartbeat_.last_heard();
        fail({failed_at(Errc::connection_lost,
                        fmt::format("silent for {:g} s, {} requests for the time unanswered",
                                    seconds(silent), options_.heartbeat.misses))});
        loss_.silent = silent;
        break;
    }
}

Result<std::string*> Link::begin_frame(SendPriority lane)
{
    if (deadlines_.runs(Deadlines::Of::finish))
        return Error{Errc::not_connected, "the link is being closed"};
    if (stage_ != Stage::ready)
        return Error{Errc::not_connected, fmt::format("no session with {} (stage: {})",
                                                      options_.address(), to_string(stage_))};
    if (auto* bytes = writer_.begin_frame(lane)) return bytes;
    return Error{Errc::pacing,
                 fmt::format("{} messages wait to be sent already", writer_.waiting(lane))};
}

Error Link::failed_at(Errc condition, std::string_view what) const
{
    auto more = stage_ == Stage::start && handshake_.said()
                    ? "; TWS: " + handshake_.said()->describe()
                    : std::string{advice(stage_, condition)};
    return {condition,
            fmt::format("{} {}: {}{}", to_string(stage_), options_.address(), what, more)};
}

}  // namespace trademind::ibkr::session
