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

/// The length, to be filled in, and the message id: binary since protobuf came.
inline void write_head(Pad& pad, int id, Version server)
{
    char* at = pad.room(24);
    std::memset(at, 0, 4);
    if (server >= Version::protobuf) {
        put_big_endian(at + 4, static_cast<std::uint32_t>(id));
        return pad.advance(at + 8);
    }
    char* end = std::to_chars(at + 4, at + 23, id).ptr;
    *end++ = '\0';
    pad.advance(end);
}

/// One function for each encoding: a compiler that sees both in one gives up inlining.
template <class Writer, class M>
[[gnu::noinline]] Fault write_frame(std::string& out, const M& message, Version server, int id)
{
    Pad pad;
    write_head(pad, id, server);
    Writer writer{pad, server, is_request<M> ? Sender::client : Sender::server};
    if constexpr (M::info.text_version != 0) writer.text_version(M::info.text_version);
    fields_of(message, writer);
    auto length = pad.size() - 4;
    if (length > max_frame) return {Fault::Kind::too_long, {}, server, M::info.name, {}, length};
    if (!writer.fault()) [[likely]] {
        put_big_endian(pad.data(), static_cast<std::uint32_t>(length));
        out.append(pad.bytes());
        return {};
    }
    return outcome<M>(writer, server);
}

template <class M>
Fault encode_as(std::string& out, const M& message, Version server, Encoding encoding)
{
    if (server < M::info.since)
        return {Fault::Kind::needs_server, M::info.since, server, M::info.name, {}, 0};
    constexpr int id = static_cast<int>(M::info.id);
    return encoding == Encoding::protobuf
               ? write_frame<ProtoWriter>(out, message, server, id + protobuf_offset)
               : write_frame<TextWriter>(out, message, server, id);
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
    if constexpr (M::info.text_version != 0) reader.text_version(M::info.text_version);
    fields_of(message, reader);
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
