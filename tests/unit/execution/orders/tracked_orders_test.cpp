// Which report is about which order: permanent id, client order id, client id with order id.
#include "execution/orders/tracked_orders.hpp"

#include "execution/journal/journal.hpp"
#include "execution/journal/terms.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace literals;

class Tracking : public testing::Test {
protected:
    TrackedOrder& track(std::string name, OrderRequest order)
    {
        TrackedOrder fresh;
        fresh.client_order_id = order.client_order_id = std::move(name);
        fresh.placed = fresh.request = std::move(order);
        fresh.stage = TrackedOrder::Stage::sent;
        return orders.add(std::move(fresh));
    }
    /// The broker reports it: client 1 is ours.
    OrderReport report(const TrackedOrder& order, std::int64_t id, std::int64_t permanent = 0)
    {
        OrderReport told{OrderId{id}, order.placed};
        told.client_id = 1;
        told.permanent_id = PermanentId{permanent};
        told.status = OrderStatus::submitted;
        return told;
    }
    void take(TrackedOrder& order, const OrderReport& told)
    {
        orders.take_names(order, told);
        order.apply(told, told.filled);
    }
    OrderReport of_client(int client, std::int64_t id, OrderRequest order)
    {
        OrderReport told{OrderId{id}, std::move(order)};
        told.client_id = client;
        told.status = OrderStatus::submitted;
        return told;
    }

    TrackedOrders orders;
    const OrderRequest buy_aapl = buy(stock("AAPL"), 10_d).limit(99_d);
};

TEST_F(Tracking, an_order_without_a_report_is_found_by_its_client_order_id)
{
    auto& mine = track("a", buy_aapl);
    EXPECT_EQ(orders.find(report(mine, 5)), &mine);
    EXPECT_EQ(orders.find("a"), &mine);
    EXPECT_EQ(orders.find(OrderId{5}), nullptr) << "nobody has told its number";
}

TEST_F(Tracking, what_is_over_leaves_by_every_name)
{
    using namespace std::chrono_literals;
    auto& done = track("done", buy_aapl);
    auto& open = track("open", buy_aapl);
    take(open, report(open, 6, 60));
    auto filled = report(done, 5, 50);
    filled.status = OrderStatus::filled;
    take(done, filled);
    EXPECT_FALSE(orders.drop_ended(2min, 1h, 25h)) << "it has just ended";
    EXPECT_FALSE(orders.drop_ended(30min, 1h, 25h));
    EXPECT_TRUE(orders.drop_ended(63min, 1h, 25h));
    EXPECT_EQ(orders.all().size(), 1U);
    EXPECT_EQ(orders.find("done"), nullptr);
    EXPECT_EQ(orders.find(OrderId{5}), nullptr);
    EXPECT_EQ(orders.find(filled), nullptr);
    EXPECT_EQ(orders.find(report(open, 6, 60)), &open);
}

TEST_F(Tracking, one_that_comes_back_takes_no_number_of_one_that_works)
{
    auto& works = track("works", buy_aapl);
    take(works, report(works, 57, 570));
    journal::KnownOrder past;
    past.client_order_id = "past";
    past.state = journal::OrderState::done;
    past.report.id = OrderId{57};
    past.report.status = OrderStatus::filled;
    orders.add(TrackedOrder::of_earlier_run(past, {}));
    EXPECT_EQ(orders.find(OrderId{57}), &works);
}

TEST_F(Tracking, what_may_be_live_stays)
{
    using namespace std::chrono_literals;
    for (auto name : {"unknown outcome", "asked for", "corrected", "foreign"}) {
        auto& order = track(name, buy_aapl);
        order.stage = TrackedOrder::Stage::done;
        order.report.status = OrderStatus::cancelled;
        if (order.client_order_id == "unknown outcome") order.report.status = OrderStatus::unknown;
        if (order.client_order_id == "asked for") order.asked_for = true;
        if (order.client_order_id == "corrected") order.corrected = true;
        if (order.client_order_id == "foreign") order.own = false;
    }
    orders.drop_ended(2min, 1h, 25h);
    EXPECT_FALSE(orders.drop_ended(24h, 1h, 25h));
    EXPECT_EQ(orders.all().size(), 4U);
    EXPECT_TRUE(orders.drop_ended(26h, 1h, 25h)) << "of other programs a day later";
    EXPECT_EQ(orders.find("foreign"), nullptr);
    EXPECT_EQ(orders.all().size(), 3U);
}

