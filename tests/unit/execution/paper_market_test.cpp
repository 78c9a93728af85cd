// The paper broker's market by configuration: make_broker gives a broker that can trade, for each
// source of quotes.
#include "unit/execution/risk/worlds.hpp"

#include "base/log.hpp"
#include "support/source_dir.hpp"

#include <filesystem>
#include <fstream>
#include <functional>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class PaperByConfig : public testing::Test {
protected:
    ~PaperByConfig() override
    {
        router.reset();
        settle(io);
        log::set_level(log::Level::warning);
    }
    Config parse(const std::string& paper, const std::string& more = "")
    {
        auto config = parse_config("broker: {type: paper, paper: {" + paper + "}" + more +
                                       "}\nlog: {level: error}\nkill_switch: {on_signal: false}\n"
                                       "risk: {max_quote_age: 1 h, max_quote_age_delayed: 1 h}\n",
                                   "paper.yaml");
        if (!config) throw std::runtime_error{config.error().message};
        return std::move(*config);
    }
    void start(const Config& config)
    {
        auto made = make_broker(config, io.get_executor(), {}, clock);
        ASSERT_TRUE(made) << made.error().describe();
        router = std::move(*made);
        auto up = answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
        ASSERT_TRUE(up) << up.error().describe();
    }
    template <class R, class Start> R answer(Start begin)
    {
        auto got = std::make_shared<std::optional<R>>();
        begin([got](R result) { *got = std::move(result); });
        for (int i = 0; i < 50 && !*got; ++i) settle(io);
        for (int i = 0; i < 600 && !*got; ++i) {
            clock->advance(100ms);
            settle(io);
        }
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return answer<Result<OrderReport>>(
            [&](auto t) { router->place_order(std::move(order), std::move(t)); });
    }
    OrderStatus status(OrderId id)
    {
        auto all = answer<Result<std::vector<OrderReport>>>(
            [&](auto t) { router->get_orders(OrderFilter::all, std::move(t)); });
        for (const auto& report : all.value())
            if (report.id == id) return report.status;
        throw std::runtime_error{"no such order"};
    }

    asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<ExecutionRouter> router;
};

TEST_F(PaperByConfig, without_a_market_it_refuses_and_names_the_key)
{
    auto made = make_broker(parse("seed: 1"), io.get_executor(), {}, clock);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error(), Errc::config);
    EXPECT_NE(made.error().message.find("broker.paper.market is not set"), std::string::npos)
        << made.error().message;
}

TEST_F(PaperByConfig, keys_of_the_market_must_fit_each_other)
{
    auto why = [](const std::string& paper) {
        auto config = parse_config("broker: {paper: {" + paper + "}}", "p.yaml");
        return config ? "" : config.error().message;
    };
    EXPECT_EQ(why("market: tape"),
              "p.yaml:1: broker.paper.market is tape: broker.paper.tape must name the file");
    EXPECT_EQ(why("market: generated, tape: t.csv"),
              "p.yaml:1: broker.paper.tape names a file, but broker.paper.market is not tape");
    EXPECT_EQ(why("foreign_cash: [5 USD]"),
              "p.yaml:1: broker.paper.foreign_cash: USD is the account's own currency "
              "(risk.currency)");
    EXPECT_EQ(why("exchange_rates: [USD 1]"),
              "p.yaml:1: broker.paper.exchange_rates: USD is the account's own currency "
              "(risk.currency)");
}

