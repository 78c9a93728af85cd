// One message type behind the common face; included only where types are listed.
#pragma once

#include "conformance/codec.hpp"
#include "conformance/tree_reader.hpp"
#include "conformance/tree_writer.hpp"

#include <array>
#include <span>

namespace trademind::conformance {

template <class M> class Message final : public AnyMessage {
public:
    std::string_view name() const override { return M::info.name; }
    Version protobuf_since() const override { return M::info.protobuf_since; }
    std::vector<std::string> build(const Json& members) override
    {
        std::vector<std::string> problems;
        message_ = M{};
        TreeReader{members, "", problems}.read_message(message_);
        return problems;
    }
    Fault encode(std::string& payload, Version server, Encoding encoding) const override
    {
        constexpr std::size_t prefix = 4;
        payload.clear();
        auto fault = ibkr::wire::encode_as(payload, message_, server, encoding);
        if (!fault) payload.erase(0, prefix);
        return fault;
    }
    Fault decode(std::string_view payload, std::size_t body_at, Version server, Encoding encoding,
                 Surplus& surplus) override
    {
        message_ = M{};
        return ibkr::wire::decode(payload, body_at, server, encoding, message_, surplus);
    }
    Value tree() const override { return TreeWriter::write_message(message_); }

private:
    M message_;
};

struct CodecEntry {
    int id;
    MakeMessage make;
};

using CodecList = std::span<const CodecEntry>;

template <class... Ms> struct Codecs {
    static constexpr auto make()
    {
        return std::array{CodecEntry{
            static_cast<int>(Ms::info.id),
            []() -> std::unique_ptr<AnyMessage> { return std::make_unique<Message<Ms>>(); }}...};
    }
};

}  // namespace trademind::conformance
