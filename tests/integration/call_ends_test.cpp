// Each asynchronous call of a broker and of a router, and each end that can come before its answer:
// its handler is called once, or where nothing can run any more not at all, and is let go.
#include "unit/execution/risk/worlds.hpp"

#include <trademind/bracket.hpp>
#include <trademind/brokers/paper.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <functional>
#include <future>
#include <stdexcept>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

enum class Behind { paper, ibkr, router_on_paper, router_on_ibkr };
constexpr Behind all_behind[]{Behind::paper, Behind::ibkr, Behind::router_on_paper,
                              Behind::router_on_ibkr};
const char* name(Behind behind)
{
    constexpr const char* names[]{"paper", "ibkr", "router on paper", "router on ibkr"};
    return names[static_cast<std::size_t>(behind)];
}

/// Counts how often it was called, and is called with whatever a call answers.
class Answered {
public:
    explicit Answered(std::function<void()> then = {}) : then_{std::move(then)} {}
    template <class R> void operator()(R&&)
    {
        ++*calls_;
        if (then_) then_();
    }
    /// How often, and whether somebody still keeps the handler.
    std::shared_ptr<int> calls() const { return calls_; }

private:
    std::shared_ptr<int> calls_ = std::make_shared<int>(0);
    std::function<void()> then_;
};

struct Call {
    const char* name;
    std::function<void(Broker&, Answered)> start;
};

OrderRequest an_order()
{
    return buy(stock("AAPL"), 1_d).limit(90_d);
}

const std::vector<Call>& calls_of_a_broker()
{
    static const std::vector<Call> all{
        {"connect", [](Broker& b, Answered a) { b.connect(a); }},
        {"disconnect", [](Broker& b, Answered a) { b.disconnect(a); }},
        {"place_order", [](Broker& b, Answered a) { b.place_order(an_order(), a); }},
        {"modify_order",
         [](Broker& b, Answered a) { b.modify_order(OrderId{1}, an_order().limit(91_d), a); }},
        {"cancel_order", [](Broker& b, Answered a) { b.cancel_order(OrderId{1}, a); }},
        {"preview_order", [](Broker& b, Answered a) { b.preview_order(an_order(), a); }},
        {"place_family",
         [](Broker& b, Answered a) {
             b.place_family(an_order(), {sell(stock("AAPL"), 1_d).limit(120_d)}, a);
         }},
        {"place_group",
         [](Broker& b, Answered a) {
             b.place_group({an_order(), an_order()}, a);
         }},
        {"place_bracket",
         [](Broker& b, Answered a) {
             b.place_bracket(bracket(an_order(), 120_d, 80_d).value(), a);
         }},
        {"get_orders", [](Broker& b, Answered a) { b.get_orders(OrderFilter::all, a); }},
        {"find_order",
         [](Broker& b, Answered a) {
             OrderInquiry inquiry;
             inquiry.client_order_id = "nobody's";
             b.find_order(inquiry, a);
         }},
        {"get_executions", [](Broker& b, Answered a) { b.get_executions(a); }},
        {"get_positions", [](Broker& b, Answered a) { b.get_positions(a); }},
        {"get_account", [](Broker& b, Answered a) { b.get_account(a); }},
        {"get_accounts", [](Broker& b, Answered a) { b.get_accounts(a); }},
        {"get_portfolio", [](Broker& b, Answered a) { b.get_portfolio(a); }},
        {"subscribe", [](Broker& b, Answered a) { b.subscribe(stock("MSFT"), a); }},
        {"unsubscribe", [](Broker& b, Answered a) { b.unsubscribe(stock("AAPL"), a); }},
        {"get_quote", [](Broker& b, Answered a) { b.get_quote(stock("AAPL"), a); }},
        {"get_quote_status", [](Broker& b, Answered a) { b.get_quote_status(stock("AAPL"), a); }},
        {"get_historical_data",
         [](Broker& b, Answered a) { b.get_historical_data(HistoryRequest{stock("AAPL")}, a); }},
        {"find_contracts", [](Broker& b, Answered a) { b.find_contracts(stock("AAPL"), a); }},
    };
    return all;
}

ExecutionRouter& router_of(Broker& broker)
{
    return dynamic_cast<ExecutionRouter&>(broker);
}

