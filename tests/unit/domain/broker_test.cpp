// What every broker shares: observers, the link's state, quote streams, and where handlers run.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <trademind/bracket.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;
using namespace trademind::test;

namespace {

class Recorder : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override { orders.push_back(report.id); }
    void on_execution(const Execution& execution) override
    {
        executions.push_back(execution.id);
        if (on_each) on_each();
    }
    void on_commission(const Commission& commission) override
    {
        commissions.push_back(commission.amount);
    }
    void on_position(const Position& position) override { positions.push_back(position.quantity); }
    void on_account(const Account& account) override { accounts.push_back(account.id); }
    void on_link(LinkState state) override { links.push_back(state); }
    void on_notice(const Notice& notice) override { notices.push_back(notice.error.message); }

    std::vector<OrderId> orders;
    std::vector<std::string> executions, accounts, notices;
    std::vector<Decimal> commissions, positions;
    std::vector<LinkState> links;
    std::function<void()> on_each;
};

Execution execution(std::string id)
{
    Execution e;
    e.id = std::move(id);
    return e;
}

class BrokerTest : public testing::Test {
protected:
    void settle()
    {
        io.restart();
        io.poll();
    }
    template <class Work> void on_strand(Work work)
    {
        asio::post(broker->get_executor(), work);
        settle();
    }

    asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> broker = FakeBroker::make(io.get_executor(), clock);
};

}  // namespace

TEST_F(BrokerTest, TellsObserversEveryEventInOrder)
{
    Recorder recorder;
    auto listening = broker->observe(recorder);
    on_strand([&] {
        broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{1}, {}});
        broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{2}, {}});
        broker->notify(&BrokerObserver::on_execution, execution("0001.01"));
        broker->notify(&BrokerObserver::on_commission, Commission{"0001.01", 1_d, "USD"});
        broker->notify(&BrokerObserver::on_position, Position{stock("AAPL"), 10_d});
        broker->notify(&BrokerObserver::on_account, Account{"DU1"});
        broker->notify(&BrokerObserver::on_notice, Notice{make_tws_error(2104, "farm is OK")});
    });
    EXPECT_EQ(recorder.orders, (std::vector{OrderId{1}, OrderId{2}}));
    EXPECT_EQ(recorder.executions, std::vector<std::string>{"0001.01"});
    EXPECT_EQ(recorder.commissions, std::vector{1_d});
    EXPECT_EQ(recorder.positions, std::vector{10_d});
    EXPECT_EQ(recorder.accounts, std::vector<std::string>{"DU1"});
    EXPECT_EQ(recorder.notices, std::vector<std::string>{"farm is OK"});
}

TEST_F(BrokerTest, TellsNothingAfterTheSubscriptionEnded)
{
    Recorder recorder;
    auto listening = broker->observe(recorder);
    on_strand([&] { broker->notify(&BrokerObserver::on_execution, execution("1")); });
    listening.reset();
    on_strand([&] { broker->notify(&BrokerObserver::on_execution, execution("2")); });
    EXPECT_EQ(recorder.executions, std::vector<std::string>{"1"});
}

TEST_F(BrokerTest, LetsAnObserverEndItselfInsideItsHandler)
{
    Recorder first, second;
    Subscription of_first = broker->observe(first);
    auto of_second = broker->observe(second);
    first.on_each = [&] { of_first.reset(); };
    on_strand([&] {
        broker->notify(&BrokerObserver::on_execution, execution("1"));
        broker->notify(&BrokerObserver::on_execution, execution("2"));
    });
    EXPECT_EQ(first.executions, std::vector<std::string>{"1"});
    EXPECT_EQ(second.executions, (std::vector<std::string>{"1", "2"}));
}

