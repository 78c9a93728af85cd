// A link and the other end's bytes, for tests that step the machine by hand.
#pragma once

#include "brokers/ibkr/session/link.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"
#include "support/session_messages.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <boost/asio/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace trademind::ibkr::session {

inline const error_code eof = boost::asio::error::eof;
inline const error_code refused = boost::asio::error::connection_refused;
inline const error_code aborted = boost::asio::error::operation_aborted;
inline const error_code reset_by_peer = boost::asio::error::connection_reset;

using Kind = Action::Kind;

inline std::string_view to_string(Action::Kind kind)
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

inline std::ostream& operator<<(std::ostream& out, const Action& action)
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

inline void PrintTo(Action::Kind kind, std::ostream* out)
{
    *out << to_string(kind);
}
inline void PrintTo(Stage stage, std::ostream* out)
{
    *out << to_string(stage);
}
inline void PrintTo(const DataFarm& farm, std::ostream* out)
{
    *out << farm.name << ' ' << to_string(farm.kind) << ' ' << to_string(farm.state);
}
inline Action act(Kind kind)
{
    Action action;
    action.kind = kind;
    return action;
}
inline Action act(Kind kind, Duration wait)
{
    auto action = act(kind);
    action.wait = wait;
    return action;
}
inline Action connect_to(std::size_t address)
{
    auto action = act(Kind::connect);
    action.count = address;
    return action;
}
inline std::string field(std::string_view text)
{
    return std::string{text} + '\0';
}
/// A text frame of these fields.
template <class... Fields> std::string frame(Fields... fields)
{
    auto payload = (field(fields) + ...);
    std::string out(4, '\0');
    wire::put_big_endian(out.data(), static_cast<std::uint32_t>(payload.size()));
    return out + payload;
}
inline const std::string hello_200 = frame("200", "20260105 14:30:00 UTC");
inline const std::string accounts_frame = frame("15", "1", "DU123,DU456,");
inline const std::string next_id_frame = frame("9", "1", "41");

/// ERR_MSG as servers from 194 on send it.
inline std::string error_frame(int id, int code, std::string_view text)
{
    return frame("4", std::to_string(id), std::to_string(code), text, "", "1767623400000");
}

class LinkTest : public testing::Test {
protected:
    static LinkOptions plain()
    {
        LinkOptions options;
        options.reconnect.jitter = 0;
        options.windows = Calendar{};
        return options;
    }
    void make(LinkOptions options) { link_.emplace(std::move(options)); }
    Link& link() { return *link_; }

    Action resume(Event::Kind kind, std::size_t count = 0, error_code why = {})
    {
        return link().resume({.kind = kind, .at = now_, .count = count, .why = why});
    }
    Action proceed() { return resume(Event::Kind::proceed); }
    Result<> send(std::string_view frame, SendPriority lane, Tag tag = no_tag)
    {
        auto bytes = link().begin_frame(lane);
        if (!bytes) return bytes.error();
        (*bytes)->append(frame);
        link().end_frame(lane, tag);
        return {};
    }
    /// All that follows from one event, until idle.
    std::vector<Action> all(Event::Kind kind, std::size_t count = 0, error_code why = {})
    {
        std::vector<Action> actions;
        for (auto a = resume(kind, count, why); a.kind != Kind::idle; a = proceed()) {
            if (a.kind == Kind::write) written_ += link().write_bytes();
            if (a.kind == Kind::deliver) {
                test::note_session_messages(link(), a.frame, link().session().server);
                // the view in a delivery dies: keep the text instead
                delivered_.emplace_back(a.frame), a.frame = {};
            }
            actions.push_back(a);
        }
        return actions;
    }
    std::vector<Kind> kinds(Event::Kind kind, std::size_t count = 0, error_code why = {})
    {
        std::vector<Kind> kinds;
        for (const auto& action : all(kind, count, why)) kinds.push_back(action.kind);
        return kinds;
    }
    /// The server's bytes arrive.
    std::vector<Kind> receive(std::string_view bytes)
    {
        auto space = link().read_space();
        std::memcpy(space.data(), bytes.data(), bytes.size());
        return kinds(Event::Kind::received, bytes.size());
    }
    void pass(Duration time)
    {
        now_.uptime += time;
        *now_.utc += time;
    }

    /// Up to where the server's greeting is awaited; a retry begins with a timer.
    void greet(Event::Kind first = Event::Kind::start)
    {
        all(first);
        all(Event::Kind::resolved, 1);
        all(Event::Kind::connected);
        all(Event::Kind::sent);
    }
    /// Up to where accounts and next id are awaited.
    void begin(std::string_view hello = hello_200, Event::Kind first = Event::Kind::start)
    {
        greet(first);
        receive(hello);
        all(Event::Kind::sent);
    }
    void make_ready(LinkOptions options = plain())
    {
        make(std::move(options));
        begin();
        receive(accounts_frame + next_id_frame);
        ASSERT_EQ(link().stage(), Stage::ready);
        written_.clear();
        delivered_.clear();
    }
    /// The socket fails while a read is under way and no write.
    std::vector<Kind> break_socket(error_code why = eof)
    {
        return kinds(Event::Kind::read_failed, 0, why);
    }

    Moment now_{1000s, std::chrono::sys_days{std::chrono::January / 7 / 2026} + 15h};
    std::string written_;
    std::vector<std::string> delivered_;

private:
    std::optional<Link> link_;
};

}  // namespace trademind::ibkr::session
