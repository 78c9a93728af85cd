// Bars where a broker keeps a history, and where it keeps none.
#include "gateway/bar_store.hpp"

#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class BarStoreTest : public testing::Test {
protected:
    GatewayWorld world;
    gateway::BarStore store{world.paper};

    Result<std::vector<Bar>> bars(HistoryRequest request)
    {
        std::optional<Result<std::vector<Bar>>> out;
        store.bars(request, [&](Result<std::vector<Bar>> result) { out = std::move(result); });
        run_until(world.io, [&] { return out.has_value(); });
        return *out;
    }
};

TEST_F(BarStoreTest, makes_up_a_past_that_stays_as_it_was)
{
    auto request = HistoryRequest{stock("AAPL")}.over("2 D").in_bars_of("5 mins");
    auto first = bars(request);
    ASSERT_TRUE(first) << first.error().describe();
    world.quote(150_d, 151_d);
    auto again = bars(request);
    ASSERT_TRUE(again);
    for (std::size_t n = 0; n + 1 < first->size(); ++n) EXPECT_EQ((*first)[n], (*again)[n]) << n;
}

TEST_F(BarStoreTest, ends_where_it_is_asked_to)
{
    auto end = world.clock->now() - std::chrono::days{10};
    auto got = bars(HistoryRequest{stock("AAPL")}.until(end).over("1 D").in_bars_of("1 min"));
    ASSERT_TRUE(got) << got.error().describe();
    EXPECT_LT(got->back().time, end);
    for (const auto& bar : *got)
        EXPECT_EQ(us_equities_calendar()->state_at(bar.time), MarketState::open);
}

TEST_F(BarStoreTest, has_one_feed_for_an_instrument)
{
    auto feed = store.feed(stock("AAPL"));
    EXPECT_EQ(store.feed(stock("AAPL")), feed);
    EXPECT_NE(store.feed(stock("MSFT")), feed);
}

TEST_F(BarStoreTest, knows_yesterdays_close_of_a_market_without_a_history)
{
    Quote quote{stock("AAPL")};
    quote.last = 100_d;
    auto close = store.previous_close(quote);
    ASSERT_TRUE(close);
    EXPECT_GT(*close, 80_d);
    EXPECT_LT(*close, 120_d);
    EXPECT_EQ(store.previous_close(quote), close);
    EXPECT_FALSE(store.previous_close(Quote{stock("AAPL")})) << "no price to begin from";
}

}  // namespace
}  // namespace trademind::test
