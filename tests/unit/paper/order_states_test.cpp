// Modify and cancel against orders in every state, each state reached as a program would.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using testing::HasSubstr;

/// How an order gets into a state, and what a modify and a cancel must find there.
struct StateCase {
    const char* name;
    /// Brings the order about and gives its id; the fixture has a market of 9.90/10.02.
    std::function<OrderId(class OrderStates&)> reach;
    OrderStatus status;
    int modify_code;  ///< 0: it is taken
    int cancel_code;
    Decimal filled;
};

class OrderStates : public PaperTest, public testing::WithParamInterface<StateCase> {
public:
    using PaperTest::broker;
    using PaperTest::pass;
    using PaperTest::print;
    using PaperTest::push;
    using PaperTest::quote;
    using PaperTest::run;
    using PaperTest::take;
    OrderId in_flight(OrderRequest order)
    {
        OrderId next{to_number(take(buy_x(1).limit(1_d))) + 1};
        latency->submitting = 1s;
        broker->place_order(std::move(order), [](Result<OrderReport>) {});
        run();
        return next;
    }
    void start_cancel(OrderId id)
    {
        latency->cancelling = 1s;
        broker->cancel_order(id, [](Result<OrderReport>) {});
        run();
    }
    void cancel_now(OrderId id) { ASSERT_TRUE(PaperTest::cancel(id)); }

