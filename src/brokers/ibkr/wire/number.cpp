// Doubles as text.
#include "brokers/ibkr/wire/text_writer.hpp"

namespace trademind::ibkr::wire {

char* write_double(char* first, char* last, double x)
{
    if (std::isinf(x)) {
        std::string_view text = x < 0 ? "-Infinity" : "Infinity";
        return std::copy(text.begin(), text.end(), first);
    }
    if (x == 0) {
        if (std::signbit(x)) *first++ = '-';
        *first++ = '0';
        return first;
    }
    // Prices have few decimals: nearly all take this exact path.
    double scaled = x * 1e4;
    if (scaled > -1e15 && scaled < 1e15) {
        auto n = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        if (static_cast<double>(n) / 1e4 == x) {
            auto magnitude = static_cast<std::uint64_t>(n < 0 ? -n : n);
            if (n < 0) *first++ = '-';
            first = std::to_chars(first, last, magnitude / 10'000).ptr;
            auto part = magnitude % 10'000;
            if (part == 0) return first;
            *first++ = '.';
            for (std::uint64_t unit = 1'000; part != 0; unit /= 10) {
                *first++ = static_cast<char>('0' + part / unit);
                part %= unit;
            }
            return first;
        }
    }
    return std::to_chars(first, last, x, std::chars_format::fixed).ptr;
}

}  // namespace trademind::ibkr::wire
