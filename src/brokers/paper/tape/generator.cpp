// A seeded random market.
#include <trademind/brokers/paper/tape.hpp>

#include "brokers/paper/random.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

using namespace std::chrono;

constexpr auto session_length = hours{6} + minutes{30};

/// Prices in cents, so that the walk is integer arithmetic and the same everywhere.
struct Walk {
    std::int64_t bid_cents, spread_cents = 1;
};

Decimal cents(std::int64_t n)
{
    return Decimal::from_raw(int128{n} * (Decimal::one / 100));
}

Decimal lots(Random& random)
{
    return Decimal{static_cast<std::int64_t>(100 * (1 + random.below(12)))};
}

class Generator {
public:
    explicit Generator(const GeneratorOptions& options) : options_{options}, random_{options.seed}
    {
        for (const auto& symbol : options.symbols) {
            tape_.contracts.push_back(stock(symbol));
            walks_.push_back({static_cast<std::int64_t>(2'000 + random_.below(38'000))});
        }
    }

    Tape make() &&
    {
        TimePoint opening = options_.start;
        for (int day = 0; day < options_.days; ++day) {
            while (is_weekend(opening)) opening += days{1};
            session(opening);
            opening += days{1};
        }
        return std::move(tape_);
    }

private:
    static bool is_weekend(TimePoint time)
    {
        weekday day{floor<days>(time)};
        return day == Saturday || day == Sunday;
    }

    void session(TimePoint opening)
    {
        if (walks_.empty()) return;
        for (std::uint32_t i = 0; i < walks_.size(); ++i) quote(i, opening);
        if (options_.auction_prints)
            for (std::uint32_t i = 0; i < walks_.size(); ++i) print(i, opening, PrintKind::opening);
        // milliseconds: what a person can read in the file
        auto length = static_cast<std::uint64_t>(milliseconds{session_length}.count());
        std::vector<std::uint64_t> moments(options_.rows_per_day);
        for (auto& moment : moments) moment = 1 + random_.below(length - 1);
        std::ranges::sort(moments);
        for (std::uint64_t moment : moments) {
            auto time = opening + milliseconds{moment};
            auto i = static_cast<std::uint32_t>(random_.below(walks_.size()));
            if (random_.below(4) == 0)
                print(i, time, PrintKind::regular);
            else
                quote(i, time);
        }
        if (options_.auction_prints)
            for (std::uint32_t i = 0; i < walks_.size(); ++i)
                print(i, opening + session_length, PrintKind::closing);
    }

    void quote(std::uint32_t i, TimePoint time)
    {
        Walk& walk = walks_[i];
        // one basis point or so a step, never below a dollar
        auto reach = static_cast<std::uint64_t>(std::max<std::int64_t>(1, walk.bid_cents / 5'000));
        walk.bid_cents += static_cast<std::int64_t>(random_.below(2 * reach + 1)) -
                          static_cast<std::int64_t>(reach);
        walk.bid_cents = std::max<std::int64_t>(walk.bid_cents, 100);
        auto spread = walk.spread_cents = static_cast<std::int64_t>(1 + random_.below(3));
        auto bid_size = lots(random_), ask_size = lots(random_);
        tape_.rows.emplace_back(i, MarketChange{time}
                                       .with_bid(cents(walk.bid_cents), bid_size)
                                       .with_ask(cents(walk.bid_cents + spread), ask_size));
    }

    void print(std::uint32_t i, TimePoint time, PrintKind kind)
    {
        const Walk& walk = walks_[i];
        bool buyer = random_.below(2) == 0;
        auto price = cents(buyer ? walk.bid_cents + walk.spread_cents : walk.bid_cents);
        tape_.rows.emplace_back(i, MarketChange{time}.with_print(price, lots(random_), kind));
    }

    const GeneratorOptions& options_;
    Random random_;
    Tape tape_;
    std::vector<Walk> walks_;
};

}  // namespace

Tape generate_tape(const GeneratorOptions& options)
{
    return Generator{options}.make();
}

}  // namespace trademind::paper