    /// Delays that a case switches on.
    class Latency final : public paper::LatencyModel {
    public:
        Duration submit(OrderId, std::uint64_t) const override { return submitting; }
        Duration modify(OrderId, std::uint64_t) const override { return 0s; }
        Duration cancel(OrderId, std::uint64_t) const override { return cancelling; }
        Duration submitting{}, cancelling{};
    };
    std::shared_ptr<Latency> latency = std::make_shared<Latency>();

protected:
    OrderId reach()
    {
        paper::Options options;
        options.latency_model = latency;
        start(std::move(options));
        quote(9.90_d, 1'000, 10.02_d, 40);
        auto id = GetParam().reach(*this);
        latency->cancelling = {};
        return id;
    }
    OrderRequest same_but_smaller(OrderId id)
    {
        auto order = report(id).order;
        order.transmit = true;
        order.quantity = order.quantity - 10;
        return order;
    }
    template <class T> static int code_of(const Result<T>& answer)
    {
        return answer ? 0 : answer.error().code.value();
    }
};

TEST_P(OrderStates, show_their_status)
{
    auto id = reach();
    EXPECT_EQ(status(id), GetParam().status);
    EXPECT_EQ(filled(id), GetParam().filled);
    EXPECT_EQ(report(id).remaining, report(id).order.quantity - GetParam().filled);
}

TEST_P(OrderStates, take_or_refuse_a_modify)
{
    auto id = reach();
    auto before = report(id);
    auto answer = modify(id, same_but_smaller(id));
    EXPECT_EQ(code_of(answer), GetParam().modify_code) << answer.has_value();
    if (GetParam().modify_code == 0) {
        EXPECT_EQ(report(id).order.quantity, before.order.quantity - 10);
        EXPECT_EQ(filled(id), before.filled) << "what has filled stays";
    } else {
        EXPECT_EQ(report(id), before) << "a refused modify changes nothing";
    }
}

TEST_P(OrderStates, refuse_an_impossible_modify_and_stay)
{
    auto id = reach();
    auto before = report(id);
    auto order = before.order;
    order.quantity = 0;
    EXPECT_FALSE(modify(id, order));
    order = before.order;
    order.side = opposite(order.side);
    EXPECT_FALSE(modify(id, order));
    order = before.order;
    order.type = OrderType::volatility;
    EXPECT_FALSE(modify(id, order));
    EXPECT_EQ(report(id), before);
}

TEST_P(OrderStates, take_or_refuse_a_cancel)
{
    auto id = reach();
    auto answer = cancel(id);
    EXPECT_EQ(code_of(answer), GetParam().cancel_code);
    if (GetParam().cancel_code == 0) {
        EXPECT_EQ(status(id), OrderStatus::cancelled);
        EXPECT_EQ(filled(id), GetParam().filled);
        EXPECT_EQ(cancel(id).error().code.value(), 10148) << "once only";
    }
}

TEST_P(OrderStates, never_fill_after_a_cancel)
{
    auto id = reach();
    auto expected = cancel(id) ? OrderStatus::cancelled : GetParam().status;
    latency->submitting = {};
    quote(8_d, 1'000, 8.02_d, 1'000);
    print(8_d);
    quote(12_d, 1'000, 12.02_d, 1'000);
    print(12_d);
    pass(2s);
    EXPECT_EQ(filled(id), GetParam().filled);
    EXPECT_EQ(status(id), expected);
}

const StateCase cases[] = {
    {"untransmitted",
     [](OrderStates& s) { return s.take(buy_x(100).limit(9_d).held()); },
     OrderStatus::pending_submit,
     0,
     0,
     {}},
    {"in_flight",
     [](OrderStates& s) { return s.in_flight(buy_x(100).limit(9_d)); },
     OrderStatus::pending_submit,
     0,
     0,
     {}},
    {"resting",
     [](OrderStates& s) { return s.take(buy_x(100).limit(9_d)); },
     OrderStatus::submitted,
     0,
     0,
     {}},
    {"part_filled", [](OrderStates& s) { return s.take(buy_x(100).limit(10.02_d)); },
     OrderStatus::submitted, 0, 0, 40_d},
    {"market_order_without_size", [](OrderStates& s) { return s.take(buy_x(100)); },
     OrderStatus::submitted, 0, 0, 40_d},
    {"armed",
     [](OrderStates& s) { return s.take(buy_x(100).stop(11_d)); },
     OrderStatus::pre_submitted,
     0,
     0,
     {}},
    {"triggered_stop_limit",
     [](OrderStates& s) {
         auto id = s.take(buy_x(100).stop(10.01_d).limit(9.95_d));
         s.print(10.01_d);
         return id;
     },
     OrderStatus::submitted,
     0,
     0,
     {}},
    {"trailing",
     [](OrderStates& s) { return s.take(buy_x(100).trailing(1_d, 11_d)); },
     OrderStatus::pre_submitted,
     0,
     0,
     {}},
    {"child",
     [](OrderStates& s) {
         auto parent = s.take(buy_x(100).limit(9_d));
         return s.take(sell_x(100).limit(12_d).child_of(parent));
     },
     OrderStatus::pre_submitted,
     0,
     0,
     {}},
    {"parent_of_children",
     [](OrderStates& s) {
         auto parent = s.take(buy_x(100).limit(9_d));
         s.take(sell_x(50).limit(12_d).child_of(parent));
         return parent;
     },
     OrderStatus::submitted,
     0,
     0,
     {}},
    {"pegged",
     [](OrderStates& s) { return s.take(buy_x(100).of_type(OrderType::pegged_to_midpoint)); },
     OrderStatus::submitted,
     0,
     0,
     {}},
    {"waiting_for_its_time",
     [](OrderStates& s) {
         auto order = buy_x(100).limit(9_d);
         order.good_after_time = "20260105-15:00:00";
         return s.take(std::move(order));
     },
     OrderStatus::pre_submitted,
     0,
     0,
     {}},
    {"in_a_halt",
     [](OrderStates& s) {
         s.push(paper::MarketChange{}.with_halt(true));
         return s.take(buy_x(100).limit(10.02_d));
     },
     OrderStatus::submitted,
     0,
     0,
     {}},
    {"cancel_in_flight",
     [](OrderStates& s) {
         auto id = s.take(buy_x(100).limit(9_d));
         s.start_cancel(id);
         return id;
     },
     OrderStatus::pending_cancel,
     134,
     0,
     {}},
    {"filled", [](OrderStates& s) { return s.take(buy_x(40).limit(10.02_d)); }, OrderStatus::filled,
     104, 10148, 40_d},
    {"cancelled",
     [](OrderStates& s) {
         auto id = s.take(buy_x(100).limit(9_d));
         s.cancel_now(id);
         return id;
     },
     OrderStatus::cancelled,
     134,
     10148,
     {}},
    {"cancelled_part_filled",
     [](OrderStates& s) { return s.take(buy_x(100).limit(10.02_d).immediate_or_cancel()); },
     OrderStatus::cancelled, 134, 10148, 40_d},
    {"killed",
     [](OrderStates& s) { return s.take(buy_x(100).limit(10.02_d).fill_or_kill()); },
     OrderStatus::cancelled,
     134,
     10148,
     {}},
};

INSTANTIATE_TEST_SUITE_P(Each, OrderStates, testing::ValuesIn(cases),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperTest, what_never_was_can_neither_be_modified_nor_cancelled)
{
    start();
    EXPECT_EQ(cancel(OrderId{7}).error().code.value(), 10147);
    EXPECT_EQ(modify(OrderId{7}, buy_x(1)).error(), Errc::unknown_order);
}

TEST_F(PaperTest, a_refused_order_is_kept_and_final)
{
    paper::Options options;
    options.cash = {{"USD", 100_d}};
    start(options);
    quote(9.90_d, 100, 10.02_d, 100);
    auto refused = place(buy_x(10'000).limit(10_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::buying_power);
    EXPECT_EQ(status(OrderId{1}), OrderStatus::rejected);
    EXPECT_THAT(report(OrderId{1}).error->message, HasSubstr("margin"));
    EXPECT_EQ(cancel(OrderId{1}).error().code.value(), 10148);
    EXPECT_FALSE(modify(OrderId{1}, buy_x(1).limit(10_d)));
    EXPECT_EQ(status(OrderId{1}), OrderStatus::rejected);
}

TEST_F(PaperTest, a_modify_that_the_account_cannot_carry_leaves_the_order_as_it_was)
{
    paper::Options options;
    options.cash = {{"USD", 10'000_d}};
    start(options);
    quote(9.90_d, 100, 10.02_d, 100);
    auto id = take(buy_x(1'000).limit(9_d));
    auto answer = modify(id, buy_x(100'000).limit(9.50_d));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Errc::buying_power);
    EXPECT_EQ(report(id).order.quantity, 1'000_d);
    EXPECT_EQ(report(id).order.limit_price, 9_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    quote(8.90_d, 100, 9_d, 5'000);
    EXPECT_EQ(filled(id), 1'000_d);
}

}  // namespace
}  // namespace trademind::test