TEST_F(BrokerTest, TellsOfTheLinkOnceAChange)
{
    Recorder recorder;
    auto listening = broker->observe(recorder);
    EXPECT_FALSE(broker->is_connected());
    on_strand([&] {
        for (auto state : {LinkState::connecting, LinkState::ready, LinkState::ready,
                           LinkState::lost, LinkState::restored_without_data})
            broker->set_link(state);
    });
    EXPECT_EQ(recorder.links, (std::vector{LinkState::connecting, LinkState::ready, LinkState::lost,
                                           LinkState::restored_without_data}));
    EXPECT_TRUE(broker->is_connected());
    on_strand([&] { broker->set_link(LinkState::lost); });
    EXPECT_FALSE(broker->is_connected());
}

TEST(LinkStates, AreUsableWhereOrdersMayBeSent)
{
    EXPECT_TRUE(is_usable(LinkState::ready));
    EXPECT_TRUE(is_usable(LinkState::restored));
    EXPECT_TRUE(is_usable(LinkState::restored_without_data));
    EXPECT_FALSE(is_usable(LinkState::disconnected));
    EXPECT_FALSE(is_usable(LinkState::connecting));
    EXPECT_FALSE(is_usable(LinkState::lost));
}

TEST_F(BrokerTest, WatchesQuotesUntilTheSubscriptionEnds)
{
    std::vector<Decimal> seen;
    auto watching = broker->watch(stock("AAPL"), [&](const Quote& q) { seen.push_back(*q.bid); });
    settle();
    Quote quote{stock("AAPL")}, other{stock("MSFT")};
    quote.bid = 189_d;
    other.bid = 400_d;
    on_strand([&] {
        broker->push(quote);
        broker->push(other);
    });
    EXPECT_EQ(seen, std::vector{189_d});
    watching.reset();
    on_strand([&] { broker->push(quote); });
    EXPECT_EQ(seen.size(), 1U);
    EXPECT_TRUE(broker->watched.empty()) << "the broker must learn that nobody watches";
}

TEST_F(BrokerTest, CallsNoQuoteHandlerBetweenResetAndTheStrand)
{
    int calls = 0;
    auto watching = broker->watch(stock("AAPL"), [&](const Quote&) { ++calls; });
    settle();
    asio::post(broker->get_executor(), [&] { broker->push(Quote{stock("AAPL")}); });
    watching.reset();  // the broker does not know yet; the handler must be silent already
    settle();
    EXPECT_EQ(calls, 0);
}

TEST_F(BrokerTest, EndsBeforeAWatchWithoutHarm)
{
    auto watching = broker->watch(stock("AAPL"), [](const Quote&) {});
    Recorder recorder;
    auto listening = broker->observe(recorder);
    settle();
    std::weak_ptr<Broker> ended = broker;
    broker.reset();
    EXPECT_TRUE(ended.expired()) << "neither a watch nor an observer keeps a broker";
    watching.reset();
    listening.reset();
    settle();
}

TEST_F(BrokerTest, WatchOfABrokerThatNobodyOwnsTellsSo)
{
    // As a handler sees it that still runs when the last owner has let the broker go.
    auto unowned = std::make_unique<FakeBroker>(io.get_executor(), clock, std::chrono::seconds{10});
    std::vector<Error> told;
    auto on_error = [&](const Error& e) { told.push_back(e); };
    auto watching = unowned->watch(
        stock("AAPL"), [](const Quote&) {}, on_error);
    auto ended_at_once = unowned->watch(
        stock("AAPL"), [](const Quote&) {}, on_error);
    ended_at_once.reset();
    EXPECT_TRUE(told.empty()) << "never in the middle of the call";
    settle();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front(), Errc::cancelled);
    EXPECT_TRUE(unowned->watched.empty());
    unowned.reset();
    watching.reset();
    settle();
}

TEST_F(BrokerTest, RunsAHandlerOnItsExecutor)
{
    asio::io_context own;
    bool called = false;
    broker->get_account(asio::bind_executor(own, [&](Result<Account>) { called = true; }));
    settle();
    EXPECT_FALSE(called);
    own.poll();
    EXPECT_TRUE(called);
}

