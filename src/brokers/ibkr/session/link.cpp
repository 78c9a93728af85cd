// The link: what each event means in each stage, and how it ends.
#include "brokers/ibkr/session/link.hpp"

#include <boost/asio/error.hpp>

#include <fmt/format.h>

namespace trademind::ibkr::session {
namespace {

double seconds(Duration d)
{
    return std::chrono::duration<double>{d}.count();
}

}  // namespace

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
        stopping_ = false;
        client_ids_tried_ = 0;
        begin();
        break;
    case Event::Kind::stop: stop(); break;
    case Event::Kind::finish: finish(); break;
    case Event::Kind::resolved:
        if (stage_ != Stage::resolve) break;
        if (event.count == 0) {
            fail({failed_at(Errc::host_not_found, "the name has no address")});
            break;
        }
        addresses_ = event.count;
        address_ = 0;
        enter(Stage::connect, options_.timeouts.connect);
        break;
    case Event::Kind::resolve_failed:
        if (stage_ == Stage::resolve) fail({failed_at(Errc::host_not_found, event.why.message())});
        break;
    case Event::Kind::connected:
        connecting_ = false;
        if (stage_ != Stage::connect) break;
        // too late: the socket has been closed meanwhile
        if (address_timed_out_) {
            connect_failed({});
            break;
        }
        enter(Stage::handshake, options_.timeouts.handshake);
        writer_.greet(handshake_.greeting());
        break;
    case Event::Kind::connect_failed:
        connecting_ = false;
        if (stage_ == Stage::connect) connect_failed(event.why);
        break;
    case Event::Kind::received:
        reading_ = false;
        reader_.commit(event.count);
        heartbeat_.heard(now_.uptime);
        break;
    case Event::Kind::read_failed:
        reading_ = false;
        if (finish_deadline_) {
            stop();
            break;
        }
        fail({failed_at(stage_ == Stage::ready ? Errc::connection_lost : Errc::connection_refused,
                        event.why == boost::asio::error::eof ? "the other end closed the connection"
                                                             : event.why.message())});
        break;
    case Event::Kind::sent:
        writing_ = false;
        writer_.finished();
        break;
    case Event::Kind::write_failed:
        writing_ = false;
        written_ = event.count;
        fail({failed_at(Errc::connection_lost, "write: " + event.why.message())});
        break;
    case Event::Kind::timer:
        armed_.reset();
        expired();
        break;
    }
    return next();
}

void Link::enter(Stage stage, std::optional<Duration> allowed)
{
    stage_ = stage;
    stage_due_ = step_due_ = true;
    deadline_.reset();
    if (allowed) deadline_ = now_.uptime + *allowed;
}

void Link::begin()
{
    loss_ = {};
    said_at_start_.reset();
    written_ = 0;
    address_timed_out_ = false;
    enter(Stage::resolve, options_.timeouts.resolve);
}

void Link::finish()
{
    if (stage_ != Stage::ready) return stop();
    if (!finish_deadline_) finish_deadline_ = now_.uptime + options_.timeouts.finish;
}

void Link::stop()
{
    if (stage_ == Stage::idle) return;
    stopping_ = true;
    if (stage_ == Stage::closing) return;
    if (stage_ == Stage::waiting) {
        loss_ = {};
        loss_.stage = Stage::waiting;
        stage_ = Stage::idle;
        deadline_.reset();
        report_due_ = true;
        return;
    }
    fail({});
}

void Link::fail(Failure failure)
{
    if (stage_ == Stage::idle || stage_ == Stage::closing || stage_ == Stage::waiting) return;
    loss_ = {};
    loss_.why = std::move(failure.why);
    loss_.stage = stage_;
    setback_ = failure.setback;
    stage_ = Stage::closing;
    stage_due_ = change_due_ = ready_due_ = said_goodbye_ = false;
    failure_due_.reset();
    finish_deadline_.reset();
    deadline_.reset();
    close_due_ = true;
}

