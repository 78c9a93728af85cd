// Text bodies by field, protobuf bodies without a schema.
#include "conformance/frame_difference.hpp"

#include "conformance/protobuf_fields.hpp"
#include "conformance/vector_file.hpp"

#include <trademind/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace trademind::conformance {

std::vector<std::string> split_fields(std::string_view body)
{
    std::vector<std::string> fields;
    while (!body.empty()) {
        auto end = body.find('\0');
        fields.emplace_back(body.substr(0, end));
        if (end == std::string_view::npos) {
            fields.back() += "<cut>";
            break;
        }
        body.remove_prefix(end + 1);
    }
    return fields;
}

namespace {

bool is_unset_mark(std::string_view field)
{
    return field.empty() || field == "2147483647" || field == "-SNaN" ||
           field == "1.7976931348623e+308" || field == "1.7976931348623157E308" ||
           field == "1.79769e+308";
}

std::optional<double> number_of(std::string_view field)
{
    if (field.starts_with('+')) field.remove_prefix(1);
    double x = 0;
    auto [end, ec] = std::from_chars(field.data(), field.data() + field.size(), x);
    if (ec != std::errc{} || end != field.data() + field.size()) return {};
    return x;
}

/// Equal as doubles, and where both are decimals that doubles cannot tell apart, as those.
bool same_number(std::string_view a, std::string_view b)
{
    auto p = number_of(a), q = number_of(b);
    if (!p || !q || *p != *q) return false;
    auto x = Decimal::parse(a), y = Decimal::parse(b);
    return !x || !y || *x == *y;
}

}  // namespace

std::string text_difference(std::string_view official, std::string_view ours, const SameField& same)
{
    auto a = split_fields(official), b = split_fields(ours);
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (a[i] == b[i] || (is_unset_mark(a[i]) && is_unset_mark(b[i])) ||
            same_number(a[i], b[i]) || (same && same(i, a[i], b[i])))
            continue;
        return fmt::format("field {}: wanted \"{}\", found \"{}\"", i, a[i], b[i]);
    }
    if (a.size() != b.size()) return fmt::format("wanted {} fields, found {}", a.size(), b.size());
    return {};
}

namespace {

bool is_map_entry(const ProtobufField& field)
{
    if (field.wire_type != ProtobufField::delimited) return false;
    auto inner = parse_protobuf(field.raw);
    if (!inner || inner->size() > 2) return false;
    return std::all_of(inner->begin(), inner->end(), [](auto& entry) {
        return (entry.first == 1 || entry.first == 2) && entry.second.size() == 1 &&
               entry.second[0].wire_type == ProtobufField::delimited;
    });
}

bool same_map_fields(std::vector<ProtobufField> a, std::vector<ProtobufField> b)
{
    if (a.size() != b.size() || a.size() < 2) return false;
    if (!std::all_of(a.begin(), a.end(), is_map_entry) ||
        !std::all_of(b.begin(), b.end(), is_map_entry))
        return false;
    auto by_bytes = [](const ProtobufField& x, const ProtobufField& y) { return x.raw < y.raw; };
    std::sort(a.begin(), a.end(), by_bytes);
    std::sort(b.begin(), b.end(), by_bytes);
    return std::equal(
        a.begin(), a.end(), b.begin(),
        [](const ProtobufField& x, const ProtobufField& y) { return x.raw == y.raw; });
}

std::string readable(std::string_view raw)
{
    bool printable =
        std::all_of(raw.begin(), raw.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return printable && !raw.empty() ? fmt::format("\"{}\"", raw)
                                     : fmt::format("bytes {}", hex(raw));
}

std::string walk(const std::string& path, const ProtobufFields& official,
                 const ProtobufFields& ours, const SameValue& same)
{
    std::map<std::uint32_t, int> numbers;
    for (auto& [number, _] : official) numbers[number] |= 1;
    for (auto& [number, _] : ours) numbers[number] |= 2;
    constexpr int both = 3;
    for (auto [number, sides] : numbers) {
        auto at = path.empty() ? std::to_string(number) : fmt::format("{}.{}", path, number);
        if (sides != both) {
            auto& only = sides == 1 ? official.at(number) : ours.at(number);
            auto raw = only.size() == 1 ? only[0].raw : std::string_view{};
            if (same && !raw.empty() && (sides == 1 ? same(at, raw, {}) : same(at, {}, raw)))
                continue;
            return fmt::format("protobuf field {}: {}", at,
                               sides == 1 ? "missing" : "not in the official frame");
        }
        auto& a = official.at(number);
        auto& b = ours.at(number);
        if (same_map_fields(a, b)) continue;
        if (a.size() != b.size())
            return fmt::format("protobuf field {}: wanted {} times, found {} times", at, a.size(),
                               b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (a[i].wire_type != b[i].wire_type)
                return fmt::format("protobuf field {}: wanted wire type {}, found {}", at,
                                   a[i].wire_type, b[i].wire_type);
            if (a[i].raw == b[i].raw || (same && same(at, a[i].raw, b[i].raw))) continue;
            if (a[i].wire_type == ProtobufField::delimited) {
                auto x = parse_protobuf(a[i].raw), y = parse_protobuf(b[i].raw);
                if (x && y) {
                    auto difference = walk(at, *x, *y, same);
                    if (difference.empty()) continue;
                    return difference;
                }
            }
            return fmt::format("protobuf field {}: wanted {}, found {}", at, readable(a[i].raw),
                               readable(b[i].raw));
        }
    }
    return {};
}

}  // namespace

std::string protobuf_difference(std::string_view official, std::string_view ours,
                                const SameValue& same)
{
    auto a = parse_protobuf(official), b = parse_protobuf(ours);
    if (!a || !b)
        return fmt::format("{} is no protobuf message", a ? "our frame" : "the official frame");
    return walk("", *a, *b, same);
}

}  // namespace trademind::conformance
