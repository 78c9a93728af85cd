// A turn of the driver: what a frame leads to comes before the next read.
#include "unit/session/driver_fixture.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace trademind::ibkr::transport {
namespace {

using testing::ElementsAre;

TEST_F(DriverTest, what_an_answer_leads_to_leaves_before_the_next_read)
{
    make_ready();
    std::vector<std::string> order;
    recorder_.frame_hook = [&] {
        order.emplace_back("frame");
        // as the handler of a call that this frame answers
        turns_->post([&] {
            order.emplace_back("handler");
            if (order.size() == 6) return;
            EXPECT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
        });
    };
    ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    EXPECT_TRUE(run_until([&] { return order.size() == 6; }));
    EXPECT_THAT(order, ElementsAre("frame", "handler", "frame", "handler", "frame", "handler"));
}

TEST_F(DriverTest, a_handler_that_throws_stops_no_link)
{
    make_ready();
    recorder_.frame_hook = [&] {
        turns_->post([] { throw std::runtime_error{"of the program"}; });
    };
    ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    EXPECT_THROW(settle(), std::runtime_error);
    recorder_.frame_hook = nullptr;
    auto before = recorder_.frames.size();
    ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    EXPECT_TRUE(run_until([&] { return recorder_.frames.size() > before; }));
    EXPECT_EQ(driver_->stage(), Stage::ready);
}

}  // namespace
}  // namespace trademind::ibkr::transport
