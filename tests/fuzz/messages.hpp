// What the message fuzzers share: any bytes, at any version, must be read or refused cleanly, and
// what was read must survive being written and read again.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"

#include <cstdio>
#include <cstdlib>

namespace trademind::ibkr::wire {

inline void require(bool holds, const char* what, const std::string& detail = {})
{
    if (holds) return;
    std::fprintf(stderr, "violated: %s\n%s\n", what, detail.c_str());
    std::abort();
}

/// What a client's writer sends of the message: no algorithm parameters without an algorithm.
template <class M> M as_sent(M message)
{
    if constexpr (is_request<M> && requires { message.order.algo_params; })
        if (message.order.algo_strategy.empty()) message.order.algo_params.clear();
    return message;
}

/// Writes each message again in the encoding it came in and reads that back.
struct Echo {
    Version server;
    Encoding encoding;

    template <class M> void on(const M& received)
    {
        auto message = as_sent(received);
        auto json = to_json(message);
        std::string frame;
        if (encode_as(frame, message, server, encoding)) return;  // a value only readers take
        auto cut = cut_frame(frame);
        require(cut.kind == FrameCut::Kind::frame, "a written frame can be cut");
        MessageHead head;
        require(!read_head(cut.payload, server, head), "a written frame has a head");
        M again;
        Surplus surplus;
        auto fault = decode(cut.payload, head.body_at, server, encoding, again, surplus);
        require(!fault, "a written message reads back", fault.describe() + "\n" + json);
        require(to_json(again) == json, "it reads back identically", json + "\n" + to_json(again));
    }
};

/// The first byte chooses the version, the rest is a payload.
template <class Messages> void fuzz_messages(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return;
    constexpr int versions = number(Version::newest) - number(Version::oldest) + 1;
    auto server = Version{number(Version::oldest) + data[0] % versions};
    std::string payload{reinterpret_cast<const char*>(data + 1), size - 1};
    payload.shrink_to_fit();
    MessageHead head;
    if (read_head(payload, server, head)) head = {};
    Echo echo{server, head.encoding};
    Counters counters;
    auto fault = Messages::dispatch(payload, server, echo, counters);
    require(!fault || fault.offset <= payload.size(), "a fault lies inside the frame");
    require(!fault || !fault.describe().empty(), "a fault has words");
    require(counters.messages + counters.unknown_ids + counters.faults == 1,
            "every frame is read, unknown or refused");
}

}  // namespace trademind::ibkr::wire
