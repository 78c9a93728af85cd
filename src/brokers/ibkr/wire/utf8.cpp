// Is a text well-formed UTF-8?
#include "brokers/ibkr/wire/proto_reader.hpp"

namespace trademind::ibkr::wire {
namespace {

/// Length of the sequence that begins with this byte, or 0.
std::size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// The second byte rules out overlong forms, surrogates and numbers beyond U+10FFFF.
bool second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
    }
}

}  // namespace

bool is_utf8(std::string_view text)
{
    const char* p = text.data();
    const char* end = p + text.size();
    while (p != end) {
        if (end - p >= 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, p, 8);
            if ((eight & 0x8080808080808080U) == 0) {
                p += 8;
                continue;
            }
        }
        auto lead = static_cast<unsigned char>(*p);
        if (lead < 0x80) {
            ++p;
            continue;
        }
        auto n = sequence_length(lead);
        if (n == 0 || static_cast<std::size_t>(end - p) < n) return false;
        for (std::size_t i = 1; i < n; ++i)
            if ((static_cast<unsigned char>(p[i]) & 0xC0) != 0x80) return false;
        if (!second_fits(lead, static_cast<unsigned char>(p[1]))) return false;
        p += n;
    }
    return true;
}

}  // namespace trademind::ibkr::wire
