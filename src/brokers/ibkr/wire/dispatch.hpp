// Finds out which message a frame holds and hands it to a handler.
#pragma once

#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"

#include <array>
#include <charconv>

namespace trademind::ibkr::wire {

/// What went by without being handled; a session counts and reports it.
struct Counters {
    std::size_t messages = 0;     ///< frames handed to the handler
    std::size_t ignored = 0;      ///< known messages that the handler has no `on` for
    std::size_t unknown_ids = 0;  ///< frames whose id this library does not know
    int last_unknown_id = 0;
    std::size_t faults = 0;  ///< frames that could not be read whole
    Surplus surplus;
};

/// The id of a payload and where its body begins.
struct MessageHead {
    int id = 0;  ///< without the protobuf offset
    Encoding encoding = Encoding::text;
    std::size_t body_at = 0;
};

/// Reads the id: text below server 201, four raw bytes from then on. False when there is none.
inline bool find_head(std::string_view payload, Version server, MessageHead& head)
{
    if (server >= Version::protobuf) {
        if (payload.size() < 4) return false;
        head.id = static_cast<int>(get_big_endian(payload.data()));
        head.body_at = 4;
        if (head.id > protobuf_offset) {
            head.id -= protobuf_offset;
            head.encoding = Encoding::protobuf;
        }
        return true;
    }
    auto end = payload.data() + payload.size();
    auto [p, ec] = std::from_chars(payload.data(), end, head.id);
    if (ec != std::errc{} || p == end || *p != '\0') return false;
    head.body_at = static_cast<std::size_t>(p - payload.data()) + 1;
    return true;
}

/// The same with a fault.
inline Fault read_head(std::string_view payload, Version server, MessageHead& head)
{
    if (find_head(payload, server, head)) return {};
    return {Fault::Kind::bad_id, {}, server, {}, "message id", 0};
}

/// Dispatch over a list of message types. `Handler` gets `on(const M&)` for each message it has
/// such a member for; other messages are not even parsed. Where it has `on_unread(const M&, const
/// Fault&)` it gets those that have a fault, filled as far as they were read. Views in a message
/// die with the call.
template <class... Ms> struct Dispatcher {
    /// A fault concerns this frame alone: the session lives on.
    template <class Handler>
    static Fault dispatch(std::string_view payload, Version server, Handler& handler,
                          Counters& counters)
    {
        MessageHead head;
        if (!find_head(payload, server, head)) {
            ++counters.faults;
            return {Fault::Kind::bad_id, {}, server, {}, "message id", 0};
        }
        auto text_form = head.encoding == Encoding::text;
        auto slot = static_cast<std::size_t>(head.id);
        if (head.id < 0 || slot >= slots || !(text_form ? known_text : known_protobuf)[slot]) {
            ++counters.unknown_ids;
            counters.last_unknown_id = head.id + (text_form ? 0 : protobuf_offset);
            return {};
        }
        auto entry = table<Handler>[slot];
        if (!entry) return ++counters.ignored, Fault{};
        auto fault = entry(payload, head, server, handler, counters);
        ++(fault ? counters.faults : counters.messages);
        return fault;
    }

private:
    static constexpr std::size_t slots = 128;
    template <class Handler>
    using Entry = Fault (*)(std::string_view, const MessageHead&, Version, Handler&, Counters&);

    template <class M, class Handler>
    static Fault read(std::string_view payload, const MessageHead& head, Version server,
                      Handler& handler, Counters& counters)
    {
        M message;
        auto fault =
            decode(payload, head.body_at, server, head.encoding, message, counters.surplus);
        if (!fault)
            handler.on(static_cast<const M&>(message));
        else if constexpr (requires { handler.on_unread(message, fault); })
            handler.on_unread(message, fault);
        return fault;
    }
    template <class Handler> static constexpr std::array<Entry<Handler>, slots> make_table()
    {
        std::array<Entry<Handler>, slots> t{};
        auto add = [&]<class M>(std::type_identity<M>) {
            if constexpr (requires(Handler & h, const M& m) { h.on(m); })
                t[static_cast<std::size_t>(M::info.id)] = &read<M, Handler>;
        };
        (add(std::type_identity<Ms>{}), ...);
        return t;
    }
    template <class Handler>
    static constexpr std::array<Entry<Handler>, slots> table = make_table<Handler>();

    static constexpr std::array<bool, slots> make_known(bool protobuf)
    {
        std::array<bool, slots> t{};
        auto add = [&](int id, Version protobuf_since, Version since) {
            bool has_form = protobuf ? protobuf_since != Version::never : since < Version::protobuf;
            t[static_cast<std::size_t>(id)] = has_form;
        };
        (add(static_cast<int>(Ms::info.id), Ms::info.protobuf_since, Ms::info.since), ...);
        return t;
    }
    static constexpr std::array<bool, slots> known_text = make_known(false);
    static constexpr std::array<bool, slots> known_protobuf = make_known(true);
};

}  // namespace trademind::ibkr::wire
