// What the factory makes of a configuration: logging, order ids of earlier runs, global cancel.
#include "support/function_services.hpp"
#include "support/temporary_directory.hpp"
#include "unit/execution/risk/worlds.hpp"

#include "base/log.hpp"
#include "support/source_dir.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// A configuration for the mock TWS, and a folder of its own.
class Factory : public testing::Test {
protected:
    Factory()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        config.risk.max_concentration.reset();
        config.risk.max_quote_age = config.risk.max_quote_age_delayed = 1h;
        config.kill_switch.position_mismatch_after = 1min;
        config.log.file = folder / "trademind.log";
        config.journal.file = folder / "journal.sqlite";
        config.journal.survives_power_cut = false;
    }
    ~Factory() override
    {
        EXPECT_TRUE(log::write_to({}));
        log::set_level(log::Level::warning);
    }
    std::string logged() const
    {
        std::stringstream all;
        all << std::ifstream{config.log.file}.rdbuf();
        return all.str();
    }

    TemporaryDirectory folder;
    Config config;
};

/// One run of a program: TWS, and the router that the factory makes for it.
class Program {
public:
    explicit Program(Config config, int next_order_id, RouterOptions options = {})
    {
        tws.next_order_id(next_order_id);
        tws.speak(200);
        desk.add_stock("AAPL", 265598);
        desk.cash(100000_d);
        config.ibkr.host = "127.0.0.1";
        config.ibkr.port = tws.port();
        auto made = make_broker(config, io.get_executor(), std::move(options), clock);
        if (!made) throw std::runtime_error{made.error().describe()};
        router = std::move(*made);
        auto up = answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
        if (!up) throw std::runtime_error{up.error().describe()};
        desk.quote("AAPL", 100_d, 100.02_d, 100_d, Decimal{100000});
        settle(io);
    }
    ~Program()
    {
        router.reset();
        tws.drop_all();
        settle(io);
    }
    template <class R, class Start> R answer(Start start)
    {
        auto got = std::make_shared<std::optional<R>>();
        start([got](R result) { *got = std::move(result); });
        for (int i = 0; i < 50 && !*got; ++i) settle(io);
        for (int i = 0; i < 600 && !*got; ++i) {
            clock->advance(100ms);
            settle(io);
        }
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }
    OrderReport place(OrderRequest order)
    {
        auto placed = answer<Result<OrderReport>>(
            [&](auto t) { router->place_order(std::move(order), std::move(t)); });
        if (!placed) throw std::runtime_error{placed.error().describe()};
        return *placed;
    }

    asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    MockTws tws{io.get_executor(), clock};
    MockDesk desk{tws};
    std::shared_ptr<ExecutionRouter> router;
};

TEST_F(Factory, order_ids_go_on_above_the_journal_when_tws_starts_again_at_1)
{
    {
        Program first{config, 500};
        EXPECT_EQ(first.place(buy(stock("AAPL"), 1_d).limit(99_d)).id, OrderId{500});
    }
    Program second{config, 1};
    EXPECT_EQ(second.place(buy(stock("AAPL"), 1_d).limit(98_d)).id, OrderId{501});
}

TEST_F(Factory, the_plans_file_connects_and_trades_by_its_own_keys)
{
    auto plan = load_config(
        source_dir() / "tests/unit/execution/config/plan/ibkr_config.yaml", [&](const char* name) {
            return std::string{"XDG_STATE_HOME"} == name ? std::optional{folder.path().string()}
                                                         : std::nullopt;
        });
    ASSERT_TRUE(plan) << plan.error().message;
    plan->log.file = config.log.file;
    plan->kill_switch.on_signal = false;
    Program run{*plan, 1};
    EXPECT_EQ(plan->journal.file.parent_path(), folder / "trademind");
    EXPECT_TRUE(plan->journal.file.filename().string().starts_with("ibkr_config-"));
    EXPECT_TRUE(std::filesystem::exists(plan->journal.file));
    auto placed = run.answer<Result<OrderReport>>([&](auto t) {
        run.router->execute(Signal{Side::buy, stock("AAPL"), 10_d}, std::move(t));
    });
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ(placed->order.type, OrderType::market);
    EXPECT_EQ(placed->order.time_in_force, TimeInForce::day);
    auto refusal_of = [&](Decimal quantity, Decimal limit) {
        return run
            .answer<Result<OrderReport>>([&](auto t) {
                run.router->place_order(buy(stock("AAPL"), quantity).limit(limit), std::move(t));
            })
            .error();
    };
    EXPECT_EQ(refusal_of(1001_d, 20_d), Errc::order_size_limit);
    EXPECT_EQ(refusal_of(600_d, 100_d), Errc::order_value_limit);
}

TEST_F(Factory, the_log_goes_to_the_file_of_the_configuration)
{
    Program run{config, 1};
    run.place(buy(stock("AAPL"), 1_d).limit(99_d));
    EXPECT_NE(logged().find("config broker.type: ibkr"), std::string::npos);
    EXPECT_EQ(logged().find("broker.max_order_size"), std::string::npos);  // the default
}

