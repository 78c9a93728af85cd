// Names of actions and events.
#include "brokers/ibkr/session/action.hpp"

#include "brokers/ibkr/session/observer.hpp"

#include <ostream>

namespace trademind::ibkr::session {

std::string_view to_string(Action::Kind kind)
{
    switch (kind) {
    case Action::Kind::idle: return "idle";
    case Action::Kind::resolve: return "resolve";
    case Action::Kind::connect: return "connect";
    case Action::Kind::write: return "write";
    case Action::Kind::read: return "read";
    case Action::Kind::wait: return "wait";
    case Action::Kind::stage: return "stage";
    case Action::Kind::deliver: return "deliver";
    case Action::Kind::connectivity: return "connectivity";
    case Action::Kind::ready: return "ready";
    case Action::Kind::half_close: return "half close";
    case Action::Kind::close: return "close";
    case Action::Kind::retry: return "retry";
    case Action::Kind::closed: return "closed";
    }
    return "unknown";
}

std::string_view to_string(Event::Kind kind)
{
    switch (kind) {
    case Event::Kind::proceed: return "proceed";
    case Event::Kind::start: return "start";
    case Event::Kind::stop: return "stop";
    case Event::Kind::finish: return "finish";
    case Event::Kind::resolved: return "resolved";
    case Event::Kind::connected: return "connected";
    case Event::Kind::received: return "received";
    case Event::Kind::sent: return "sent";
    case Event::Kind::resolve_failed: return "resolve failed";
    case Event::Kind::connect_failed: return "connect failed";
    case Event::Kind::read_failed: return "read failed";
    case Event::Kind::write_failed: return "write failed";
    case Event::Kind::timer: return "timer";
    }
    return "unknown";
}

std::string_view to_string(Stage stage)
{
    switch (stage) {
    case Stage::idle: return "idle";
    case Stage::resolve: return "resolve";
    case Stage::connect: return "connect";
    case Stage::handshake: return "handshake";
    case Stage::start: return "start";
    case Stage::ready: return "ready";
    case Stage::closing: return "closing";
    case Stage::waiting: return "waiting";
    }
    return "unknown";
}

std::ostream& operator<<(std::ostream& out, const Action& action)
{
    out << to_string(action.kind);
    switch (action.kind) {
    case Action::Kind::connect: return out << ' ' << action.count;
    case Action::Kind::wait:
    case Action::Kind::retry:
        return out << ' ' << static_cast<double>(action.wait.count()) / 1e9 << 's';
    case Action::Kind::deliver: {
        out << ' ';
        for (char c : action.frame) out << (c == '\0' ? '|' : c);
        return out;
    }
    default: return out;
    }
}

}  // namespace trademind::ibkr::session
