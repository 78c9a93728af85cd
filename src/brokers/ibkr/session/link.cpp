// The link: what each event means in each stage, and what to do next.
#include "brokers/ibkr/session/link.hpp"

#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <boost/asio/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind::ibkr::session {
namespace {

constexpr int client_id_in_use = 326;

double seconds(Duration d)
{
    return std::chrono::duration<double>{d}.count();
}

}  // namespace

struct Link::Peek {
    Link& link;

    void on(const ManagedAccounts& message)
    {
        if (link.stage_ == Stage::start) link.handshake_.accounts(message.accounts_list);
    }
    void on(const NextValidId& message)
    {
        if (link.stage_ == Stage::start) link.handshake_.next_order_id(message.order_id);
    }
    void on(const ErrorMessage& message)
    {
        if (message.error_code == client_id_in_use && link.stage_ == Stage::start) {
            link.failure_due_ = Failure{
                make_tws_error(message.error_code,
                               fmt::format("client id {} at {}: {}", link.options_.client_id,
                                           link.options_.address(), message.error_message)),
                Setback::client_id_in_use};
            return;
        }
        if (message.about() != ErrorMessage::no_request) return;
        auto change = link.connectivity_.note(message.error_code, message.error_message);
        if (!change) return;
        link.change_ = std::move(*change);
        link.change_due_ = true;
        if (link.change_.kind != ConnectivityChange::Kind::port_moved) return;
        if (link.change_.port != 0) link.options_.port = link.change_.port;
        link.failure_due_ =
            Failure{make_tws_error(message.error_code, std::string{message.error_message}),
                    Setback::passing};
    }
};

Link::Link(LinkOptions options)
    : options_{std::move(options)},
      handshake_{options_},
      writer_{options_.pacing},
      heartbeat_{options_.heartbeat},
      reconnect_{options_.reconnect}
{}

