// A past for a market that begins when the gateway does.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/market.hpp>
#include <trademind/time.hpp>

#include <cstdint>
#include <vector>

namespace trademind::gateway {

/// Prices before the market began: made up, the same for the same instrument and moment however
/// they are asked for, and meeting the market where it began. Prices are on the tick; nothing of
/// this is money.
class MadeUpPast {
public:
    /// `key` tells instruments apart. `price` > 0 at `begin`, `tick` > 0.
    MadeUpPast(std::uint64_t key, Decimal price, TimePoint begin, Decimal tick);

    TimePoint begin() const { return begin_; }
    Decimal price_at(TimePoint) const;
    /// One bar of [from, until).
    Bar bar(TimePoint from, TimePoint until) const;

private:
    double level_at(TimePoint) const;

    std::uint64_t key_;
    TimePoint begin_;
    double scale_;
    Decimal tick_;
};

}  // namespace trademind::gateway
