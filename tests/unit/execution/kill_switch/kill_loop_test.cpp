// kill -9 at every write of the journal: afterwards no order is lost, none is sent twice, and the
// latch holds. KILL_LOOPS sets how many kills (default: each write point once).
#include "unit/execution/kill_switch/kill_loop.hpp"
#include "execution/journal/journal.hpp"
#include "unit/execution/router_fixture.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include <signal.h>
#include <unistd.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

int writes_left = 0;

void count_writes(const char*, bool)
{
    if (writes_left > 0 && --writes_left == 0) ::kill(::getpid(), SIGKILL);
}

/// One run of the program. It is not a test: it runs in a child process.
class Program : public RouterFixture {
public:
    Program(const std::filesystem::path& directory, bool power)
        : venue_{directory / "venue"}, directory_{directory}
    {
        config.journal.file = directory / "journal.db";
        config.journal.survives_power_cut = power;
        config.risk.max_concentration.reset();
        for (const auto& report : venue_.orders()) {
            broker->orders[to_number(report.id)] = report;
            broker->set_next_id(to_number(report.id) + 1);
        }
        broker->on_arrival = [this](const OrderReport& report) { venue_.add(report); };
    }
    void TestBody() override {}

    /// Places, is killed by hand, resumes. Marks what a person was told.
    int first_run()
    {
        journal::set_write_probe(count_writes);
        make();
        if (!connect()) return 10;
        broker->quote(aapl, 100_d, 100.02_d);
        for (int n = 1; n <= 3; ++n)
            if (!place(order_number(n))) return 10 + n;
        if (!cancel(OrderId{2})) return 20;
        broker->fill(OrderId{3}, 3_d, 99_d);
        run();
        if (!kill()) return 21;
        mark("killed");
        if (place(order_number(4))) return 22;
        mark("resuming");
        if (!resume()) return 23;
        broker->quote(aapl, 100_d, 100.02_d);
        if (!place(order_number(4))) return 24;
        return 0;
    }
    /// After the kill: finds out, and asks for every order again.
    int second_run()
    {
        make();
        if (has("killed") && !has("resuming") && router->trading_state() != TradingState::halted)
            return 30;
        if (!connect()) return 31;
        // what is unknown gets its time
        for (int i = 0; i < 4; ++i) advance(10s);
        if (router->trading_state() != TradingState::active && !resume()) return 32;
        broker->quote(aapl, 100_d, 100.02_d);
        for (int n = 1; n <= 4; ++n)
            if (auto placed = place(order_number(n)); !placed) {
                std::ofstream{directory_ / "why"} << placed.error().describe();
                return 40 + n;
            }
        return 0;
    }

private:
    void mark(const char* what) { std::ofstream{directory_ / what} << 1; }
    bool has(const char* what) { return std::filesystem::exists(directory_ / what); }

    Venue venue_;
    std::filesystem::path directory_;
};

TEST(KillLoop, every_write_point)
{
    const char* asked = std::getenv("KILL_LOOPS");
    int loops = asked ? std::atoi(asked) : 0;
    int kills = 0, point = 1;
    bool power = false;
    for (;;) {
        TemporaryDirectory directory;
        auto path = directory / "";
        auto run = [&](auto what) {
            return in_child([&] {
                auto program = std::make_unique<Program>(path, power);
                return what(*program);
            });
        };
        int ended = run([&](Program& program) {
            writes_left = point;
            return program.first_run();
        });
        if (ended != -1) {
            // past the last write point: the run ended by itself
            ASSERT_EQ(ended, 0) << "at point " << point;
            ASSERT_GT(point, 20);
            if (kills >= loops && !asked) break;
            point = 1;
            power = !power;
            if (asked && kills >= loops) break;
            continue;
        }
        ++kills;
        int again = run([](Program& program) { return program.second_run(); });
        std::ifstream why{directory / "why"};
        std::string text{std::istreambuf_iterator<char>{why}, {}};
        ASSERT_EQ(again, 0) << "after a kill at point " << point << ": " << text;
        std::map<std::string, int> arrived;
        for (const auto& order : Venue{directory / "venue"}.orders())
            ++arrived[order.order.client_order_id];
        for (int n = 1; n <= 4; ++n)
            ASSERT_EQ(arrived["k" + std::to_string(n)], 1)
                << "order k" << n << " after a kill at point " << point;
        auto sound = verify_journal(directory / "journal.db");
        ASSERT_TRUE(sound) << sound.error().describe();
        if (asked && kills >= loops) break;
        ++point;
    }
    RecordProperty("kills", kills);
    std::printf("%d kills\n", kills);
    EXPECT_GT(kills, 20);
}

}  // namespace
}  // namespace trademind::test
