// Signals from named texts: any market, and the strategy's own fields.
#include <trademind/execution/router.hpp>

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace trademind {
namespace {

using namespace literals;

TEST(ParseSignal, names_any_market)
{
    auto contract = [](std::vector<std::pair<std::string, std::string>> more) {
        std::vector<std::pair<std::string, std::string>> fields{{"quantity", "5"}, {"side", "BUY"}};
        fields.insert(fields.end(), more.begin(), more.end());
        auto parsed = parse_signal(fields);
        if (!parsed) throw std::runtime_error{parsed.error().message};
        return parsed->contract;
    };
    EXPECT_EQ(contract({{"symbol", "AAPL"}}), stock("AAPL"));
    EXPECT_EQ(contract({{"symbol", "VOD"},
                        {"exchange", "SMART"},
                        {"primary_exchange", "LSE"},
                        {"currency", "GBP"}}),
              stock("VOD").listed_on("LSE").in("GBP"));
    EXPECT_EQ(contract({{"symbol", "SPX"},
                        {"sec_type", "OPT"},
                        {"expiry", "20261218"},
                        {"strike", "5000"},
                        {"right", "C"}}),
              option("SPX", "20261218", 5000_d, OptionRight::call));
    EXPECT_EQ(contract({{"symbol", "ES"},
                        {"sec_type", "FUT"},
                        {"expiry", "202612"},
                        {"exchange", "CME"},
                        {"multiplier", "50"}}),
              future("ES", "202612", "CME").with_multiplier(50_d));
    EXPECT_EQ(contract({{"symbol", "EUR.USD"}, {"sec_type", "CASH"}}), forex("EUR", "USD"));
    EXPECT_EQ(contract({{"symbol", "EUR"}, {"currency", "CHF"}, {"sec_type", "CASH"}}),
              forex("EUR", "CHF"));
    EXPECT_EQ(contract({{"con_id", "265598"}}).id, 265598);
    EXPECT_EQ(contract({{"contract_id", "265598"}, {"symbol", "AAPL"}}).id, 265598);
}

TEST(ParseSignal, says_what_a_contract_lacks)
{
    auto message = [](std::vector<std::pair<std::string, std::string>> more) {
        std::vector<std::pair<std::string, std::string>> fields{
            {"symbol", "SPX"}, {"quantity", "5"}, {"side", "BUY"}};
        fields.insert(fields.end(), more.begin(), more.end());
        auto parsed = parse_signal(fields);
        return parsed ? std::string{"taken"} : parsed.error().message;
    };
    EXPECT_EQ(message({{"sec_type", "OPT"}}), "signal: expiry is missing");
    EXPECT_EQ(message({{"sec_type", "OPT"}, {"expiry", "20261218"}}), "signal: strike is missing");
    EXPECT_EQ(message({{"sec_type", "OPT"}, {"expiry", "20261218"}, {"strike", "1"}}),
              "signal: right is missing");
    EXPECT_EQ(message({{"sec_type", "FUT"}, {"expiry", "202612"}}), "signal: exchange is missing");
    EXPECT_EQ(message({{"sec_type", "SHARE"}}), "signal: sec_type \"SHARE\" makes no sense");
    EXPECT_EQ(message({{"right", "B"}}), "signal: right \"B\" makes no sense");
    EXPECT_EQ(message({{"con_id", "1.5"}}), "signal: con_id \"1.5\" makes no sense");
    EXPECT_EQ(message({{"exchange", ""}}), "signal: exchange \"\" makes no sense");
    EXPECT_EQ(message({{"symbol", "AAPL"}}), "signal: symbol is given twice");
    EXPECT_EQ(message({{"currncy", "GBP"}}),
              "signal: unknown field currncy; did you mean currency?");
}

TEST(ParseSignal, carries_the_strategys_own_fields)
{
    auto signal = parse_signal({{"symbol", "AAPL"},
                                {"quantity", "5"},
                                {"side", "BUY"},
                                {"extra.strategy", "trend"},
                                {"extra.confidence", "0.8"}});
    ASSERT_TRUE(signal) << signal.error().message;
    EXPECT_EQ(signal->extra,
              (std::map<std::string, std::string>{{"strategy", "trend"}, {"confidence", "0.8"}}));
    EXPECT_FALSE(parse_signal(
        {{"symbol", "AAPL"}, {"quantity", "5"}, {"side", "BUY"}, {"strategy", "trend"}}));
}

}  // namespace
}  // namespace trademind
