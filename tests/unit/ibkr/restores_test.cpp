// A server that comes and goes: passed on at once, and after a storm once it is over.
#include "brokers/ibkr/client/restores.hpp"

#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;
using enum session::ServerConnectivity;

class RestoresTest : public testing::Test {
protected:
    void let_pass(Duration time)
    {
        clock->advance(time);
        io.restart();
        io.poll();
    }

    boost::asio::io_context io;
    std::shared_ptr<test::ManualClock> clock = std::make_shared<test::ManualClock>();
    std::vector<session::ServerConnectivity> taken;
    Restores restores{clock,
                      [this](Duration wait, std::function<void()> then) {
                          return clock->after(wait, io.get_executor(), std::move(then));
                      },
                      [this](session::ServerConnectivity server) { taken.push_back(server); }};
};

TEST_F(RestoresTest, passes_on_what_comes_now_and_then)
{
    for (int day = 0; day < 5; ++day) {
        restores.on_server(lost);
        restores.on_server(restored);
        let_pass(11s);
    }
    EXPECT_EQ(taken.size(), 10U);
    EXPECT_EQ(clock->pending(), 0U);
}

TEST_F(RestoresTest, waits_for_the_end_of_a_storm_and_forgets_no_loss)
{
    for (int i = 0; i < 1000; ++i) {
        restores.on_server(lost);
        restores.on_server(i == 500 ? restored_without_data : restored);
    }
    EXPECT_EQ(std::ranges::count(taken, lost), 1000);
    EXPECT_EQ(std::ranges::count(taken, restored), 3);
    EXPECT_EQ(taken.back(), lost);
    let_pass(1s);
    EXPECT_EQ(taken.back(), restored_without_data) << "one of them had lost the subscriptions";
    EXPECT_EQ(std::ranges::count(taken, restored_without_data), 1);
}

TEST_F(RestoresTest, a_new_socket_knows_nothing_of_the_old_ones_storm)
{
    for (int i = 0; i < 10; ++i) restores.on_server(restored_without_data);
    restores.reset();
    let_pass(20s);
    restores.on_server(restored);
    EXPECT_EQ(taken.back(), restored);
}

}  // namespace
}  // namespace trademind::ibkr
