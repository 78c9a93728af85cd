// Text of others in lines of ours: the one way in which it is made printable.
#include "base/escape.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace trademind {
namespace {

/// One character of UTF-8 at the beginning of a text. `size` 0: the first byte begins none.
class Character {
public:
    explicit Character(std::string_view text)
    {
        auto first = static_cast<unsigned char>(text.front());
        if (first < 0x80) {
            size = 1;
            code = first;
            return;
        }
        std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || text.size() < length) return;
        std::uint32_t value = first & (0xffU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            auto next = static_cast<unsigned char>(text[i]);
            if ((next & 0xc0U) != 0x80U) return;
            value = (value << 6U) | (next & 0x3fU);
        }
        constexpr std::uint32_t least[]{0, 0, 0x80, 0x800, 0x10000};
        bool surrogate = value >= 0xd800 && value <= 0xdfff;
        if (value < least[length] || value > 0x10ffff || surrogate) return;
        size = length;
        code = value;
    }
    bool is_printable() const
    {
        if (size == 0 || code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
        bool separates = code == 0x2028 || code == 0x2029;
        bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                     code == 0x200e || code == 0x200f;
        return !separates && !turns && code != 0xfeff;
    }

    std::size_t size = 0;
    std::uint32_t code = 0;
};

std::string escape(std::string_view text, bool keeps_lines)
{
    std::string line;
    line.reserve(text.size());
    while (!text.empty()) {
        Character c{text};
        std::size_t size = c.size ? c.size : 1;
        if (c.is_printable() || (keeps_lines && c.code == '\n' && c.size))
            line += text.substr(0, size);
        else if (c.size && c.code == '\n')
            line += "\\n";
        else if (c.size && c.code == '\r')
            line += "\\r";
        else if (c.size && c.code == '\t')
            line += "\\t";
        else if (c.size > 1)
            line += fmt::format("\\u{:04x}", c.code);
        else
            line += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
        text.remove_prefix(size);
    }
    return line;
}

}  // namespace

bool has_control(std::string_view text)
{
    while (!text.empty()) {
        Character c{text};
        if (!c.is_printable()) return true;
        text.remove_prefix(c.size);
    }
    return false;
}

std::string escaped(std::string_view text)
{
    return escape(text, false);
}

std::string escaped_lines(std::string_view text)
{
    return escape(text, true);
}

}  // namespace trademind
