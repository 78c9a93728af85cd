// Quotes from ticks: coherent, delayed or live, and empty where there is none.
#include "brokers/ibkr/broker/quote_builder.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

const TimePoint t1{std::chrono::seconds{1}}, t2{std::chrono::seconds{2}};

TEST(QuoteBuilder, PriceAndSizeComeTogether)
{
    QuoteBuilder builder{stock("AAPL")};
    EXPECT_TRUE(builder.on_price(1, 100_d, 5_d, t1));
    EXPECT_EQ(builder.quote().bid, 100_d);
    EXPECT_EQ(builder.quote().bid_size, 5_d);
    EXPECT_EQ(builder.quote().time, t1);
    EXPECT_FALSE(builder.on_size(0, 5_d, t2)) << "TWS repeats the size";
    EXPECT_EQ(builder.quote().time, t1);
    EXPECT_TRUE(builder.on_size(0, 6_d, t2));
    EXPECT_EQ(builder.quote().time, t2);
}

TEST(QuoteBuilder, DelayedTicksFillTheSameFields)
{
    QuoteBuilder live{stock("AAPL")}, delayed{stock("AAPL")};
    live.on_price(1, 1_d, 2_d, t1);
    live.on_price(2, 3_d, 4_d, t1);
    live.on_price(4, 5_d, 6_d, t1);
    live.on_price(6, 7_d, {}, t1);
    live.on_price(7, 8_d, {}, t1);
    live.on_price(9, 9_d, {}, t1);
    live.on_price(14, 10_d, {}, t1);
    live.on_size(8, 11_d, t1);
    delayed.on_price(66, 1_d, 2_d, t1);
    delayed.on_price(67, 3_d, 4_d, t1);
    delayed.on_price(68, 5_d, 6_d, t1);
    delayed.on_price(72, 7_d, {}, t1);
    delayed.on_price(73, 8_d, {}, t1);
    delayed.on_price(75, 9_d, {}, t1);
    delayed.on_price(76, 10_d, {}, t1);
    delayed.on_size(74, 11_d, t1);
    EXPECT_EQ(live.quote(), delayed.quote());
    EXPECT_EQ(live.quote().volume, 11_d);
    EXPECT_TRUE(delayed.on_type(MarketDataType::delayed, t1));
    EXPECT_EQ(delayed.quote().type, MarketDataType::delayed);
}

TEST(QuoteBuilder, MinusOneIsNoQuote)
{
    QuoteBuilder builder{stock("AAPL")};
    builder.on_price(1, 100_d, 5_d, t1);
    EXPECT_TRUE(builder.on_price(1, -1_d, 0_d, t2));
    EXPECT_EQ(builder.quote().bid, std::nullopt);
    EXPECT_EQ(builder.quote().bid_size, std::nullopt);
    EXPECT_FALSE(builder.on_size(0, 7_d, t2)) << "a size without a price is half a quote";
    EXPECT_EQ(builder.quote().bid_size, std::nullopt);
    builder.on_price(4, -1_d, {}, t2);
    EXPECT_EQ(builder.quote().last, std::nullopt);
    builder.on_price(2, std::nullopt, std::nullopt, t2);
    EXPECT_EQ(builder.quote().ask, std::nullopt);
}

TEST(QuoteBuilder, SpreadsTradeAtZeroAndBelow)
{
    QuoteBuilder builder{combo("SPY", {})};
    builder.on_price(1, -1_d, 10_d, t1);
    builder.on_price(2, 0_d, 10_d, t1);
    EXPECT_EQ(builder.quote().bid, -1_d);
    EXPECT_EQ(builder.quote().ask, 0_d);
    builder.on_price(2, 0_d, 0_d, t1);
    EXPECT_EQ(builder.quote().ask, std::nullopt);
}

TEST(QuoteBuilder, MinusOneInTheUnitsOfTheInstrumentIsNoPriceEither)
{
    struct Case {
        Contract contract;
        Decimal price;
        bool is_price;
    };
    for (const auto& c :
         {Case{stock("VOD"), -100_d, false}, Case{stock("VOD"), -10_d, false},
          Case{future("CL", "202605", "NYMEX"), -100_d, false},
          Case{future("CL", "202605", "NYMEX"), -37.63_d, true},
          Case{index("TICK-NYSE", "NYSE"), -100_d, true},
          Case{index("TICK-NYSE", "NYSE"), -1_d, false}, Case{combo("SPY", {}), -2.5_d, true}}) {
        QuoteBuilder builder{c.contract};
        builder.on_price(9, c.price, {}, t1);
        EXPECT_EQ(builder.quote().close.has_value(), c.is_price)
            << c.contract.describe() << ' ' << c.price;
    }
}

TEST(QuoteBuilder, HaltsAreTold)
{
    QuoteBuilder builder{stock("AAPL")};
    EXPECT_FALSE(builder.on_generic(49, 0, t1));
    EXPECT_TRUE(builder.on_generic(49, 1, t1));
    EXPECT_TRUE(builder.quote().halted);
    EXPECT_TRUE(builder.on_generic(90, 0, t1));
    EXPECT_FALSE(builder.quote().halted);
    EXPECT_FALSE(builder.on_generic(49, -1, t1)) << "unknown is no halt";
    EXPECT_FALSE(builder.on_generic(24, 0.3, t1));
}

TEST(QuoteBuilder, OtherTicksChangeNothing)
{
    QuoteBuilder builder{stock("AAPL")};
    for (int type : {15, 21, 37, 57, 79, 105, 200})
        EXPECT_FALSE(builder.on_price(type, 1_d, 1_d, t1)) << type;
    for (int type : {21, 27, 63, 107}) EXPECT_FALSE(builder.on_size(type, 1_d, t1)) << type;
    EXPECT_EQ(builder.quote(), Quote{stock("AAPL")});
}

TEST(QuoteBuilder, ClearForgetsAllButTheContract)
{
    QuoteBuilder builder{stock("AAPL")};
    builder.on_price(1, 100_d, 5_d, t1);
    builder.clear();
    EXPECT_EQ(builder.quote(), Quote{stock("AAPL")});
}

}  // namespace
}  // namespace trademind::ibkr_broker
