// JSON strings.
#include "brokers/ibkr/wire/json_writer.hpp"

namespace trademind::ibkr::wire {

void append_json_text(std::string& out, std::string_view text)
{
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (byte < 0x20)
            out.append("\\u00").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
        else
            out += c;
    }
    out += '"';
}

}  // namespace trademind::ibkr::wire
