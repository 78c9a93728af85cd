// Contracts as clients get them and as they send them.
#include "gateway/contract_messages.hpp"

#include <gtest/gtest.h>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;

TEST(ContractMessages, are_whole)
{
    auto contract = stock("AAPL").with_id(265598).listed_on("NASDAQ");
    std::list<std::string> texts;
    auto wire = contract_message(contract, texts);
    EXPECT_EQ(wire.con_id, 265598);
    EXPECT_EQ(wire.sec_type, "STK");
    EXPECT_EQ(wire.exchange, "SMART");
    EXPECT_EQ(wire.local_symbol, "AAPL");
    EXPECT_EQ(wire.trading_class, "AAPL");
    EXPECT_EQ(wire.strike, 0.0);
    EXPECT_TRUE(wire.multiplier.text.empty()) << "a stock has none";
}

TEST(ContractMessages, say_what_tells_options_apart)
{
    auto contract = option("AAPL", "20260116", 187.5_d, OptionRight::put);
    contract.multiplier = 100_d;
    ContractDetails details{contract};
    std::list<std::string> texts;
    auto data = contract_data(details, 5, texts);
    EXPECT_EQ(data.request_id, 5);
    EXPECT_EQ(data.contract.strike, 187.5);
    EXPECT_EQ(data.contract.right, "P");
    EXPECT_EQ(data.contract.multiplier.text, "100");
    EXPECT_EQ(data.details.contract_month, "202601");
    EXPECT_EQ(data.details.under_symbol, "AAPL");
    EXPECT_GT(data.details.size_increment, 0_d);
}

TEST(ContractMessages, read_what_clients_leave_out_as_the_usual)
{
    ibkr::Contract wire;
    wire.symbol = "AAPL";
    wire.sec_type = "STK";
    auto contract = contract_of(wire);
    EXPECT_EQ(contract.exchange, "SMART");
    EXPECT_EQ(contract.currency, "USD");
    ibkr::Contract by_number;
    by_number.con_id = 265598;
    EXPECT_EQ(contract_of(by_number).id, 265598);
    EXPECT_TRUE(contract_of(by_number).symbol.empty());
}

}  // namespace
}  // namespace trademind::gateway
