// Seeded random events for an account, the same on every machine.
#pragma once

#include "unit/paper_money/books.hpp"

#include <random>

namespace trademind::paper {

/// Whole numbers from a seed. The standard's distributions differ between libraries.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    /// From `low` to `high`, both included.
    std::int64_t roll(std::int64_t low, std::int64_t high)
    {
        auto span = static_cast<std::uint64_t>(high - low + 1);
        return low + static_cast<std::int64_t>(engine_() % span);
    }
    bool one_in(std::int64_t n) { return roll(1, n) == 1; }
    /// A multiple of 10^-places between those numbers of steps.
    Decimal decimal(std::int64_t low, std::int64_t high, int places)
    {
        Decimal step = 1;
        for (; places > 0; --places) step = step / 10_d;
        return Decimal{roll(low, high)} * step;
    }

private:
    std::mt19937_64 engine_;
};

/// One random fill, signed.
struct RandomFill {
    InstrumentId instrument{};
    Decimal quantity, price, fee;
};

/// Prices near 100, small quantities that often close or turn a position around, fees that are
/// sometimes rebates, fractions of shares.
inline RandomFill random_fill(Dice& dice, InstrumentId instrument)
{
    RandomFill fill;
    fill.instrument = instrument;
    bool whole = instrument == call_option || instrument == put_option || instrument == es ||
                 instrument == mes || instrument == gold;
    do
        fill.quantity =
            whole || dice.one_in(2) ? Decimal{dice.roll(-9, 9)} : dice.decimal(-90000, 90000, 4);
    while (fill.quantity.is_zero());
    fill.price =
        instrument == eur_usd ? dice.decimal(10000, 12000, 4) : dice.decimal(9000, 11000, 2);
    fill.fee = dice.decimal(-2000, 20000, 6);
    return fill;
}

}  // namespace trademind::paper
