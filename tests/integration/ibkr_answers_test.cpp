// Answers of the IBKR broker: never older than what observers have received.
#include "integration/ibkr_world.hpp"

#include <map>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class Newest final : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override { latest[report.id] = report; }
    std::map<OrderId, OrderReport> latest;
};

TEST(IbkrAnswers, what_came_in_the_same_read_is_in_the_answer)
{
    IbkrWorld world;
    world.desk.quote("AAPL", 100_d, 100.1_d, 100.05_d);
    ASSERT_TRUE(world.connect());
    Newest seen;
    auto observing = world.broker->observe(seen);
    int answers = 0, old = 0;
    for (int i = 0; i < 20; ++i)
        world.broker->place_order(buy(stock("AAPL"), 1_d), [&](Result<OrderReport> answer) {
            ++answers;
            old += !answer || *answer != seen.latest[answer->id];
        });
    ASSERT_TRUE(world.until([&] { return answers == 20; }));
    EXPECT_EQ(old, 0);
}

TEST(IbkrAnswers, a_cancel_that_meets_a_fill_is_answered_by_what_is_true_then)
{
    IbkrWorld world;
    world.desk.quote("AAPL", 100_d, 100.1_d, 100.05_d);
    ASSERT_TRUE(world.connect());
    Newest seen;
    auto observing = world.broker->observe(seen);
    for (int i = 0; i < 10; ++i) {
        auto placed = world.place(buy(stock("AAPL"), 2_d).limit(90_d));
        ASSERT_TRUE(placed);
        std::optional<Result<OrderReport>> answer;
        world.broker->cancel_order(placed->id, [&](Result<OrderReport> result) {
            if (result) {
                EXPECT_EQ(*result, seen.latest[placed->id]);
            }
            answer = std::move(result);
        });
        world.desk.fill(static_cast<int>(to_number(placed->id)), 1_d, 90_d);
        ASSERT_TRUE(world.until([&] { return answer.has_value(); }));
        EXPECT_EQ(world.order(placed->id).filled, 1_d);
    }
}

}  // namespace
}  // namespace trademind::test
