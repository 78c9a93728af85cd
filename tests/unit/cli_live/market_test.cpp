// Market data on the command line: quote and history.
#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>

#include <algorithm>

namespace trademind::cli::test {
namespace {

using namespace trademind::literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(LiveQuote, PrintsBothSidesAndTheLast)
{
    LiveTws live;
    live.desk.quote("AAPL", 189.05_d, 189.1_d, 189.08_d, 300);
    auto outcome = live.run({"quote", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("AAPL"), HasSubstr("189.05 x 300"),
                                      HasSubstr("189.1 x 300"), HasSubstr("189.08")));
    auto quote = live.json({"quote", "AAPL"});
    EXPECT_EQ(quote["bid"], "189.05");
    EXPECT_EQ(quote["ask"], "189.1");
    EXPECT_EQ(quote["last"], "189.08");
    EXPECT_EQ(quote["market_data_type"], "delayed");
    EXPECT_EQ(quote["high"], nullptr);
}

TEST(LiveQuote, WithoutALastTradeShowsWhatThereIs)
{
    LiveTws live;
    live.desk.quote("AAPL", 189.05_d, 189.1_d);
    auto quote = live.json({"quote", "AAPL"});
    EXPECT_EQ(quote["bid"], "189.05");
    EXPECT_EQ(quote["ask"], "189.1");
    EXPECT_EQ(quote["last"], nullptr);
}

TEST(LiveQuote, EveryFieldOfTheFirstBurstIsPrinted)
{
    LiveTws live;
    auto* stock = live.desk.find("AAPL");
    stock->open = 188_d;
    stock->high = 190_d;
    stock->low = 187_d;
    stock->close = 186_d;
    stock->volume = 5000_d;
    live.desk.quote("AAPL", 189.05_d, 189.1_d, 189.08_d, 300);
    auto quote = live.json({"quote", "AAPL"});
    EXPECT_EQ(quote["open"], "188");
    EXPECT_EQ(quote["high"], "190");
    EXPECT_EQ(quote["low"], "187");
    EXPECT_EQ(quote["close"], "186");
    EXPECT_EQ(quote["volume"], "5000");
}

TEST(LiveQuote, UnknownSymbolIsAnError)
{
    LiveTws live;
    auto outcome = live.run({"quote", "NOSUCH"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("TWS code 200: NOSUCH: No security definition"));
}

TEST(LiveQuote, SilentMarketIsATimeOut)
{
    LiveTws live;
    live.timeout = 1;
    auto outcome = live.run({"quote", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("timed out"), HasSubstr("no quote")));
}

TEST(LiveQuote, StreamsSoManyChangesOneALine)
{
    LiveTws live;
    live.desk.quote("AAPL", 100_d, 101_d, 100_d);
    auto outcome = live.run_meanwhile({"quote", "AAPL", "--stream", "4", "--json"}, [&](int n) {
        live.desk.quote("AAPL", Decimal{100 + n % 9}, Decimal{110 + n % 9});
    });
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(outcome.output, "");
    std::istringstream lines{live.printed};
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        ++count;
        auto quote = nlohmann::json::parse(line);
        EXPECT_EQ(quote["symbol"], "AAPL");
    }
    EXPECT_EQ(count, 4);
}

TEST(LiveQuote, StreamForPeopleHasALineAChange)
{
    LiveTws live;
    live.desk.quote("AAPL", 100_d, 101_d, 100.5_d);
    auto outcome = live.run_meanwhile({"quote", "AAPL", "--stream", "3"}, [&](int n) {
        live.desk.quote("AAPL", Decimal{100 + n % 9}, Decimal{110 + n % 9});
    });
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(std::count(live.printed.begin(), live.printed.end(), '\n'), 3);
    EXPECT_THAT(live.printed, AllOf(HasSubstr("AAPL  bid 10"), HasSubstr("ask ")));
}

TEST(LiveQuote, TheLineIsGivenBack)
{
    LiveTws live;
    live.desk.quote("AAPL", 100_d, 101_d, 100.5_d);
    ASSERT_EQ(live.run({"quote", "AAPL"}).exit, Exit::done);
    EXPECT_TRUE(live.soon([&] { return live.desk.lines() == 0; }));
}

TEST(LiveHistory, PrintsTheBars)
{
    LiveTws live;
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d},
                            {"1767623460", 101_d, 103_d, 100_d, 102_d, 900_d}});
    auto outcome = live.run({"history", "AAPL", "--duration", "1 D", "--bar-size", "1 min"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("2026-01-05 14:30:00"), HasSubstr("102")));
    auto bars = live.json({"history", "AAPL", "--what", "MIDPOINT", "--all-hours"});
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_EQ(bars[1]["time"], "2026-01-05T14:31:00Z");
    EXPECT_EQ(bars[1]["close"], "102");
    EXPECT_EQ(bars[1]["volume"], "900");
    live.change([&] {
        auto asked = live.tws.received_of<ibkr::HistoricalDataRequest>();
        ASSERT_EQ(asked.size(), 2U);
        EXPECT_EQ(asked[0].what_to_show, "TRADES");
        EXPECT_TRUE(asked[0].use_rth);
        EXPECT_EQ(asked[1].what_to_show, "MIDPOINT");
        EXPECT_FALSE(asked[1].use_rth);
    });
}

TEST(LiveHistory, LongRangeIsSplitAndShowsABar)
{
    LiveTws live;
    live.is_terminal = true;
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    auto outcome = live.run({"history", "AAPL", "--duration", "4 D", "--bar-size", "1 min", "--end",
                             "2026-01-09T21:00:00Z", "--json"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(live.count<ibkr::HistoricalDataRequest>(), 4U);
    EXPECT_THAT(live.remarked, AllOf(HasSubstr("] 0%"), HasSubstr("] 50%"), HasSubstr("] 100%")));
    EXPECT_EQ(live.remarked.back(), '\r') << "wiped at the end";
    auto bars = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(bars.size(), 1U) << "the same bar four times is one";
}

TEST(LiveHistory, ShortRangeShowsNoBarAndNeitherDoesAPipe)
{
    LiveTws live;
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    live.is_terminal = true;
    ASSERT_EQ(live.run({"history", "AAPL"}).exit, Exit::done);
    EXPECT_EQ(live.remarked, "");
    live.is_terminal = false;
    ASSERT_EQ(
        live.run({"history", "AAPL", "--duration", "3 D", "--end", "2026-01-09T21:00:00Z"}).exit,
        Exit::done);
    EXPECT_EQ(live.remarked, "");
}

TEST(LiveHistory, NoDataIsAnErrorWithTheCode)
{
    LiveTws live;
    auto outcome = live.run({"history", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("query returned no data"));
}

TEST(LiveHistory, NonsenseIsNamedBeforeAnythingIsAsked)
{
    LiveTws live;
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    EXPECT_THAT(live.run({"history", "AAPL", "--duration", "soon"}).problem,
                HasSubstr("duration: \"soon\""));
    EXPECT_THAT(live.run({"history", "AAPL", "--bar-size", "7 mins"}).problem,
                HasSubstr("--bar-size: \"7 mins\""));
    EXPECT_EQ(live.count<ibkr::HistoricalDataRequest>(), 0U);
}

}  // namespace
}  // namespace trademind::cli::test
