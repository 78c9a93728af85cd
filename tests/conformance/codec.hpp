// Every message of the wire behind one face: build, encode, decode, look at.
#pragma once

#include "conformance/value.hpp"
#include "conformance/vector_file.hpp"

#include "brokers/ibkr/wire/encode.hpp"

#include <memory>
#include <optional>

namespace trademind::conformance {

using ibkr::Version;
using ibkr::wire::Encoding;
using ibkr::wire::Fault;
using ibkr::wire::Surplus;

/// A message of some type. Its texts are views: into the JSON it was built from, or into the
/// payload it was read from.
class AnyMessage {
public:
    virtual ~AnyMessage() = default;

    virtual std::string_view name() const = 0;
    virtual Version protobuf_since() const = 0;
    /// What the message does not have, or a value of the wrong kind; empty when all went in.
    virtual std::vector<std::string> build(const Json& members) = 0;
    /// The payload, without the length in front of it.
    virtual Fault encode(std::string& payload, Version server, Encoding encoding) const = 0;
    virtual Fault decode(std::string_view payload, std::size_t body_at, Version server,
                         Encoding encoding, Surplus& surplus) = 0;
    virtual Value tree() const = 0;
};

using MakeMessage = std::unique_ptr<AnyMessage> (*)();

/// The type of a message id; null when the library has none.
MakeMessage find_request(int id);
MakeMessage find_answer(int id);

}  // namespace trademind::conformance
