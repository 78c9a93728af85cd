// Oddities of quotes, counted.
#include <trademind/quote_quality.hpp>

#include "support/allocation_count.hpp"

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class Inspecting : public testing::Test {
protected:
    static TimePoint at(Duration d) { return TimePoint{std::chrono::hours{500'000}} + d; }
    /// The quote changes.
    void quote(std::optional<Decimal> bid, std::optional<Decimal> ask,
               std::optional<Decimal> last = {}, Duration when = {})
    {
        Quote q{stock("X")};
        q.bid = bid;
        q.ask = ask;
        q.last = last;
        inspector.changed(q, at(when));
        inspector.complete(q);
    }
    const QuoteQuality& counted() const { return inspector.quality(); }

    QuoteInspector inspector;
};

TEST_F(Inspecting, ACleanStreamHasUpdatesOnly)
{
    quote(10_d, 11_d);
    quote(10_d, 10.9_d);
    quote(10.1_d, 10.9_d, 10.5_d);
    QuoteQuality expected;
    expected.updates = 3;
    EXPECT_EQ(counted(), expected);
}

TEST_F(Inspecting, CrossedAndLockedCountHowOftenNotHowLong)
{
    quote(10_d, 10_d);
    quote(10_d, 10_d, 10_d);
    EXPECT_EQ(counted().locked, 1u);
    quote(10.1_d, 10_d);
    quote(10.2_d, 10_d);
    EXPECT_EQ(counted().crossed, 1u);
    EXPECT_EQ(counted().locked, 1u) << "crossed is not locked";
    quote(9_d, 10_d);
    quote(10.1_d, 10_d);
    EXPECT_EQ(counted().crossed, 2u) << "a second time";
}

TEST_F(Inspecting, OneSideAloneIsNeither)
{
    quote(10_d, {});
    quote({}, 10_d);
    EXPECT_EQ(counted().crossed + counted().locked, 0u);
}

TEST_F(Inspecting, NegativePricesAreNoZeros)
{
    quote(-1.5_d, -1_d, -1.25_d);
    EXPECT_EQ(counted().zeros, 0u);
    EXPECT_EQ(counted().crossed, 0u);
}

TEST_F(Inspecting, ZerosCountOncePerFall)
{
    quote(0_d, 1_d, 0_d);
    quote(0_d, 1_d, 0_d);
    EXPECT_EQ(counted().zeros, 2u) << "bid and last";
    quote(1_d, 1.5_d, 0_d);
    quote(0_d, 1.5_d, 0_d);
    EXPECT_EQ(counted().zeros, 3u);
    inspector.ignored_zero();
    EXPECT_EQ(counted().zeros, 4u);
}

TEST_F(Inspecting, SpikesAreBeyondThePartOfThePriceBefore)
{
    quote(100_d, 101_d, 100_d);
    quote(110_d, 111_d, 110_d);
    EXPECT_EQ(counted().spikes, 0u) << "exactly a tenth";
    quote(122_d, 123_d, 122_d);
    EXPECT_EQ(counted().spikes, 1u) << "one update, one spike";
    quote(50_d, 51_d, 122_d);
    EXPECT_EQ(counted().spikes, 2u) << "down as well";
}

TEST_F(Inspecting, AJumpFromZeroOrFromNothingIsNoSpike)
{
    quote({}, {}, 100_d);
    quote(90_d, {}, 100_d);
    quote(90_d, {}, 0_d);
    auto before = counted().spikes;
    quote(90_d, {}, 50_d);
    EXPECT_EQ(counted().spikes, before);
}

TEST_F(Inspecting, TheLimitOfASpikeIsTheCaller_s)
{
    QuoteLimits limits;
    limits.spike = 0.5_d;
    inspector = QuoteInspector{limits};
    quote(100_d, {});
    quote(149_d, {});
    EXPECT_EQ(counted().spikes, 0u);
    quote(300_d, {});
    EXPECT_EQ(counted().spikes, 1u);
}

TEST_F(Inspecting, ABreakForgetsWhatToCompareWith)
{
    quote(100_d, 99_d);
    inspector.interrupted();
    quote(200_d, 199_d, {}, 10h);
    EXPECT_EQ(counted().spikes, 0u);
    EXPECT_EQ(counted().silences, 0u) << "the break is told by a gap";
    EXPECT_EQ(counted().crossed, 2u) << "crossed anew";
}

TEST_F(Inspecting, SilenceIsCountedWhenItEnds)
{
    quote(1_d, 2_d, {}, 0s);
    EXPECT_FALSE(inspector.is_stale(at(30s))) << "at the limit";
    EXPECT_TRUE(inspector.is_stale(at(31s)));
    EXPECT_EQ(counted().silences, 0u);
    inspector.repeated(at(31s));
    EXPECT_EQ(counted().silences, 1u) << "any message ends it";
    EXPECT_EQ(counted().duplicates, 1u);
    EXPECT_FALSE(inspector.is_stale(at(32s)));
    EXPECT_EQ(inspector.heard(), at(31s));
}

TEST_F(Inspecting, WithoutAnyMessageItIsStale)
{
    EXPECT_TRUE(inspector.is_stale(at(0s)));
    EXPECT_FALSE(inspector.heard());
}

TEST_F(Inspecting, OutOfOrderIsTheMarketsTimeNotOurs)
{
    Quote q{stock("X")};
    q.last_time = at(10s);
    inspector.changed(q, at(20s));
    q.last_time = at(10s);
    inspector.changed(q, at(21s));
    EXPECT_EQ(counted().out_of_order, 0u) << "two trades of one second";
    q.last_time = at(9s);
    inspector.changed(q, at(22s));
    EXPECT_EQ(counted().out_of_order, 1u);
    q.last_time.reset();
    inspector.changed(q, at(23s));
    EXPECT_EQ(counted().out_of_order, 1u) << "none told";
}

TEST_F(Inspecting, AllocatesNothing)
{
    Quote q{stock("A contract with a name that no small string holds")};
    q.bid = 10_d;
    q.ask = 9_d;
    inspector.changed(q, at(0s));
    test::AllocationCount count;
    for (int i = 0; i < 1000; ++i) {
        q.bid = Decimal{i};
        inspector.changed(q, at(std::chrono::milliseconds{i}));
        inspector.repeated(at(std::chrono::milliseconds{i}));
    }
    EXPECT_EQ(count.allocations(), 0u);
}

TEST(QuoteAge, IsSinceTheLastChange)
{
    Quote q{stock("X")};
    TimePoint now{std::chrono::hours{500'000}};
    EXPECT_EQ(q.age(now), Duration{}) << "nothing has come";
    q.time = now - 5s;
    EXPECT_EQ(q.age(now), Duration{5s});
}

}  // namespace
}  // namespace trademind
