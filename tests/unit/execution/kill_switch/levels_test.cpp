// Levels of the kill switch: falling step by step, latches that meet, files in every state,
// flattening without a quote, and kills that cannot be proven.
#include "execution/kill_switch/kill_file.hpp"
#include "unit/execution/router_fixture.hpp"

#include <fstream>

#include <sys/stat.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class KillLevels : public RouterFixture {
protected:
    KillLevels() { config.risk.max_concentration.reset(); }
    void hold(Decimal quantity)
    {
        Position p{aapl, quantity};
        p.market_price = 100_d;
        broker->positions = {p};
    }
    std::string text_of(const std::filesystem::path& file)
    {
        std::ifstream in{file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

    TemporaryDirectory directory;
};

TEST_F(KillLevels, falling_step_by_step)
{
    hold(10_d);
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(105_d)));
    ASSERT_TRUE(kill(TradingState::reducing));
    EXPECT_EQ(broker->count("cancel"), 1U) << "the one that opens";
    ASSERT_TRUE(kill(TradingState::halted));
    EXPECT_EQ(broker->count("cancel"), 2U) << "and now the one that closes";
    EXPECT_EQ(broker->count("place"), 2U);
    ASSERT_TRUE(kill(TradingState::flattening));
    EXPECT_EQ(broker->count("place SELL 10 AAPL LMT 98"), 1U);
    EXPECT_EQ(router->trading_state(), TradingState::flattening);
}

TEST_F(KillLevels, a_weaker_kill_changes_nothing_but_cancels_again)
{
    start();
    ASSERT_TRUE(kill(TradingState::halted));
    auto latch = router->latch();
    auto again = kill(TradingState::reducing);
    ASSERT_TRUE(again);
    EXPECT_EQ(router->latch(), latch) << "who and why stay";
    EXPECT_EQ(again->latch.state, TradingState::halted);
    EXPECT_TRUE(again->complete());
}

TEST_F(KillLevels, several_callers_all_get_a_report)
{
    start();
    for (int i = 1; i <= 5; ++i) ASSERT_TRUE(place(buy(aapl, Decimal{i}).limit(99_d)));
    int reports = 0;
    for (int i = 0; i < 3; ++i)
        router->kill(TradingState::halted, "caller " + std::to_string(i), "x",
                     [&](Result<KillReport> r) { reports += r && r->complete(); });
    run();
    for (int i = 0; i < 20; ++i) advance(100ms);
    EXPECT_EQ(reports, 3);
    EXPECT_EQ(router->latch().who, "caller 0") << "the first one's";
    EXPECT_EQ(broker->count("cancel"), 5U);
}

TEST_F(KillLevels, flatten_without_a_quote_goes_at_the_market)
{
    hold(10_d);
    make();
    ASSERT_TRUE(connect());
    ASSERT_TRUE(kill(TradingState::flattening));
    EXPECT_EQ(broker->count("place SELL 10 AAPL MKT"), 1U);
}

TEST_F(KillLevels, flatten_buys_back_what_is_short)
{
    hold(-10_d);
    start();
    ASSERT_TRUE(check(sell(aapl, 1_d).limit(100_d)).reason != RiskReason::ok);
    ASSERT_TRUE(kill(TradingState::flattening));
    // two percent above the ask of 100.02, rounded towards the market
    EXPECT_EQ(broker->count("place BUY 10 AAPL LMT 102.02"), 1U);
}

TEST_F(KillLevels, flatten_holds_its_collar_and_its_size)
{
    config.kill_switch.flatten_collar = 0.1_d;
    config.kill_switch.flatten_max_order_size = 4_d;
    hold(10_d);
    start();
    EXPECT_EQ(check(buy(aapl, 1_d).limit(99_d)).reason, RiskReason::ok);
    auto report = kill(TradingState::flattening);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->flattening_orders, 3);
    EXPECT_EQ(broker->count("place SELL 4 AAPL LMT 90"), 2U);
    EXPECT_EQ(broker->count("place SELL 2 AAPL LMT 90"), 1U);
}

TEST_F(KillLevels, flatten_without_a_cap_is_one_order)
{
    config.kill_switch.flatten_max_order_size.reset();
    hold(5000_d);
    start();
    ASSERT_TRUE(kill(TradingState::flattening));
    EXPECT_EQ(broker->count("place SELL 5000 AAPL"), 1U);
}

