// Sums over executions: corrections, and orders for an advisor's group, which are executed twice.
#include "brokers/ibkr/broker/fill_sums.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

Execution fill(std::string account, Decimal quantity, Decimal price)
{
    Execution e;
    e.account = std::move(account);
    e.quantity = quantity;
    e.price = price;
    return e;
}

}  // namespace

TEST(FillSums, AddUp)
{
    FillSums sums;
    sums.add(fill("DU1", 4_d, 10_d), {}, {});
    sums.add(fill("DU1", 6_d, 11_d), {}, {});
    EXPECT_EQ(sums.quantity(false), 10_d);
    EXPECT_EQ(sums.value(false), 106_d);
}

TEST(FillSums, ACorrectionReplaces)
{
    FillSums sums;
    sums.add(fill("DU1", 4_d, 10_d), {}, {});
    sums.add(fill("DU1", 3_d, 9_d), 4_d, 10_d);
    EXPECT_EQ(sums.quantity(false), 3_d);
    EXPECT_EQ(sums.value(false), 27_d);
}

TEST(FillSums, OfAGroupTheMasterOrItsAllocationsCount)
{
    std::vector<Execution> all{fill("F1234567", 10_d, 189_d), fill("DU1", 6_d, 189_d),
                               fill("DU2", 4_d, 189_d)};
    auto less = [](const Execution& a, const Execution& b) { return a.account < b.account; };
    std::ranges::sort(all, less);
    do {
        FillSums sums;
        for (const auto& one : all) {
            sums.add(one, {}, {});
            EXPECT_LE(sums.quantity(true), 10_d);
        }
        EXPECT_EQ(sums.quantity(true), 10_d);
        EXPECT_EQ(sums.value(true), 1890_d);
    } while (std::ranges::next_permutation(all, less).found);
}

TEST(FillSums, OfAGroupAllocationsAloneAreAll)
{
    FillSums sums;
    sums.add(fill("DU1", 6_d, 189_d), {}, {});
    sums.add(fill("DU2", 4_d, 190_d), {}, {});
    EXPECT_EQ(sums.quantity(true), 10_d);
    EXPECT_EQ(sums.value(true), 1894_d);
}

TEST(FillSums, OfAGroupOnPaperTheMasterIsKnown)
{
    FillSums sums;
    sums.add(fill("DF1234567", 6_d, 189_d), {}, {});
    sums.add(fill("DU1", 4_d, 189_d), {}, {});
    EXPECT_EQ(sums.quantity(true), 6_d);
}

}  // namespace trademind::ibkr_broker
