// Contracts of a tape.
#include "brokers/paper/tape/contract_cells.hpp"

#include <gmock/gmock.h>

namespace trademind::paper {
namespace {

using namespace literals;
using testing::HasSubstr;

constexpr std::string_view contract_header =
    "time,symbol,bid,bid_size,security_type,exchange,primary_exchange,currency,expiry,strike,right,"
    "multiplier,local_symbol,trading_class,contract_id,tick,magnifier";

RowResult<ContractDetails> read_contract(std::string_view symbol, std::string_view cells)
{
    static const Columns columns = Columns::parse(contract_header).value();
    std::string line = "t," + std::string{symbol} + ",,," + std::string{cells};
    std::vector<Cell> parts;
    EXPECT_FALSE(split_row(line, parts));
    EXPECT_EQ(parts.size(), columns.count()) << line;
    return parse_contract(RowCells{columns, parts});
}

std::string contract_fault(std::string_view symbol, std::string_view cells)
{
    auto details = read_contract(symbol, cells);
    return details ? "no fault" : details.error().what;
}

TEST(ContractCells, an_empty_cell_is_what_the_type_has_by_itself)
{
    auto contract = [](std::string_view symbol, std::string_view cells) {
        auto details = read_contract(symbol, cells);
        EXPECT_TRUE(details) << details.error().what;
        return details->contract;
    };
    EXPECT_EQ(contract("AAPL", ",,,,,,,,,,,,"), stock("AAPL"));
    EXPECT_EQ(contract("VOD", "STK,LSE,,GBP,,,,,,,,,"), stock("VOD").on("LSE").in("GBP"));
    EXPECT_EQ(contract("SPX", "opt,,,,20261218,5000,C,,,,,,"),
              option("SPX", "20261218", 5000_d, OptionRight::call));
    EXPECT_EQ(contract("ES", "FUT,CME,,,202612,,,50,ESZ6,ES,,0.25,"),
              future("ES", "202612", "CME")
                  .with_multiplier(50_d)
                  .with_local_symbol("ESZ6")
                  .with_trading_class("ES"));
    EXPECT_EQ(
        contract("ES", "FOP,CME,,,20261218,5000,PUT,50,,,,,"),
        future_option("ES", "20261218", 5000_d, OptionRight::put, "CME").with_multiplier(50_d));
    EXPECT_EQ(contract("EUR", "CASH,,,CHF,,,,,,,,,"), forex("EUR", "CHF"));
    EXPECT_EQ(contract("EUR.USD", "CASH,,,,,,,,,,,,"), forex("EUR", "USD"));
    EXPECT_EQ(contract("BTC", "CRYPTO,,,,,,,,,,,,"), crypto("BTC"));
}

TEST(ContractCells, tick_and_magnifier_are_details)
{
    auto details = read_contract("ZC", "FUT,CBOT,,,202612,,,5000,,,123,0.25,100");
    ASSERT_TRUE(details) << details.error().what;
    EXPECT_EQ(details->minimum_tick, 0.25_d);
    EXPECT_EQ(details->price_magnifier, 100);
    EXPECT_EQ(details->contract.id, 123);
    EXPECT_EQ(details->unit_value(), 50_d);
}

TEST(ContractCells, what_is_no_contract_is_named)
{
    EXPECT_THAT(contract_fault("A", "XYZ,,,,,,,,,,,,"),
                HasSubstr("security_type 'XYZ' is none of"));
    EXPECT_THAT(contract_fault("A", "NEWS,,,,,,,,,,,,"), HasSubstr("security_type 'NEWS'"));
    EXPECT_THAT(contract_fault("A", ",,,usd,,,,,,,,,"),
                HasSubstr("currency 'usd' is not a currency"));
    EXPECT_THAT(contract_fault("EU .USD", "CASH,,,,,,,,,,,,"), HasSubstr("is no pair"));
    EXPECT_THAT(contract_fault("A", "OPT,,,,,5,C,,,,,,"), HasSubstr("an OPT needs expiry"));
    EXPECT_THAT(contract_fault("A", "OPT,,,,202612,,C,,,,,,"), HasSubstr("an OPT needs strike"));
    EXPECT_THAT(contract_fault("A", "FOP,,,,202612,5,,,,,,,"), HasSubstr("an FOP needs right"));
    EXPECT_THAT(contract_fault("A", "OPT,,,,20261232,5,C,,,,,,"),
                HasSubstr("expiry '20261232' is not"));
    EXPECT_THAT(contract_fault("A", "OPT,,,,202612,five,C,,,,,,"), HasSubstr("strike 'five'"));
    EXPECT_THAT(contract_fault("A", "OPT,,,,202612,5,X,,,,,,"), HasSubstr("right 'X' is neither"));
    EXPECT_THAT(contract_fault("A", ",,,,,,,0,,,,,"), HasSubstr("multiplier '0' must be above 0"));
    EXPECT_THAT(contract_fault("A", ",,,,,,,,,,,-1,"), HasSubstr("tick '-1' must be above 0"));
    EXPECT_THAT(contract_fault("A", ",,,,,,,,,,1.5,,"), HasSubstr("contract_id '1.5' is no whole"));
    EXPECT_THAT(contract_fault("A", ",,,,,,,,,,99999999999999999999,,"), HasSubstr("contract_id"));
    EXPECT_THAT(contract_fault("", ",,,,,,,,,,,,"), HasSubstr("symbol is empty"));
    EXPECT_EQ(contract_fault("", ",,,,,,,,,,77,,"), "no fault") << "an id is a name";
    EXPECT_THAT(contract_fault("A", ", SMART,,,,,,,,,,,"),
                HasSubstr("exchange ' SMART' is no word"));
}

TEST(ContractCells, every_contract_reads_back_from_its_cells)
{
    auto tick = ContractDetails{future("ZC", "202612", "CBOT").with_multiplier(5000_d)};
    tick.minimum_tick = 0.25_d;
    tick.price_magnifier = 100;
    for (const ContractDetails& details :
         {ContractDetails{stock("AAPL").listed_on("NASDAQ")}, tick,
          ContractDetails{option("SPX", "20261218", 5000_d, OptionRight::put)},
          ContractDetails{option("X", "20261218", 5_d, OptionRight::call).with_multiplier(10_d)},
          ContractDetails{forex("EUR", "JPY")}, ContractDetails{crypto("BTC", "EUR")},
          ContractDetails{index("DAX", "EUREX").in("EUR").with_id(825711)}}) {
        std::string cells;
        for (auto i = static_cast<std::size_t>(first_contract_column); i < column_count; ++i)
            cells +=
                (cells.empty() && i == static_cast<std::size_t>(first_contract_column) ? "" : ",") +
                contract_cell(column_at(i), details);
        auto again = read_contract(details.contract.symbol, cells);
        ASSERT_TRUE(again) << cells << again.error().what;
        EXPECT_EQ(*again, details) << cells;
    }
}

}  // namespace
}  // namespace trademind::paper
