// One suite over all call styles: each call answers once, whatever token the caller brings.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"
#include "unit/domain/call_styles.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;
using namespace trademind::test;

namespace {

template <class Style> class CallStyle : public testing::Test {
protected:
    /// Does `work` on the broker's strand and waits for it.
    template <class Work> void on_strand(Work work)
    {
        auto done = asio::post(broker->get_executor(), asio::use_future);
        asio::post(broker->get_executor(), work);
        style.settle();
        done.get();
    }
    void hold()
    {
        on_strand([this] { broker->hold = true; });
    }
    auto ask_positions(asio::cancellation_slot slot = {})
    {
        return style.template start<std::vector<Position>>(
            [b = broker.get()](auto token) { return b->get_positions(std::move(token)); }, slot);
    }
    auto place(OrderRequest what, asio::cancellation_slot slot = {})
    {
        return style.template start<OrderReport>(
            [b = broker.get(), what](auto token) { return b->place_order(what, std::move(token)); },
            slot);
    }

    Style style;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> broker = FakeBroker::make(style.get_executor(), clock, 10s);
    OrderRequest order = buy(stock("AAPL"), 10_d).limit(189.10_d);
};

using Styles = testing::Types<Awaited, Callback, Future, Blocking>;
class StyleNames {
public:
    template <class Style> static std::string GetName(int)
    {
        if (std::is_same_v<Style, Awaited>) return "awaited";
        if (std::is_same_v<Style, Callback>) return "callback";
        if (std::is_same_v<Style, Future>) return "future";
        return "blocking";
    }
};
TYPED_TEST_SUITE(CallStyle, Styles, StyleNames);

}  // namespace

TYPED_TEST(CallStyle, DeliversAValue)
{
    auto call = this->place(this->order);
    this->style.settle();
    auto report = this->style.get(call).value();
    EXPECT_EQ(report.id, OrderId{1});
    EXPECT_EQ(report.order, this->order);
    EXPECT_EQ(report.status, OrderStatus::submitted);
    EXPECT_EQ(this->broker->placed, std::vector{this->order});
}

TYPED_TEST(CallStyle, DeliversSuccessWithoutAValue)
{
    auto call = this->style.template start<void>(
        [b = this->broker.get()](auto token) { return b->connect(std::move(token)); });
    this->style.settle();
    EXPECT_TRUE(this->style.get(call).has_value());
    EXPECT_TRUE(this->broker->is_connected());
}

TYPED_TEST(CallStyle, DeliversTheBrokersError)
{
    this->on_strand([this] { this->broker->refusal = make_tws_error(201, "margin too low"); });
    auto call = this->place(this->order);
    this->style.settle();
    auto answer = this->style.get(call);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Errc::rejected);
    EXPECT_EQ(answer.error().code.value(), 201);
    EXPECT_EQ(answer.error().message, "margin too low");
}

TYPED_TEST(CallStyle, WaitsForALateAnswer)
{
    this->hold();
    auto call = this->ask_positions();
    this->style.settle();
    EXPECT_FALSE(this->style.is_done(call));
    this->on_strand([this] { this->broker->release(); });
    this->style.settle();
    EXPECT_TRUE(this->style.get(call).has_value());
    EXPECT_EQ(this->clock->pending(), 0U) << "the deadline's timer must end with the call";
}

TYPED_TEST(CallStyle, EndsTheWaitAtTheBrokersDeadline)
{
    this->hold();
    auto call = this->ask_positions();
    this->style.settle();
    this->clock->advance(10s - 1ns);
    this->style.settle();
    EXPECT_FALSE(this->style.is_done(call));
    this->clock->advance(1ns);
    this->style.settle();
    EXPECT_EQ(this->style.get(call).error(), Errc::timed_out);
    this->on_strand([this] { EXPECT_EQ(this->broker->given_up, 1); });
}

TYPED_TEST(CallStyle, EndsTheWaitAtTheCallsOwnDeadline)
{
    this->hold();
    auto call = this->style.template start<Account>([b = this->broker.get()](auto token) {
        return b->get_account(within(2s, std::move(token)));
    });
    this->style.settle();
    this->clock->advance(2s - 1ns);
    this->style.settle();
    EXPECT_FALSE(this->style.is_done(call));
    this->clock->advance(1ns);
    this->style.settle();
    EXPECT_EQ(this->style.get(call).error(), Errc::timed_out);
}

TYPED_TEST(CallStyle, SwallowsAnAnswerAfterTheDeadline)
{
    this->hold();
    auto call = this->place(this->order);
    this->style.settle();
    this->clock->advance(10s);
    this->style.settle();
    this->on_strand([this] { this->broker->release(); });
    this->style.settle();
    EXPECT_EQ(this->style.get(call).error(), Errc::timed_out);
    EXPECT_EQ(this->broker->placed.size(), 1U) << "what was sent stays sent";
}

