// Text of others in lines of ours: the one way in which it is made printable.
#pragma once

#include <string>
#include <string_view>

namespace trademind {

/// A control character of ASCII: in a log or a table it would end the line or move the cursor.
constexpr bool is_control(char c)
{
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}
/// Something that escaped() would change: control characters of ASCII and of Unicode (C1, line and
/// paragraph separators, marks that turn the direction of writing), and bytes that are no UTF-8.
bool has_control(std::string_view text);

/// Such characters as C writes them: "\\n", "\\x00", "\\u009b". Every sink calls it: log, tables,
/// terminal, CSV, the arguments of alerts.
std::string escaped(std::string_view text);
/// The same for a text of several lines: "\\n" stays.
std::string escaped_lines(std::string_view text);

}  // namespace trademind
