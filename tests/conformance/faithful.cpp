// Holds a frame against our own writing of what was read from it.
#include "conformance/faithful.hpp"

#include "conformance/frame_difference.hpp"
#include "conformance/protobuf_fields.hpp"
#include "conformance/vector_file.hpp"

#include <trademind/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace trademind::conformance {

namespace {

std::optional<std::int64_t> to_integer(std::string_view field)
{
    std::int64_t n = 0;
    auto [end, ec] = std::from_chars(field.data(), field.data() + field.size(), n);
    if (ec != std::errc{} || end != field.data() + field.size()) return {};
    return n;
}

/// Texts that begin with the message's own version, which is read and dropped.
bool has_version(int id)
{
    static const std::set<int> ids{1,  2,  6,  7,  8,  9,  12, 13, 14, 15, 16, 19, 20, 45,
                                   46, 47, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 61,
                                   62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74};
    return ids.contains(id);
}

/// The only messages with a success flag in words.
bool has_word(int id)
{
    constexpr int verify_completed = 66, verify_and_auth_completed = 70;
    return id == verify_completed || id == verify_and_auth_completed;
}

bool has_conditions(int id)
{
    constexpr int open_order = 5, completed_order = 101;
    return id == open_order || id == completed_order;
}

/// Fields that are read and dropped: removed features of orders, and a filler in midpoint ticks.
bool is_dropped(int id, std::size_t index, int server)
{
    constexpr int open_order = 5, completed_order = 101, historical_ticks = 96;
    constexpr int with_profile = 176;  // the only version with one field more
    std::size_t shift = server == with_profile ? 1 : 0;
    if (id == open_order)
        return index == 29 || (shift == 1 && index == 33) ||
               (index >= 53 + shift && index <= 55 + shift);
    if (id == completed_order) return shift == 1 && index == 30;
    return id == historical_ticks && index >= 3 && (index - 3) % 4 == 0;
}

/// Where an order has its trailing stop price for the first time; the second one counts. It stands
/// behind the hedge of volatility orders, whose fields depend on the hedge's order type.
std::optional<std::size_t> first_stop_price(const TextFrame& frame,
                                            const std::vector<std::string>& fields)
{
    if (!has_conditions(frame.id)) return {};
    constexpr int open_order = 5, with_profile = 176;
    bool open = frame.id == open_order;
    std::size_t hedge_type = (open ? 60U : 51U) + (frame.server == with_profile ? 1U : 0U);
    std::size_t hedge_fields = open ? 8 : 4;
    if (hedge_type >= fields.size()) return {};
    return hedge_type + 4 + (fields[hedge_type].empty() ? 0 : hedge_fields);
}

bool same_field(const TextFrame& frame, std::size_t index, std::string_view read,
                std::string_view written)
{
    auto n = to_integer(read);
    if (index == 0 && has_version(frame.id) && n) return true;
    if (is_dropped(frame.id, index, frame.server)) return true;
    if (written == "false" && has_word(frame.id)) return read != "true";
    if (written == "o" && has_conditions(frame.id)) return read != "a";
    if (read.empty()) return written == "0";
    // a quantity is kept to twelve decimals
    auto quantity = Decimal::parse(read);
    if (quantity && !quantity->is_zero() && quantity == Decimal::parse(written)) return true;
    // marks of no number
    if (read == "9223372036854775807" || read == "-9223372036854775808" || read == "NaN" ||
        read == "Infinity" || read == "170141183460469231731687303715884105727")
        return written.empty();
    // a flag or a count; when fields were left over, an odd one shows that they have shifted
    if (n && frame.trailing == 0) return (written == "1" && *n > 0) || (written == "0" && *n < 0);
    return false;
}

/// Texts that end with a counted list: what is left over belongs to it.
bool ends_with_list(int id)
{
    static const std::set<int> ids{10, 17, 20, 75, 77, 78, 79, 80, 82, 85, 89, 93, 106};
    return ids.contains(id);
}

/// The order reject of an error is JSON; any other text was meant for another field.
bool has_stray_text(const TextFrame& frame, const std::vector<std::string>& fields)
{
    constexpr int error = 4, with_time = 194;
    std::size_t reject = frame.server < with_time ? 4 : 3;
    return frame.id == error && fields.size() > reject && !fields[reject].empty() &&
           !Json::accept(fields[reject]);
}

}  // namespace

