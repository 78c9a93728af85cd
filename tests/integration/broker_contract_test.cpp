// What every broker promises, run over each of them: a strategy cannot tell them apart.
#include "integration/venue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class BrokerContract : public testing::TestWithParam<VenueFactory> {
protected:
    std::unique_ptr<Venue> venue = GetParam().make();
    Broker& broker() { return *venue->broker; }
    void connect()
    {
        auto up = venue->call<void>([&](auto done) { broker().connect(std::move(done)); });
        ASSERT_TRUE(up) << up.error().describe();
        venue->quote("AAPL", 100_d, 100.1_d, 100.05_d);
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return venue->call<OrderReport>(
            [&](auto done) { broker().place_order(std::move(order), std::move(done)); });
    }
    Result<OrderReport> cancel(OrderId id)
    {
        return venue->call<OrderReport>(
            [&](auto done) { broker().cancel_order(id, std::move(done)); });
    }
    std::vector<OrderReport> orders(OrderFilter filter)
    {
        auto all = venue->call<std::vector<OrderReport>>(
            [&](auto done) { broker().get_orders(filter, std::move(done)); });
        EXPECT_TRUE(all) << all.error().describe();
        return all ? *all : std::vector<OrderReport>{};
    }
    OrderReport order(OrderId id)
    {
        for (auto& report : orders(OrderFilter::all))
            if (report.id == id) return report;
        ADD_FAILURE() << "no order " << to_string(id);
        return {};
    }
    std::vector<Position> positions()
    {
        auto all = venue->call<std::vector<Position>>(
            [&](auto done) { broker().get_positions(std::move(done)); });
        EXPECT_TRUE(all) << all.error().describe();
        return all ? *all : std::vector<Position>{};
    }
    Account account()
    {
        auto values =
            venue->call<Account>([&](auto done) { broker().get_account(std::move(done)); });
        EXPECT_TRUE(values) << values.error().describe();
        return values ? *values : Account{};
    }
    bool until(const std::function<bool()>& condition) { return venue->until(condition); }
};

TEST_P(BrokerContract, nothing_works_before_connect)
{
    EXPECT_FALSE(broker().is_connected());
    EXPECT_EQ(place(buy(stock("AAPL"), 1_d)).error(), Errc::not_connected);
    auto positions = venue->call<std::vector<Position>>(
        [&](auto done) { broker().get_positions(std::move(done)); });
    EXPECT_EQ(positions.error(), Errc::not_connected);
    auto subscribed =
        venue->call<void>([&](auto done) { broker().subscribe(stock("AAPL"), std::move(done)); });
    EXPECT_EQ(subscribed.error(), Errc::not_connected);
}

TEST_P(BrokerContract, connect_and_disconnect_may_be_repeated)
{
    connect();
    EXPECT_TRUE(broker().is_connected());
    EXPECT_TRUE(venue->call<void>([&](auto done) { broker().connect(std::move(done)); }));
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(venue->call<void>([&](auto done) { broker().disconnect(std::move(done)); }));
    EXPECT_FALSE(broker().is_connected());
    const auto& links = venue->recorder.links;
    EXPECT_NE(std::ranges::find(links, LinkState::ready), links.end());
    EXPECT_EQ(venue->recorder.links.back(), LinkState::disconnected);
}

TEST_P(BrokerContract, market_order_fills_at_the_other_side)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    auto id = placed->id;
    ASSERT_TRUE(until([&] { return order(id).commission > 0_d; }));
    auto report = order(id);
    EXPECT_EQ(report.status, OrderStatus::filled);
    EXPECT_EQ(report.filled, 10_d);
    EXPECT_EQ(report.remaining, 0_d);
    EXPECT_EQ(report.average_fill_price, 100.1_d);
    EXPECT_FALSE(report.error);
    ASSERT_EQ(venue->recorder.executions.size(), 1U);
    EXPECT_EQ(venue->recorder.executions.front().order_id, id);
    EXPECT_EQ(venue->recorder.executions.front().side, Side::buy);
    ASSERT_FALSE(venue->recorder.commissions.empty());
    EXPECT_EQ(venue->recorder.commissions.front().execution_id,
              venue->recorder.executions.front().id);
}

