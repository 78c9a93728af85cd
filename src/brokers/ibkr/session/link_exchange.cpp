// The link: what to do next, and what the frames that pass through say about the link itself.
#include "brokers/ibkr/session/link.hpp"

#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind::ibkr::session {
namespace {

constexpr int client_id_in_use = 326;

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
            auto why = make_tws_error(message.error_code,
                                      fmt::format("client id {} at {}: {}", link.options_.client_id,
                                                  link.options_.address(), message.error_message));
            auto setback = Setback::client_id_in_use;
            // only before the first session: orders belong to the id that placed them
            if (link.session().sessions == 0 &&
                link.client_ids_tried_ < link.options_.reconnect.next_client_ids) {
                ++link.client_ids_tried_;
                ++link.options_.client_id;
                setback = Setback::next_client_id;
            }
            link.failure_due_ = Failure{std::move(why), setback};
            return;
        }
        if (message.about() != ErrorMessage::no_request) return;
        auto change = link.connectivity_.note(message.error_code, message.error_message);
        if (!change) {
            // where no session comes of it, this is why
            if (link.stage_ == Stage::start)
                link.said_at_start_ =
                    make_tws_error(message.error_code, std::string{message.error_message});
            return;
        }
        link.change_ = std::move(*change);
        link.change_due_ = true;
        if (link.change_.kind != ConnectivityChange::Kind::port_moved) return;
        if (link.change_.port != 0) link.options_.port = link.change_.port;
        link.failure_due_ =
            Failure{make_tws_error(message.error_code, std::string{message.error_message}),
                    Setback::passing};
    }
};

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
    if (finish_deadline_ && !writing_ && !said_goodbye_ && writer_.empty()) {
        // the other end reads all of it before it answers this: a plain close could overtake it
        said_goodbye_ = true;
        return Action{.kind = Action::Kind::half_close};
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
        bool is_version = error == Errc::server_too_old || error == Errc::server_too_new ||
                          error == Errc::not_supported || error == Errc::invalid_argument;
        auto setback = is_version ? Setback::final : Setback::passing;
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
    // a session outlives an unreadable message, but cannot begin without its accounts and first id
    bool needed = fault && fault.message != ErrorMessage::info.name;
    if (needed && !failure_due_)
        failure_due_ = Failure{failed_at(Errc::protocol, fault.describe())};
    if (!failure_due_ && handshake_.complete()) become_ready();
}

void Link::become_ready()
{
    handshake_.count_session(options_.client_id);
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
        consider(finish_deadline_ ? finish_deadline_ : heartbeat_.next());
        if (auto due = writer_.due(now_.uptime); due && !writing_) consider(now_.uptime + *due);
    }
    return earliest;
}

}  // namespace trademind::ibkr::session
