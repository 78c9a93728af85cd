// Paper on another broker's quotes: subscriptions, silence, faults, contracts and history of it.
#include "support/fake_broker.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PaperOnOther : public PaperTest {
protected:
    PaperOnOther()
    {
        real = FakeBroker::make(io.get_executor(), clock);
        real->set_link(LinkState::ready);
        real->details = {ContractDetails{stock("X")}};
    }
    void begin()
    {
        paper::Options options;
        options.quotes_from = real;
        start(std::move(options));
    }
    void real_quote(Decimal bid, Decimal bid_size, Decimal ask, Decimal ask_size)
    {
        Quote q{stock("X")};
        q.bid = bid, q.bid_size = bid_size;
        q.ask = ask, q.ask_size = ask_size;
        q.time = clock->now();
        real->push(q);
        run();
    }

    std::shared_ptr<FakeBroker> real;
};

TEST_F(PaperOnOther, an_order_waits_for_the_first_quote)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    EXPECT_FALSE(answer.ready()) << "nothing is known of the market yet";
    real_quote(10_d, 100, 10.02_d, 100);
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(answer.get()->status, OrderStatus::filled);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.02"));
}

TEST_F(PaperOnOther, no_order_ever_reaches_the_other_broker)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10).limit(9_d), answer.token());
    run();
    real_quote(10_d, 100, 10.02_d, 100);
    auto id = answer.get()->id;
    ASSERT_TRUE(modify(id, buy_x(20).limit(9_d)));
    ASSERT_TRUE(cancel(id));
    EXPECT_THAT(real->placed, IsEmpty());
    EXPECT_THAT(real->modified, IsEmpty());
    EXPECT_THAT(real->cancelled, IsEmpty());
}

TEST_F(PaperOnOther, an_order_that_timed_out_is_not_placed_later)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    pass(11s);
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(answer.get().error(), Errc::timed_out);
    real_quote(10_d, 100, 10.02_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty()) << "the caller was told that it failed";
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperOnOther, a_market_of_one_quote_is_shared)
{
    begin();
    int seen = 0;
    auto first = broker->watch(stock("X"), [&](const Quote&) { ++seen; });
    auto second = broker->watch(stock("X"), [&](const Quote&) { ++seen; });
    run();
    EXPECT_EQ(real->watched.size(), 1U) << "one line of market data";
    real_quote(10_d, 100, 10.02_d, 100);
    EXPECT_EQ(seen, 2);
}

TEST_F(PaperOnOther, an_unknown_contract_says_so)
{
    real->details.clear();
    begin();
    auto answer = place(buy(stock("NOPE"), 1));
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, HasSubstr("NOPE"));
}

TEST_F(PaperOnOther, a_contract_that_fits_several_is_refused)
{
    real->details = {ContractDetails{stock("X")}, ContractDetails{stock("X").in("EUR")}};
    begin();
    auto answer = place(buy_x(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Errc::ambiguous_contract);
}

TEST_F(PaperOnOther, the_other_s_refusal_is_passed_on)
{
    begin();
    real->refusal = make_tws_error(354, "Requested market data is not subscribed");
    auto answer = place(buy_x(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code.value(), 354);
}

TEST_F(PaperOnOther, repeated_trades_of_the_other_are_told_once)
{
    begin();
    Awaited<OrderReport> answer;
    auto stop = sell_x(10).stop(9.90_d).triggered_by(TriggerMethod::double_last);
    broker->place_order(std::move(stop), answer.token());
    run();
    Quote q{stock("X")};
    q.bid = 9.88_d, q.bid_size = 100;
    q.ask = 9.90_d, q.ask_size = 100;
    q.last = 9.89_d, q.last_size = 10;
    q.time = clock->now();
    real->push(q);
    run();
    ASSERT_TRUE(answer.ready());
    // the same trade with another bid is no second trade
    q.bid_size = 200;
    real->push(q);
    run();
    EXPECT_EQ(report(answer.get()->id).why_held, "trigger");
}

TEST_F(PaperOnOther, history_and_contracts_come_from_the_other)
{
    begin();
    EXPECT_TRUE(broker->capabilities().history);
    Bar bar;
    bar.close = 11_d;
    real->bars = {bar};
    Awaited<std::vector<Bar>> bars;
    broker->get_historical_data(HistoryRequest{stock("X")}, bars.token());
    Awaited<std::vector<ContractDetails>> found;
    broker->find_contracts(stock("X"), found.token());
    run();
    ASSERT_TRUE(bars.get());
    EXPECT_EQ(bars.get()->size(), 1U);
    ASSERT_TRUE(found.get());
    EXPECT_EQ(found.get()->front().contract, stock("X"));
}

TEST_F(PaperOnOther, while_the_other_is_gone_nothing_fills)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10).limit(9.50_d), answer.token());
    run();
    real_quote(10_d, 100, 10.02_d, 100);
    heard.lines.clear();
    real->set_link(LinkState::lost);
    run();
    ASSERT_EQ(heard.notices.size(), 1U);
    EXPECT_EQ(heard.notices[0].error.code.value(), 2103) << "as when TWS loses a farm";
    auto market = take(buy_x(10));
    EXPECT_EQ(status(market), OrderStatus::submitted) << "taken, and held";
    auto now_or_never = take(buy_x(10).limit(10.02_d).immediate_or_cancel());
    EXPECT_EQ(status(now_or_never), OrderStatus::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty()) << "what stood there is old";

    real->set_link(LinkState::restored_without_data);
    run();
    EXPECT_EQ(heard.notices.back().error.code.value(), 2104);
    EXPECT_THAT(heard.fills(), IsEmpty()) << "the link is back, its quote is not";
    real_quote(10.10_d, 100, 10.12_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 10 @ 10.12"));
}

