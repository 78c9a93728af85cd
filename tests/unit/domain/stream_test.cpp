// Slow listeners: what waits, what is overtaken, what is never dropped.
#include <trademind/stream.hpp>

#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class Streams : public testing::Test {
protected:
    static void run(asio::io_context& context)
    {
        context.restart();
        context.poll();
    }
    Quote bid(Decimal price, const char* symbol = "AAPL")
    {
        Quote q{stock(symbol)};
        q.bid = price;
        return q;
    }
    void push(const Quote& q)
    {
        broker->push(q);
        run(io);
    }

    asio::io_context io, slow;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> broker = FakeBroker::make(io.get_executor(), clock);
};

class QuoteStreams : public Streams {
protected:
    QuoteStream open(Backlog backlog = Backlog::conflate())
    {
        QuoteStream stream{*broker,
                           stock("AAPL"),
                           slow.get_executor(),
                           [this](const Quote& q) { heard.push_back(*q.bid); },
                           [this](const Error& e) { errors.push_back(e); },
                           backlog};
        run(io);
        return stream;
    }
    std::vector<Decimal> heard;
    std::vector<Error> errors;
};

TEST_F(QuoteStreams, ConflatesByDefault)
{
    auto stream = open();
    for (int i = 1; i <= 100; ++i) push(bid(Decimal{i}));
    EXPECT_TRUE(heard.empty()) << "the listener has not had its turn";
    auto counts = stream.counts();
    EXPECT_EQ(counts.waiting, 1u);
    EXPECT_EQ(counts.dropped, 99u);
    run(slow);
    EXPECT_EQ(heard, std::vector{100_d});
    EXPECT_EQ(stream.counts().delivered, 1u);
    EXPECT_EQ(stream.counts().waiting, 0u);
    push(bid(101_d));
    run(slow);
    EXPECT_EQ(heard, (std::vector{100_d, 101_d}));
    EXPECT_EQ(stream.counts().dropped, 99u);
}

TEST_F(QuoteStreams, AFastListenerMissesNothing)
{
    auto stream = open();
    for (int i = 1; i <= 10; ++i) {
        push(bid(Decimal{i}));
        run(slow);
    }
    EXPECT_EQ(heard.size(), 10u);
    EXPECT_EQ(stream.counts().dropped, 0u);
    EXPECT_EQ(stream.counts().most_waiting, 1u);
}

TEST_F(QuoteStreams, KeepsTheNewestInOrder)
{
    auto stream = open(Backlog::keep_newest(3));
    for (int i = 1; i <= 5; ++i) push(bid(Decimal{i}));
    EXPECT_EQ(stream.counts().waiting, 3u);
    EXPECT_EQ(stream.counts().dropped, 2u);
    run(slow);
    EXPECT_EQ(heard, (std::vector{3_d, 4_d, 5_d}));
    for (int i = 6; i <= 7; ++i) push(bid(Decimal{i}));
    run(slow);
    EXPECT_EQ(heard, (std::vector{3_d, 4_d, 5_d, 6_d, 7_d})) << "used memory is used again";
    EXPECT_EQ(stream.counts().most_waiting, 3u);
    EXPECT_EQ(stream.counts().delivered, 5u);
}

TEST_F(QuoteStreams, ABacklogOfNoneHoldsOne)
{
    auto stream = open(Backlog::keep_newest(0));
    push(bid(1_d));
    push(bid(2_d));
    run(slow);
    EXPECT_EQ(heard, std::vector{2_d});
}

TEST_F(QuoteStreams, AnErrorComesBehindTheLastQuote)
{
    auto stream = open();
    push(bid(1_d));
    auto& [listener, contract] = *broker->watched.begin();
    listener->call([](QuoteHandlers& to) {
        to.on_error(Error{Errc::market_data_permission, "x"});
    });
    run(slow);
    EXPECT_EQ(heard, std::vector{1_d});
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors.front(), Errc::market_data_permission);
}

TEST_F(QuoteStreams, NoHandlerRunsAfterItsEnd)
{
    auto stream = open();
    push(bid(1_d));
    stream.reset();
    run(slow);
    run(io);
    EXPECT_TRUE(heard.empty());
    EXPECT_TRUE(broker->watched.empty()) << "the broker has forgotten it";
}

TEST_F(QuoteStreams, EndsWithItsObject)
{
    {
        auto stream = open();
        push(bid(1_d));
    }
    run(io);
    run(slow);
    EXPECT_TRUE(heard.empty());
    EXPECT_TRUE(broker->watched.empty());
}

TEST_F(QuoteStreams, AnEmptyOneCountsNothing)
{
    QuoteStream none;
    EXPECT_EQ(none.counts(), StreamCounts{});
    none.reset();
    EventStream nobody;
    EXPECT_EQ(nobody.counts(), StreamCounts{});
}

/// Writes down what it hears.
class Notebook : public BrokerObserver {
public:
    void on_order(const OrderReport& e) override { lines.push_back("order " + to_string(e.id)); }
    void on_execution(const Execution& e) override { lines.push_back("execution " + e.id); }
    void on_commission(const Commission& e) override
    {
        lines.push_back("commission " + e.execution_id);
    }
    void on_position(const Position& e) override
    {
        lines.push_back("position " + e.contract.symbol + " " + e.quantity.str());
    }
    void on_account(const Account& e) override
    {
        lines.push_back("account " + e.id + " " + e.cash_balance.value_or(0_d).str());
    }
    void on_link(LinkState s) override { lines.push_back("link " + std::string{to_string(s)}); }
    void on_notice(const Notice& e) override { lines.push_back("notice " + e.error.message); }
    void on_reconcile(const ReconcileReport&) override { lines.emplace_back("reconcile"); }
    void on_gap(const Gap& e) override { lines.push_back("gap " + e.contract.symbol); }
    std::vector<std::string> lines;
};

