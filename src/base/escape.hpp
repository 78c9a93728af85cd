// Text of others in lines of ours.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace trademind {

/// A control character of ASCII: in a log or a table it would end the line or move the cursor.
constexpr bool is_control(char c)
{
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}
inline bool has_control(std::string_view text)
{
    return std::ranges::any_of(text, is_control);
}

/// Control characters as C writes them: "\\n", "\\x00".
inline std::string escaped(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string line;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (!is_control(c))
            line += c;
        else if (c == '\n')
            line += "\\n";
        else if (c == '\r')
            line += "\\r";
        else if (c == '\t')
            line += "\\t";
        else
            (((line += "\\x") += digits[byte >> 4U])) += digits[byte & 0xfU];
    }
    return line;
}

}  // namespace trademind