TEST_P(BrokerContract, the_fate_of_an_order_is_told_by_the_brokers_own_lists)
{
    auto fate_of = [&](std::string name) {
        OrderInquiry inquiry;
        inquiry.client_order_id = std::move(name);
        inquiry.sent_at = broker().clock()->now() - std::chrono::minutes{2};
        return venue->call<FateReport>(
            [&](auto done) { broker().find_order(std::move(inquiry), std::move(done)); });
    };
    EXPECT_EQ(fate_of("lost").error(), Errc::not_connected) << "proves nothing";
    connect();
    ASSERT_TRUE(place(buy(stock("AAPL"), 10_d).limit(90_d).with_client_order_id("works")));
    auto filled = place(buy(stock("AAPL"), 10_d).with_client_order_id("fills"));
    ASSERT_TRUE(filled);
    ASSERT_TRUE(until([&] { return order(filled->id).status == OrderStatus::filled; }));
    auto works = fate_of("works"), fills = fate_of("fills"), lost = fate_of("lost");
    ASSERT_TRUE(works && fills && lost);
    EXPECT_EQ(works->fate, OrderFate::live) << works->reason;
    ASSERT_TRUE(works->report);
    EXPECT_EQ(works->report->order.limit_price, 90_d);
    EXPECT_EQ(fills->fate, OrderFate::ended) << fills->reason;
    EXPECT_EQ(lost->fate, OrderFate::not_received) << lost->reason;
    EXPECT_FALSE(lost->report);
}

TEST_P(BrokerContract, fill_moves_position_and_cash)
{
    connect();
    auto before = account();
    ASSERT_TRUE(before.cash_balance);
    ASSERT_TRUE(place(buy(stock("AAPL"), 10_d)));
    ASSERT_TRUE(until([&] { return positions().size() == 1; }));
    auto position = positions().front();
    EXPECT_EQ(position.contract.symbol, "AAPL");
    EXPECT_EQ(position.quantity, 10_d);
    ASSERT_TRUE(until([&] { return account().cash_balance != before.cash_balance; }));
    EXPECT_LE(*account().cash_balance, *before.cash_balance - 1001_d);
    ASSERT_TRUE(place(sell(stock("AAPL"), 10_d)));
    ASSERT_TRUE(until([&] { return positions().empty(); }));
}

TEST_P(BrokerContract, portfolio_adds_up)
{
    connect();
    ASSERT_TRUE(place(buy(stock("AAPL"), 10_d)));
    ASSERT_TRUE(until([&] { return positions().size() == 1; }));
    auto get = [&] {
        auto all =
            venue->call<Portfolio>([&](auto done) { broker().get_portfolio(std::move(done)); });
        EXPECT_TRUE(all) << all.error().describe();
        return all ? *all : Portfolio{};
    };
    // The account follows the position; at rest they agree to the cent.
    EXPECT_TRUE(until([&] {
        auto portfolio = get();
        return portfolio.total_value && portfolio.cash_balance && portfolio.invested_value &&
               *portfolio.total_value == *portfolio.cash_balance + *portfolio.invested_value;
    }));
    EXPECT_EQ(get().open_positions, 1);
    EXPECT_EQ(get().positions.size(), 1U);
}

TEST_P(BrokerContract, limit_order_waits_for_its_price)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d).limit(99_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_TRUE(is_open(placed->status));
    EXPECT_EQ(placed->filled, 0_d);
    EXPECT_FALSE(placed->average_fill_price);
    EXPECT_EQ(orders(OrderFilter::open).size(), 1U);
    venue->quote("AAPL", 98.8_d, 98.9_d, 98.85_d);
    ASSERT_TRUE(until([&] { return order(placed->id).status == OrderStatus::filled; }));
    EXPECT_LE(*order(placed->id).average_fill_price, 99_d);
    EXPECT_TRUE(orders(OrderFilter::open).empty());
    EXPECT_EQ(orders(OrderFilter::filled).size(), 1U);
}

TEST_P(BrokerContract, stop_order_waits_for_its_trigger)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d).stop(105_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_TRUE(is_open(placed->status));
    venue->quote("AAPL", 105.1_d, 105.2_d, 105.15_d);
    ASSERT_TRUE(until([&] { return order(placed->id).status == OrderStatus::filled; }));
    EXPECT_GE(*order(placed->id).average_fill_price, 105_d);
}