TEST_F(KillLevels, flatten_waits_for_the_cancels)
{
    hold(10_d);
    start();
    ASSERT_TRUE(place(sell(aapl, 10_d).limit(105_d)));
    broker->cancels_work = false;
    router->lower(TradingState::flattening, "tester", "a test");
    run();
    advance(1s);
    EXPECT_EQ(broker->count("place"), 1U) << "an order that works could fill as well";
    broker->cancels_work = true;
    for (int i = 0; i < 30; ++i) advance(100ms);
    EXPECT_EQ(broker->count("place SELL 10 AAPL"), 2U);
}

TEST_F(KillLevels, flatten_of_nothing_places_nothing)
{
    start();
    auto report = kill(TradingState::flattening);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->flattening_orders, 0);
    EXPECT_EQ(broker->count("place"), 0U);
}

TEST_F(KillLevels, a_broker_that_does_not_say_what_works_proves_nothing)
{
    config.kill_switch.cancel_timeout = 3s;
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->orders_error = Error{Errc::timed_out, "no list"};
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->unconfirmed);
    EXPECT_FALSE(report->complete());
    broker->orders_error.reset();
    for (int i = 0; i < 30; ++i) advance(100ms);
    EXPECT_TRUE(kill()->complete());
}

TEST_F(KillLevels, a_break_in_the_middle_of_a_kill_goes_on_afterwards)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    broker->cancels_work = false;
    router->lower(TradingState::halted, "tester", "a test");
    run();
    broker->tell_link(LinkState::lost);
    run();
    advance(10s);
    auto cancels = broker->count("cancel");
    broker->cancels_work = true;
    broker->tell_link(LinkState::restored);
    run();
    EXPECT_GT(broker->count("cancel"), cancels);
    EXPECT_EQ(broker->orders.at(1).status, OrderStatus::cancelled);
}

TEST_F(KillLevels, the_worse_of_file_and_journal_is_the_latch)
{
    config.journal.file = directory / "j.db";
    config.kill_switch.file = directory / "kill";
    config.kill_switch.poll_interval = 10s;
    make();
    router->lower(TradingState::reducing, "ann", "in the journal");
    run();
    router.reset();
    run();
    ASSERT_TRUE(kill::write_kill_file(config.kill_switch.file,
                                      {TradingState::halted, "bob", "in the file", clock->now()}));
    make();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(router->latch().who, "bob");
    router.reset();
    run();
    std::filesystem::remove(config.kill_switch.file);
    make();
    EXPECT_EQ(router->trading_state(), TradingState::reducing)
        << "the file of bob was never taken over by a running program";
    EXPECT_EQ(router->latch().who, "ann");
    router.reset();
    run();
}

TEST_F(KillLevels, a_kill_writes_file_and_journal)
{
    config.journal.file = directory / "j.db";
    config.kill_switch.file = directory / "kill";
    start();
    ASSERT_TRUE(kill(TradingState::reducing));
    EXPECT_TRUE(text_of(config.kill_switch.file).starts_with("reducing\ntester\na test\n"));
    EXPECT_EQ(kill_status(config)->state, TradingState::reducing);
    ASSERT_TRUE(kill(TradingState::halted));
    EXPECT_TRUE(text_of(config.kill_switch.file).starts_with("halted\n"));
    ASSERT_TRUE(resume());
    EXPECT_FALSE(std::filesystem::exists(config.kill_switch.file));
    EXPECT_EQ(kill_status(config)->state, TradingState::active);
    router.reset();
    run();
}

TEST_F(KillLevels, a_kill_file_that_cannot_be_written_stops_no_kill)
{
    config.kill_switch.file = directory / "none" / "kill";
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    auto report = kill();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
    EXPECT_EQ(router->trading_state(), TradingState::halted);
}

