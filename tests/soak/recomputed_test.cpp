// The independent recount of a soak: the worked accounting cases, without the paper broker's
// ledger.
#include "soak/audit.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace trademind;
using namespace trademind::literals;
using trademind::soak::Recomputed;

namespace {

struct Fill {
    Decimal change, price, fee;
};

Execution execution(const Fill& fill)
{
    Execution e;
    e.contract = stock("X");
    e.side = fill.change.sign() > 0 ? Side::buy : Side::sell;
    e.quantity = fill.change.abs();
    e.price = fill.price;
    e.commission = Commission{"e", fill.fee, "USD"};
    return e;
}

Recomputed recount(const std::vector<Fill>& fills)
{
    Recomputed all;
    for (const Fill& fill : fills) all.add(execution(fill));
    return all;
}

struct Case {
    const char* id;
    std::vector<Fill> fills;
    Decimal quantity, cost, realized, cash;
};

class RecountCases : public testing::TestWithParam<Case> {};

TEST_P(RecountCases, agree_with_the_worked_examples)
{
    const Case& c = GetParam();
    Recomputed is = recount(c.fills);
    EXPECT_EQ(is.quantity, c.quantity);
    EXPECT_EQ(is.cost, c.cost);
    EXPECT_EQ(is.realized, c.realized);
    EXPECT_EQ(is.cash, c.cash);
}

const Fill a1{100_d, 25_d, 1_d}, a2{100_d, 27_d, 1_d}, a3{-50_d, 28_d, 1.0439_d},
    a4{-150_d, 24_d, 1.10_d};
const Fill a5{-100_d, 50_d, 1_d}, a6{40_d, 47_d, 1_d}, a7{60_d, 52_d, 1_d};
const Fill a8a{100_d, 10_d, 1_d}, a8b{-150_d, 12_d, 1.50_d}, a9{50_d, 11_d, 1_d};
const Fill a10a{-100_d, 20_d, 1_d}, a10b{250_d, 18_d, 1.25_d};

INSTANTIATE_TEST_SUITE_P(
    Accounting, RecountCases,
    testing::Values(Case{"A1", {a1}, 100_d, 2501_d, 0_d, -2501_d},
                    Case{"A2", {a1, a2}, 200_d, 5202_d, 0_d, -5202_d},
                    Case{"A3", {a1, a2, a3}, 150_d, 3901.50_d, 98.4561_d, -3803.0439_d},
                    Case{"A4", {a1, a2, a3, a4}, 0_d, 0_d, -204.1439_d, -204.1439_d},
                    Case{"A5", {a5}, -100_d, -4999_d, 0_d, 4999_d},
                    Case{"A6", {a5, a6}, -60_d, -2999.40_d, 118.60_d, 3118_d},
                    Case{"A7", {a5, a6, a7}, 0_d, 0_d, -3_d, -3_d},
                    Case{"A8", {a8a, a8b}, -50_d, -599.50_d, 198_d, 797.50_d},
                    Case{"A9", {a8a, a8b, a9}, 0_d, 0_d, 246.50_d, 246.50_d},
                    Case{"A10", {a10a, a10b}, 150_d, 2700.75_d, 198.50_d, -2502.25_d},
                    Case{"A20", {{3_d, 10_d, 1_d}, {-3_d, 10_d, 0_d}}, 0_d, 0_d, -1_d, -1_d},
                    Case{"A34", {{100_d, 10_d, -0.20_d}}, 100_d, 999.80_d, 0_d, -999.80_d}),
    [](const auto& one) { return std::string{one.param.id}; });

TEST(RecountTest, a_third_of_a_cost_loses_nothing_in_the_end)
{
    Recomputed all = recount({{3_d, 10_d, 1_d}, {-1_d, 10_d, 0_d}, {-1_d, 10_d, 0_d}});
    EXPECT_EQ(all.quantity, 1_d);
    EXPECT_EQ(all.realized - all.cost, all.cash);
    all.add(execution({-1_d, 10_d, 0_d}));
    EXPECT_EQ(all.realized, -1_d);
    EXPECT_EQ(all.cost, 0_d);
}

TEST(RecountTest, an_execution_without_commission_cost_nothing)
{
    Execution e = execution({10_d, 5_d, 0_d});
    e.commission.reset();
    Recomputed all;
    all.add(e);
    EXPECT_EQ(all.cost, 50_d);
    EXPECT_EQ(all.cash, -50_d);
}

}  // namespace
