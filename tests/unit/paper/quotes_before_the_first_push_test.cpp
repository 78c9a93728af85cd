// Quotes of an instrument that nothing has been pushed of yet.
#include "unit/paper/paper_fixture.hpp"

namespace trademind::test {
namespace {

class PaperFirstPush : public PaperTest {};

TEST_F(PaperFirstPush, a_watch_waits_for_its_instrument)
{
    start();
    int quotes = 0;
    std::optional<Error> ended;
    auto watching = broker->watch(
        stock("X"), [&](const Quote&) { ++quotes; }, [&](const Error& e) { ended = e; });
    run();
    EXPECT_FALSE(ended);
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_GE(quotes, 1);
    int before = quotes;
    quote(10.01_d, 100, 10.02_d, 100);
    EXPECT_GT(quotes, before);
    watching.reset();
    before = quotes;
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(quotes, before);
}

TEST_F(PaperFirstPush, a_watch_that_ends_before_the_first_push_is_gone)
{
    start();
    int quotes = 0;
    auto watching = broker->watch(stock("X"), [&](const Quote&) { ++quotes; });
    run();
    watching.reset();
    run();
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(quotes, 0);
}

TEST_F(PaperFirstPush, a_subscription_waits_for_its_instrument)
{
    start();
    Awaited<void> subscribed, ended;
    broker->subscribe(stock("X"), subscribed.token());
    run();
    ASSERT_TRUE(subscribed.get());
    auto empty = ask<Quote>([&](auto token) { broker->get_quote(stock("X"), std::move(token)); });
    EXPECT_FALSE(empty.bid);
    auto status = ask<QuoteStatus>(
        [&](auto token) { broker->get_quote_status(stock("X"), std::move(token)); });
    EXPECT_TRUE(status.stale);
    quote(10_d, 100, 10.02_d, 100);
    auto now = ask<Quote>([&](auto token) { broker->get_quote(stock("X"), std::move(token)); });
    EXPECT_EQ(now.bid, 10_d);
}

TEST_F(PaperFirstPush, a_subscription_that_ended_before_the_first_push_is_none)
{
    start();
    broker->subscribe(stock("X"), [](Result<>) {});
    broker->unsubscribe(stock("X"), [](Result<>) {});
    run();
    quote(10_d, 100, 10.02_d, 100);
    Awaited<Quote> answer;
    broker->get_quote(stock("X"), answer.token());
    run();
    EXPECT_EQ(answer.get().error(), Errc::not_subscribed);
}

}  // namespace
}  // namespace trademind::test