TEST_F(Factory, the_log_at_debug_shows_every_key)
{
    config.log.level = "debug";
    Program run{config, 1};
    const std::string log = logged();
    for (const auto& line : effective_config(config)) {
        auto key = line.substr(0, line.find(':') + 1);
        EXPECT_NE(log.find("config " + key), std::string::npos) << key;
    }
    EXPECT_NE(logged().find("broker.max_order_size: 1000 (default)"), std::string::npos);
}

TEST_F(Factory, the_level_of_the_log_is_that_of_the_configuration)
{
    config.log.level = "error";
    Program run{config, 1};
    EXPECT_EQ(log::enabled(log::Level::warning), false);
    EXPECT_EQ(logged().find("config "), std::string::npos);
}

TEST_F(Factory, a_log_that_cannot_be_written_is_an_error)
{
    std::ofstream{folder / "plain"} << "a file, not a folder";
    config.log.file = folder / "plain" / "trademind.log";
    asio::io_context io{1};
    auto made = make_broker(config, io.get_executor());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error(), Errc::input_output);
    config.log.file = folder / "trademind.log";
}

class HoursAway : public Factory {
protected:
    /// Whether five minutes without a link at that time raise an alert.
    bool told_of_a_loss(Duration after_the_start, RouterOptions options = {})
    {
        int told = 0;
        options.on_alert = [&](const Alert& alert) { told += alert.rule == AlertRule::link_down; };
        Program run{config, 1, std::move(options)};
        run.clock->advance(after_the_start);
        settle(run.io);
        run.tws.stop_listening();
        run.tws.drop_all();
        for (int i = 0; i < 60; ++i) {
            run.clock->advance(5s);
            settle(run.io);
        }
        return told > 0;
    }
};

TEST_F(HoursAway, the_resets_of_the_region_raise_no_alert)
{
    // the clock starts at 9:30 in New York, 15:30 in Berlin
    EXPECT_TRUE(told_of_a_loss(1min)) << "in the middle of the day";
    EXPECT_FALSE(told_of_a_loss(15h)) << "half past midnight: the reset of North America";
    config.ibkr.region = IbkrRegion::europe;
    EXPECT_TRUE(told_of_a_loss(13h)) << "half past ten in the evening";
    EXPECT_FALSE(told_of_a_loss(15h)) << "half past six in Berlin";
}

TEST_F(HoursAway, the_daily_restart_of_the_configuration_raises_none)
{
    auto parsed =
        parse_config("broker:\n  ibkr:\n    daily_restart: 12:00 America/New_York\n", "t.yaml", {});
    ASSERT_TRUE(parsed) << parsed.error().describe();
    config.ibkr.away_windows = parsed->ibkr.away_windows;
    EXPECT_FALSE(told_of_a_loss(2h + 31min));
    EXPECT_TRUE(told_of_a_loss(4h));
}

TEST_F(HoursAway, the_programs_own_word_comes_first)
{
    RouterOptions options;
    auto services = std::make_shared<FunctionServices>();
    options.services = services;
    services->expected_away = [](TimePoint) { return true; };
    EXPECT_FALSE(told_of_a_loss(1min, std::move(options)));
}

TEST_F(Factory, killing_the_account_sends_one_global_cancel)
{
    config.kill_switch.cancel_scope = CancelScope::account;
    Program run{config, 1};
    run.place(buy(stock("AAPL"), 1_d).limit(99_d));
    run.answer<Result<KillReport>>(
        [&](auto t) { run.router->kill(TradingState::halted, "tester", "drill", std::move(t)); });
    EXPECT_EQ(run.tws.received_of<ibkr::GlobalCancelRequest>().size(), 1U);
}

TEST_F(Factory, killing_the_own_orders_sends_none)
{
    config.kill_switch.cancel_scope = CancelScope::own;
    Program run{config, 1};
    run.place(buy(stock("AAPL"), 1_d).limit(99_d));
    run.answer<Result<KillReport>>(
        [&](auto t) { run.router->kill(TradingState::halted, "tester", "drill", std::move(t)); });
    EXPECT_TRUE(run.tws.received_of<ibkr::GlobalCancelRequest>().empty());
    EXPECT_EQ(run.tws.received_of<ibkr::CancelOrderRequest>().size(), 1U);
}

TEST_F(Factory, a_paper_account_lives_in_the_file_of_the_configuration)
{
    config.type = BrokerType::paper;
    config.paper.account_file = folder / "account.sqlite";
    EXPECT_EQ(paper_options(config).state_file, config.paper.account_file);
    for (int run = 1; run <= 2; ++run) {
        asio::io_context io{1};
        auto paper = make_paper_market(config, paper_options(config), io.get_executor());
        ASSERT_TRUE(paper) << paper.error().describe();
        std::optional<Result<>> up;
        paper->router->connect([&](auto r) { up = std::move(r); });
        for (int i = 0; i < 50 && !up; ++i) io.poll(), io.restart();
        ASSERT_TRUE(up && *up);
        paper->router.reset();
        paper->market.reset();
        io.poll();
        EXPECT_TRUE(std::filesystem::exists(config.paper.account_file));
    }
}

}  // namespace
}  // namespace trademind::test