TEST_F(PaperOnOther, a_stop_does_not_fire_from_what_stood_before_the_break)
{
    begin();
    Quote q{stock("X")};
    q.bid = 10_d, q.bid_size = 100;
    q.ask = 10.02_d, q.ask_size = 100;
    q.last = 10.01_d, q.last_size = 5;
    q.time = clock->now();
    Awaited<OrderReport> answer;
    broker->place_order(sell_x(10).stop(10.01_d).triggered_by(TriggerMethod::last), answer.token());
    run();
    real->push(q);
    run();
    auto id = answer.get()->id;
    real->set_link(LinkState::lost);
    real->set_link(LinkState::restored_without_data);
    real->push(q);
    run();
    EXPECT_EQ(report(id).why_held, "trigger") << "P79: the snapshot repeats the last trade";
    q.last_size = 6;
    real->push(q);
    run();
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperOnOther, P79_a_snapshot_after_a_break_offers_no_size_twice)
{
    begin();
    Awaited<OrderReport> first;
    broker->place_order(buy_x(30), first.token());
    run();
    real_quote(10_d, 100, 10.02_d, 100);
    real->set_link(LinkState::lost);
    run();
    real->set_link(LinkState::restored);
    real_quote(10_d, 100, 10.02_d, 100);
    auto rest = take(buy_x(100));
    EXPECT_EQ(filled(rest), 70_d) << "30 of the 100 are ours already";
}

TEST_F(PaperOnOther, an_order_that_waits_for_a_first_quote_is_answered_when_the_other_goes)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    ASSERT_FALSE(answer.ready());
    real->set_link(LinkState::lost);
    run();
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(answer.get().error(), Errc::not_connected);
    real->set_link(LinkState::restored);
    real_quote(10_d, 100, 10.02_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty()) << "its caller was told that it was not placed";
}

