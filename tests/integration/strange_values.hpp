// Every field of a frame in turn: left out, unset, not to be read, and at the ends of its range.
#pragma once

#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::test {

/// Payloads that differ from a sound one in one field.
using StrangeField = std::vector<std::string>;

inline constexpr std::array<std::string_view, 20> strange_texts{
    "",
    "0",
    "-1",
    "2147483647",
    "-2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999999",
    "1.7976931348623157E308",
    "-1.7976931348623157E308",
    "170141183460469231731687303715884105727",
    "1.6e26",
    "-1.6e26",
    "1e15",
    "100000000000000",
    "NaN",
    "Infinity",
    "-Infinity",
    "12x45",
    "99991231 23:59:59 UTC"};

/// `body` is a body in text: fields that end with a NUL each.
inline std::vector<StrangeField> strange_fields_of_text(std::string_view head,
                                                        std::string_view body)
{
    std::vector<StrangeField> all;
    for (std::size_t at = 0; at < body.size();) {
        auto end = body.find('\0', at);
        auto& field = all.emplace_back();
        auto with = [&](std::string_view text, std::string_view rest) {
            std::string payload{head};
            payload.append(body.substr(0, at)).append(text).append(rest);
            field.push_back(std::move(payload));
        };
        for (auto text : strange_texts) with(text, body.substr(end));
        with({}, {});                    // the frame ends before it
        with({}, body.substr(end + 1));  // it is left out
        at = end + 1;
    }
    return all;
}

/// The fields of a body in protobuf, and of its parts.
class ProtobufFields {
public:
    static std::vector<StrangeField> of(std::string_view head, std::string_view body)
    {
        ProtobufFields fields{std::string{head}, {}};
        fields.add(body);
        return std::move(fields.all_);
    }

private:
    struct Field {
        std::size_t begin = 0, value = 0, end = 0;
        unsigned wire = 0;
    };
    /// A part: what stands before its content, without the length, and behind it.
    struct Part {
        std::string before, behind;
    };

    ProtobufFields(std::string head, std::vector<Part> parts)
        : head_{std::move(head)}, parts_{std::move(parts)}
    {}

    static std::string varint(std::uint64_t n)
    {
        std::string out;
        for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
        out.push_back(static_cast<char>(n));
        return out;
    }
    static bool take_varint(std::string_view body, std::size_t& at, std::uint64_t& n)
    {
        n = 0;
        for (unsigned shift = 0; at < body.size() && shift < 64; shift += 7) {
            auto byte = static_cast<unsigned char>(body[at++]);
            n |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }
    /// False where the bytes are no fields.
    static bool cut(std::string_view body, std::vector<Field>& fields)
    {
        for (std::size_t at = 0; at < body.size();) {
            Field field;
            field.begin = at;
            std::uint64_t key = 0, n = 0;
            if (!take_varint(body, at, key) || key >> 3 == 0 || key >> 3 > 1000) return false;
            field.wire = static_cast<unsigned>(key & 7);
            field.value = at;
            if (field.wire == 0 && !take_varint(body, at, n)) return false;
            if (field.wire == 1) at += 8;
            if (field.wire == 2) {
                if (!take_varint(body, at, n) || n > body.size() - at) return false;
                field.value = at;
                at += n;
            }
            if (field.wire > 2 || at > body.size()) return false;
            field.end = at;
            fields.push_back(field);
        }
        return true;
    }
    static std::string bytes_of(double x) { return {reinterpret_cast<const char*>(&x), sizeof x}; }
    void put(std::string content)
    {
        for (auto part = parts_.rbegin(); part != parts_.rend(); ++part)
            content = part->before + varint(content.size()) + content + part->behind;
        all_.back().push_back(head_ + content);
    }
    void add(std::string_view body)
    {
        std::vector<Field> fields;
        if (!cut(body, fields)) return;
        for (const auto& field : fields) add(body, field);
    }
    void add(std::string_view body, const Field& field)
    {
        using Limits = std::numeric_limits<std::int64_t>;
        all_.emplace_back();
        std::string before{body.substr(0, field.begin)}, behind{body.substr(field.end)};
        put(before + behind);
        std::size_t key_end = field.begin;
        std::uint64_t key = 0;
        take_varint(body, key_end, key);
        before.append(body.substr(field.begin, key_end - field.begin));
        if (field.wire == 0) {
            for (std::int64_t n :
                 {std::int64_t{0}, std::int64_t{-1}, std::int64_t{2147483647},
                  std::int64_t{-2147483648}, std::int64_t{2147483648}, std::int64_t{1} << 40,
                  -(std::int64_t{1} << 40), Limits::max(), Limits::min()})
                put(before + varint(static_cast<std::uint64_t>(n)) + behind);
            put(before + std::string(11, '\xFF') + behind);
        } else if (field.wire == 1) {
            using Doubles = std::numeric_limits<double>;
            for (double x : {0.0, -0.0, -1.0, 1.6e26, -1.6e26, 1e15, 1e300, Doubles::max(),
                             Doubles::lowest(), Doubles::denorm_min(), Doubles::quiet_NaN(),
                             Doubles::infinity(), -Doubles::infinity()})
                put(before + bytes_of(x) + behind);
        } else {
            for (auto text : strange_texts)
                put(before + varint(text.size()) + std::string{text} + behind);
            put(before + varint(Limits::max()) + behind);
            ProtobufFields part{head_, outer_first(before, behind)};
            part.add(body.substr(field.value, field.end - field.value));
            for (auto& strange : part.all_) all_.push_back(std::move(strange));
        }
    }
    /// The parts around a field of this one, the outermost first.
    std::vector<Part> outer_first(const std::string& before, const std::string& behind) const
    {
        auto parts = parts_;
        parts.push_back({before, behind});
        return parts;
    }

    std::string head_;
    std::vector<Part> parts_;
    std::vector<StrangeField> all_;
};

}  // namespace trademind::test