TEST_P(BrokerContract, cancel_ends_a_working_order)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d).limit(90_d));
    ASSERT_TRUE(placed);
    auto cancelled = cancel(placed->id);
    ASSERT_TRUE(cancelled) << cancelled.error().describe();
    EXPECT_EQ(cancelled->status, OrderStatus::cancelled);
    EXPECT_EQ(orders(OrderFilter::cancelled).size(), 1U);
    EXPECT_TRUE(orders(OrderFilter::open).empty());
    EXPECT_EQ(cancel(placed->id).error(), Errc::not_cancellable);
}

TEST_P(BrokerContract, cancel_of_nothing_says_so)
{
    connect();
    EXPECT_EQ(cancel(OrderId{4711}).error(), Errc::unknown_order);
    ASSERT_TRUE(place(buy(stock("AAPL"), 10_d)));
    ASSERT_TRUE(until([&] { return orders(OrderFilter::filled).size() == 1; }));
    EXPECT_EQ(cancel(orders(OrderFilter::filled).front().id).error(), Errc::not_cancellable);
}

TEST_P(BrokerContract, modify_changes_a_working_order)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d).limit(90_d));
    ASSERT_TRUE(placed);
    auto modified = venue->call<OrderReport>([&](auto done) {
        broker().modify_order(placed->id, buy(stock("AAPL"), 12_d).limit(91_d), std::move(done));
    });
    ASSERT_TRUE(modified) << modified.error().describe();
    EXPECT_EQ(modified->id, placed->id);
    EXPECT_EQ(modified->order.quantity, 12_d);
    EXPECT_EQ(modified->order.limit_price, 91_d);
    EXPECT_EQ(modified->remaining, 12_d);
    ASSERT_TRUE(cancel(placed->id));
    auto late = venue->call<OrderReport>([&](auto done) {
        broker().modify_order(placed->id, buy(stock("AAPL"), 12_d).limit(92_d), std::move(done));
    });
    EXPECT_EQ(late.error(), Errc::not_modifiable);
    auto unknown = venue->call<OrderReport>([&](auto done) {
        broker().modify_order(OrderId{4711}, buy(stock("AAPL"), 1_d).limit(1_d), std::move(done));
    });
    EXPECT_EQ(unknown.error(), Errc::unknown_order);
}

TEST_P(BrokerContract, ids_grow)
{
    connect();
    auto first = place(buy(stock("AAPL"), 1_d).limit(90_d)),
         second = place(buy(stock("AAPL"), 1_d).limit(90_d));
    ASSERT_TRUE(first && second);
    EXPECT_LT(to_number(first->id), to_number(second->id));
}

TEST_P(BrokerContract, same_client_order_id_places_once)
{
    connect();
    auto request = buy(stock("AAPL"), 10_d).limit(90_d).with_client_order_id("one");
    auto first = place(request), again = place(request);
    ASSERT_TRUE(first && again);
    EXPECT_EQ(first->id, again->id);
    EXPECT_EQ(orders(OrderFilter::all).size(), 1U);
    EXPECT_EQ(place(buy(stock("AAPL"), 11_d).limit(90_d).with_client_order_id("one")).error(),
              Errc::duplicate_order);
}

TEST_P(BrokerContract, unknown_contract_is_refused)
{
    connect();
    EXPECT_EQ(place(buy(stock("NOPE"), 1_d)).error(), Errc::unknown_contract);
}

TEST_P(BrokerContract, malformed_order_is_refused)
{
    connect();
    EXPECT_EQ(place(buy(stock("AAPL"), 0_d)).error(), Errc::invalid_order);
    EXPECT_EQ(place(buy(stock("AAPL"), -5_d)).error(), Errc::invalid_order);
    EXPECT_EQ(place(buy(stock("AAPL"), 1_d).of_type(OrderType::limit)).error(),
              Errc::invalid_order);
    EXPECT_TRUE(orders(OrderFilter::open).empty());
}

