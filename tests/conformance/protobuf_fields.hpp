// A protobuf message as its fields, without a schema.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace trademind::conformance {

struct ProtobufField {
    static constexpr int varint = 0, fixed64 = 1, delimited = 2, fixed32 = 5;
    int wire_type = varint;
    std::string_view raw;  ///< the value's bytes, without tag and length
};
using ProtobufFields = std::map<std::uint32_t, std::vector<ProtobufField>>;

/// The fields of a message by number, each in the order of the wire; nothing when the bytes are no
/// message.
std::optional<ProtobufFields> parse_protobuf(std::string_view bytes);

}  // namespace trademind::conformance