std::string unfaithful_text(const TextFrame& frame)
{
    auto fields = split_fields(frame.read);
    if (frame.trailing > fields.size())
        return fmt::format("{} fields left over of {}", frame.trailing, fields.size());
    if (frame.trailing != 0 && ends_with_list(frame.id))
        return fmt::format("{} fields of its list were left over", frame.trailing);
    if (has_stray_text(frame, fields)) return "a text where JSON is due";
    fields.resize(fields.size() - frame.trailing);
    std::string used;
    for (auto& field : fields) used.append(field).append(1, '\0');
    auto stop_price = first_stop_price(frame, fields);
    return text_difference(used, frame.written,
                           [&](std::size_t i, std::string_view a, std::string_view b) {
                               return i == stop_price || same_field(frame, i, a, b);
                           });
}

namespace {

/// Zero, false, empty, or a message of nothing but such.
bool is_empty(const ProtobufField& field)
{
    bool zeros = std::all_of(field.raw.begin(), field.raw.end(), [](char c) { return c == 0; });
    if (zeros && (field.wire_type != ProtobufField::delimited || field.raw.empty())) return true;
    if (field.wire_type != ProtobufField::delimited) return false;
    auto inner = parse_protobuf(field.raw);
    return inner && std::all_of(inner->begin(), inner->end(), [](auto& entry) {
               return std::all_of(entry.second.begin(), entry.second.end(), is_empty);
           });
}

std::optional<std::uint64_t> varint_of(std::string_view raw)
{
    std::uint64_t n = 0;
    int shift = 0;
    constexpr int bits = 7, most = 63;
    for (char c : raw) {
        auto byte = static_cast<unsigned char>(c);
        if (shift > most) return {};
        n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        shift += bits;
    }
    return n;
}

/// Redundant bytes of a varint mean nothing; any number is a set flag.
bool same_varint(std::string_view read, std::string_view written)
{
    auto a = varint_of(read), b = varint_of(written);
    return a && b && (*a == *b || (*b == 1 && *a != 0));
}

bool same_decimal(std::string_view read, std::string_view written)
{
    auto a = Decimal::parse(read), b = Decimal::parse(written);
    return a && b && *a == *b;
}

struct Count {
    std::size_t unknown = 0;
};

std::string walk(const std::string& path, const ProtobufFields& read, const ProtobufFields& written,
                 Count& count)
{
    for (auto& [number, values] : read) {
        auto at = path.empty() ? std::to_string(number) : fmt::format("{}.{}", path, number);
        auto found = written.find(number);
        if (found == written.end()) {
            for (auto& value : values)
                if (!is_empty(value)) ++count.unknown;
            continue;
        }
        // a singular field that comes twice: the last one counts
        auto& ours = found->second;
        if (values.size() < ours.size())
            return fmt::format("protobuf field {}: {} in the frame, {} read", at, values.size(),
                               ours.size());
        auto first = values.size() - ours.size();
        if (first != 0 && ours.size() != 1)
            return fmt::format("protobuf field {}: {} in the frame, {} read", at, values.size(),
                               ours.size());
        for (std::size_t i = 0; i < ours.size(); ++i) {
            auto& a = values[first + i];
            auto& b = ours[i];
            if (a.wire_type == b.wire_type && a.raw == b.raw) continue;
            if (a.wire_type == ProtobufField::varint && b.wire_type == a.wire_type &&
                same_varint(a.raw, b.raw))
                continue;
            bool texts = a.wire_type == ProtobufField::delimited && b.wire_type == a.wire_type;
            if (texts && same_decimal(a.raw, b.raw)) continue;
            auto x = parse_protobuf(a.raw), y = parse_protobuf(b.raw);
            if (!texts || !x || !y)
                return fmt::format("protobuf field {}: {} was read as {}", at, hex(a.raw),
                                   hex(b.raw));
            if (auto wrong = walk(at, *x, *y, count); !wrong.empty()) return wrong;
        }
    }
    return {};
}

}  // namespace

std::string unfaithful_protobuf(std::string_view read, std::string_view written,
                                std::size_t unknown)
{
    auto a = parse_protobuf(read), b = parse_protobuf(written);
    if (!a || !b)
        return a ? "what we write is no protobuf message" : "the frame is no protobuf message";
    Count count;
    if (auto wrong = walk("", *a, *b, count); !wrong.empty()) return wrong;
    if (count.unknown > unknown)
        return fmt::format("{} fields were neither read nor counted", count.unknown - unknown);
    return {};
}

}  // namespace trademind::conformance
