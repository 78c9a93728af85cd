// The definitions behind encode.hpp; included only where messages are instantiated.
#pragma once

#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/json_writer.hpp"
#include "brokers/ibkr/wire/proto_reader.hpp"
#include "brokers/ibkr/wire/proto_writer.hpp"
#include "brokers/ibkr/wire/text_reader.hpp"
#include "brokers/ibkr/wire/text_writer.hpp"

#include <tuple>

namespace trademind::ibkr::wire {

/// Empty unless the visitor stumbled: a fault is copied only when there is one.
template <class M, class V> Fault outcome(const V& visitor, Version server)
{
    if (!visitor.fault()) [[likely]]
        return {};
    auto fault = visitor.fault();
    fault.message = M::info.name;
    fault.server = server;
    return fault;
}

/// One function for each encoding: a compiler that sees both in one gives up inlining.
template <class Writer, class M>
[[gnu::noinline]] Fault write_body(std::string& out, std::size_t start, const M& message,
                                   Version server)
{
    Pad pad;
    Writer writer{pad, server, is_request<M> ? Sender::client : Sender::server};
    M::describe(message, writer);
    auto length = out.size() - start - 4 + pad.size();
    if (length > max_frame) return {Fault::Kind::too_long, {}, server, M::info.name, {}, length};
    out.append(pad.bytes());
    put_big_endian(out.data() + start, static_cast<std::uint32_t>(length));
    return outcome<M>(writer, server);
}

template <class M>
Fault encode_as(std::string& out, const M& message, Version server, Encoding encoding)
{
    auto start = out.size();
    if (server < M::info.since)
        return {Fault::Kind::needs_server, M::info.since, server, M::info.name, {}, 0};
    int id = static_cast<int>(M::info.id) + (encoding == Encoding::protobuf ? protobuf_offset : 0);
    if (server >= Version::protobuf) {
        out.append(8, '\0');
        put_big_endian(out.data() + start + 4, static_cast<std::uint32_t>(id));
    } else {
        char text[16];
        char* end = std::to_chars(text, text + 15, id).ptr;
        *end++ = '\0';
        out.append(4, '\0').append(text, end);
    }
    auto fault = encoding == Encoding::protobuf
                     ? write_body<ProtoWriter>(out, start, message, server)
                     : write_body<TextWriter>(out, start, message, server);
    if (fault) out.resize(start);
    return fault;
}

template <class M> Fault encode(std::string& out, const M& message, Version server)
{
    return encode_as(out, message, server, encoding_of<M>(server));
}

template <class M>
[[gnu::noinline]] Fault read_protobuf(std::string_view payload, std::size_t body_at, Version server,
                                      M& message, Surplus& surplus)
{
    ProtoReader reader{payload, body_at, is_request<M>};
    reader.read_all(message);
    surplus.unknown_fields += reader.unknown_fields();
    return outcome<M>(reader, server);
}

template <class M>
[[gnu::noinline]] Fault read_text(std::string_view payload, std::size_t body_at, Version server,
                                  M& message, Surplus& surplus)
{
    TextReader reader{payload, body_at, server};
    M::describe(message, reader);
    surplus.trailing_fields += reader.finish();
    return outcome<M>(reader, server);
}

template <class M>
Fault decode(std::string_view payload, std::size_t body_at, Version server, Encoding encoding,
             M& message, Surplus& surplus)
{
    return encoding == Encoding::protobuf
               ? read_protobuf(payload, body_at, server, message, surplus)
               : read_text(payload, body_at, server, message, surplus);
}

template <class M> std::string to_json(const M& message)
{
    std::string out;
    JsonWriter{out}.write_message(message);
    return out;
}

/// Instantiates everything of a list of messages: `template struct Instantiate<A, B, C>;`
template <class... Ms> struct Instantiate {
    static constexpr auto functions =
        std::tuple{std::tuple{&encode<Ms>, &encode_as<Ms>, &decode<Ms>, &to_json<Ms>}...};
};

}  // namespace trademind::ibkr::wire
