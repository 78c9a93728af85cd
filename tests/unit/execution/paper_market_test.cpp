// The paper broker's market by configuration: make_broker gives a broker that can trade, for each
// source of quotes.
#include "unit/execution/risk/worlds.hpp"

#include "base/log.hpp"
#include "support/source_dir.hpp"

#include <filesystem>
#include <fstream>

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
              "p.yaml: broker.paper.market is tape: broker.paper.tape must name the file");
    EXPECT_EQ(why("market: generated, tape: t.csv"),
              "p.yaml: broker.paper.tape names a file, but broker.paper.market is not tape");
    EXPECT_EQ(why("foreign_cash: [5 USD]"),
              "p.yaml: broker.paper.foreign_cash: USD is the account's own currency "
              "(risk.currency)");
    EXPECT_EQ(why("exchange_rates: [USD 1]"),
              "p.yaml: broker.paper.exchange_rates: USD is the account's own currency "
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

}  // namespace
}  // namespace trademind::test
