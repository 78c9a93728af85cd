// Random numbers that are the same on every compiler: splitmix64, keyed by what they decide.
#pragma once

#include <cstdint>

namespace trademind {

/// Mixes a 64-bit number (the finaliser of splitmix64, by Sebastiano Vigna, public domain).
constexpr std::uint64_t mix(std::uint64_t x)
{
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/// A draw that depends on nothing but its key: an unrelated order changes no other's luck.
constexpr std::uint64_t draw(std::uint64_t seed, std::uint64_t order, std::uint64_t event)
{
    return mix(mix(mix(seed) ^ order) ^ event);
}

/// A sequence of draws.
class Random {
public:
    explicit constexpr Random(std::uint64_t seed) : state_{seed} {}
    constexpr std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
    /// 0 to bound - 1; the bias is below bound / 2^64.
    constexpr std::uint64_t below(std::uint64_t bound) { return next() % bound; }

private:
    std::uint64_t state_;
};

}  // namespace trademind
