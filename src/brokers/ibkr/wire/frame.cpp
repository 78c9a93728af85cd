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
    if (bytes.size() < std::size_t{4} + length) return cut;
    cut.kind = FrameCut::Kind::frame;
    cut.payload = bytes.substr(4, length);
    cut.used = std::size_t{4} + length;
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
    auto payload = client_hello_payload(hello);
    char length[4];
    put_big_endian(length, static_cast<std::uint32_t>(payload.size()));
    out.append(greeting).append(length, 4).append(payload);
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

}  // namespace trademind::ibkr::wire
