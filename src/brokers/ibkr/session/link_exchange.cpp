// The link: what to do next, and what the frames that pass through say about the link itself.
#include "brokers/ibkr/session/link.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::ibkr::session {
namespace {

constexpr int client_id_in_use = 326;

Error error_of(const ErrorMessage& message)
{
    return make_tws_error(message.error_code, std::string{message.error_message});
}

}  // namespace

void Link::note(const ManagedAccounts& message)
{
    if (stage_ != Stage::start) return;
    handshake_.accounts(message.accounts_list);
    become_ready_if_complete();
}

void Link::note(const NextValidId& message)
{
    if (stage_ != Stage::start) return;
    handshake_.next_order_id(message.order_id);
    become_ready_if_complete();
}

void Link::note(const wire::Fault& fault)
{
    if (stage_ != Stage::start || pending_.has(Pending::failure)) return;
    // a session outlives an unreadable message, but cannot begin without its accounts and first id
    bool needed = fault.message.empty() || fault.message == ManagedAccounts::info.name ||
                  fault.message == NextValidId::info.name;
    if (needed) fail_soon({failed_at(Errc::protocol, fault.describe())});
}

void Link::note(const ErrorMessage& message)
{
    if (message.error_code == client_id_in_use && stage_ == Stage::start)
        return client_id_refused(message);
    if (message.about() != ErrorMessage::no_request) return;
    const auto* change = connectivity_.note(message.error_code, message.error_message);
    if (!change) {
        // where no session comes of it, this is why
        if (stage_ == Stage::start) handshake_.say(error_of(message));
        return;
    }
    pending_.add(Pending::connectivity);
    // TWS without its server begins no session: that it has none is why
    if (stage_ == Stage::start && change->lost_server()) handshake_.say(error_of(message));
    if (change->kind != ConnectivityChange::Kind::port_moved) return;
    if (change->port != 0) options_.port = change->port;
    fail_soon({error_of(message)});
}

void Link::client_id_refused(const ErrorMessage& message)
{
    auto why =
        make_tws_error(message.error_code, fmt::format("client id {} at {}: {}", options_.client_id,
                                                       options_.address(), message.error_message));
    // only before the first session: orders belong to the id that placed them
    bool another = session().sessions == 0 && reconnect_.take_next_client_id();
    if (another) ++options_.client_id;
    fail_soon({std::move(why), another ? Setback::next_client_id : Setback::client_id_in_use});
}

Action Link::next()
{
    for (;;) {
        switch (pending_.take()) {
        case Pending::close: return {.kind = Action::Kind::close};
        case Pending::connectivity: return {.kind = Action::Kind::connectivity};
        case Pending::failure: fail(std::exchange(failure_, {})); break;
        case Pending::ready: return {.kind = Action::Kind::ready};
        case Pending::stage: return {.kind = Action::Kind::stage};
        case Pending::step:
            if (stage_ == Stage::resolve) return {.kind = Action::Kind::resolve};
            if (stage_ != Stage::connect) break;
            socket_.begin_connect();
            return {.kind = Action::Kind::connect, .count = addresses_.current()};
        case Pending::report:
            if (loss_.retry_in) return {.kind = Action::Kind::retry, .wait = *loss_.retry_in};
            deadlines_.disarm();  // the driver drops its timer
            return {.kind = Action::Kind::closed};
        case Pending::none:
            if (auto action = go_on()) return *action;
        }
    }
}

std::optional<Action> Link::go_on()
{
    switch (stage_) {
    case Stage::idle: return Action{};
    case Stage::closing:
        // what is under way on the socket must end first: it tells how much was written
        if (socket_.any()) return Action{};
        finish_closing();
        return {};
    case Stage::handshake:
    case Stage::start:
    case Stage::ready:
        if (auto action = exchange()) return action;
        // a frame may have ended the session
        if (pending_.any()) return {};
        break;
    default: break;
    }
    return timer();
}

std::optional<Action> Link::exchange()
{
    // what a handler has just sent goes before the frames that still wait to be handled
    if (!socket_.writing()) {
        if (auto bytes = writer_.begin(now_.uptime); !bytes.empty()) {
            socket_.begin_write(bytes);
            deadlines_.set(Deadlines::Of::write, now_.uptime + options_.timeouts.write);
            return Action{.kind = Action::Kind::write};
        }
    }
    // the other end reads all of it before it answers this: a plain close could overtake it
    if (deadlines_.runs(Deadlines::Of::finish) && !socket_.writing() && writer_.empty() &&
        socket_.say_goodbye())
        return Action{.kind = Action::Kind::half_close};
    // bytes that are being read into the buffer: nothing in it can have become whole
    if (socket_.reading()) return {};
    if (auto action = incoming()) return action;
    if (pending_.any()) return {};
    socket_.begin_read();
    return Action{.kind = Action::Kind::read};
}

std::optional<Action> Link::incoming()
{
    std::string_view payload;
    switch (reader_.next(payload)) {
    case Reader::State::incomplete: return {};
    case Reader::State::broken:
        fail_soon({failed_at(Errc::protocol,
                             fmt::format("a frame of {} bytes cannot be", reader_.bad_length()))});
        return {};
    case Reader::State::frame: break;
    }
    if (stage_ == Stage::handshake) {
        greeted(payload);
        return {};
    }
    return Action{.kind = Action::Kind::deliver, .frame = payload};
}

void Link::greeted(std::string_view payload)
{
    auto version = handshake_.answered(payload);
    auto start = version ? handshake_.start_api() : Result<std::string>{version.error()};
    if (!start) {
        const auto& error = start.error();
        // a stranger's answer may be passing trouble, a version is not
        bool is_version = error == Errc::server_too_old || error == Errc::server_too_new ||
                          error == Errc::not_supported || error == Errc::invalid_argument;
        auto setback = is_version ? Setback::final : Setback::passing;
        return fail_soon(
            {{error.code, fmt::format("handshake with {}: {}", options_.address(), error.message)},
             setback});
    }
    enter(Stage::start);
    writer_.push(*start, SendPriority::urgent, no_tag);
}

void Link::become_ready_if_complete()
{
    if (pending_.has(Pending::failure) || !handshake_.complete()) return;
    handshake_.count_session(options_.client_id);
    reconnect_.ready(now_.uptime);
    heartbeat_.start(now_.uptime);
    connectivity_.ready();
    stage_ = Stage::ready;
    deadlines_.clear(Deadlines::Of::stage);
    pending_.add(Pending::ready);
}

Action Link::timer()
{
    std::optional<Duration> also;
    if (stage_ == Stage::ready) {
        if (!deadlines_.runs(Deadlines::Of::finish)) also = heartbeat_.next();
        auto due = socket_.writing() ? std::nullopt : writer_.due(now_.uptime);
        if (due && (!also || now_.uptime + *due < *also)) also = now_.uptime + *due;
    }
    auto wait = deadlines_.arm(also, now_.uptime);
    return wait ? Action{.kind = Action::Kind::wait, .wait = *wait} : Action{};
}

}  // namespace trademind::ibkr::session
