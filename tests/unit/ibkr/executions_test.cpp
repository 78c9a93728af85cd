// Executions: duplicates, corrections, commissions before and after.
#include "brokers/ibkr/broker/executions.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

Execution execution(std::string id, Decimal quantity = 10, Decimal price = 100)
{
    Execution e;
    e.id = std::move(id);
    e.quantity = quantity;
    e.price = price;
    return e;
}

TEST(ExecutionId, EndsInTheNumberOfItsCorrection)
{
    EXPECT_EQ(split_execution_id("0000e0d5.69e02bfb.01.02").base, "0000e0d5.69e02bfb.01");
    EXPECT_EQ(split_execution_id("0000e0d5.69e02bfb.01.02").revision, 2);
    EXPECT_EQ(split_execution_id("0000e0d5.69e02bfb.01.10").revision, 10);
    EXPECT_EQ(split_execution_id("plain").base, "plain");
    EXPECT_EQ(split_execution_id("a.b").base, "a.b") << "no number: all of it is the name";
    EXPECT_EQ(split_execution_id("").base, "");
}

TEST(Executions, TellsFreshFromDuplicate)
{
    Executions all;
    EXPECT_EQ(all.add(execution("a.01")).news, ExecutionNews::fresh);
    EXPECT_EQ(all.add(execution("a.01")).news, ExecutionNews::duplicate);
    EXPECT_EQ(all.add(execution("b.01")).news, ExecutionNews::fresh);
    EXPECT_EQ(all.all().size(), 2U);
}

TEST(Executions, ForgetsThoseThatNoListHasAnyMore)
{
    using namespace std::chrono_literals;
    const TimePoint now{24h * 20'000};
    Executions all;
    for (int i = 0; i < 1'500; ++i) {
        auto e = execution(std::to_string(i) + ".a.01");
        e.time = now - (i < 1'000 ? 24h * 9 : 24h * 7);
        all.add(e, now);
    }
    auto undated = execution("undated.01");
    all.add(undated, now);
    ASSERT_EQ(all.all().size(), 501U);
    EXPECT_EQ(all.all().front().id, "1000.a.01");
    EXPECT_EQ(all.find("0.a.01"), nullptr);
    ASSERT_NE(all.find("1200.a.01"), nullptr);
    EXPECT_EQ(all.find("1200.a.01")->id, "1200.a.01");
    EXPECT_EQ(all.add(execution("1200.a.01"), now).news, ExecutionNews::duplicate);
}

TEST(Executions, SaysWhenItHoldsAsManyAsAServerMayFillItWith)
{
    Executions all;
    for (std::size_t n = 1; n < Executions::most; ++n)
        all.add(execution(std::to_string(n) + ".01"));
    EXPECT_FALSE(all.is_full());
    all.add(execution("last.01"));
    EXPECT_TRUE(all.is_full());
    EXPECT_EQ(all.add(execution("own.01")).news, ExecutionNews::fresh) << "of an own order";
}

TEST(Executions, CorrectionReplacesInPlaceAndKeepsTheFee)
{
    Executions all;
    all.add(execution("a.01", 10_d, 100_d));
    all.add(execution("b.01"));
    all.add(Commission{"a.01", 1.25_d, "USD"});
    auto added = all.add(execution("a.02", 8_d, 99_d));
    EXPECT_EQ(added.news, ExecutionNews::correction);
    EXPECT_EQ(added.previous_quantity, 10_d);
    EXPECT_EQ(added.previous_price, 100_d);
    EXPECT_EQ(added.commission_change.amount, 0_d);
    EXPECT_EQ(all.all().front().quantity, 8_d);
    EXPECT_EQ(all.all().front().commission->amount, 1.25_d);
    EXPECT_EQ(all.add(execution("a.01")).news, ExecutionNews::outdated);
}

TEST(Executions, CommissionMayComeFirst)
{
    Executions all;
    auto early = all.add(Commission{"a.01", 1_d, "USD"});
    EXPECT_EQ(early.execution, nullptr);
    EXPECT_TRUE(early.changed);
    auto added = all.add(execution("a.01"));
    EXPECT_EQ(added.execution->commission->amount, 1_d);
    EXPECT_EQ(added.commission_change.amount, 1_d);
}

TEST(Executions, CommissionMayComeLaterTwiceAndCorrected)
{
    Executions all;
    all.add(execution("a.01"));
    auto joined = all.add(Commission{"a.01", 1_d, "USD"});
    EXPECT_TRUE(joined.changed);
    EXPECT_EQ(joined.commission_change.amount, 1_d);
    EXPECT_EQ(joined.commission_change.currency, "USD");
    EXPECT_FALSE(all.add(Commission{"a.01", 1_d, "USD"}).changed);
    auto corrected = all.add(Commission{"a.01", 0.75_d, "USD"});
    EXPECT_TRUE(corrected.changed);
    EXPECT_EQ(corrected.commission_change.amount, -0.25_d);
}

TEST(Executions, CommissionOfACorrectionReplacesThatOfTheFirst)
{
    Executions all;
    all.add(execution("a.01"));
    all.add(Commission{"a.01", 1_d, "USD"});
    all.add(Commission{"a.02", 2_d, "USD"});
    auto added = all.add(execution("a.02"));
    EXPECT_EQ(added.commission_change.amount, 1_d);
    EXPECT_EQ(all.find("a.02")->commission->amount, 2_d);
    // The old one's report comes again.
    EXPECT_FALSE(all.add(Commission{"a.01", 1_d, "USD"}).changed);
    EXPECT_EQ(all.find("a.02")->commission->amount, 2_d);
}

}  // namespace
}  // namespace trademind::ibkr_broker
