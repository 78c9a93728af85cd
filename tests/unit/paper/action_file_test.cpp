// Files of corporate actions.
#include <trademind/brokers/paper/corporate_actions.hpp>

#include <gmock/gmock.h>

namespace trademind::paper {
namespace {

using namespace literals;
using namespace std::chrono;
using testing::HasSubstr;

std::string actions_fault(std::string_view rows)
{
    auto actions = parse_corporate_actions(
        "date,symbol,kind,amount,ratio,currency\n" + std::string{rows}, "a.csv");
    return actions ? "no fault" : actions.error().message;
}

TEST(ActionFile, reads_every_kind_in_order_of_the_dates)
{
    auto actions = parse_corporate_actions(
        "kind,date,symbol,amount,ratio,currency\r\n"
        "split,2026-06-10,NVDA,,10:1,\r\n"
        "dividend,2026-05-11,AAPL,0.26,,\r\n"
        "split,2026-07-01,GE,,0.125,USD\r\n"
        "stock_dividend,2026-08-01,KO,,0.05,\r\n"
        "delisting,2026-09-01,TWTR,54.20,,\r\n"
        "dividend,2026-05-11,SAP,2.35,,EUR\r\n");
    ASSERT_TRUE(actions) << actions.error().describe();
    ASSERT_EQ(actions->size(), 6U);
    EXPECT_EQ((*actions)[0].describe(), "2026-05-11 AAPL dividend 0.26 USD");
    EXPECT_EQ((*actions)[1].describe(), "2026-05-11 SAP dividend 2.35 EUR");
    EXPECT_EQ((*actions)[2].describe(), "2026-06-10 NVDA split 10:1");
    EXPECT_EQ((*actions)[3].describe(), "2026-07-01 GE split 0.125:1");
    EXPECT_EQ((*actions)[4].describe(), "2026-08-01 KO split 1.05:1");
    EXPECT_EQ((*actions)[5].describe(), "2026-09-01 TWTR delisting 54.2 USD");
    EXPECT_EQ((*actions)[2].date, 2026y / June / 10);
}

TEST(ActionFile, needs_only_the_columns_that_it_uses)
{
    auto actions = parse_corporate_actions("date,symbol,kind,amount\n2026-05-11,AAPL,dividend,1\n");
    ASSERT_TRUE(actions) << actions.error().describe();
    EXPECT_EQ(actions->front().currency, "USD");
    EXPECT_TRUE(parse_corporate_actions("date,symbol,kind\n")) << "a quiet year";
}

TEST(ActionFile, says_where_and_what_is_wrong)
{
    EXPECT_THAT(actions_fault("2026-13-01,A,dividend,1,,\n"), HasSubstr("a.csv:2:1: date"));
    EXPECT_THAT(actions_fault("2026-05-01,,dividend,1,,\n"), HasSubstr("a.csv:2:12: symbol is"));
    EXPECT_THAT(actions_fault("2026-05-01,A,merger,1,,\n"),
                HasSubstr("a.csv:2:14: kind 'merger' is not simulated: dividend, split"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,,,\n"),
                HasSubstr("amount '' is not a number"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,0,,\n"),
                HasSubstr("amount '0' must be above"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,-1,,\n"), HasSubstr("must be above 0"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,1,2:1,\n"),
                HasSubstr("ratio '2:1' has no meaning for a dividend"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,1,2:1,\n"),
                HasSubstr("amount '1' has no meaning"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,,,\n"), HasSubstr("ratio '' is not a number"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,,0:1,\n"), HasSubstr("must be above 0"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,,1:0,\n"), HasSubstr("must be above 0"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,,3:3,\n"), HasSubstr("changes nothing"));
    EXPECT_THAT(actions_fault("2026-05-01,A,split,,2/1,\n"), HasSubstr("'2/1' is not a number"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,1,,usd\n"), HasSubstr("currency 'usd'"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,1,\n"), HasSubstr("5 cells where 6 belong"));
    EXPECT_THAT(actions_fault("2026-05-01,A,dividend,1,,\n2026-05-01,A,dividend,2,,\n"),
                HasSubstr("a.csv:3:1: a second dividend of A on that date"));
    EXPECT_EQ(actions_fault("2026-05-01,A,delisting,0,,\n"), "no fault") << "worth nothing";
    auto header = [](std::string_view text) {
        auto actions = parse_corporate_actions(text, "a.csv");
        return actions ? "no fault" : actions.error().message;
    };
    EXPECT_THAT(header("date,symbol,kind,price\n"), HasSubstr("a.csv:1:18: 'price' is no column"));
    EXPECT_THAT(header("date,symbol\n"), HasSubstr("there is no column kind"));
    EXPECT_THAT(header("date,date,symbol,kind\n"), HasSubstr("the column date stands twice"));
    auto none = read_corporate_actions("/no/such/actions.csv");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Errc::input_output);
    EXPECT_THAT(none.error().message, HasSubstr("/no/such/actions.csv"));
}

}  // namespace
}  // namespace trademind::paper
