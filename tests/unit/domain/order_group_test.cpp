// Groups of orders: all of them are accepted, or none stays.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <trademind/bracket.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using Reports = Result<std::vector<OrderReport>>;

/// A broker that takes every order and says by events what became of it.
class OrderGroupTest : public testing::Test {
protected:
    OrderGroupTest() { renew(); }
    void renew()
    {
        broker = FakeBroker::make(io.get_executor(), clock);
        broker->connect([](Result<>) {});
        broker->on_place = [this](OrderId id, const OrderRequest& order) {
            OrderReport report{id, order};
            known[id] = report;
            return report;
        };
        known.clear();
        answer.reset();
        run();
    }
    void run()
    {
        io.restart();
        io.poll();
    }
    void advance(Duration time)
    {
        clock->advance(time);
        run();
    }
    auto into_answer()
    {
        return [this](Reports reports) { answer = std::move(reports); };
    }
    void place()
    {
        auto orders = bracket(buy(stock("AAPL"), 10_d).limit(100_d), 110_d, 95_d);
        broker->place_bracket(std::move(*orders), into_answer());
        run();
    }
    void tell(int id, OrderStatus status, Decimal filled = {})
    {
        auto& report = known.at(OrderId{id});
        report.status = status;
        report.filled = filled;
        if (status == OrderStatus::rejected) report.error = Error{Errc::rejected, "no"};
        broker->notify(&BrokerObserver::on_order, report);
    }
    bool was_cancelled(int id) const
    {
        return std::ranges::find(broker->cancelled, OrderId{id}) != broker->cancelled.end();
    }
    std::size_t cancels() const { return broker->cancelled.size(); }

    asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> broker;
    std::map<OrderId, OrderReport> known;
    std::optional<Reports> answer;
};

TEST_F(OrderGroupTest, a_bracket_is_placed_when_every_order_is_accepted)
{
    place();
    ASSERT_EQ(broker->placed.size(), 3U);
    EXPECT_FALSE(broker->placed[0].transmit);
    EXPECT_FALSE(broker->placed[1].transmit);
    EXPECT_TRUE(broker->placed[2].transmit);
    EXPECT_EQ(broker->placed[2].parent_id, OrderId{1});
    tell(3, OrderStatus::pre_submitted);
    tell(1, OrderStatus::submitted);
    run();
    EXPECT_FALSE(answer) << "the take profit has no answer yet";
    tell(2, OrderStatus::pre_submitted);
    run();
    ASSERT_TRUE(answer && *answer);
    EXPECT_EQ((**answer)[0].status, OrderStatus::submitted);
    EXPECT_EQ((**answer)[1].status, OrderStatus::pre_submitted);
    EXPECT_EQ(cancels(), 0U);
}

// Every set of refused orders, in every order of the answers, each in a read of its own or all in
// one.
TEST_F(OrderGroupTest, whatever_is_refused_and_whenever_nothing_of_the_bracket_stays)
{
    for (auto refusal : {OrderStatus::rejected, OrderStatus::cancelled, OrderStatus::inactive})
        for (int refused = 1; refused < 8; ++refused)
            for (bool together : {false, true}) {
                std::vector<int> ids{1, 2, 3};
                do {
                    SCOPED_TRACE(testing::Message()
                                 << to_string(refusal) << " mask " << refused << " first " << ids[0]
                                 << ids[1] << ids[2] << (together ? " together" : ""));
                    renew();
                    place();
                    for (int id : ids) {
                        bool no = refused & (1 << (id - 1));
                        tell(id, no ? refusal : OrderStatus::pre_submitted);
                        if (!together) run();
                    }
                    run();
                    advance(1s);
                    ASSERT_TRUE(answer);
                    ASSERT_FALSE(*answer);
                    EXPECT_EQ(answer->error(),
                              refusal == OrderStatus::cancelled ? Errc::cancelled : Errc::rejected);
                    for (int id : ids) {
                        bool over = (refused & (1 << (id - 1))) && refusal != OrderStatus::inactive;
                        EXPECT_TRUE(over || was_cancelled(id)) << id;
                    }
                } while (std::next_permutation(ids.begin(), ids.end()));
            }
}

TEST_F(OrderGroupTest, an_entry_is_cancelled_before_its_exits)
{
    place();
    tell(1, OrderStatus::submitted);
    tell(3, OrderStatus::pre_submitted);
    tell(2, OrderStatus::rejected);
    run();
    EXPECT_EQ(broker->cancelled, (std::vector{OrderId{1}, OrderId{3}}));
}

TEST_F(OrderGroupTest, a_refusal_before_the_last_order_keeps_it_from_being_sent)
{
    broker->hold = true;
    place();
    broker->release();
    run();
    ASSERT_EQ(broker->placed.size(), 2U);
    tell(1, OrderStatus::rejected);
    run();
    broker->hold = false;
    broker->release_all();
    run();
    EXPECT_EQ(broker->placed.size(), 2U);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::rejected);
}

TEST_F(OrderGroupTest, an_entry_that_has_filled_keeps_its_stop)
{
    place();
    tell(1, OrderStatus::filled, 10_d);
    tell(3, OrderStatus::submitted);
    tell(2, OrderStatus::rejected);
    run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::rejected);
    EXPECT_EQ(cancels(), 0U);
    EXPECT_NE(answer->error().message.find("has filled 10 of 10"), std::string::npos)
        << answer->error().message;
    EXPECT_NE(answer->error().message.find("order 3"), std::string::npos);
}