std::vector<Call> calls_of(Behind behind)
{
    auto all = calls_of_a_broker();
    if (behind == Behind::paper || behind == Behind::ibkr) return all;
    const Call of_a_router[]{
        {"execute",
         [](Broker& b, Answered a) {
             router_of(b).execute(std::vector{an_order(), an_order()}, a);
         }},
        {"check", [](Broker& b, Answered a) { router_of(b).check(an_order(), a); }},
        {"kill", [](Broker& b,
                    Answered a) { router_of(b).kill(TradingState::halted, "tester", "end", a); }},
        {"kill with flattening",
         [](Broker& b, Answered a) {
             router_of(b).kill(TradingState::flattening, "tester", "end", a);
         }},
        {"resume", [](Broker& b, Answered a) { router_of(b).resume("tester", "end", a); }},
        {"reload", [](Broker& b, Answered a) { router_of(b).reload(Config{}, "tester", a); }},
        {"metrics", [](Broker& b, Answered a) { router_of(b).metrics(a); }},
    };
    all.insert(all.end(), std::begin(of_a_router), std::end(of_a_router));
    return all;
}

/// A broker with a position and a working order.
class Subject {
public:
    explicit Subject(Behind behind)
    {
        config.journal.file.clear();
        config.kill_switch.on_signal = false;
        config.kill_switch.file.clear();
        lift_limits(config.risk);
        bool on_paper = behind == Behind::paper || behind == Behind::router_on_paper;
        config.type = on_paper ? BrokerType::paper : BrokerType::ibkr;
        on_paper ? make_paper() : make_ibkr();
        if (behind == Behind::router_on_paper || behind == Behind::router_on_ibkr)
            broker = ExecutionRouter::make(std::move(broker), config).value();
        Answered up, placed;
        broker->connect(up);
        wait_for(up);
        if (desk)
            desk->quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
        else
            push(*paper.lock());
        broker->subscribe(stock("AAPL"), [](const auto&) {});
        broker->place_order(an_order(), placed);
        wait_for(placed);
        EXPECT_EQ(*placed.calls(), 1);
    }
    ~Subject()
    {
        broker.reset();
        if (!runs_again) return;
        if (tws) tws->drop_all();
        run();
    }
    void run() { settle(io); }
    void wait_for(const Answered& answer)
    {
        run();
        for (int i = 0; i < 900 && *answer.calls() == 0; ++i) {
            clock->advance(100ms);
            run();
        }
    }
    void steps(int n)
    {
        io.restart();
        while (n-- > 0 && io.poll_one() > 0) {}
    }

    asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    Config config;
    std::unique_ptr<MockTws> tws;
    std::unique_ptr<MockDesk> desk;
    std::weak_ptr<PaperBroker> paper;
    std::shared_ptr<Broker> broker;
    bool runs_again = true;

private:
    void make_paper()
    {
        auto options = paper_options(config);
        options.instruments.emplace_back(stock("AAPL"));
        options.instruments.emplace_back(stock("MSFT"));
        auto made = make_unsafe_paper_broker(io.get_executor(), std::move(options), clock);
        paper = made;
        broker = made;
    }
    void make_ibkr()
    {
        tws = std::make_unique<MockTws>(io.get_executor(), clock);
        desk = std::make_unique<MockDesk>(*tws);
        desk->add_stock("AAPL", 265598);
        desk->add_stock("MSFT", 272093);
        desk->match(false);
        desk->position("AAPL", 100_d, 90_d);
        IbkrOptions options = ibkr_options(config);
        options.port = tws->port();
        broker = make_unsafe_ibkr_broker(io.get_executor(), options, clock);
    }
    void push(PaperBroker& market)
    {
        Quote q{stock("AAPL")};
        q.bid = q.last = 100_d;
        q.ask = 100.02_d;
        q.bid_size = q.ask_size = q.last_size = 1000_d;
        q.time = clock->now();
        market.push(q);
        run();
    }
};

class CallEnds : public testing::TestWithParam<Behind> {
protected:
    /// Each call on a subject of its own.
    void each(const std::function<void(Subject&, const Call&)>& use)
    {
        for (const auto& call : calls_of(GetParam())) {
            SCOPED_TRACE(call.name);
            Subject subject{GetParam()};
            use(subject, call);
        }
    }
};

TEST_P(CallEnds, by_its_answer)
{
    each([](Subject& subject, const Call& call) {
        Answered answer;
        call.start(*subject.broker, answer);
        subject.wait_for(answer);
        subject.run();
        EXPECT_EQ(*answer.calls(), 1);
        subject.broker.reset();
        subject.run();
        EXPECT_EQ(answer.calls().use_count(), 2) << "nobody keeps the handler";
    });
}

TEST_P(CallEnds, by_the_end_of_the_broker_at_any_step)
{
    for (int step : {0, 1, 2, 3, 5, 8, 13})
        each([step](Subject& subject, const Call& call) {
            SCOPED_TRACE(step);
            Answered answer;
            call.start(*subject.broker, answer);
            subject.steps(step);
            subject.broker.reset();
            subject.run();
            EXPECT_EQ(*answer.calls(), 1);
            EXPECT_EQ(answer.calls().use_count(), 2) << "nobody keeps the handler";
        });
}

