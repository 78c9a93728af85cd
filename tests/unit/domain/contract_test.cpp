// Contracts: a builder for every security type, modifiers, identity and spelling.
#include <trademind/contract.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::literals;

TEST(Contract, BuildersNameTheirTypeAndExchange)
{
    struct Case {
        Contract contract;
        std::string_view type, symbol, exchange, currency, description;
    };
    const std::vector<ComboLeg> legs{ComboLeg{1, 1, Side::buy}, ComboLeg{2, 2, Side::sell, "CBOE"}};
    for (const auto& [c, type, symbol, exchange, currency, description] : {
             Case{stock("AAPL"), "STK", "AAPL", "SMART", "USD", "AAPL"},
             Case{option("SPX", "20261218", 5000_d, OptionRight::call), "OPT", "SPX", "SMART",
                  "USD", "SPX 20261218 C 5000"},
             Case{future("ES", "202612", "CME"), "FUT", "ES", "CME", "USD", "ES 202612"},
             Case{future_option("ES", "20261218", 5000.5_d, OptionRight::put, "CME"), "FOP", "ES",
                  "CME", "USD", "ES 20261218 P 5000.5"},
             Case{continuous_future("ES", "CME"), "CONTFUT", "ES", "CME", "USD", "ES"},
             Case{forex("EUR", "USD"), "CASH", "EUR", "IDEALPRO", "USD", "EUR.USD"},
             Case{forex("USD", "JPY"), "CASH", "USD", "IDEALPRO", "JPY", "USD.JPY"},
             Case{index("SPX", "CBOE"), "IND", "SPX", "CBOE", "USD", "SPX"},
             Case{bond("US0378331005"), "BOND", "US0378331005", "SMART", "USD", "US0378331005"},
             Case{fund("VINIX"), "FUND", "VINIX", "FUNDSERV", "USD", "VINIX"},
             Case{warrant("GOOG"), "WAR", "GOOG", "SMART", "USD", "GOOG"},
             Case{structured_product("P1", "EUWAX"), "IOPT", "", "EUWAX", "USD", "P1"},
             Case{commodity("XAUUSD"), "CMDTY", "XAUUSD", "SMART", "USD", "XAUUSD"},
             Case{cfd("IBDE30"), "CFD", "IBDE30", "SMART", "USD", "IBDE30"},
             Case{crypto("BTC"), "CRYPTO", "BTC", "PAXOS", "USD", "BTC"},
             Case{news_feed("BRFG"), "NEWS", "BRFG:BRFG_ALL", "BRFG", "USD", "BRFG:BRFG_ALL"},
             Case{combo("SPY", legs), "BAG", "SPY", "SMART", "USD", "SPY combo"},
             Case{contract_by_id(265598), "STK", "", "SMART", "USD", "contract 265598"},
         }) {
        EXPECT_EQ(to_string(c.type), type) << description;
        EXPECT_EQ(c.symbol, symbol) << description;
        EXPECT_EQ(c.exchange, exchange) << description;
        EXPECT_EQ(c.currency, currency) << description;
        EXPECT_EQ(c.describe(), description);
        EXPECT_TRUE(c.same_instrument(c)) << description;
    }
    EXPECT_EQ(combo("SPY", legs).legs, legs);
}

TEST(Contract, OptionsCountAHundredUnless)
{
    auto o = option("SPX", "20261218", 5000_d, OptionRight::call);
    EXPECT_EQ(o.value_multiplier(), 100_d);
    EXPECT_EQ(std::move(o).with_multiplier(10_d).value_multiplier(), 10_d);
    EXPECT_EQ(stock("AAPL").value_multiplier(), 1_d);
    ContractDetails corn{future("ZC", "202612", "CBOT").with_multiplier(5000_d)};
    EXPECT_EQ(corn.unit_value(), 5000_d);
    corn.price_magnifier = 100;
    EXPECT_EQ(corn.unit_value(), 50_d) << "cents a bushel";
    corn.price_magnifier = 0;
    EXPECT_EQ(corn.unit_value(), 5000_d) << "TWS has none";
    EXPECT_FALSE(future("ES", "202612", "CME").multiplier) << "the exchange knows it, we do not";
}

TEST(Contract, ModifiersRefineOneField)
{
    auto c = stock("VOD")
                 .on("LSE")
                 .in("GBP")
                 .listed_on("LSEETF")
                 .with_id(42)
                 .with_local_symbol("VODl")
                 .with_trading_class("VODC")
                 .with_multiplier(2_d)
                 .including_expired();
    EXPECT_EQ(c.exchange, "LSE");
    EXPECT_EQ(c.currency, "GBP");
    EXPECT_EQ(c.primary_exchange, "LSEETF");
    EXPECT_EQ(c.id, 42);
    EXPECT_EQ(c.local_symbol, "VODl");
    EXPECT_EQ(c.trading_class, "VODC");
    EXPECT_EQ(c.multiplier, 2_d);
    EXPECT_TRUE(c.include_expired);
    EXPECT_EQ(c.symbol, "VOD");
}

