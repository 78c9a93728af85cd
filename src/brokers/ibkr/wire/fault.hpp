// Why a message could not be read or written: cheap to make, told in words on demand.
#pragma once

#include <trademind/brokers/ibkr/messages/version.hpp>
#include <trademind/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace trademind::ibkr::wire {

/// The first thing that went wrong with a message. `message` and `field` name it in the protocol's
/// own names; `offset` counts bytes of the payload (behind the length prefix) when reading.
struct Fault {
    enum class Kind : unsigned char {
        none,
        truncated,      ///< the frame ends inside the message
        not_a_number,   ///< text that is not a clean number, or a double that is none
        out_of_range,   ///< a number too large for its field, a count that cannot be
        bad_text,       ///< bytes that this encoding cannot carry, or that are not UTF-8
        bad_encoding,   ///< broken protobuf: wire type, tag or length
        unknown_value,  ///< a value that decides the layout and is not known
        missing,        ///< a part without which the message means nothing
        bad_id,         ///< no message id in front
        needs_server,   ///< the server is older than the message or the field
        ended,          ///< the server is newer than the last one that takes the field
        too_long,       ///< over the largest frame
    };
    Kind kind = Kind::none;
    Version needed{};  ///< with needs_server and ended
    Version server{};
    std::string_view message, field;
    std::size_t offset = 0;

    explicit operator bool() const { return kind != Kind::none; }
    /// One sentence: "OpenOrder: order.lmtPrice at byte 96 is not a number".
    std::string describe() const;
};

/// The fault of a message that was to be sent: not_supported where the server is the reason, else
/// invalid_argument.
Error unsendable(const Fault&);

}  // namespace trademind::ibkr::wire
