// Draws quotes and prints.
#include "brokers/paper/tape/random_book.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

Decimal cents(std::int64_t n)
{
    return Decimal::from_raw(int128{n} * (Decimal::one / 100));
}

Decimal lots(Random& random)
{
    return Decimal{static_cast<std::int64_t>(100 * (1 + random.below(12)))};
}

}  // namespace

void RandomBook::move_to(std::int64_t bid_cents)
{
    bid_cents_ = std::max<std::int64_t>(bid_cents, 100);
}

MarketChange RandomBook::quote(Random& random, TimePoint time)
{
    spread_cents_ = static_cast<std::int64_t>(1 + random.below(3));
    auto bid_size = lots(random), ask_size = lots(random);
    return MarketChange{time}
        .with_bid(cents(bid_cents_), bid_size)
        .with_ask(cents(bid_cents_ + spread_cents_), ask_size);
}

MarketChange RandomBook::print(Random& random, TimePoint time, PrintKind kind) const
{
    bool buyer = random.below(2) == 0;
    auto price = cents(buyer ? bid_cents_ + spread_cents_ : bid_cents_);
    return MarketChange{time}.with_print(price, lots(random), kind);
}

}  // namespace trademind::paper