void Link::finish_closing()
{
    writer_.broken(written_, loss_.not_sent);
    reader_.reset();
    handshake_.reset();
    connectivity_.reset();
    if (const Window* window = options_.windows.covers(now_.utc.value_or(TimePoint{}))) {
        loss_.planned = true;
        loss_.window = window->name;
    }
    if (!stopping_) loss_.retry_in = reconnect_.failed(setback_, loss_.planned, now_.uptime);
    loss_.attempt = reconnect_.failures();
    stage_ = loss_.retry_in ? Stage::waiting : Stage::idle;
    if (loss_.retry_in) deadline_ = now_.uptime + *loss_.retry_in;
    report_due_ = true;
}

void Link::connect_failed(const error_code& why)
{
    auto timed_out = std::exchange(address_timed_out_, false);
    if (++address_ < addresses_) return enter(Stage::connect, options_.timeouts.connect);
    if (timed_out) return fail({failed_at(Errc::timed_out, "no answer")});
    fail({failed_at(Errc::connection_refused, why.message())});
}

void Link::expired()
{
    if (deadline_ && now_.uptime >= *deadline_) {
        deadline_.reset();
        if (stage_ == Stage::waiting)
            begin();
        else
            stage_timed_out();
    }
    if (writing_ && write_deadline_ && now_.uptime >= *write_deadline_)
        fail({failed_at(Errc::connection_lost,
                        fmt::format("the other end has read nothing for {:g} s",
                                    seconds(options_.timeouts.write)))});
    if (stage_ != Stage::ready) return;
    if (finish_deadline_) {
        if (now_.uptime >= *finish_deadline_) stop();
        return;
    }
    switch (heartbeat_.check(now_.uptime)) {
    case Heartbeat::Verdict::quiet: break;
    case Heartbeat::Verdict::probe: writer_.push(probe_, Lane::urgent, no_tag); break;
    case Heartbeat::Verdict::dead:
        fail({failed_at(Errc::connection_lost,
                        fmt::format("silent for {:g} s, {} requests for the time unanswered",
                                    seconds(now_.uptime - heartbeat_.last_heard()),
                                    options_.heartbeat.misses))});
        loss_.silent = now_.uptime - heartbeat_.last_heard();
        break;
    }
}

void Link::stage_timed_out()
{
    if (stage_ == Stage::connect) {
        // the next address has its turn when this attempt has ended
        address_timed_out_ = true;
        close_due_ = true;
        return;
    }
    auto allowed = stage_ == Stage::resolve     ? options_.timeouts.resolve
                   : stage_ == Stage::handshake ? options_.timeouts.handshake
                                                : options_.timeouts.start;
    auto what = fmt::format("no answer within {:g} s", seconds(allowed));
    if (stage_ == Stage::start) what += ": the server did not send " + handshake_.missing();
    fail({failed_at(Errc::timed_out, what)});
}

Result<void> Link::send(std::string_view frame, Lane lane, Tag tag)
{
    if (finish_deadline_) return Error{Errc::not_connected, "the link is being closed"};
    if (stage_ != Stage::ready)
        return Error{Errc::not_connected, fmt::format("no session with {} (stage: {})",
                                                      options_.address(), to_string(stage_))};
    if (!writer_.push(frame, lane, tag))
        return Error{Errc::pacing,
                     fmt::format("{} messages wait to be sent already", writer_.waiting(lane))};
    return {};
}

std::vector<Tag> Link::withdraw(Lane lane)
{
    std::vector<Tag> tags;
    writer_.withdraw(lane, tags);
    return tags;
}

Error Link::failed_at(Errc condition, std::string_view what) const
{
    return {condition, fmt::format("{} {}: {}{}", to_string(stage_), options_.address(), what,
                                   advice(condition))};
}

std::string Link::advice(Errc condition) const
{
    switch (stage_) {
    case Stage::resolve:
        return condition == Errc::timed_out ? ""
                                            : " (is the host spelt right, as --host or "
                                              "broker.ibkr.host names it?)";
    case Stage::connect:
        return condition == Errc::timed_out
                   ? ""
                   : " (is TWS or IB Gateway running, its API switched on, and this its port?)";
    case Stage::handshake:
        return " (TWS may be starting, its API off, this address not trusted, or a dialog open)";
    case Stage::start:
        return said_at_start_ ? "; TWS: " + said_at_start_->describe()
                              : " (TWS may not be logged in yet)";
    default: return "";
    }
}

}  // namespace trademind::ibkr::session
