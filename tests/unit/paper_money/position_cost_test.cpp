// Position arithmetic against two independent models: exact fractions, and lists of lots.
#include "unit/paper_money/fraction.hpp"
#include "unit/paper_money/random_account.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

using namespace trademind;
using namespace trademind::paper;

namespace {

/// The definition, without rounding: average cost as a fraction.
struct ExactPosition {
    Fraction quantity, cost, realized;

    void apply(Fraction change, Fraction price, Fraction unit, Fraction fee)
    {
        Fraction size = abs(change), closed;
        if (quantity * change < 0) closed = size < abs(quantity) ? size : Fraction{abs(quantity)};
        if (closed > 0) {
            Fraction sign = quantity > 0 ? 1 : -1;
            Fraction average = cost / quantity;
            realized +=
                sign * closed * price * unit - fee * closed / size - sign * closed * average;
            cost -= sign * closed * average;
            quantity -= sign * closed;
        }
        Fraction opened = change > 0 ? Fraction{size - closed} : Fraction{closed - size};
        cost += opened * price * unit + fee * (size - closed) / size;
        quantity += opened;
        if (quantity == 0) cost = 0;
    }
};

/// First in, first out: another way to divide the same profit.
struct LotList {
    struct Lot {
        Decimal quantity, price;
    };
    std::deque<Lot> lots;
    Decimal realized;

    void apply(Decimal change, Decimal price)
    {
        while (!change.is_zero() && !lots.empty() &&
               lots.front().quantity.sign() != change.sign()) {
            Lot& lot = lots.front();
            Decimal closed = std::min(lot.quantity.abs(), change.abs());
            Decimal signed_closed = lot.quantity.sign() > 0 ? closed : -closed;
            realized += signed_closed * (price - lot.price);
            lot.quantity -= signed_closed;
            change += signed_closed;
            if (lot.quantity.is_zero()) lots.pop_front();
        }
        if (!change.is_zero()) lots.push_back({change, price});
    }
    Decimal quantity() const
    {
        Decimal sum;
        for (const Lot& lot : lots) sum += lot.quantity;
        return sum;
    }
    Decimal unrealized(Decimal mark) const
    {
        Decimal sum;
        for (const Lot& lot : lots) sum += lot.quantity * (mark - lot.price);
        return sum;
    }
};

}  // namespace

TEST(PositionCost, equals_exact_fractions)
{
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Dice dice{seed};
        PositionCost position;
        ExactPosition model;
        const int fills = 120;
        // each closing rounds once, by at most half of the last digit
        Fraction bound{fills, Decimal::one};
        for (int i = 0; i < fills; ++i) {
            RandomFill f = random_fill(dice, share);
            Decimal unit = Decimal{dice.one_in(2) ? 100 : 1};
            SignedTrade trade{f.quantity, f.price, unit, f.fee};
            // the model's money of a trade is exact: so must ours be
            ASSERT_EQ(exact(trade.value()), exact(f.quantity) * exact(f.price) * exact(unit));
            position.apply(trade);
            model.apply(exact(f.quantity), exact(f.price), exact(unit), exact(f.fee));
            ASSERT_EQ(exact(position.quantity), model.quantity);
            ASSERT_LE(abs(exact(position.cost) - model.cost), bound);
            ASSERT_LE(abs(exact(position.realized) - model.realized), bound);
            // what rounding moves, it moves between the two: the sum is exact
            ASSERT_EQ(exact(position.realized) - exact(position.cost), model.realized - model.cost);
        }
    }
}

TEST(PositionCost, divides_the_same_profit_as_lots)
{
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Dice dice{seed};
        PositionCost position;
        LotList lots;
        for (int i = 0; i < 300; ++i) {
            RandomFill f = random_fill(dice, share);
            position.apply({f.quantity, f.price, 1_d, 0_d});
            lots.apply(f.quantity, f.price);
            ASSERT_EQ(position.quantity, lots.quantity());
            Decimal mark = dice.decimal(9000, 11000, 2);
            ASSERT_EQ(position.realized + position.unrealized(mark, 1_d),
                      lots.realized + lots.unrealized(mark));
        }
    }
}

TEST(PositionCost, overflow_changes_nothing)
{
    PositionCost p;
    p.apply({100_d, 10_d, 1_d, 1_d});
    PositionCost before = p;
    EXPECT_THROW(p.apply({Decimal::max(), 2_d, 1_d, 0_d}), std::overflow_error);
    EXPECT_EQ(p, before);
}