TEST_F(PaperOnOther, an_order_that_waits_for_a_first_quote_is_answered_by_a_disconnect)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    Awaited<void> down;
    broker->disconnect(down.token());
    run();
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(answer.get().error(), Errc::not_connected);
    real_quote(10_d, 100, 10.02_d, 100);
    Awaited<void> up;
    broker->connect(up.token());
    run();
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperOnOther, an_order_whose_contract_comes_too_late_is_not_placed)
{
    begin();
    real->hold = true;
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    pass(11s);
    EXPECT_EQ(answer.get().error(), Errc::timed_out);
    real->hold = false;
    real->release_all();
    run();
    real_quote(10_d, 100, 10.02_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperOnOther, after_a_refused_subscription_the_next_order_asks_again)
{
    begin();
    Awaited<OrderReport> first;
    broker->place_order(buy_x(10), first.token());
    run();
    // the other's stream ends with an error, as by TWS's 354
    auto watched = std::exchange(real->watched, {});
    for (auto& [listener, contract] : watched)
        listener->call([](const QuoteHandlers& to) {
            to.on_error(make_tws_error(354, "Requested market data is not subscribed"));
        });
    run();
    ASSERT_TRUE(first.ready());
    EXPECT_EQ(first.get().error().code.value(), 354);

    Awaited<OrderReport> second;
    broker->place_order(buy_x(10), second.token());
    run();
    EXPECT_EQ(real->watched.size(), 1U) << "asked anew";
    real_quote(10_d, 100, 10.02_d, 100);
    ASSERT_TRUE(second.ready());
    EXPECT_EQ(second.get()->status, OrderStatus::filled);
}

TEST_F(PaperOnOther, a_stream_that_ends_is_told_to_its_watchers_and_stops_fills)
{
    begin();
    std::optional<Error> told;
    auto watching = broker->watch(
        stock("X"), [](const Quote&) {}, [&](const Error& why) { told = why; });
    run();
    real_quote(10_d, 100, 10.02_d, 100);
    auto watched = std::exchange(real->watched, {});
    for (auto& [listener, contract] : watched)
        listener->call([](const QuoteHandlers& to) {
            to.on_error(make_tws_error(10197, "No market data during competing live session"));
        });
    run();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->code.value(), 10197);
    auto id = take(buy_x(10));
    EXPECT_EQ(filled(id), 0_d);
    real_quote(10_d, 100, 10.05_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.05")) << "the order asked for quotes again";
}

TEST_F(PaperOnOther, the_paper_broker_may_end_before_the_other_speaks_again)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(buy_x(10), answer.token());
    run();
    listening.reset();
    std::weak_ptr ended = broker;
    broker.reset();
    run();
    EXPECT_TRUE(ended.expired()) << "the other broker holds it";
    real->set_link(LinkState::lost);
    real_quote(10_d, 100, 10.02_d, 100);
    real->set_link(LinkState::restored);
    run();
    ASSERT_TRUE(answer.ready());
    EXPECT_EQ(answer.get().error(), Errc::cancelled);
    EXPECT_THAT(heard.fills(), IsEmpty()) << "nobody hears";
}

TEST_F(PaperOnOther, P55_the_opening_makes_no_trade_out_of_the_one_before_it)
{
    paper::Options options;
    options.quotes_from = real;
    options.calendar = us_equities_calendar();
    options.instruments = {stock("X")};
    start(std::move(options));
    Quote q{stock("X")};
    q.bid = 50_d, q.bid_size = 100;
    q.ask = 50.10_d, q.ask_size = 100;
    q.last = 50.05_d, q.last_size = 100, q.volume = 1'000;
    auto tell = [&] {
        q.time = clock->now();
        real->push(q);
        run();
    };
    Awaited<OrderReport> answer;
    broker->place_order(sell_x(10).stop(49_d).good_till_cancelled(), answer.token());
    run();
    tell();
    auto id = answer.get()->id;
    // the night: a crash before the opening, and a recovery of the quote at it
    pass(23h);
    q.bid = 47_d, q.ask = 47.10_d, q.last = 47.05_d, q.volume = 1'100;
    tell();
    pass(1h);
    q.bid = 50_d, q.ask = 50.10_d;
    tell();
    EXPECT_EQ(report(id).why_held, "trigger") << "47.05 is a trade of before the opening";
    EXPECT_THAT(heard.fills(), IsEmpty());
    q.last = 50.02_d, q.volume = 1'200;
    tell();
    EXPECT_EQ(report(id).why_held, "trigger");
    q.last = 48.90_d, q.bid = 48.90_d, q.ask = 48.95_d, q.volume = 1'300;
    tell();
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperOnOther, the_same_price_and_size_with_more_volume_is_another_trade)
{
    begin();
    Awaited<OrderReport> answer;
    broker->place_order(sell_x(10).stop(10_d), answer.token());
    run();
    Quote q{stock("X")};
    q.bid = 9.99_d, q.bid_size = 100;
    q.ask = 10.01_d, q.ask_size = 100;
    q.last = 10_d, q.last_size = 50;
    q.time = clock->now();
    real->push(q);
    run();
    auto id = answer.get()->id;
    EXPECT_EQ(report(id).why_held, "trigger") << "the trade was there before the order";
    q.volume = 5'000;
    real->push(q);
    run();
    EXPECT_EQ(report(id).why_held, "trigger") << "a volume told for the first time is no trade";
    q.volume = 5'050;
    real->push(q);
    run();
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperOnOther, a_tape_and_another_broker_exclude_each_other)
{
    paper::Options options;
    options.quotes_from = real;
    options.tape = std::make_shared<const paper::Tape>();
    EXPECT_THROW(make_unsafe_paper_broker(io.get_executor(), options, clock),
                 std::invalid_argument);
}

}  // namespace
}  // namespace trademind::test
