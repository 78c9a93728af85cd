// Messages to frames and back, for either end of the wire. The work is compiled once for each
// message (messages_*.cpp); users of this header compile none of it.
#pragma once

#include "brokers/ibkr/wire/fault.hpp"

#include <trademind/brokers/ibkr/messages/info.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace trademind::ibkr::wire {

inline constexpr int protobuf_offset = 200;

template <class M>
inline constexpr bool is_request = std::is_same_v<decltype(M::info), const RequestInfo>;

enum class Encoding { text, protobuf };

/// The encoding that this server version uses for the message.
template <class M> constexpr Encoding encoding_of(Version server)
{
    return server >= M::info.protobuf_since ? Encoding::protobuf : Encoding::text;
}

/// Appends one frame: length, message id, body. On a fault nothing is appended, and the fault
/// names the field: a value that this server cannot take, text that the encoding cannot carry.
template <class M> Fault encode(std::string& out, const M& message, Version server);

/// The same in a given encoding: for tests and for servers that speak both.
template <class M>
Fault encode_as(std::string& out, const M& message, Version server, Encoding encoding);

/// What a frame held beyond what this library knows: counted, never an error.
struct Surplus {
    std::size_t trailing_fields = 0;  ///< text fields after the last known one
    std::size_t unknown_fields = 0;   ///< protobuf fields without a member
};

/// Reads a body that begins at byte `body_at` of the payload. Views in `message` point into the
/// payload. On a fault `message` is partly filled and must not be used.
template <class M>
Fault decode(std::string_view payload, std::size_t body_at, Version server, Encoding encoding,
             M& message, Surplus& surplus);

/// One line of JSON with the protocol's protobuf names.
template <class M> std::string to_json(const M& message);

}  // namespace trademind::ibkr::wire
