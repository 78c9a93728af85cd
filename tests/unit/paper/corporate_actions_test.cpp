// Corporate actions on a tape: what is told, and in which order.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using testing::HasSubstr;

paper::Options tape_over_a_split(const char* actions)
{
    paper::Options options;
    options.us_stock_calendar = us_equities_calendar();
    options.tape =
        std::make_shared<paper::Tape>(paper::parse_tape("time,symbol,bid,bid_size,ask,ask_size\n"
                                                        "2026-05-04T14:00:00Z,X,100,500,100,500\n"
                                                        "2026-05-05T14:00:00Z,X,25,500,25,500\n")
                                          .value());
    options.tape_start = paper::TapeStart::manual;
    options.actions = paper::parse_corporate_actions(actions).value();
    return options;
}

class PaperActions : public PaperTest {
protected:
    void step()
    {
        Awaited<bool> answer;
        broker->step(answer.token());
        run();
        EXPECT_TRUE(answer.get().value());
    }
};

TEST_F(PaperActions, a_split_between_two_rows_keeps_the_account_s_worth)
{
    start(tape_over_a_split("date,symbol,kind,ratio\n2026-05-05,X,split,4:1\n"));
    step();
    take(buy_x(10));
    step();
    EXPECT_EQ(position(), 40_d);
    ASSERT_EQ(heard.notices.size(), 1U);
    EXPECT_EQ(heard.notices[0].error, Errc::corporate_action);
    EXPECT_THAT(heard.notices[0].error.message, HasSubstr("X: 10 shares became 40"));
    ASSERT_EQ(positions().size(), 1U);
    EXPECT_EQ(positions()[0].market_value, 1000_d);
    EXPECT_EQ(heard.executions.size(), 1U) << "a split is no execution";
}

TEST_F(PaperActions, a_split_that_nobody_names_is_told)
{
    start(tape_over_a_split("date,symbol,kind,ratio\n2026-05-05,Y,split,4:1\n"));
    step();
    take(buy_x(10));
    step();
    EXPECT_EQ(position(), 10_d);
    ASSERT_EQ(heard.notices.size(), 1U);
    EXPECT_THAT(heard.notices[0].error.message,
                HasSubstr("X: the price goes from 100 to 25 over the night"));
}

TEST_F(PaperActions, the_account_is_told_before_the_next_row)
{
    start(tape_over_a_split("date,symbol,kind,amount\n2026-05-05,X,dividend,2\n"));
    step();
    take(buy_x(10));
    heard.accounts.clear();
    step();
    ASSERT_FALSE(heard.accounts.empty());
    EXPECT_EQ(format_time(heard.accounts[0].updated_at), "2026-05-05T04:00:00Z");
    EXPECT_THAT(heard.notices[0].error.message, HasSubstr("received 20 USD on 10 shares"));
}

}  // namespace
}  // namespace trademind::test