TEST_F(OrderGroupTest, an_entry_that_fills_without_a_stop_fills_no_further)
{
    place();
    tell(1, OrderStatus::submitted, 4_d);
    tell(2, OrderStatus::submitted);
    tell(3, OrderStatus::rejected);
    run();
    EXPECT_EQ(broker->cancelled, std::vector{OrderId{1}});
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->error().message.find("has filled 4 of 10"), std::string::npos);
}

TEST_F(OrderGroupTest, an_exit_that_ends_because_the_other_filled_is_no_failure)
{
    place();
    tell(1, OrderStatus::filled, 10_d);
    tell(2, OrderStatus::filled, 10_d);
    tell(3, OrderStatus::cancelled);
    run();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(*answer) << answer->error().describe();
    EXPECT_EQ(cancels(), 0U);
}

TEST_F(OrderGroupTest, an_entry_that_filled_in_part_and_ended_is_no_failure)
{
    place();
    tell(1, OrderStatus::cancelled, 4_d);
    tell(2, OrderStatus::submitted);
    tell(3, OrderStatus::submitted);
    run();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(*answer) << answer->error().describe();
}

TEST_F(OrderGroupTest, an_order_without_an_answer_takes_the_bracket_back)
{
    place();
    tell(1, OrderStatus::submitted);
    tell(3, OrderStatus::pre_submitted);
    advance(9s);
    EXPECT_FALSE(answer);
    advance(1s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::timed_out);
    EXPECT_EQ(cancels(), 3U);
}

TEST_F(OrderGroupTest, an_order_that_the_broker_has_named_and_not_accepted_yet_counts_in_the_end)
{
    place();
    tell(1, OrderStatus::submitted);
    tell(3, OrderStatus::pre_submitted);
    known[OrderId{2}].permanent_id = PermanentId{77};
    tell(2, OrderStatus::pending_submit);
    advance(10s);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(*answer) << answer->error().describe();
}

TEST_F(OrderGroupTest, what_a_broken_link_leaves_is_cancelled_when_the_broker_is_usable_again)
{
    place();
    broker->set_link(LinkState::lost);
    broker->refusal = Error{Errc::not_connected, "no link"};
    for (int id : {1, 2, 3}) tell(id, OrderStatus::unknown);
    run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::connection_lost);
    EXPECT_NE(answer->error().message.find("order 1"), std::string::npos);
    broker->cancelled.clear();
    broker->refusal.reset();
    tell(3, OrderStatus::rejected);
    broker->set_link(LinkState::restored);
    run();
    EXPECT_EQ(broker->cancelled, (std::vector{OrderId{1}, OrderId{2}}));
}

TEST_F(OrderGroupTest, a_group_that_is_given_up_before_its_last_order_is_taken_back)
{
    broker->hold = true;
    asio::cancellation_signal give_up;
    auto orders = bracket(buy(stock("AAPL"), 10_d).limit(100_d), 110_d, 95_d);
    broker->place_bracket(*orders, asio::bind_cancellation_slot(give_up.slot(), into_answer()));
    run();
    give_up.emit(asio::cancellation_type::all);
    broker->hold = false;
    broker->release_all();
    run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::cancelled);
    EXPECT_EQ(broker->placed.size(), 1U);
    EXPECT_EQ(broker->cancelled, std::vector{OrderId{1}});
}

TEST_F(OrderGroupTest, a_group_ends_with_its_broker)
{
    place();
    broker.reset();
    run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::cancelled);
}

TEST_F(OrderGroupTest, orders_of_an_oca_group_are_all_placed_or_none_stays)
{
    auto order = [](Decimal price) {
        return buy(stock("AAPL"), 10_d).limit(price).in_oca_group("g", OcaType::cancel_with_block);
    };
    broker->place_group({order(99_d), order(98_d), order(97_d)}, into_answer());
    run();
    ASSERT_EQ(broker->placed.size(), 3U);
    EXPECT_TRUE(broker->placed[0].transmit);
    tell(1, OrderStatus::submitted);
    tell(2, OrderStatus::submitted);
    tell(3, OrderStatus::rejected);
    run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error(), Errc::rejected);
    EXPECT_EQ(broker->cancelled, (std::vector{OrderId{1}, OrderId{2}}));
}

TEST_F(OrderGroupTest, a_family_is_a_parent_with_any_children)
{
    OrderAttributes more;
    more.hedge = HedgeTerms{};
    auto hedge = sell(stock("SPY"), 1_d).with(more);
    broker->place_family(buy(stock("AAPL"), 10_d).limit(100_d), {hedge}, into_answer());
    run();
    ASSERT_EQ(broker->placed.size(), 2U);
    EXPECT_EQ(broker->placed[1].parent_id, OrderId{1});
    EXPECT_TRUE(broker->placed[1].transmit);
    tell(2, OrderStatus::rejected);
    run();
    EXPECT_EQ(broker->cancelled, std::vector{OrderId{1}});
}

TEST_F(OrderGroupTest, a_group_without_orders_or_with_a_held_one_is_refused)
{
    broker->place_group({}, into_answer());
    run();
    EXPECT_EQ(answer->error(), Errc::invalid_argument);
    broker->place_group({buy(stock("AAPL"), 1_d).held()}, into_answer());
    run();
    EXPECT_EQ(answer->error(), Errc::invalid_argument);
    broker->place_family(buy(stock("AAPL"), 1_d), {}, into_answer());
    run();
    EXPECT_EQ(answer->error(), Errc::invalid_argument);
    EXPECT_TRUE(broker->placed.empty());
}

}  // namespace
}  // namespace trademind::test
