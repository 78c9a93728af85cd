// Hours in which TWS is expected to be away, client ids in use, and what is told of the connection.
#include "base/log.hpp"
#include "integration/ibkr_world.hpp"

#include <algorithm>

namespace trademind::test {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

std::vector<std::string> warnings;

class IbkrAway : public testing::Test {
protected:
    IbkrAway()
    {
        warnings.clear();
        log::set_sink([](log::Level level, std::string_view line) {
            if (level == log::Level::warning) warnings.emplace_back(line);
        });
    }
    ~IbkrAway() override { log::set_sink(nullptr); }
    static bool warned_of_a_loss()
    {
        return std::ranges::any_of(warnings, [](const std::string& line) {
            return line.find("closed the connection") != std::string::npos;
        });
    }
    /// The clock starts on a Monday, 9:30 in New York.
    static void lose(IbkrOptions options)
    {
        IbkrWorld world{200, std::move(options)};
        ASSERT_TRUE(world.connect());
        world.tws.drop_all();
        ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
        world.pass(7s);
        EXPECT_TRUE(world.until([&] { return world.broker->is_connected(); }))
            << "it comes back, planned or not";
    }
};

TEST_F(IbkrAway, a_loss_out_of_the_blue_is_a_warning)
{
    lose({});
    EXPECT_TRUE(warned_of_a_loss());
}

TEST_F(IbkrAway, a_loss_in_its_window_is_expected)
{
    IbkrOptions options;
    options.away_windows.emplace_back("daily restart", std::vector{Monday}, 9h + 20min, 9h + 40min,
                                      "America/New_York");
    lose(options);
    EXPECT_FALSE(warned_of_a_loss());
}

TEST_F(IbkrAway, the_window_of_another_day_is_none)
{
    IbkrOptions options;
    options.away_windows.emplace_back("daily restart", std::vector{Tuesday}, 9h + 20min, 9h + 40min,
                                      "America/New_York");
    lose(options);
    EXPECT_TRUE(warned_of_a_loss());
}

TEST_F(IbkrAway, a_zone_that_is_not_known_fails_connect)
{
    IbkrOptions options;
    options.away_windows.emplace_back("restart", std::vector{Monday}, 0min, 10min, "Nowhere/Town");
    IbkrWorld world{200, options};
    auto up = world.connect();
    ASSERT_FALSE(up);
    EXPECT_EQ(up.error(), Errc::invalid_argument);
    EXPECT_NE(up.error().message.find("restart"), std::string::npos);
}

TEST_F(IbkrAway, status_is_of_an_ibkr_broker_only)
{
    IbkrWorld world;
    auto before = ibkr_status(*world.broker);
    ASSERT_TRUE(before);
    EXPECT_EQ(before->server_version, 0);
    ASSERT_TRUE(world.connect());
    world.run();
    auto now = ibkr_status(*world.broker);
    ASSERT_TRUE(now);
    EXPECT_EQ(now->link, LinkState::ready);
    EXPECT_EQ(now->server_version, 200);
    EXPECT_EQ(now->client_id, 1);
    ASSERT_EQ(now->farms.size(), 3U);
    EXPECT_EQ(now->farms.front(), FarmStatus("usfarm", "market data", "ok"));
}

}  // namespace
}  // namespace trademind::test