TEST_F(BrokerTest, RunsAHandlerWithoutExecutorOnTheStrand)
{
    bool on_the_strand = false;
    broker->get_account(
        [&](Result<Account>) { on_the_strand = broker->get_executor().running_in_this_thread(); });
    settle();
    EXPECT_TRUE(on_the_strand);
}

TEST_F(BrokerTest, KeepsTheCallersContextAtWorkWhileACallIsOpen)
{
    asio::io_context own;
    broker->hold = true;
    bool called = false;
    broker->get_account(asio::bind_executor(own, [&](Result<Account>) { called = true; }));
    settle();
    own.poll();
    EXPECT_FALSE(own.stopped()) << "own.run() would have returned before the answer";
    on_strand([&] { broker->release(); });
    own.poll();
    EXPECT_TRUE(called);
    EXPECT_TRUE(own.stopped());
}

TEST_F(BrokerTest, KeepsItsOwnContextAtWorkWhileACallIsOpen)
{
    broker->hold = true;
    int answered = 0;
    for (int call = 0; call < 2; ++call)
        broker->get_account(within(detail::no_deadline, [&](Result<Account>) { ++answered; }));
    settle();
    EXPECT_FALSE(io.stopped()) << "io.run() would have returned before the answers";
    on_strand([&] { broker->release_all(); });
    settle();
    EXPECT_EQ(answered, 2);
    EXPECT_TRUE(io.stopped());
}

TEST_F(BrokerTest, ACallMadeInAnAnswersHandlerRunsInTheSameTurn)
{
    std::vector<std::string> order;
    broker->get_account([&](Result<Account>) {
        asio::post(broker->get_executor(), [&] { order.emplace_back("posted"); });
        broker->get_positions([&](Result<std::vector<Position>>) { order.emplace_back("answer"); });
        order.emplace_back("handler");
    });
    settle();
    EXPECT_EQ(order, (std::vector<std::string>{"handler", "answer", "posted"}));
}

TEST_F(BrokerTest, WatchesAndCallsBeginInTheOrderInWhichTheyWereMade)
{
    std::vector<std::size_t> watched;
    broker->on_place = [&](OrderId id, const OrderRequest& order) {
        watched.push_back(broker->watched.size());
        return Result<OrderReport>{OrderReport{id, order}};
    };
    auto place = [&] {
        broker->place_order(buy(stock("AAPL"), 1_d).limit(1_d), [](const Result<OrderReport>&) {});
    };
    Subscription watching;
    on_strand([&] {
        watching = broker->watch(stock("AAPL"), [](const Quote&) {});
        place();
    });
    on_strand([&] {
        watching.reset();
        place();
    });
    EXPECT_EQ(watched, (std::vector<std::size_t>{1, 0}));
}

TEST_F(BrokerTest, AWatchThatEndedBeforeItBeganIsNone)
{
    on_strand([&] { (void)broker->watch(stock("AAPL"), [](const Quote&) {}); });
    EXPECT_TRUE(broker->watched.empty());
}

TEST_F(BrokerTest, NeverAnswersInTheMiddleOfTheCall)
{
    bool called = false;
    on_strand([&] {
        broker->get_account([&](Result<Account>) { called = true; });
        EXPECT_FALSE(called);
    });
    EXPECT_TRUE(called);
}

TEST_F(BrokerTest, MayBeCalledFromAHandler)
{
    std::optional<Result<OrderReport>> cancelled;
    broker->place_order(buy(stock("AAPL"), 1_d), [&](Result<OrderReport> placed) {
        broker->cancel_order(placed->id, [&](Result<OrderReport> r) { cancelled = std::move(r); });
    });
    settle();
    EXPECT_EQ(cancelled.value()->id, OrderId{1});
}

