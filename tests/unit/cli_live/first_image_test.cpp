// When the first quote of a market is whole: on a clock that the test turns.
#include "cli/live/first_image.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace trademind::cli::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class FirstImageTest : public testing::Test {
protected:
    void advance(Duration by)
    {
        clock->advance(by);
        io.restart();
        io.poll();
    }
    Quote priced()
    {
        Quote quote{stock("AAPL")};
        quote.bid = 99_d;
        return quote;
    }

    boost::asio::io_context io;
    std::shared_ptr<trademind::test::ManualClock> clock =
        std::make_shared<trademind::test::ManualClock>();
    std::optional<Result<Quote>> result;
    int calls = 0;
    std::shared_ptr<FirstImage> image =
        FirstImage::start(clock, io.get_executor(), 10s, [this](Result<Quote> quote) {
            result = std::move(quote);
            ++calls;
        });
};

TEST_F(FirstImageTest, is_whole_at_once_when_every_field_is_there)
{
    auto quote = priced();
    quote.ask = quote.last = quote.open = quote.high = quote.low = quote.close = 100_d;
    image->on_quote(quote);
    EXPECT_FALSE(result) << "no volume yet";
    quote.volume = 5000_d;
    image->on_quote(quote);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->value().volume, 5000_d);
    EXPECT_EQ(clock->pending(), 0U);
}

TEST_F(FirstImageTest, is_whole_after_a_quarter_of_a_second_without_a_change)
{
    image->on_quote(priced());
    advance(249ms);
    auto quote = priced();
    quote.ask = 100_d;
    image->on_quote(quote);
    advance(249ms);
    EXPECT_FALSE(result) << "each change begins the quiet again";
    advance(1ms);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->value().ask, 100_d);
}

TEST_F(FirstImageTest, waits_no_longer_than_two_seconds_for_a_market_that_is_never_quiet)
{
    for (int n = 0; n < 19; ++n) {
        image->on_quote(priced());
        advance(100ms);
    }
    EXPECT_FALSE(result);
    image->on_quote(priced());
    advance(100ms);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->has_value());
}

TEST_F(FirstImageTest, a_market_without_a_price_is_a_time_out)
{
    Quote sizes_only{stock("AAPL")};
    sizes_only.volume = 5_d;
    image->on_quote(sizes_only);
    advance(9s);
    EXPECT_FALSE(result);
    advance(1s);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error(), Errc::timed_out);
}

TEST_F(FirstImageTest, the_end_of_the_stream_is_reported_once)
{
    image->on_error(Error{Errc::market_data_permission, "why"});
    image->on_error(Error{Errc::cancelled});
    image->on_quote(priced());
    advance(20s);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(result->error(), Errc::market_data_permission);
}

}  // namespace
}  // namespace trademind::cli::test
