// Decimal to and from text and double.
#include <trademind/decimal.hpp>

#include <array>
#include <cmath>
#include <ostream>

namespace trademind {

std::optional<Decimal> Decimal::from_double(double x)
{
    if (!std::isfinite(x)) return std::nullopt;
    // Prices have few decimals: nearly all take this exact path.
    double scaled = x * 1e8;
    if (scaled > -9e15 && scaled < 9e15) {
        auto n = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        if (static_cast<double>(n) / 1e8 == x) return from_raw(int128{n} * 10'000);
    }
    std::array<char, 32> text{};
    auto [end, ec] = std::to_chars(text.data(), text.data() + text.size(), x);
    if (ec != std::errc{}) return std::nullopt;
    return parse({text.data(), static_cast<std::size_t>(end - text.data())});
}

double Decimal::to_double() const
{
    if (magnitude(raw_) < uint128{1} << 53)
        return static_cast<double>(static_cast<std::int64_t>(raw_)) /
               1e12;  // one correctly rounded division
    std::array<char, max_chars> text{};
    char* end = to_chars(text.data());
    double x = 0;
    std::from_chars(text.data(), end, x);
    return x;
}

char* Decimal::to_chars(char* first) const
{
    constexpr std::uint64_t e18 = 1'000'000'000'000'000'000;
    uint128 n = magnitude(raw_);
    uint128 whole = n / static_cast<uint128>(one);
    auto part = static_cast<std::uint64_t>(n % static_cast<uint128>(one));
    if (raw_ < 0) *first++ = '-';
    if (whole >= e18) {
        first = std::to_chars(first, first + 20, static_cast<std::uint64_t>(whole / e18)).ptr;
        auto low = static_cast<std::uint64_t>(whole % e18);
        for (auto unit = e18 / 10; unit; unit /= 10)
            *first++ = static_cast<char>('0' + low / unit % 10);
    } else {
        first = std::to_chars(first, first + 20, static_cast<std::uint64_t>(whole)).ptr;
    }
    if (part) {
        *first++ = '.';
        for (auto unit = static_cast<std::uint64_t>(one) / 10; part; unit /= 10) {
            *first++ = static_cast<char>('0' + part / unit);
            part %= unit;
        }
    }
    return first;
}

std::string Decimal::str() const
{
    std::array<char, max_chars> text{};
    return {text.data(), to_chars(text.data())};
}

std::ostream& operator<<(std::ostream& out, const std::optional<Decimal>& d)
{
    return d ? out << *d : out << '-';
}

std::ostream& operator<<(std::ostream& out, Decimal d)
{
    return out << d.str();
}

}  // namespace trademind
