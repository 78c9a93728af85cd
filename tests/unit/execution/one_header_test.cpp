// A program with one include.
#include <trademind/trademind.hpp>

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace trademind::literals;

TEST(OneHeader, has_everything_that_a_program_needs)
{
    Config config;
    config.paper.market = PaperMarketSource::generated;
    asio::io_context io;
    auto broker = make_broker(config, io.get_executor());
    ASSERT_TRUE(broker) << broker.error().describe();
    auto orders = bracket(buy(stock("AAPL"), 1_d).limit(100_d), 110_d, 90_d);
    EXPECT_TRUE(orders) << orders.error().describe();
}

}  // namespace
}  // namespace trademind
