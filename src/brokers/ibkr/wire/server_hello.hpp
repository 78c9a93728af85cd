// The greeting's other side: what a server reads and writes.
#pragma once

#include "brokers/ibkr/wire/frame.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace trademind::ibkr::wire {

/// Takes "<number>" off the front.
inline bool take_number(std::string_view& rest, int& out)
{
    auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
    if (ec != std::errc{} || out < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
}

/// Reads the payload of the greeting's frame.
inline Fault read_client_hello(std::string_view payload, ClientHello& hello)
{
    Fault fault{Fault::Kind::not_a_number, {}, {}, "Handshake", "version range", 0};
    auto rest = payload;
    if (rest.empty() || rest.front() != 'v') return fault;
    rest.remove_prefix(1);
    if (!take_number(rest, hello.oldest)) return fault;
    hello.newest = hello.oldest;
    if (rest.substr(0, 2) == "..") {
        rest.remove_prefix(2);
        if (!take_number(rest, hello.newest)) return fault;
    }
    if (!rest.empty() && rest.front() != ' ') return fault;
    if (hello.newest < hello.oldest) return fault.kind = Fault::Kind::out_of_range, fault;
    hello.connect_options = rest.empty() ? rest : rest.substr(1);
    return {};
}

/// Appends the server's greeting as a frame.
inline void write_server_hello(std::string& out, const ServerHello& hello)
{
    std::string payload = std::to_string(hello.version);
    payload += '\0';
    payload.append(hello.version == -1 ? hello.redirect : hello.connection_time).append(1, '\0');
    char length[4];
    put_big_endian(length, static_cast<std::uint32_t>(payload.size()));
    out.append(length, 4).append(payload);
}

/// The agreed version, or nothing when it is outside of what this library speaks and was offered.
inline std::optional<Version> accept_version(int version)
{
    if (version < number(Version::oldest) || version > number(Version::newest)) return {};
    return Version{version};
}

}  // namespace trademind::ibkr::wire