TEST_F(PaperByConfig, a_tape_is_traded_in_its_own_time)
{
    auto tape = (source_dir() / "docs/examples/data/demo_tape.csv").string();
    start(parse("tape: " + tape + ", tape_speed: real_time"));
    auto quote = answer<Result<Quote>>([&](auto t) {
        router->subscribe(stock("AAPL"), [t = std::move(t), this](Result<> line) mutable {
            if (!line) return t(line.error());
            router->get_quote(stock("AAPL"), std::move(t));
        });
    });
    ASSERT_TRUE(quote) << quote.error().describe();
    clock->advance(1min);
    settle(io);
    auto placed = place(buy(stock("AAPL"), 1_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    clock->advance(1min);
    settle(io);
    EXPECT_EQ(status(placed->id), OrderStatus::filled);
    auto missing = make_broker(parse("tape: /nowhere/t.csv"), io.get_executor(), {}, clock);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("/nowhere/t.csv"), std::string::npos);
}

TEST_F(PaperByConfig, a_generated_market_trades_and_its_day_ends)
{
    start(parse("market: generated, generated: {symbols: [IBM]}"));
    clock->advance(1s);
    settle(io);
    auto placed = place(buy(stock("IBM"), 10_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    clock->advance(1s);
    settle(io);
    EXPECT_EQ(status(placed->id), OrderStatus::filled);
    EXPECT_FALSE(place(buy(stock("AAPL"), 1_d))) << "not of this market";
}

TEST_F(PaperByConfig, pushed_quotes_come_through_a_door_that_lets_no_order_in)
{
    start(parse("market: pushed"));
    auto feed = paper_feed(*router);
    ASSERT_TRUE(feed) << feed.error().describe();
    feed->push(
        stock("AAPL"),
        paper::MarketChange{}.with_bid(99.99_d, 500).with_ask(100_d, 500).with_print(100_d, 100));
    settle(io);
    auto placed = place(buy(stock("AAPL"), 10_d));
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ(status(placed->id), OrderStatus::filled);
    // the day has an end, and closing orders have a close
    auto day = place(sell(stock("AAPL"), 1_d).limit(102_d));
    auto at_close = place(sell(stock("AAPL"), 9_d).of_type(OrderType::market_on_close));
    ASSERT_TRUE(day && at_close) << (day ? at_close : day).error().describe();
    for (int i = 0; i < 400; ++i) {
        clock->advance(1min);
        settle(io);
    }
    EXPECT_EQ(status(day->id), OrderStatus::cancelled);
    EXPECT_EQ(status(at_close->id), OrderStatus::filled);
}

TEST_F(PaperByConfig, quotes_of_ibkr_fill_orders_that_never_go_there)
{
    MockTws tws{io.get_executor(), clock};
    MockDesk desk{tws};
    tws.speak(200);
    desk.add_stock("AAPL", 265598);
    desk.cash(5_d);
    auto config = parse("market: ibkr, starting_cash: 50000 USD",
                        ", account: SIM1, market_data_type: realtime, ibkr: {port: " +
                            std::to_string(tws.port()) + "}");
    start(config);
    auto waiting = std::make_shared<std::optional<Result<OrderReport>>>();
    router->place_order(buy(stock("AAPL"), 10_d), [waiting](auto r) { *waiting = std::move(r); });
    for (int i = 0; i < 20 && !*waiting; ++i) {
        settle(io);
        desk.quote("AAPL", 99.99_d, 100_d, 100_d, 1000_d);
        clock->advance(100ms);
    }
    ASSERT_TRUE(*waiting && **waiting) << (*waiting ? (*waiting)->error().describe() : "no answer");
    EXPECT_EQ(status((**waiting)->id), OrderStatus::filled);
    auto account = answer<Result<Account>>([&](auto t) { router->get_account(std::move(t)); });
    EXPECT_EQ(account->id, "SIM1") << "the paper account, not TWS's";
    EXPECT_TRUE(tws.received_of<ibkr::PlaceOrderRequest>().empty());
    answer<Result<>>([&](auto t) { router->disconnect(std::move(t)); });
    router.reset();
    settle(io);
    tws.drop_all();
    settle(io);
}

TEST_F(PaperByConfig, without_its_tws_the_quotes_of_ibkr_fail_connect)
{
    auto made = make_broker(parse("market: ibkr", ", ibkr: {port: 1, reconnect_attempts: 0}"),
                            io.get_executor(), {}, clock);
    ASSERT_TRUE(made) << made.error().describe();
    router = std::move(*made);
    auto up = answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
    ASSERT_FALSE(up);
    EXPECT_EQ(up.error(), Errc::connection_refused) << up.error().describe();
}

TEST_F(PaperByConfig, the_day_trade_regime_of_the_risk_section_reaches_the_account)
{
    auto config = parse("market: pushed, starting_cash: 20000 USD, commission: none");
    config.risk.day_trade_regime = DayTradeRegime::legacy;
    config.risk.duplicate_window = {};
    config.risk.max_concentration.reset();
    start(config);
    auto feed = paper_feed(*router).value();
    int taken = 0;
    for (; taken < 6; ++taken) {
        feed.push(stock("AAPL"),
                  paper::MarketChange{}.with_bid(99.99_d, 5000).with_ask(100_d, 5000));
        settle(io);
        if (!place(buy(stock("AAPL"), 1_d))) break;
        ASSERT_TRUE(place(sell(stock("AAPL"), 1_d)));
    }
    EXPECT_EQ(taken, 3) << "the fourth day trade in five business days";
}

TEST_F(PaperByConfig, what_a_generated_market_does_not_list_is_an_error_that_names_it)
{
    start(parse("market: generated, generated: {symbols: [IBM]}"));
    auto unlisted = stock("NOSUCH");
    auto subscribed = answer<Result<>>([&](auto t) { router->subscribe(unlisted, std::move(t)); });
    ASSERT_FALSE(subscribed);
    EXPECT_EQ(subscribed.error(), Errc::unknown_contract);
    EXPECT_NE(subscribed.error().message.find("NOSUCH"), std::string::npos);
    std::optional<Error> told;
    auto watching = router->watch(
        unlisted, [](const Quote&) {}, [&](const Error& error) { told = error; });
    settle(io);
    ASSERT_TRUE(told);
    EXPECT_NE(told->message.find("NOSUCH"), std::string::npos);
    auto quote = answer<Result<Quote>>([&](auto t) { router->get_quote(unlisted, std::move(t)); });
    ASSERT_FALSE(quote);
    EXPECT_NE(quote.error().message.find("NOSUCH"), std::string::npos);
    EXPECT_TRUE(answer<Result<>>([&](auto t) { router->subscribe(stock("IBM"), std::move(t)); }));
}

TEST_F(PaperByConfig, pushes_that_no_market_has_are_refused_by_field)
{
    using Change = paper::MarketChange;
    start(parse("market: pushed"));
    auto feed = paper_feed(*router).value();
    auto why = [](const Result<>& pushed) { return pushed ? "taken" : pushed.error().message; };
    auto aapl = stock("AAPL");
    EXPECT_EQ(why(feed.push(aapl, Change{}.with_bid(-5_d, 1))),
              "AAPL: bid '-5' is negative; it must be above 0");
    EXPECT_EQ(why(feed.push(aapl, Change{}.with_print(0_d, 1))),
              "AAPL: last '0' is not a price; it must be above 0");
    EXPECT_EQ(why(feed.push(aapl, Change{}.with_ask(5_d, -1))), "AAPL: ask_size '-1' is negative");
    EXPECT_EQ(why(feed.push(aapl, Change{}.with_print(5_d, -1))),
              "AAPL: last_size '-1' is negative");
    EXPECT_EQ(why(feed.push(stock(""), Change{}.with_bid(5_d, 1))), "push: symbol is empty");
    EXPECT_EQ(why(feed.push(stock(" A"), Change{}.with_bid(5_d, 1))),
              "push: symbol ' A' begins or ends with a blank");
    Quote quote{aapl};
    quote.ask = 0_d;
    EXPECT_EQ(why(feed.push(quote)), "AAPL: ask '0' is not a price; it must be above 0");
    quote.ask = 1_d;
    quote.bid_size = -1_d;
    EXPECT_EQ(why(feed.push(quote)), "AAPL: bid_size '-1' is negative");
    Bar bar;
    bar.open = bar.high = bar.close = 10_d;
    bar.low = -1_d;
    EXPECT_EQ(why(feed.push(aapl, bar)), "AAPL: low '-1' is negative; it must be above 0");
    bar.low = 11_d;
    EXPECT_EQ(why(feed.push(aapl, bar)), "AAPL: open 10 is outside low 11 and high 10");
    EXPECT_EQ(why(feed.push(aapl, Change{}.with_bid(-1_d, 0))), "taken") << "there is no bid";
    auto crude = future("CL", "202606", "NYMEX");
    EXPECT_EQ(why(feed.push(crude, Change{}.with_print(-37.63_d, 1))), "taken");
    EXPECT_EQ(why(feed.push(crude, Change{}.with_print(-37.63_d, -1))),
              "CL 202606: last_size '-1' is negative");
}

TEST_F(PaperByConfig, cash_without_a_rate_is_refused_by_key_and_currency)
{
    auto config =
        parse_config("broker:\n  type: paper\n  paper:\n    foreign_cash: [5000 EUR]\n", "p.yaml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().message,
              "p.yaml:4: broker.paper.foreign_cash: EUR has no rate in "
              "broker.paper.exchange_rates, so the account could not be valued in USD; write what "
              "one EUR is worth in USD");
    // and where a program sets it past the configuration, the refusal says so
    auto plain = parse("market: pushed");
    auto options = paper_options(plain);
    options.cash["EUR"] = 5000_d;
    auto made = make_paper_market(plain, std::move(options), io.get_executor(), {}, clock);
    ASSERT_TRUE(made) << made.error().describe();
    router = made->router;
    ASSERT_TRUE(answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
    made->market->push(stock("AAPL"),
                       paper::MarketChange{}.with_bid(99.99_d, 500).with_ask(100_d, 500));
    settle(io);
    auto placed = place(buy(stock("AAPL"), 1_d));
    ASSERT_FALSE(placed);
    EXPECT_EQ(placed.error(), Errc::no_account);
    EXPECT_NE(placed.error().message.find("no exchange rate of EUR to USD"), std::string::npos)
        << placed.error().describe();
}

TEST_F(PaperByConfig, a_configuration_made_in_code_is_judged_as_one_of_a_file)
{
    struct Wild {
        const char* what;
        std::function<void(Config&)> make;
    };
    for (const auto& [what, make] :
         {Wild{"symbol", [](Config& c) { c.paper.generated.symbols.clear(); }},
          Wild{"twice",
               [](Config& c) {
                   c.paper.generated.symbols = {"A", "A"};
               }},
          Wild{"interval", [](Config& c) { c.paper.generated.interval = 0s; }},
          Wild{"participation", [](Config& c) { c.paper.participation = 0_d; }},
          Wild{"latency", [](Config& c) { c.paper.latency = -1s; }},
          Wild{"deadline", [](Config& c) { c.request_timeout = 0s; }},
          Wild{"tape_speed", [](Config& c) { c.paper.tape_speed = 0_d; }}}) {
        auto config = parse("market: generated");
        make(config);
        auto made = make_broker(config, io.get_executor(), {}, clock);
        ASSERT_FALSE(made) << what;
        EXPECT_EQ(made.error(), Errc::config) << what;
        EXPECT_NE(made.error().message.find(what), std::string::npos) << made.error().message;
    }
}

}  // namespace
}  // namespace trademind::test
