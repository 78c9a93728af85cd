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

TEST_F(PaperOnOther, a_tape_and_another_broker_exclude_each_other)
{
    paper::Options options;
    options.quotes_from = real;
    options.tape = std::make_shared<const paper::Tape>();
    EXPECT_THROW(make_paper_broker(io.get_executor(), options, clock), std::invalid_argument);
}

}  // namespace
}  // namespace trademind::test