TEST(Contract, IsTheSameInstrumentByIdWhereBothHaveOne)
{
    EXPECT_TRUE(stock("AAPL").with_id(1).same_instrument(stock("OTHER").with_id(1)));
    EXPECT_FALSE(stock("AAPL").with_id(1).same_instrument(stock("AAPL").with_id(2)));
    EXPECT_TRUE(stock("AAPL").with_id(1).same_instrument(stock("AAPL")));
}

TEST(Contract, IsAnotherInstrumentWhereAnIdentifyingFieldDiffers)
{
    auto base = [] { return option("SPX", "20261218", 5000_d, OptionRight::call); };
    for (const auto& other :
         {option("NDX", "20261218", 5000_d, OptionRight::call),
          option("SPX", "20261219", 5000_d, OptionRight::call),
          option("SPX", "20261218", 5001_d, OptionRight::call),
          option("SPX", "20261218", 5000_d, OptionRight::put), base().on("CBOE"), base().in("EUR"),
          base().listed_on("X"), base().with_multiplier(10_d), base().with_local_symbol("X"),
          base().with_trading_class("SPXW")})
        EXPECT_FALSE(base().same_instrument(other)) << other.describe();
    EXPECT_TRUE(base().same_instrument(base().including_expired()));
    EXPECT_FALSE(combo("A", {ComboLeg{1, 1, Side::buy}})
                     .same_instrument(combo("A", {ComboLeg{2, 1, Side::buy}})));
}

TEST(Contract, DescribesItselfWithoutASymbol)
{
    EXPECT_EQ(Contract{}.describe(), "(no symbol)");
    EXPECT_EQ(Contract{}.with_id(7).describe(), "contract 7");
    EXPECT_EQ(Contract{}.with_id(7).with_local_symbol("ESZ6").describe(), "ESZ6");
}

TEST(Contract, NamesGoBothWays)
{
    for (auto type :
         {SecurityType::stock, SecurityType::option, SecurityType::future,
          SecurityType::future_option, SecurityType::continuous_future, SecurityType::forex,
          SecurityType::index, SecurityType::bond, SecurityType::fund, SecurityType::warrant,
          SecurityType::structured, SecurityType::commodity, SecurityType::cfd,
          SecurityType::crypto, SecurityType::news, SecurityType::combo})
        EXPECT_EQ(parse_security_type(to_string(type)), type) << to_string(type);
    EXPECT_FALSE(parse_security_type("SHARES"));
    EXPECT_FALSE(parse_security_type(""));
    EXPECT_EQ(parse_option_right("CALL"), OptionRight::call);
    EXPECT_EQ(parse_option_right("p"), OptionRight::put);
    EXPECT_EQ(to_string(OptionRight::put), "P");
    EXPECT_FALSE(parse_option_right("0"));
    EXPECT_EQ(parse_side("buy"), Side::buy);
    EXPECT_EQ(parse_side("BOT"), Side::buy);
    EXPECT_EQ(parse_side("SLD"), Side::sell);
    EXPECT_EQ(parse_side(to_string(Side::sell)), Side::sell);
    EXPECT_FALSE(parse_side("SSHORT"));
    EXPECT_EQ(opposite(Side::buy), Side::sell);
    EXPECT_EQ(opposite(Side::sell), Side::buy);
}

TEST(Contract, OfATypeThatIsNotKnownIsShownByTheBrokersWord)
{
    Contract c{SecurityType::unknown, "GOOG"};
    c.unknown_words.emplace_back("type", "EC");
    EXPECT_EQ(c.type_text(), "EC");
    EXPECT_EQ(c.describe(), "GOOG EC");
    EXPECT_EQ(to_string(c.type), "UNKNOWN");
    EXPECT_FALSE(parse_security_type("UNKNOWN")) << "shown, never read";
    EXPECT_EQ(stock("AAPL").type_text(), "STK");
}

TEST(Contract, TheOppositeOfAnUnknownSideIsUnknown)
{
    EXPECT_EQ(opposite(Side::unknown), Side::unknown);
    EXPECT_EQ(opposite(Side::buy), Side::sell);
    EXPECT_FALSE(parse_side("UNKNOWN")) << "shown, never read";
}
