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

template <class M>
Fault encode_as(std::string& out, const M& message, Version server, Encoding encoding)
{
    constexpr auto sender = is_request<M> ? Sender::client : Sender::server;
    auto start = out.size();
    int id = static_cast<int>(M::info.id) + (encoding == Encoding::protobuf ? protobuf_offset : 0);
    Fault fault;
    if (server < M::info.since)
        fault = {Fault::Kind::needs_server, M::info.since, server, {}, {}, 0};
    if (server >= Version::protobuf) {
        out.append(8, '\0');
        put_big_endian(out.data() + start + 4, static_cast<std::uint32_t>(id));
    } else {
        char text[16];
        char* end = std::to_chars(text, text + 15, id).ptr;
        *end++ = '\0';
        out.append(4, '\0').append(text, end);
    }
    if (encoding == Encoding::protobuf) {
        ProtoWriter writer{out, server, sender};
        M::describe(message, writer);
        if (!fault) fault = writer.fault();
    } else {
        TextWriter writer{out, server, sender};
        M::describe(message, writer);
        if (!fault) fault = writer.fault();
    }
    auto length = out.size() - start - 4;
    if (!fault && length > max_frame) fault = {Fault::Kind::too_long, {}, server, {}, {}, length};
    if (fault) {
        fault.message = M::info.name;
        out.resize(start);
        return fault;
    }
    put_big_endian(out.data() + start, static_cast<std::uint32_t>(length));
    return {};
}

template <class M> Fault encode(std::string& out, const M& message, Version server)
{
    return encode_as(out, message, server, encoding_of<M>(server));
}

template <class M>
Fault decode(std::string_view payload, std::size_t body_at, Version server, Encoding encoding,
             M& message, Surplus& surplus)
{
    Fault fault;
    if (encoding == Encoding::protobuf) {
        ProtoReader reader{payload, body_at, is_request<M>};
        reader.read_all(message);
        surplus.unknown_fields += reader.unknown_fields();
        fault = reader.fault();
    } else {
        TextReader reader{payload, body_at, server};
        M::describe(message, reader);
        surplus.trailing_fields += reader.finish();
        fault = reader.fault();
    }
    if (fault) {
        fault.message = M::info.name;
        fault.server = server;
    }
    return fault;
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
