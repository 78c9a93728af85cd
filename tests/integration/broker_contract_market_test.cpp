// What every broker promises of brackets, quote quality and accounts, run over each of them.
#include "integration/venue.hpp"

#include <trademind/bracket.hpp>
#include <trademind/stream.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class BrokerMarketContract : public testing::TestWithParam<VenueFactory> {
protected:
    void SetUp() override
    {
        auto up = venue->call<void>([&](auto done) { broker().connect(std::move(done)); });
        ASSERT_TRUE(up) << up.error().describe();
        venue->quote("AAPL", 100_d, 100.1_d, 100.05_d);
    }
    Broker& broker() { return *venue->broker; }
    Result<std::vector<OrderReport>> place(Result<Bracket> orders)
    {
        if (!orders) return orders.error();
        return venue->call<std::vector<OrderReport>>(
            [&](auto done) { broker().place_bracket(std::move(*orders), std::move(done)); });
    }
    OrderReport order(OrderId id)
    {
        auto all = venue->call<std::vector<OrderReport>>(
            [&](auto done) { broker().get_orders(OrderFilter::all, std::move(done)); });
        if (all)
            for (auto& report : *all)
                if (report.id == id) return report;
        return {};
    }
    Result<QuoteStatus> status()
    {
        return venue->call<QuoteStatus>(
            [&](auto done) { broker().get_quote_status(stock("AAPL"), std::move(done)); });
    }
    void subscribe()
    {
        ASSERT_TRUE(venue->call<void>(
            [&](auto done) { broker().subscribe(stock("AAPL"), std::move(done)); }));
    }

    std::unique_ptr<Venue> venue = GetParam().make();
};

TEST_P(BrokerMarketContract, bracket_stands_with_its_exits_behind_the_entry)
{
    auto reports = place(bracket(buy(stock("AAPL"), 10_d).limit(99_d), 105_d, 95_d));
    ASSERT_TRUE(reports) << reports.error().describe();
    ASSERT_EQ(reports->size(), 3U);
    const auto& entry = reports->at(0);
    EXPECT_EQ(entry.order.side, Side::buy);
    for (std::size_t exit : {1U, 2U}) {
        EXPECT_EQ(reports->at(exit).order.side, Side::sell);
        EXPECT_EQ(reports->at(exit).order.quantity, 10_d);
        EXPECT_EQ(reports->at(exit).order.parent_id, entry.id);
        EXPECT_EQ(reports->at(exit).filled, 0_d);
        EXPECT_TRUE(is_open(reports->at(exit).status));
    }
    EXPECT_EQ(reports->at(1).order.limit_price, 105_d);
    EXPECT_EQ(reports->at(2).order.stop_price, 95_d);
}

TEST_P(BrokerMarketContract, bracket_on_the_wrong_side_sends_nothing)
{
    auto wrong = place(bracket(buy(stock("AAPL"), 10_d).limit(99_d), 95_d, 105_d));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error(), Errc::invalid_order);
    auto none = venue->call<std::vector<OrderReport>>(
        [&](auto done) { broker().get_orders(OrderFilter::all, std::move(done)); });
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
}

TEST_P(BrokerMarketContract, bracket_may_be_sold_short)
{
    auto reports = place(bracket(sell(stock("AAPL"), 10_d).limit(101_d), 95_d, 105_d));
    ASSERT_TRUE(reports) << reports.error().describe();
    EXPECT_EQ(reports->at(1).order.side, Side::buy);
    EXPECT_EQ(reports->at(2).order.stop_price, 105_d);
}

TEST_P(BrokerMarketContract, quote_status_needs_a_subscription)
{
    auto none = status();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Errc::not_subscribed);
}

TEST_P(BrokerMarketContract, quote_status_counts_what_is_odd)
{
    subscribe();
    venue->quote("AAPL", 100_d, 100.2_d, 100.1_d);
    auto clean = status();
    ASSERT_TRUE(clean) << clean.error().describe();
    EXPECT_EQ(clean->quote.bid, 100_d);
    EXPECT_FALSE(clean->stale);
    EXPECT_EQ(clean->listeners, 1U);
    auto before = clean->quality;
    EXPECT_GT(before.updates, 0U);
    EXPECT_EQ(before.spikes, 0U);
    venue->quote("AAPL", 100_d, 100_d, 100_d);
    venue->quote("AAPL", 101_d, 100.5_d, 100_d);
    auto odd = status();
    ASSERT_TRUE(odd);
    EXPECT_GT(odd->quality.updates, before.updates);
    EXPECT_EQ(odd->quality.locked, before.locked + 1);
    EXPECT_GT(odd->quality.crossed, before.crossed);
    venue->quote("AAPL", 150_d, 151_d, 150_d);
    EXPECT_GT(status()->quality.spikes, 0U);
}

TEST_P(BrokerMarketContract, watchers_are_counted_as_listeners)
{
    subscribe();
    auto watching = broker().watch(stock("AAPL"), [](const Quote&) {});
    ASSERT_TRUE(venue->until([&] { return status()->listeners == 2; }));
    watching.reset();
    EXPECT_TRUE(venue->until([&] { return status()->listeners == 1; }));
}

TEST_P(BrokerMarketContract, a_slow_listener_gets_the_newest_quote)
{
    boost::asio::io_context slow;
    std::vector<Quote> heard;
    QuoteStream stream{broker(), stock("AAPL"), slow.get_executor(),
                       [&](const Quote& q) { heard.push_back(q); }};
    ASSERT_TRUE(venue->until([&] { return stream.counts().waiting == 1; }));
    for (int i = 1; i <= 5; ++i)
        venue->quote("AAPL", Decimal{100 + i}, Decimal{101 + i}, Decimal{100 + i});
    ASSERT_TRUE(venue->until([&] { return stream.counts().dropped >= 5; }));
    settle(slow);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].bid, 105_d);
    EXPECT_EQ(heard[0].ask, 106_d);
}

TEST_P(BrokerMarketContract, order_events_of_a_slow_observer_are_all_there)
{
    boost::asio::io_context slow;
    Recorder late;
    {
        EventStream stream{broker(), late, slow.get_executor()};
        auto report = venue->call<OrderReport>(
            [&](auto done) { broker().place_order(buy(stock("AAPL"), 10_d), std::move(done)); });
        ASSERT_TRUE(report) << report.error().describe();
        ASSERT_TRUE(venue->until([&] { return order(report->id).status == OrderStatus::filled; }));
        EXPECT_TRUE(late.orders.empty()) << "it has not had its turn";
        settle(slow);
        ASSERT_FALSE(late.orders.empty());
        EXPECT_EQ(late.orders.size(), venue->recorder.orders.size());
        EXPECT_EQ(late.orders.back().status, OrderStatus::filled);
        EXPECT_EQ(late.executions.size(), venue->recorder.executions.size());
    }
}

TEST_P(BrokerMarketContract, all_accounts_are_the_one_there_is)
{
    auto all = venue->call<std::vector<Account>>(
        [&](auto done) { broker().get_accounts(std::move(done)); });
    ASSERT_TRUE(all) << all.error().describe();
    ASSERT_EQ(all->size(), 1U);
    auto one = venue->call<Account>([&](auto done) { broker().get_account(std::move(done)); });
    ASSERT_TRUE(one);
    EXPECT_EQ(all->front().id, one->id);
    EXPECT_EQ(all->front().portfolio_value, one->portfolio_value);
}

INSTANTIATE_TEST_SUITE_P(Brokers, BrokerMarketContract, testing::ValuesIn(all_venues()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace trademind::test