TEST_F(KillLevels, kill_files_in_every_state)
{
    auto file = directory / "kill";
    struct Row {
        const char* text;
        TradingState state;
        const char* who;
        const char* reason;
    };
    auto standard = "kill file " + file.string();
    for (const auto& row : {
             Row{"", TradingState::halted, "kill file", nullptr},
             Row{"\n\n\n", TradingState::halted, "kill file", nullptr},
             Row{"reducing\n", TradingState::reducing, "kill file", nullptr},
             Row{"halted\nann\n", TradingState::halted, "ann", nullptr},
             Row{"flatten\nann\nbecause\n", TradingState::flattening, "ann", "because"},
             Row{"active\nann\nbecause\n", TradingState::halted, "ann", "because"},
             Row{"HALT!!\nann\nbecause\nno time\n", TradingState::halted, "ann", "because"},
             Row{"halted", TradingState::halted, "kill file", nullptr},
         }) {
        std::ofstream{file} << row.text;
        auto latch = read_kill_file(file);
        ASSERT_TRUE(latch) << row.text;
        EXPECT_EQ(latch->state, row.state) << row.text;
        EXPECT_EQ(latch->who, row.who) << row.text;
        EXPECT_EQ(latch->reason, row.reason ? row.reason : standard) << row.text;
    }
    std::filesystem::remove(file);
    EXPECT_FALSE(read_kill_file(file)) << "no file";
    EXPECT_FALSE(read_kill_file("")) << "none configured";
    std::filesystem::create_directory(file);
    EXPECT_EQ(read_kill_file(file)->state, TradingState::halted) << "a folder of that name";
}

TEST_F(KillLevels, a_kill_file_is_written_whole_and_for_its_owner_only)
{
    auto file = directory / "kill";
    KillLatch latch{TradingState::halted, "ann\nmallory", "two\r\nlines", ManualClock::start()};
    ASSERT_TRUE(kill::write_kill_file(file, latch));
    auto read = read_kill_file(file);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->who, "ann mallory") << "one line each";
    EXPECT_EQ(read->reason, "two  lines");
    EXPECT_EQ(read->at, ManualClock::start());
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{file.parent_path()})
        files += entry.is_regular_file();
    EXPECT_EQ(files, 1U) << "nothing is left beside it";
    ASSERT_TRUE(kill::remove_kill_file(file));
    ASSERT_TRUE(kill::remove_kill_file(file)) << "absent already";
    EXPECT_TRUE(kill::write_kill_file(directory / "made" / "kill", latch)) << "with its folder";
    EXPECT_FALSE(kill::write_kill_file(directory / "made" / "kill" / "kill", latch))
        << "no folder can be made below a file";
}

TEST_F(KillLevels, names_of_the_levels)
{
    for (auto state : {TradingState::active, TradingState::reducing, TradingState::halted,
                       TradingState::flattening})
        EXPECT_EQ(parse_trading_state(to_string(state)), state);
    EXPECT_EQ(parse_trading_state("stop"), std::nullopt);
    EXPECT_EQ(parse_trading_state(""), std::nullopt);
}

TEST_F(KillLevels, the_daily_loss_may_flatten)
{
    config.risk.daily_loss_flattens = true;
    hold(10_d);
    start();
    broker->account.portfolio_value = 98000_d;
    broker->tell_account();
    run();
    EXPECT_EQ(router->trading_state(), TradingState::flattening);
    EXPECT_EQ(broker->count("place SELL 10 AAPL"), 1U);
}

TEST_F(KillLevels, the_drawdown_reduces)
{
    config.risk.max_daily_loss = {};
    config.risk.max_drawdown = 0.1_d;
    start();
    auto equity = [&](Decimal value) {
        broker->account.portfolio_value = value;
        broker->tell_account();
        run();
        return router->trading_state();
    };
    EXPECT_EQ(equity(200000_d), TradingState::active);
    EXPECT_EQ(equity(180000.01_d), TradingState::active);
    EXPECT_EQ(equity(180000_d), TradingState::reducing);
}

TEST_F(KillLevels, limits_that_are_off_trip_nothing)
{
    config.risk.max_daily_loss = {};
    start();
    broker->account.portfolio_value = 1_d;
    broker->tell_account();
    run();
    EXPECT_EQ(router->trading_state(), TradingState::active);
}

TEST_F(KillLevels, a_mismatch_may_reduce_or_do_nothing)
{
    for (auto [action, expected] : {std::pair{KillAction::none, TradingState::active},
                                    std::pair{KillAction::reducing, TradingState::reducing},
                                    std::pair{KillAction::halted, TradingState::halted}}) {
        config.kill_switch.on_position_mismatch = action;
        broker->positions.clear();
        start();
        broker->hold(aapl, 10_d);
        for (int i = 0; i < 6; ++i) advance(1s);
        EXPECT_EQ(router->trading_state(), expected);
        broker->quote(aapl, 100_d, 100.02_d);
        bool closable = check(sell(aapl, 10_d).limit(101_d)).reason == RiskReason::ok;
        EXPECT_EQ(closable, expected != TradingState::halted)
            << "the broker's word counts from then on";
        router.reset();
        run();
    }
}

}  // namespace
}  // namespace trademind::test
