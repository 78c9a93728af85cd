// The made-up quotes and prints of one instrument, around a bid in whole cents.
#pragma once

#include "base/random.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <cstdint>

namespace trademind::paper {

/// Prices are in cents: integer arithmetic gives the same bytes on every compiler.
class RandomBook {
public:
    explicit RandomBook(std::int64_t bid_cents) : bid_cents_{bid_cents} {}
    /// A first bid of 20 to 400 dollars.
    static RandomBook draw(Random& random)
    {
        return RandomBook{static_cast<std::int64_t>(2'000 + random.below(38'000))};
    }

    std::int64_t bid_cents() const { return bid_cents_; }
    /// Moves the bid; never below a dollar.
    void move_to(std::int64_t bid_cents);
    /// Bid and ask, one to three cents apart, in round lots.
    MarketChange quote(Random& random, TimePoint time);
    /// A trade at the bid or the ask of the latest quote.
    MarketChange print(Random& random, TimePoint time, PrintKind kind) const;

private:
    std::int64_t bid_cents_, spread_cents_ = 1;
};

}  // namespace trademind::paper