TEST_P(BrokerContract, quotes_of_a_subscription)
{
    connect();
    auto get = [&] {
        return venue->call<Quote>(
            [&](auto done) { broker().get_quote(stock("AAPL"), std::move(done)); });
    };
    EXPECT_EQ(get().error(), Errc::not_subscribed);
    ASSERT_TRUE(
        venue->call<void>([&](auto done) { broker().subscribe(stock("AAPL"), std::move(done)); }));
    ASSERT_TRUE(until([&] { return get() && get()->ask == 100.1_d; }));
    EXPECT_EQ(get()->bid, 100_d);
    venue->quote("AAPL", 101_d, 101.1_d, 101.05_d);
    ASSERT_TRUE(until([&] { return get()->ask == 101.1_d; }));
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(venue->call<void>(
            [&](auto done) { broker().unsubscribe(stock("AAPL"), std::move(done)); }));
    EXPECT_EQ(get().error(), Errc::not_subscribed);
}

TEST_P(BrokerContract, watch_ends_with_its_subscription)
{
    connect();
    std::vector<Quote> heard;
    auto watching = broker().watch(stock("AAPL"), [&](const Quote& q) { heard.push_back(q); });
    ASSERT_TRUE(until([&] {
        if (heard.empty()) venue->quote("AAPL", 102_d, 102.1_d, 102.05_d);
        return !heard.empty() && heard.back().ask == 102.1_d;
    }));
    watching.reset();
    auto count = heard.size();
    venue->quote("AAPL", 103_d, 103.1_d, 103.05_d);
    (void)positions();
    EXPECT_EQ(heard.size(), count);
}

TEST_P(BrokerContract, contracts_are_found)
{
    connect();
    auto find = [&](Contract pattern) {
        return venue->call<std::vector<ContractDetails>>(
            [&](auto done) { broker().find_contracts(std::move(pattern), std::move(done)); });
    };
    auto found = find(stock("AAPL"));
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().contract.symbol, "AAPL");
    EXPECT_EQ(find(stock("NOPE")).error(), Errc::unknown_contract);
}

TEST_P(BrokerContract, preview_places_nothing)
{
    connect();
    auto preview = venue->call<OrderPreview>([&](auto done) {
        broker().preview_order(buy(stock("AAPL"), 10_d).limit(100_d), std::move(done));
    });
    ASSERT_TRUE(preview) << preview.error().describe();
    EXPECT_TRUE(preview->commission);
    EXPECT_TRUE(orders(OrderFilter::all).empty());
}

TEST_P(BrokerContract, orders_live_on_while_disconnected)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d).limit(90_d));
    ASSERT_TRUE(placed);
    ASSERT_TRUE(venue->call<void>([&](auto done) { broker().disconnect(std::move(done)); }));
    ASSERT_TRUE(venue->call<void>([&](auto done) { broker().connect(std::move(done)); }));
    EXPECT_TRUE(is_open(order(placed->id).status));
    EXPECT_TRUE(cancel(placed->id));
}

TEST_P(BrokerContract, executions_are_listed_oldest_first)
{
    connect();
    ASSERT_TRUE(place(buy(stock("AAPL"), 1_d)));
    ASSERT_TRUE(place(buy(stock("AAPL"), 2_d)));
    ASSERT_TRUE(until([&] { return venue->recorder.executions.size() == 2; }));
    auto all = venue->call<std::vector<Execution>>(
        [&](auto done) { broker().get_executions(std::move(done)); });
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 2U);
    EXPECT_EQ(all->front().quantity, 1_d);
    EXPECT_EQ(all->back().quantity, 2_d);
}

TEST_P(BrokerContract, events_tell_the_whole_story)
{
    connect();
    auto placed = place(buy(stock("AAPL"), 10_d));
    ASSERT_TRUE(placed);
    ASSERT_TRUE(until([&] { return !venue->recorder.commissions.empty(); }));
    Decimal filled;
    for (const auto& report : venue->recorder.orders) {
        EXPECT_GE(report.filled, filled) << "fills only grow";
        filled = report.filled;
    }
    EXPECT_EQ(filled, 10_d);
    EXPECT_EQ(venue->recorder.orders.back().status, OrderStatus::filled);
}

INSTANTIATE_TEST_SUITE_P(Brokers, BrokerContract, testing::ValuesIn(all_venues()),
                         [](const auto& run) { return run.param.name; });

}  // namespace
}  // namespace trademind::test