Action Link::resume(const Event& event)
{
    now_ = event.at;
    switch (event.kind) {
    case Event::Kind::proceed: break;
    case Event::Kind::start:
        if (stage_ != Stage::idle) break;
        handshake_.forget();
        reconnect_.restart();
        stopping_ = false;
        begin();
        break;
    case Event::Kind::stop: stop(); break;
    case Event::Kind::resolved:
        if (stage_ != Stage::resolve) break;
        addresses_ = event.count;
        address_ = 0;
        enter(Stage::connect, options_.timeouts.connect);
        break;
    case Event::Kind::resolve_failed:
        if (stage_ == Stage::resolve)
            fail({failed_at(Errc::connection_refused, event.why.message())});
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
    written_ = 0;
    address_timed_out_ = false;
    enter(Stage::resolve, options_.timeouts.resolve);
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
    stage_due_ = change_due_ = ready_due_ = false;
    failure_due_.reset();
    deadline_.reset();
    close_due_ = true;
}

void Link::finish_closing()
{
    writer_.broken(written_, loss_.not_sent);
    reader_.reset();
    handshake_.reset();
    connectivity_.reset();
    if (const Window* window = options_.windows.covers(now_.utc)) {
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
    switch (heartbeat_.check(now_.uptime)) {
    case Heartbeat::Verdict::quiet: break;
    case Heartbeat::Verdict::probe: writer_.push(probe_, Lane::urgent, no_tag); break;
    case Heartbeat::Verdict::dead:
        fail({failed_at(Errc::connection_lost,
                        fmt::format("silent for {:g} s, {} requests for the time unanswered",
                                    seconds(now_.uptime - heartbeat_.last_heard()),
                                    options_.heartbeat.misses))});
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

Action Link::next()
{
    if (std::exchange(close_due_, false)) return {.kind = Action::Kind::close};
    if (std::exchange(change_due_, false)) return {.kind = Action::Kind::connectivity};
    if (failure_due_) {
        fail(*std::exchange(failure_due_, std::nullopt));
        return next();
    }
    if (std::exchange(ready_due_, false)) return {.kind = Action::Kind::ready};
    if (std::exchange(stage_due_, false)) return {.kind = Action::Kind::stage};
    return next_for_stage();
}

Action Link::next_for_stage()
{
    switch (stage_) {
    case Stage::idle:
        if (!std::exchange(report_due_, false)) return {};
        armed_.reset();  // the driver drops its timer
        return {.kind = Action::Kind::closed};
    case Stage::waiting:
        if (std::exchange(report_due_, false))
            return {.kind = Action::Kind::retry, .wait = *loss_.retry_in};
        break;
    case Stage::closing:
        // what is under way on the socket must end first: it tells how much was written
        if (has_socket()) return {};
        finish_closing();
        return next();
    case Stage::resolve:
        if (std::exchange(step_due_, false)) return {.kind = Action::Kind::resolve};
        break;
    case Stage::connect:
        if (std::exchange(step_due_, false)) {
            connecting_ = true;
            return {.kind = Action::Kind::connect, .count = address_};
        }
        break;
    case Stage::handshake:
    case Stage::start:
    case Stage::ready:
        if (auto action = exchange()) return *action;
        // a frame may have ended the session
        if (failure_due_ || stage_due_ || close_due_) return next();
        break;
    }
    return timer();
}

std::optional<Action> Link::exchange()
{
    // what a handler has just sent goes before the frames that still wait to be handled
    if (!writing_) {
        writing_bytes_ = writer_.begin(now_.uptime);
        if (!writing_bytes_.empty()) {
            writing_ = true;
            write_deadline_ = now_.uptime + options_.timeouts.write;
            return Action{.kind = Action::Kind::write};
        }
    }
    if (auto action = incoming()) return action;
    if (failure_due_ || stage_due_ || close_due_ || reading_) return {};
    reading_ = true;
    return Action{.kind = Action::Kind::read};
}

std::optional<Action> Link::incoming()
{
    // bytes are being read into the buffer: nothing in it can have become whole
    if (reading_) return {};
    std::string_view payload;
    switch (reader_.next(payload)) {
    case Reader::State::incomplete: return {};
    case Reader::State::broken:
        failure_due_ = Failure{failed_at(
            Errc::protocol, fmt::format("a frame of {} bytes cannot be", reader_.bad_length()))};
        return {};
    case Reader::State::frame: break;
    }
    if (stage_ == Stage::handshake) {
        greeted(payload);
        return {};
    }
    peek(payload);
    return Action{.kind = Action::Kind::deliver, .frame = payload};
}

void Link::greeted(std::string_view payload)
{
    auto version = handshake_.answered(payload);
    auto start = version ? handshake_.start_api() : Result<std::string>{version.error()};
    if (!start) {
        const auto& error = start.error();
        // a stranger's answer may be passing trouble, a version is not
        auto setback = error == Errc::protocol ? Setback::passing : Setback::final;
        failure_due_ = Failure{
            {error.code, fmt::format("handshake with {}: {}", options_.address(), error.message)},
            setback};
        return;
    }
    enter(Stage::start, options_.timeouts.start);
    writer_.push(*start, Lane::urgent, no_tag);
}

void Link::peek(std::string_view payload)
{
    Peek handler{*this};
    auto fault = wire::Dispatcher<ManagedAccounts, NextValidId, ErrorMessage>::dispatch(
        payload, session().server, handler, peeked_);
    if (stage_ != Stage::start) return;
    // a running session outlives an unreadable message; one that is to begin cannot do without
    if (fault && !failure_due_) failure_due_ = Failure{failed_at(Errc::protocol, fault.describe())};
    if (!failure_due_ && handshake_.complete()) become_ready();
}

void Link::become_ready()
{
    handshake_.count_session();
    reconnect_.ready(now_.uptime);
    heartbeat_.start(now_.uptime);
    connectivity_.ready();
    probe_.clear();
    wire::encode(probe_, CurrentTimeRequest{}, session().server);
    stage_ = Stage::ready;
    deadline_.reset();
    ready_due_ = true;
}

Action Link::timer()
{
    auto want = wanted();
    if (!want || (armed_ && *armed_ <= *want)) return {};
    armed_ = want;
    return {.kind = Action::Kind::wait, .wait = std::max(Duration{}, *want - now_.uptime)};
}

std::optional<Duration> Link::wanted() const
{
    std::optional<Duration> earliest;
    auto consider = [&](std::optional<Duration> at) {
        if (at && (!earliest || *at < *earliest)) earliest = at;
    };
    consider(deadline_);
    if (writing_) consider(write_deadline_);
    if (stage_ == Stage::ready) {
        consider(heartbeat_.next());
        if (auto due = writer_.due(now_.uptime); due && !writing_) consider(now_.uptime + *due);
    }
    return earliest;
}

Result<void> Link::send(std::string_view frame, Lane lane, Tag tag)
{
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
    case Stage::connect:
        return condition == Errc::timed_out
                   ? ""
                   : " (is TWS or IB Gateway running, its API switched on, and this its port?)";
    case Stage::handshake:
        return " (TWS may be starting, its API off, this address not trusted, or a dialog open)";
    case Stage::start: return " (TWS may not be logged in yet)";
    default: return "";
    }
}

}  // namespace trademind::ibkr::session