TEST_F(BrokerTest, CancelsACallThatReachesTheStrandAfterTheBrokersEnd)
{
    std::optional<Result<Account>> answer;
    auto call = [weak = std::weak_ptr<Broker>{broker}](auto token) {
        return weak.lock()->get_account(std::move(token));
    };
    auto deferred = call(asio::deferred);  // starts nothing yet
    broker.reset();
    std::move(deferred)([&](Result<Account> r) { answer = std::move(r); });
    settle();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->error(), Errc::cancelled);
}

TEST(Capabilities, SaysWhatIsSupported)
{
    Capabilities can;
    can.order_types = {OrderType::market, OrderType::limit};
    can.times_in_force = {TimeInForce::day};
    EXPECT_TRUE(can.supports(OrderType::limit));
    EXPECT_FALSE(can.supports(OrderType::stop));
    EXPECT_TRUE(can.supports(TimeInForce::day));
    EXPECT_FALSE(can.supports(TimeInForce::fill_or_kill));
}

TEST_F(BrokerTest, ABracketGivenUpSendsNothingMoreAndTakesItsEntryBack)
{
    asio::cancellation_signal signal;
    broker->on_place = [&](OrderId id, const OrderRequest& order) {
        signal.emit(asio::cancellation_type::terminal);
        return Result<OrderReport>{OrderReport{id, order}};
    };
    std::optional<Error> why;
    auto all = bracket(buy(stock("AAPL"), 10_d).limit(100_d), 110_d, 95_d).value();
    broker->place_bracket(
        all, asio::bind_cancellation_slot(
                 signal.slot(),
                 [&](const Result<std::vector<OrderReport>>& placed) { why = placed.error(); }));
    settle();
    ASSERT_TRUE(why);
    EXPECT_EQ(*why, Errc::cancelled);
    EXPECT_EQ(broker->placed.size(), 1U);
    EXPECT_EQ(broker->cancelled, std::vector{OrderId{1}});
}

TEST_F(BrokerTest, ACallOnABrokerThatHasEndedIsAnsweredWithoutItsStrand)
{
    asio::io_context elsewhere;
    auto later = broker->get_positions(asio::deferred);
    broker.reset();
    settle();
    std::optional<Error> why;
    std::move(later)(asio::bind_executor(
        elsewhere.get_executor(),
        [&](const Result<std::vector<Position>>& positions) { why = positions.error(); }));
    elsewhere.run();
    ASSERT_TRUE(why);
    EXPECT_EQ(*why, Errc::cancelled);
}

TEST_F(BrokerTest, AnAnswerThatIsAResultIsNotTakenForAValue)
{
    auto calls = std::make_shared<trademind::detail::Calls>(broker->get_executor(), clock);
    std::vector<Result<bool>> answers;
    for (int which = 0; which < 3; ++which) {
        auto handler = [&](Result<bool> answer) { answers.push_back(std::move(answer)); };
        trademind::detail::initiate(trademind::detail::make_operation<bool>(
                                        calls, broker, trademind::detail::no_deadline,
                                        [which](Completion<bool> done) {
                                            Result<bool> given = Error{Errc::rejected, "no"};
                                            if (which < 2) given.emplace(which == 1);
                                            done(given);
                                        }),
                                    handler);
    }
    settle();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0].value(), false);
    EXPECT_EQ(answers[1].value(), true);
    EXPECT_EQ(answers[2].error(), Errc::rejected);
}

TEST_F(BrokerTest, CallsOnAnotherStrandAndWithoutEndAreAnswered)
{
    auto other = asio::make_strand(asio::any_io_executor{io.get_executor()});
    std::string order;
    asio::post(other, [&] {
        broker->get_account(
            within(Duration::max(), asio::bind_executor(other, [&](const Result<Account>&) {
                       EXPECT_TRUE(other.running_in_this_thread());
                       order += "answer ";
                   })));
        order += "asked ";
    });
    settle();
    EXPECT_EQ(order, "asked answer ");
    EXPECT_EQ(clock->pending(), 0U);
}