TEST_P(CallEnds, by_the_end_of_the_broker_in_its_own_handler)
{
    each([](Subject& subject, const Call& call) {
        Answered answer{[&] { subject.broker.reset(); }};
        call.start(*subject.broker, answer);
        subject.wait_for(answer);
        subject.run();
        EXPECT_EQ(*answer.calls(), 1);
        EXPECT_EQ(answer.calls().use_count(), 2) << "nobody keeps the handler";
    });
}

TEST_P(CallEnds, by_the_end_of_the_broker_in_another_handler)
{
    each([](Subject& subject, const Call& call) {
        Answered first{[&] { subject.broker.reset(); }}, answer, last;
        call.start(*subject.broker, first);
        call.start(*subject.broker, answer);
        subject.broker->get_executions(last);
        subject.wait_for(first);
        subject.run();
        for (const auto& each_of : {first, answer, last}) EXPECT_EQ(*each_of.calls(), 1);
    });
}

TEST_P(CallEnds, by_the_end_of_the_broker_in_an_observer)
{
    class Lets final : public BrokerObserver {
    public:
        explicit Lets(std::shared_ptr<Broker>& broker) : broker_{broker} {}
        void on_order(const OrderReport&) override { broker_.reset(); }
        void on_link(LinkState) override { broker_.reset(); }

    private:
        std::shared_ptr<Broker>& broker_;
    };
    each([](Subject& subject, const Call& call) {
        auto watching = subject.broker->observe(std::make_shared<Lets>(subject.broker));
        Answered answer;
        call.start(*subject.broker, answer);
        subject.wait_for(answer);
        subject.broker.reset();
        subject.run();
        EXPECT_EQ(*answer.calls(), 1);
    });
}

TEST_P(CallEnds, by_a_stop_of_its_executor)
{
    for (bool stops_first : {true, false})
        each([stops_first](Subject& subject, const Call& call) {
            Answered answer;
            if (stops_first) subject.io.stop();
            call.start(*subject.broker, answer);
            if (!stops_first) subject.steps(2);
            subject.io.stop();
            subject.io.poll();
            subject.broker.reset();
            EXPECT_LE(*answer.calls(), 1);
            // what never ran is answered when it runs again, or let go with its context
            subject.run();
            EXPECT_EQ(*answer.calls(), 1);
        });
}

TEST_P(CallEnds, by_the_end_of_a_context_that_never_runs_again)
{
    for (const auto& call : calls_of(GetParam())) {
        SCOPED_TRACE(call.name);
        Answered answer;
        {
            Subject subject{GetParam()};
            call.start(*subject.broker, answer);
            subject.steps(1);
            subject.io.stop();
            subject.runs_again = false;
            subject.broker.reset();
        }
        EXPECT_LE(*answer.calls(), 1);
        EXPECT_EQ(answer.calls().use_count(), 2) << "nobody keeps the handler";
    }
}

TEST_P(CallEnds, with_a_handler_that_throws)
{
    each([](Subject& subject, const Call& call) {
        Answered throws{[] { throw std::runtime_error{"mine"}; }}, next;
        call.start(*subject.broker, throws);
        bool left = false;
        for (int i = 0; i < 900 && !left; ++i) try {
                subject.run();
                subject.clock->advance(100ms);
            } catch (const std::runtime_error&) {
                left = true;
            }
        EXPECT_TRUE(left) << "it leaves run()";
        EXPECT_EQ(*throws.calls(), 1);
        subject.broker->get_executions(next);
        subject.wait_for(next);
        EXPECT_EQ(*next.calls(), 1) << "the next answer is not lost";
    });
}

TEST_P(CallEnds, with_a_runtime_that_ends_first)
{
    if (GetParam() == Behind::ibkr || GetParam() == Behind::router_on_ibkr) return;
    for (const auto& call : calls_of(GetParam())) {
        SCOPED_TRACE(call.name);
        Answered answer;
        auto runtime = std::make_unique<Runtime>();
        Config config;
        config.journal.file.clear();
        config.kill_switch.on_signal = false;
        config.kill_switch.file.clear();
        std::shared_ptr<Broker> broker =
            make_unsafe_paper_broker(runtime->get_executor(), paper_options(config));
        if (GetParam() == Behind::router_on_paper)
            broker = ExecutionRouter::make(std::move(broker), config).value();
        (void)broker->connect(asio::use_future).get();
        call.start(*broker, answer);
        runtime.reset();
        broker.reset();
        EXPECT_LE(*answer.calls(), 1);
        EXPECT_EQ(answer.calls().use_count(), 2) << "nobody keeps the handler";
    }
}

INSTANTIATE_TEST_SUITE_P(Brokers, CallEnds, testing::ValuesIn(all_behind), [](const auto& given) {
    std::string text = name(given.param);
    std::ranges::replace(text, ' ', '_');
    return text;
});

}  // namespace
}  // namespace trademind::test
