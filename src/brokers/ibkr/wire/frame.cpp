// Cutting frames and the two greetings.
#include "brokers/ibkr/wire/frame.hpp"

#include <charconv>

namespace trademind::ibkr::wire {
namespace {

constexpr std::string_view greeting{"API\0", 4};

/// Takes one NUL-terminated field off the front.
bool take_field(std::string_view& rest, std::string_view& field)
{
    auto nul = rest.find('\0');
    if (nul == std::string_view::npos) return false;
    field = rest.substr(0, nul);
    rest.remove_prefix(nul + 1);
    return true;
}

bool parse_whole(std::string_view text, int& out)
{
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    return ec == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// Takes "v<number>" or "<number>" off the front.
bool take_number(std::string_view& rest, int& out)
{
    auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
    if (ec != std::errc{} || out < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
}

void append_frame(std::string& out, std::string_view payload)
{
    char length[4];
    put_big_endian(length, static_cast<std::uint32_t>(payload.size()));
    out.append(length, 4).append(payload);
}

}  // namespace

FrameCut cut_frame(std::string_view bytes)
{
    FrameCut cut;
    if (bytes.size() < 4) return cut;
    auto length = get_big_endian(bytes.data());
    if (length == 0 || length > max_frame) {
        cut.kind = FrameCut::Kind::broken;
        cut.bad_length = length;
        return cut;
    }
    cut.wanted = std::size_t{4} + length;
    if (bytes.size() < cut.wanted) return cut;
    cut.kind = FrameCut::Kind::frame;
    cut.payload = bytes.substr(4, length);
    cut.used = cut.wanted;
    return cut;
}

std::string client_hello_payload(const ClientHello& hello)
{
    std::string payload(1, 'v');  // by append: g++ 12 warns of an insert into a temporary
    payload += std::to_string(hello.oldest);
    if (hello.newest != hello.oldest) payload.append("..").append(std::to_string(hello.newest));
    if (!hello.connect_options.empty()) payload.append(1, ' ').append(hello.connect_options);
    return payload;
}

void write_client_hello(std::string& out, const ClientHello& hello)
{
    out.append(greeting);
    append_frame(out, client_hello_payload(hello));
}

Fault read_client_hello(std::string_view payload, ClientHello& hello)
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

void write_server_hello(std::string& out, const ServerHello& hello)
{
    std::string payload = std::to_string(hello.version);
    payload += '\0';
    payload.append(hello.version == -1 ? hello.redirect : hello.connection_time).append(1, '\0');
    append_frame(out, payload);
}

Fault read_server_hello(std::string_view payload, ServerHello& hello)
{
    Fault fault{Fault::Kind::truncated, {}, {}, "Handshake", "server version", 0};
    auto rest = payload;
    std::string_view version, text;
    if (!take_field(rest, version)) return fault;
    if (!parse_whole(version, hello.version)) return fault.kind = Fault::Kind::not_a_number, fault;
    fault.field = "connection time";
    fault.offset = version.size() + 1;
    constexpr int first_with_time = 20;
    if (!take_field(rest, text) && hello.version >= first_with_time) return fault;
    if (hello.version >= first_with_time) hello.connection_time = text;
    if (hello.version == -1) hello.redirect = text;
    return {};
}

std::optional<Version> accept_version(int version)
{
    if (version < number(Version::oldest) || version > number(Version::newest)) return {};
    return Version{version};
}

}  // namespace trademind::ibkr::wire
