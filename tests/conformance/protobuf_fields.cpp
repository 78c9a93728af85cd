// Cuts a protobuf message into fields with protozero's primitives; groups, which protozero does not
// read, are kept whole.
#include "conformance/protobuf_fields.hpp"

#include <protozero/exception.hpp>
#include <protozero/varint.hpp>

namespace trademind::conformance {

namespace {

constexpr int group_begin = 3, group_end = 4, deepest = 100;

struct Cutter {
    const char* at;
    const char* end;

    struct Key {
        std::uint32_t number;
        int wire_type;
    };
    /// Throws protozero::exception for what no parser may take.
    Key key()
    {
        auto raw = protozero::decode_varint(&at, end);
        constexpr int type_bits = 3, type_mask = 7;
        constexpr std::uint64_t largest = 0x1FFF'FFFF;
        auto number = raw >> type_bits;
        if (number == 0 || number > largest) throw protozero::invalid_tag_exception{};
        return {static_cast<std::uint32_t>(number), static_cast<int>(raw & type_mask)};
    }
    void advance(std::uint64_t n)
    {
        if (n > static_cast<std::uint64_t>(end - at)) throw protozero::end_of_buffer_exception{};
        at += n;
    }
    std::string_view value(Key key, int depth)
    {
        auto begin = at;
        switch (key.wire_type) {
        case ProtobufField::varint: protozero::decode_varint(&at, end); break;
        case ProtobufField::fixed64: advance(sizeof(std::uint64_t)); break;
        case ProtobufField::fixed32: advance(sizeof(std::uint32_t)); break;
        case ProtobufField::delimited: {
            auto n = protozero::decode_varint(&at, end);
            begin = at;
            advance(n);
            break;
        }
        case group_begin: {
            if (depth == deepest) throw protozero::unknown_pbf_wire_type_exception{};
            for (auto inner = this->key(); inner.wire_type != group_end; inner = this->key())
                value(inner, depth + 1);
            break;
        }
        default: throw protozero::unknown_pbf_wire_type_exception{};
        }
        return {begin, static_cast<std::size_t>(at - begin)};
    }
};

}  // namespace

std::optional<ProtobufFields> parse_protobuf(std::string_view bytes)
{
    ProtobufFields fields;
    try {
        Cutter cutter{bytes.data(), bytes.data() + bytes.size()};
        while (cutter.at != cutter.end) {
            auto key = cutter.key();
            fields[key.number].push_back({key.wire_type, cutter.value(key, 0)});
        }
    } catch (const protozero::exception&) {
        return {};
    }
    return fields;
}

}  // namespace trademind::conformance
