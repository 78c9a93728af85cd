// A kill over IBKR at its default times: five hundred cancels need ten seconds of pacing, and
// nothing is said of them before the last one has left.
#include "unit/execution/risk/worlds.hpp"

#include <trademind/execution/factory.hpp>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// The router as the factory makes it, in front of the mock TWS.
class KillPacing : public testing::Test {
protected:
    KillPacing()
    {
        config.type = BrokerType::ibkr;
        config.kill_switch.on_signal = false;
        config.journal.file = directory / "j.db";
        config.journal.survives_power_cut = false;
        config.log.level = "error";
        lift_limits(config.risk);
        config.paper.starting_cash = 1'000'000_d;
    }
    void TearDown() override
    {
        router.reset();
        world->run();
    }
    void start(int orders)
    {
        world = std::make_unique<MockWorld>(config);
        config.ibkr.port = world->tws().port();
        router = make_broker(config, world->io.get_executor(), {}, world->clock).value();
        auto up = world->answer<Result<>>([&](auto t) { router->connect(std::move(t)); });
        ASSERT_TRUE(up) << up.error().describe();
        world->quote(100_d, 100.02_d);
        int placed = 0, answered = 0;
        for (int given = 0; given < orders;) {
            int more = std::min(50, orders - given);
            for (int n = 0; n < more; ++n)
                router->place_order(buy(aapl, 1_d).limit(99_d), [&](Result<OrderReport> r) {
                    ++answered;
                    placed += r.has_value();
                });
            given += more;
            for (int i = 0; i < 100 && answered < given; ++i) world->pass(100ms);
        }
        ASSERT_EQ(placed, orders);
        world->pass(5s);  // what placing spent of the pacing is over
    }
    void kill()
    {
        began = world->clock->uptime();
        router->kill(TradingState::halted, "tester", "a test", [this](Result<KillReport> r) {
            if (r) report = *r;
            took = world->clock->uptime() - began;
        });
        world->run();
    }
    std::size_t open_at_tws()
    {
        std::size_t open = 0;
        for (const auto& [key, order] : world->desk().orders()) open += order.open();
        return open;
    }
    std::size_t cancels() { return world->tws().count<ibkr::CancelOrderRequest>(); }

    struct Directory {
        std::filesystem::path path = std::filesystem::temp_directory_path() /
                                     ("trademind-pacing-" + std::to_string(::getpid()));
        Directory() { std::filesystem::create_directories(path); }
        ~Directory() { std::filesystem::remove_all(path); }
        std::filesystem::path operator/(const char* name) const { return path / name; }
    } directory;
    Config config;
    std::unique_ptr<MockWorld> world;
    std::shared_ptr<ExecutionRouter> router;
    std::optional<KillReport> report;
    Duration began{}, took{};
    const Contract aapl = stock("AAPL");
};

TEST_F(KillPacing, five_hundred_cancels_are_verified_and_not_given_up)
{
    start(500);
    ASSERT_EQ(open_at_tws(), 500U);
    kill();
    for (int i = 0; i < 50; ++i) world->pass(100ms);
    EXPECT_FALSE(report) << "after cancel_timeout most cancels have not even left";
    EXPECT_GT(open_at_tws(), 100U);
    for (int i = 0; i < 150 && !report; ++i) world->pass(100ms);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete())
        << report->still_working.size() << " still working, " << report->in_flight
        << " in flight, unconfirmed " << report->unconfirmed;
    EXPECT_EQ(open_at_tws(), 0U) << "and that is true";
    EXPECT_EQ(cancels(), 500U) << "each once: none was sent again while it waited";
    EXPECT_GE(took, 9s);
    EXPECT_LE(took, 12s);
}

TEST_F(KillPacing, a_few_cancels_wait_for_nothing)
{
    start(20);
    kill();
    for (int i = 0; i < 5 && !report; ++i) world->pass(100ms);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->complete());
    EXPECT_EQ(cancels(), 20U);
}

TEST_F(KillPacing, what_tws_does_not_answer_is_reported_after_pacing_and_timeout)
{
    start(100);
    world->desk().hold(true);  // takes cancels and says nothing
    kill();
    for (int i = 0; i < 60; ++i) world->pass(100ms);
    EXPECT_FALSE(report) << "two seconds of pacing and five of patience are not over";
    for (int i = 0; i < 30 && !report; ++i) world->pass(100ms);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->complete());
    EXPECT_EQ(report->still_working.size(), 100U);
}

}  // namespace
}  // namespace trademind::test