TYPED_TEST(CallStyle, HonoursItsCancellationSlot)
{
    this->hold();
    asio::cancellation_signal signal;
    auto call = this->ask_positions(signal.slot());
    this->style.settle();
    EXPECT_FALSE(this->style.is_done(call));
    signal.emit(asio::cancellation_type::terminal);
    this->style.settle();
    EXPECT_EQ(this->style.get(call).error(), Errc::cancelled);
    this->on_strand([this] {
        EXPECT_EQ(this->broker->given_up, 1);
        this->broker->release();
    });
    EXPECT_EQ(this->clock->pending(), 0U);
}

TYPED_TEST(CallStyle, IgnoresACancellationAfterTheAnswer)
{
    asio::cancellation_signal signal;
    auto call = this->ask_positions(signal.slot());
    this->style.settle();
    signal.emit(asio::cancellation_type::terminal);
    this->style.settle();
    EXPECT_TRUE(this->style.get(call).has_value());
}

TYPED_TEST(CallStyle, CompletesWhenTheBrokerEnds)
{
    this->hold();
    auto call = this->ask_positions();
    this->style.settle();
    this->broker.reset();
    this->style.settle();
    auto answer = this->style.get(call);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Errc::cancelled);
}

TYPED_TEST(CallStyle, KeepsCallsInOrder)
{
    auto first = this->place(buy(stock("A"), 1_d));
    auto second = this->place(buy(stock("B"), 2_d));
    auto third = this->place(buy(stock("C"), 3_d));
    this->style.settle();
    EXPECT_EQ(this->style.get(first)->order.contract.symbol, "A");
    EXPECT_EQ(this->style.get(second)->id, OrderId{2});
    EXPECT_EQ(this->style.get(third)->id, OrderId{3});
}

TYPED_TEST(CallStyle, ServesEveryCallOfTheInterface)
{
    auto& style = this->style;
    auto* b = this->broker.get();
    this->on_strand([b] {
        b->quotes["AAPL"] = Quote{stock("AAPL")};
        b->bars.emplace_back();
        b->details.emplace_back(stock("AAPL"));
        b->executions.emplace_back();
        b->orders.emplace_back(OrderId{7}, OrderRequest{});
        b->preview.commission = 1_d;
    });
    auto works = [&]<class T>(std::type_identity<T>, auto call) {
        auto pending = style.template start<T>(call);
        style.settle();
        return style.get(pending);
    };
    std::type_identity<OrderReport> report;
    std::type_identity<void> nothing;
    EXPECT_TRUE(works(nothing, [b](auto t) { return b->connect(std::move(t)); }));
    EXPECT_EQ(
        works(report, [b](auto t) { return b->modify_order(OrderId{7}, {}, std::move(t)); })->id,
        OrderId{7});
    EXPECT_EQ(
        works(report, [b](auto t) { return b->cancel_order(OrderId{7}, std::move(t)); })->status,
        OrderStatus::cancelled);
    EXPECT_EQ(works(std::type_identity<OrderPreview>{},
                    [b](auto t) { return b->preview_order({}, std::move(t)); })
                  ->commission,
              1_d);
    EXPECT_EQ(works(std::type_identity<std::vector<OrderReport>>{},
                    [b](auto t) { return b->get_orders(OrderFilter::open, std::move(t)); })
                  ->size(),
              1U);
    EXPECT_EQ(works(std::type_identity<std::vector<Execution>>{},
                    [b](auto t) { return b->get_executions(std::move(t)); })
                  ->size(),
              1U);
    EXPECT_EQ(
        works(std::type_identity<Account>{}, [b](auto t) { return b->get_account(std::move(t)); })
            ->id,
        "FAKE1");
    EXPECT_EQ(works(std::type_identity<Portfolio>{},
                    [b](auto t) { return b->get_portfolio(std::move(t)); })
                  ->open_positions,
              0);
    EXPECT_TRUE(works(nothing, [b](auto t) { return b->subscribe(stock("AAPL"), std::move(t)); }));
    EXPECT_EQ(works(std::type_identity<Quote>{},
                    [b](auto t) { return b->get_quote(stock("AAPL"), std::move(t)); })
                  ->contract.symbol,
              "AAPL");
    EXPECT_TRUE(
        works(nothing, [b](auto t) { return b->unsubscribe(stock("AAPL"), std::move(t)); }));
    EXPECT_EQ(works(std::type_identity<std::vector<Bar>>{},
                    [b](auto t) {
                        return b->get_historical_data(HistoryRequest{stock("AAPL")}, std::move(t));
                    })
                  ->size(),
              1U);
    EXPECT_EQ(works(std::type_identity<std::vector<ContractDetails>>{},
                    [b](auto t) { return b->find_contracts(stock("AAPL"), std::move(t)); })
                  ->size(),
              1U);
    EXPECT_TRUE(works(nothing, [b](auto t) { return b->disconnect(std::move(t)); }));
}
