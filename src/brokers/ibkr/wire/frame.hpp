// Frames: a four-byte length in network order and a payload. No I/O here.
#pragma once

#include "brokers/ibkr/wire/fault.hpp"

#include <cstdint>

namespace trademind::ibkr::wire {

/// Largest payload in either direction: three bytes' worth.
inline constexpr std::size_t max_frame = 0xFF'FFFF;

inline void put_big_endian(char* at, std::uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<char>(n >> shift);
}
inline std::uint32_t get_big_endian(const char* at)
{
    std::uint32_t n = 0;
    for (int i = 0; i < 4; ++i) n = n << 8 | static_cast<unsigned char>(at[i]);
    return n;
}

/// Cuts a stream of bytes into payloads.
///
/// `next` looks at the bytes received so far and takes nothing; the caller drops `used` bytes. A
/// length of zero or beyond the limit cannot be skipped (there is no way to find the next frame):
/// it ends the stream.
struct FrameCut {
    enum class Kind { incomplete, frame, broken } kind = Kind::incomplete;
    std::string_view payload;      ///< with frame: a view into the bytes given
    std::size_t used = 0;          ///< with frame: bytes to drop, the length prefix included
    std::uint32_t bad_length = 0;  ///< with broken: the length that cannot be
};
FrameCut cut_frame(std::string_view bytes);

/// What the server says first: the version it chose and the time of day in its own words.
struct ServerHello {
    int version{};
    std::string_view connection_time;
    std::string_view redirect;  ///< host[:port] to connect to instead, when the version is -1
};

/// What the client says first. The server picks the highest version in the range that it knows.
struct ClientHello {
    int oldest = number(Version::oldest);
    int newest = number(Version::newest);
    std::string_view connect_options;  ///< for example "+PACEAPI"
};

/// Appends the greeting: "API", a NUL, and a frame with the range of versions.
void write_client_hello(std::string& out, const ClientHello& hello);
/// The payload of the greeting's frame, without the four bytes of "API" in front.
std::string client_hello_payload(const ClientHello& hello);
/// Reads the server's greeting. Does not judge the version.
Fault read_server_hello(std::string_view payload, ServerHello& hello);

}  // namespace trademind::ibkr::wire