TEST_F(Tracking, another_clients_order_with_the_same_number_is_another_order)
{
    auto& mine = track("a", buy_aapl);
    take(mine, report(mine, 1, 77));
    auto theirs = of_client(7, 1, buy(stock("AAPL"), 50_d).limit(98_d));
    EXPECT_EQ(orders.find(theirs), nullptr);
    theirs.permanent_id = PermanentId{999'001};
    EXPECT_EQ(orders.find(theirs), nullptr);
    EXPECT_EQ(orders.find(report(mine, 1)), &mine);
}

TEST_F(Tracking, another_clients_order_with_the_same_name_is_another_order)
{
    auto& mine = track("a", buy_aapl);
    orders.set_client_id(1);
    auto theirs = of_client(7, 3, buy_aapl);
    theirs.order.client_order_id = "a";
    EXPECT_EQ(orders.find(theirs), nullptr) << "before the broker has reported ours";
    take(mine, report(mine, 5));
    EXPECT_EQ(orders.find(theirs), nullptr);
}

TEST_F(Tracking, client_0_is_another_client_unless_it_is_ours)
{
    auto& mine = track("a", buy_aapl);
    orders.set_client_id(1);
    auto by_hand = of_client(0, 1, buy_aapl);
    by_hand.order.client_order_id = "a";
    EXPECT_EQ(orders.find(by_hand), nullptr);
    auto of_a_list = of_client(OrderReport::no_client_id, 0, buy_aapl);
    of_a_list.order.client_order_id = "a";
    EXPECT_EQ(orders.find(of_a_list), &mine) << "it names no client";
}

TEST_F(Tracking, the_permanent_id_decides)
{
    auto& mine = track("a", buy_aapl);
    take(mine, report(mine, 1, 77));
    auto other = report(mine, 1, 78);
    EXPECT_EQ(orders.find(other), nullptr) << "TWS's count of numbers began again";
    auto nameless = report(mine, 0, 77);
    nameless.order.client_order_id.clear();
    EXPECT_EQ(orders.find(nameless), &mine);
}

TEST_F(Tracking, an_order_first_reported_without_its_name_becomes_own_with_it)
{
    TrackedOrder unnamed;
    unnamed.own = false;
    unnamed.stage = TrackedOrder::Stage::working;
    auto& foreign = orders.add(std::move(unnamed));
    auto told = of_client(1, 4, buy_aapl);
    told.permanent_id = PermanentId{55};
    take(foreign, told);
    journal::KnownOrder known;
    known.client_order_id = "a";
    known.state = journal::OrderState::unknown;
    known.terms = journal::terms_of(buy_aapl);
    auto& mine = orders.add(TrackedOrder::of_earlier_run(known, {}));
    EXPECT_EQ(mine.stage, TrackedOrder::Stage::unknown);
    EXPECT_EQ(orders.in_doubt(), std::vector<TrackedOrder*>{&mine});
    told.order.client_order_id = "a";
    EXPECT_EQ(orders.find(told), &mine);
    EXPECT_EQ(orders.find_nameless(told, mine), &foreign);
}

TEST_F(Tracking, own_names_and_numbers_come_first)
{
    TrackedOrder other;
    other.own = false;
    other.client_order_id = "a";
    other.id = OrderId{3};
    auto& theirs = orders.add(std::move(other));
    EXPECT_EQ(orders.find("a"), &theirs);
    EXPECT_EQ(orders.find_own("a"), nullptr);
    auto& mine = track("a", buy_aapl);
    orders.set_id(mine, OrderId{3});
    EXPECT_EQ(orders.find("a"), &mine);
    EXPECT_EQ(orders.find(OrderId{3}), &mine);
    orders.erase(mine);
    EXPECT_EQ(orders.find_own("a"), nullptr);
    EXPECT_EQ(orders.all().size(), 1U);
}

TEST_F(Tracking, the_same_terms_are_the_same_fields)
{
    auto& mine = track("a", buy_aapl);
    auto same = buy_aapl;
    same.client_order_id = "a";
    EXPECT_TRUE(mine.same_terms(same));
    same.limit_price = 98_d;
    EXPECT_FALSE(mine.same_terms(same));
    journal::KnownOrder known;
    known.client_order_id = "b";
    known.terms = journal::terms_of(buy_aapl);
    auto& earlier = orders.add(TrackedOrder::of_earlier_run(known, {}));
    EXPECT_TRUE(earlier.same_terms(buy_aapl)) << "by the journal's text";
    EXPECT_FALSE(earlier.same_terms(same));
}

}  // namespace
}  // namespace trademind::test
