// What --json prints, command by command: programs count on the keys and on their order.
#include "support/json_page.hpp"
#include "unit/cli_live/live_order.hpp"

namespace trademind::cli::test {
namespace {

using Page = nlohmann::ordered_json;
using Keys = std::vector<std::string>;
using trademind::test::documented_keys;
using trademind::test::keys_of;

class LiveJson : public LiveOrder {
protected:
    Page page(std::vector<std::string> words)
    {
        words.emplace_back("--json");
        auto outcome = live.run(std::move(words));
        EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
        EXPECT_EQ(outcome.output.back(), '\n') << "a line ends";
        return Page::parse(outcome.output, nullptr, false);
    }
    const Keys order_keys = documented_keys("buy");
};

TEST_F(LiveJson, OfAConnection)
{
    EXPECT_EQ(keys_of(page({"connect"})), documented_keys("connect"));
}

TEST_F(LiveJson, OfAQuoteOnOnePageAndAsLines)
{
    const Keys keys = documented_keys("quote");
    EXPECT_EQ(keys_of(page({"quote", "AAPL"})), keys);
    auto streamed = live.run_meanwhile({"quote", "AAPL", "--stream", "2", "--json"}, [&](int n) {
        live.desk.quote("AAPL", Decimal{100 + n % 9}, Decimal{110 + n % 9}, 105_d);
    });
    ASSERT_EQ(streamed.exit, Exit::done);
    std::istringstream lines{live.printed};
    std::string line;
    for (int count = 0; count < 2; ++count) {
        ASSERT_TRUE(std::getline(lines, line));
        EXPECT_EQ(keys_of(Page::parse(line)), keys);
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(LiveJson, OfBars)
{
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    auto bars = page({"history", "AAPL"});
    ASSERT_EQ(bars.size(), 1U);
    EXPECT_EQ(keys_of(bars[0]), documented_keys("history"));
    EXPECT_EQ(bars[0]["open"], "100") << "numbers are texts: no digit is lost";
}

TEST_F(LiveJson, OfOrdersAndOfOne)
{
    EXPECT_EQ(page({"orders"}), Page::array());
    auto placed = page({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    EXPECT_EQ(keys_of(placed), order_keys);
    auto orders = page({"orders"});
    ASSERT_EQ(orders.size(), 1U);
    EXPECT_EQ(keys_of(orders[0]), order_keys);
    EXPECT_EQ(orders[0]["account"], "DU1234567");
    auto id = std::to_string(placed["order_id"].get<int>());
    EXPECT_EQ(keys_of(page({"modify", id, "--limit", "96", "--yes"})), order_keys);
    auto cancelled = page({"cancel", id});
    ASSERT_EQ(cancelled.size(), 1U) << "a list, also of one";
    EXPECT_EQ(cancelled[0]["status"], "Cancelled");
    EXPECT_EQ(keys_of(cancelled[0]), order_keys) << "the same in every state";
}

TEST_F(LiveJson, OfWhatIfSaysNullForWhatTwsDoesNot)
{
    auto preview = page({"buy", "AAPL", "10", "--limit", "95", "--what-if"});
    EXPECT_EQ(keys_of(preview), documented_keys("buy --what-if"));
    for (const auto& [key, value] : preview.items())
        EXPECT_TRUE(value.is_null() || value.is_string()) << key;
}

TEST_F(LiveJson, OfFillsAndWhatTheyMade)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "100", "--yes"}).exit, Exit::done);
    auto fills = page({"executions"});
    ASSERT_EQ(fills.size(), 1U);
    EXPECT_EQ(keys_of(fills[0]), documented_keys("executions"));
    EXPECT_EQ(fills[0]["account"], "DU1234567");
    EXPECT_EQ(fills[0]["contract_id"], 265598);
    auto positions = page({"positions"});
    ASSERT_EQ(positions.size(), 1U);
    const Keys position_keys = documented_keys("positions");
    EXPECT_EQ(keys_of(positions[0]), position_keys);
    EXPECT_EQ(positions[0]["account"], "DU1234567");
    auto portfolio = page({"portfolio"});
    EXPECT_EQ(keys_of(portfolio), documented_keys("portfolio"));
    EXPECT_EQ(keys_of(portfolio["positions"][0]), position_keys);
    EXPECT_EQ(keys_of(page({"account"})), documented_keys("account"));
}

TEST_F(LiveJson, OfInstruments)
{
    auto found = page({"contract", "AAPL"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(keys_of(found[0]), documented_keys("contract"));
    EXPECT_EQ(found[0]["strike"], nullptr) << "a stock has none";
}

TEST_F(LiveJson, OfAGlobalCancelListsWhatIsLeft)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "2", "--limit", "95", "--yes"}).exit, Exit::done);
    auto done = page({"global-cancel", "--yes"});
    EXPECT_EQ(keys_of(done), documented_keys("global-cancel"));
    EXPECT_EQ(done["open_before"], 1);
    EXPECT_EQ(done["still_open"], Page::array());
}

TEST_F(LiveJson, AFailureHasNoPageButAnErrorOfOneLine)
{
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"contract", "NOSUCH", "--json"},
             {"history", "NOSUCH", "--json"},
             {"buy", "NOSUCH", "1", "--limit", "1", "--yes", "--json"},
             {"modify", "77", "--limit", "1", "--yes", "--json"}}) {
        auto outcome = live.run(words);
        EXPECT_NE(outcome.exit, Exit::done) << words.front();
        EXPECT_EQ(outcome.output, "") << words.front();
        EXPECT_NE(outcome.problem, "") << words.front();
        auto remark = Page::parse(outcome.remark(), nullptr, false);
        EXPECT_EQ(keys_of(remark["error"]),
                  (Keys{"exit_status", "exit", "category", "code", "meaning", "text"}));
        EXPECT_EQ(remark["error"]["exit_status"], static_cast<int>(outcome.exit));
        EXPECT_EQ(remark["error"]["text"], outcome.problem);
    }
}

TEST_F(LiveJson, TheCodeOfAnOrderThatCannotBeCancelledIsInTheError)
{
    auto outcome = live.run({"cancel", "77", "78", "--json"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    auto error = Page::parse(outcome.remark())["error"];
    EXPECT_EQ(error["meaning"], "unknown order");
    EXPECT_EQ(error["category"], "trademind");
}

}  // namespace
}  // namespace trademind::cli::test