class EventStreams : public Streams {
protected:
    Execution execution(const std::string& id)
    {
        Execution e;
        e.id = id;
        return e;
    }
    Account account(const std::string& id, Decimal cash)
    {
        Account a{id};
        a.cash_balance = cash;
        return a;
    }
    Notebook notebook;
};

TEST_F(EventStreams, KeepsTheOrderAndDropsNoneThatMatter)
{
    EventStream stream{*broker, notebook, slow.get_executor()};
    broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{1}, {}});
    broker->notify(&BrokerObserver::on_execution, execution("a"));
    broker->notify(&BrokerObserver::on_commission, Commission{"a", 1_d, "USD"});
    broker->set_link(LinkState::lost);
    broker->notify(&BrokerObserver::on_reconcile, ReconcileReport{});
    broker->notify(&BrokerObserver::on_gap, Gap{stock("AAPL"), {}, {}});
    broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{2}, {}});
    EXPECT_TRUE(notebook.lines.empty());
    EXPECT_EQ(stream.counts().waiting, 7u);
    run(slow);
    EXPECT_EQ(notebook.lines,
              (std::vector<std::string>{"order 1", "execution a", "commission a", "link lost",
                                        "reconcile", "gap AAPL", "order 2"}));
    EXPECT_EQ(stream.counts().dropped, 0u);
    EXPECT_EQ(stream.counts().delivered, 7u);
    EXPECT_EQ(stream.counts().most_waiting, 7u);
}

TEST_F(EventStreams, TenThousandOrdersAllArrive)
{
    EventStream stream{*broker, notebook, slow.get_executor()};
    for (int i = 1; i <= 10'000; ++i)
        broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{i}, {}});
    run(slow);
    ASSERT_EQ(notebook.lines.size(), 10'000u);
    EXPECT_EQ(notebook.lines.back(), "order 10000");
}

TEST_F(EventStreams, OfPositionsAndAccountsTheNewestWaits)
{
    EventStream stream{*broker, notebook, slow.get_executor()};
    broker->notify(&BrokerObserver::on_position, Position{stock("AAPL"), 1_d});
    broker->notify(&BrokerObserver::on_position, Position{stock("MSFT"), 5_d});
    broker->notify(&BrokerObserver::on_position, Position{stock("AAPL"), 2_d});
    broker->notify(&BrokerObserver::on_account, account("A", 1_d));
    broker->notify(&BrokerObserver::on_account, account("A", 2_d));
    broker->notify(&BrokerObserver::on_account, account("B", 3_d));
    run(slow);
    EXPECT_EQ(notebook.lines, (std::vector<std::string>{"position AAPL 2", "position MSFT 5",
                                                        "account A 2", "account B 3"}));
    EXPECT_EQ(stream.counts().dropped, 2u);
    broker->notify(&BrokerObserver::on_position, Position{stock("AAPL"), 3_d});
    run(slow);
    EXPECT_EQ(notebook.lines.back(), "position AAPL 3");
}

TEST_F(EventStreams, NoticesAreBounded)
{
    EventStream stream{*broker, notebook, slow.get_executor()};
    for (std::size_t i = 0; i < EventStream::most_notices + 50; ++i)
        broker->notify(&BrokerObserver::on_notice,
                       Notice{Error{Errc::protocol, std::to_string(i)}});
    broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{1}, {}});
    EXPECT_EQ(stream.counts().dropped, 50u);
    run(slow);
    EXPECT_EQ(notebook.lines.size(), EventStream::most_notices + 1);
    EXPECT_EQ(notebook.lines.back(), "order 1");
    broker->notify(&BrokerObserver::on_notice, Notice{Error{Errc::protocol, "again"}});
    run(slow);
    EXPECT_EQ(notebook.lines.back(), "notice again") << "room again";
}

TEST_F(EventStreams, NothingIsHeardAfterItsEnd)
{
    EventStream stream{*broker, notebook, slow.get_executor()};
    broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{1}, {}});
    stream.reset();
    broker->notify(&BrokerObserver::on_order, OrderReport{OrderId{2}, {}});
    run(slow);
    EXPECT_TRUE(notebook.lines.empty());
}

TEST_F(Streams, ABrokerThatJudgesNoQuotesSaysSo)
{
    std::optional<Result<QuoteStatus>> status;
    broker->get_quote_status(stock("AAPL"), [&](auto result) { status = std::move(result); });
    run(io);
    ASSERT_TRUE(status);
    EXPECT_EQ(status->error(), Errc::not_supported);
}

TEST_F(Streams, ABrokerWithOneAccountAnswersWithThat)
{
    std::optional<Result<std::vector<Account>>> all;
    broker->get_accounts([&](auto result) { all = std::move(result); });
    run(io);
    ASSERT_TRUE(all && *all);
    ASSERT_EQ((*all)->size(), 1u);
    EXPECT_EQ((*all)->front().id, "FAKE1");
    broker->refusal = Error{Errc::no_account, "none"};
    all.reset();
    broker->get_accounts([&](auto result) { all = std::move(result); });
    run(io);
    ASSERT_TRUE(all);
    EXPECT_EQ(all->error(), Errc::no_account);
}

}  // namespace
}  // namespace trademind::test
