// Field types that messages share.
#pragma once

#include <trademind/brokers/ibkr/messages/info.hpp>
#include <trademind/decimal.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Messages of the TWS protocol: plain structs, each with one list of its fields.
///
/// Text members are views: into the frame when a message was read, into the caller's text when it
/// is written. A message that outlives its frame dangles; copy what is kept. Unset numbers are
/// empty optionals. Names in the field lists are the protocol's protobuf names.
namespace trademind::ibkr {

/// Tag and value pairs in the order of the wire.
using Tags = std::vector<std::pair<std::string_view, std::string_view>>;

/// A request, order or contract id that was never given: the protocol's "unset" integer.
inline constexpr int no_id = std::numeric_limits<int>::max();

/// Base of messages with a request's number, `Unset` where it is not given: the first of their
/// fields, which fields_of() visits before those that describe() names.
template <int Unset> struct Numbered {
    static constexpr bool begins_with_number = true;
    int request_id = Unset;
};
/// Base of answers to a request of that number.
using OfRequest = Numbered<-1>;
/// Base of messages without a field of their own.
struct NoFields {
    template <class M, class V> static void describe(M&, V&) {}
};
/// Visits every field of a message.
template <class M, class V> void fields_of(M& message, V& visitor)
{
    using Message = std::remove_const_t<M>;
    if constexpr (requires { Message::begins_with_number; })
        visitor("reqId", 1, message.request_id);
    Message::describe(message, visitor);
}

/// Base of requests that nothing answers, except an error message.
struct Unanswered {
    using answer = NoAnswer;
    static constexpr Key key = Key::none;
};
/// Base of requests whose answers are known by their type.
struct ByType {
    static constexpr Key key = Key::type;
};
/// Base of requests that their answers name by number.
struct ById : Numbered<no_id> {
    static constexpr Key key = Key::request_id;
};
/// Base of requests that end another one, by its number.
struct UnansweredById : Unanswered, Numbered<no_id>, NoFields {};
/// Base of answers that end a list.
struct AnswerById : OfRequest, NoFields {};

/// A contract's multiplier: text in the text encoding, a double in protobuf.
struct Multiplier {
    std::string_view text;         ///< as written, for example "100"; wins over `number`
    std::optional<double> number;  ///< what protobuf carries

    Multiplier() = default;
    Multiplier(std::string_view text) : text{text} {}
    Multiplier(const char* text) : text{text} {}
    explicit Multiplier(double number) : number{number} {}

    bool empty() const { return text.empty() && !number; }
    /// The number; 0 when the text does not begin with one, as the servers read it.
    std::optional<double> value() const
    {
        if (text.empty()) return number;
        double x = 0;
        std::from_chars(text.data(), text.data() + text.size(), x);
        return x;
    }
};

/// The text form of a part whose text and protobuf lists are the same.
inline constexpr auto whole = [](auto& part, auto& v) {
    std::remove_cvref_t<decltype(part)>::describe(part, v);
};

}  // namespace trademind::ibkr
