// Brackets on the paper broker: whole, or not at all.
#include "unit/paper/paper_fixture.hpp"

#include <trademind/bracket.hpp>

namespace trademind::test {
namespace {

class PaperBrackets : public PaperTest {
protected:
    Result<std::vector<OrderReport>> place_all_of(Bracket orders)
    {
        Awaited<std::vector<OrderReport>> answer;
        broker->place_bracket(std::move(orders), answer.token());
        run();
        return answer.get();
    }
    bool nothing_is_open()
    {
        return std::ranges::all_of(orders(), [](const auto& r) { return is_done(r.status); });
    }
};

TEST_F(PaperBrackets, a_bracket_answers_with_what_each_order_does)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto placed = place_all_of(bracket(buy_x(100).limit(10_d), 11_d, 9_d).value());
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ((*placed)[0].status, OrderStatus::submitted);
    EXPECT_EQ((*placed)[1].why_held, "child");
    EXPECT_EQ((*placed)[2].why_held, "child");
}

TEST_F(PaperBrackets, a_refused_exit_leaves_nothing)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto orders = bracket(buy_x(100).limit(10_d), 11_d, 9_d).value();
    for (auto* refused : {&orders.take_profit, &orders.stop_loss}) {
        auto one = orders;
        (refused == &orders.take_profit ? one.take_profit.limit_price : one.stop_loss.stop_price) =
            9.0001_d;
        auto placed = place_all_of(one);
        ASSERT_FALSE(placed);
        EXPECT_EQ(placed.error(), Errc::rejected) << placed.error().describe();
        EXPECT_TRUE(nothing_is_open());
    }
}

TEST_F(PaperBrackets, an_entry_that_is_refused_on_arrival_leaves_nothing)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto placed = place_all_of(bracket(buy_x(10'000'000).limit(10_d), 11_d, 9_d).value());
    ASSERT_FALSE(placed);
    EXPECT_TRUE(nothing_is_open());
}

TEST_F(PaperBrackets, an_entry_that_fills_at_once_has_its_exits)
{
    start();
    quote(10.20_d, 1'000, 10.30_d, 1'000);
    auto placed = place_all_of(bracket(buy_x(100), 11_d, 9_d).value());
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ((*placed)[0].status, OrderStatus::filled);
    EXPECT_EQ(position(), 100_d);
}

}  // namespace
}  // namespace trademind::test
