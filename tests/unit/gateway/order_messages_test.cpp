// Orders and executions as TWS tells them.
#include "gateway/order_messages.hpp"

#include <gtest/gtest.h>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class OrderMessagesTest : public testing::Test {
protected:
    OrderMessagesTest()
    {
        order.report.emplace(OrderId{55}, buy(stock("AAPL"), 10_d).limit(100_d));
        order.report->permanent_id = PermanentId{999};
        order.report->status = OrderStatus::submitted;
        order.report->updated_at =
            TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + 14h + 30min};
    }
    ClientOrder order{OrderKey{7, 3}, "my ref"};
    OrderMessages messages{order, "DU1"};
};

TEST_F(OrderMessagesTest, name_the_clients_numbers)
{
    auto open = messages.open_order();
    EXPECT_EQ(open.order_id, 3);
    EXPECT_EQ(open.order.client_id, 7);
    EXPECT_EQ(open.order.perm_id, 999);
    EXPECT_EQ(open.order.order_ref, "my ref");
    EXPECT_EQ(open.order.account, "DU1");
    EXPECT_EQ(open.order_state.status, "Submitted");
    auto status = messages.status();
    EXPECT_EQ(status.order_id, 3);
    EXPECT_EQ(status.client_id, 7);
    EXPECT_EQ(status.perm_id, 999);
    EXPECT_EQ(status.filled, 0_d);
    EXPECT_EQ(status.remaining, 10_d);
    EXPECT_EQ(status.average_fill_price, 0.0);
}

TEST_F(OrderMessagesTest, have_TWSs_word_for_a_refused_order)
{
    EXPECT_EQ(status_word(OrderStatus::rejected), "Inactive");
    EXPECT_EQ(status_word(OrderStatus::unknown), "");
    EXPECT_EQ(status_word(OrderStatus::pre_submitted), "PreSubmitted");
}

TEST_F(OrderMessagesTest, tell_when_and_how_an_order_ended)
{
    order.report->status = OrderStatus::filled;
    order.report->filled = 10_d;
    auto done = messages.completed();
    EXPECT_EQ(done.order_state.completed_time, "20260105 09:30:00 US/Eastern");
    EXPECT_EQ(done.order_state.completed_status, "Filled Size: 10");
    EXPECT_EQ(done.order.filled_quantity, 10_d);
    order.report->status = OrderStatus::cancelled;
    EXPECT_EQ(messages.completed().order_state.completed_status, "Cancelled by Trader");
}

TEST_F(OrderMessagesTest, of_executions_name_the_order_and_the_time)
{
    Execution fill;
    fill.id = "0001.01";
    fill.contract = stock("AAPL");
    fill.side = Side::sell;
    fill.quantity = 4_d;
    fill.price = 100.5_d;
    fill.time = order.report->updated_at;
    fill.client_order_id = tag_of({7, 3}, "my ref");
    ExecutionMessages known{fill, &order}, unknown{fill, nullptr};
    for (auto* of : {&known, &unknown}) {
        auto message = of->details(-1);
        EXPECT_EQ(message.execution.order_id, 3);
        EXPECT_EQ(message.execution.client_id, 7);
        EXPECT_EQ(message.execution.side, "SLD");
        EXPECT_EQ(message.execution.time, "20260105 09:30:00 US/Eastern");
        EXPECT_EQ(message.execution.order_ref, "my ref");
    }
}

TEST(ZonedTime, is_New_Yorks)
{
    using namespace std::chrono;
    EXPECT_EQ(zoned_time(TimePoint{sys_days{2026y / July / 1} + 13h + 30min + 5s}),
              "20260701 09:30:05 US/Eastern");
}

}  // namespace
}  // namespace trademind::gateway
