// Requirements of the margin models, by product and price.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

namespace {

MarginRequirement regulation_t(const Contract& contract, Decimal quantity, Decimal price,
                               std::optional<Decimal> underlying = {})
{
    MarginInput input{contract, quantity, price};
    input.underlying_price = underlying;
    return RegulationTMargin{}.of_position(input).value();
}

MarginRequirement requirement(Decimal initial, Decimal maintenance, Decimal overnight)
{
    return {initial, maintenance, overnight};
}

Contract put(Decimal strike)
{
    return option("ABC", "20261218", strike, OptionRight::put);
}

}  // namespace

TEST(RegulationT, long_stock)
{
    EXPECT_EQ(regulation_t(stock("ABC"), 100_d, 150_d), requirement(3750_d, 3750_d, 7500_d));
}

TEST(RegulationT, short_stock_by_price)
{
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 50_d), requirement(1500_d, 1500_d, 2500_d));
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 16.68_d), requirement(500.4_d, 500.4_d, 834_d));
    // 5.00 a share from 5.00 to 16.67
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 16.67_d), requirement(500.1_d, 500_d, 833.5_d));
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 6_d), requirement(500_d, 500_d, 500_d));
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 5_d), requirement(500_d, 500_d, 500_d));
    // the whole value below, but at least 2.50 a share
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 4.99_d), requirement(499_d, 499_d, 499_d));
    EXPECT_EQ(regulation_t(stock("ABC"), -100_d, 2.49_d), requirement(250_d, 250_d, 250_d));
}

TEST(RegulationT, long_us_options_count_nothing_and_need_nothing)
{
    EXPECT_EQ(regulation_t(put(50_d), 2_d, 3_d), MarginRequirement{});
}

TEST(RegulationT, long_foreign_options_count_and_need_their_value)
{
    EXPECT_EQ(regulation_t(put(50_d).in("EUR"), 2_d, 3_d), requirement(600_d, 600_d, 600_d));
}

TEST(RegulationT, short_put_in_and_out_of_the_money)
{
    // own value 200 + 20% of 5,000
    EXPECT_EQ(regulation_t(put(50_d), -1_d, 2_d, 50_d).initial, 1200_d);
    // 20% of 5,500 less 500 out of the money
    EXPECT_EQ(regulation_t(put(50_d), -1_d, 2_d, 55_d).initial, 800_d);
    // never less than 10% of the strike
    EXPECT_EQ(regulation_t(put(50_d), -1_d, 2_d, 80_d).initial, 700_d);
}

TEST(RegulationT, short_call_far_out_of_the_money)
{
    Contract call = option("ABC", "20261218", 100_d, OptionRight::call);
    // own value 100 + 10% of 6,000
    EXPECT_EQ(regulation_t(call, -1_d, 1_d, 60_d).maintenance, 700_d);
}

TEST(RegulationT, short_option_is_unknown_without_the_underlying)
{
    Contract contract = put(50_d);
    MarginInput input{contract, -1_d, 2_d};
    EXPECT_EQ(RegulationTMargin{}.of_position(input), std::nullopt);
    EXPECT_EQ(RegulationTMargin{}.of_opening(input), std::nullopt);
}

TEST(RegulationT, futures_by_table_else_by_value)
{
    Contract contract = future("ES", "202612", "CME").with_multiplier(50_d);
    EXPECT_EQ(regulation_t(contract, -2_d, 5000_d), requirement(50000_d, 50000_d, 50000_d));
    RegulationTRates rates;
    rates.futures["ES"] = {15000_d, 13000_d, 16000_d};
    MarginInput input{contract, -2_d, 5000_d};
    EXPECT_EQ(RegulationTMargin{rates}.of_position(input), requirement(30000_d, 26000_d, 32000_d));
    EXPECT_EQ(RegulationTMargin{rates}.of_opening(input), 30000_d);
}

TEST(RegulationT, other_products)
{
    EXPECT_EQ(regulation_t(forex("EUR", "USD"), -10000_d, 1.10_d).initial, 330_d);
    EXPECT_EQ(regulation_t(crypto("BTC"), 0.5_d, 60000_d).initial, 30000_d);
    EXPECT_EQ(regulation_t(cfd("ABC"), 100_d, 10_d).initial, 250_d);
}

TEST(RegulationT, what_cannot_be_sold_short)
{
    RegulationTMargin margin;
    EXPECT_TRUE(margin.allows_short(stock("ABC")));
    EXPECT_TRUE(margin.allows_short(put(50_d)));
    EXPECT_FALSE(margin.allows_short(crypto("BTC")));
    EXPECT_FALSE(margin.allows_short(fund("VTSAX")));
}

TEST(CashAccount, pays_in_full_and_then_needs_nothing)
{
    Contract contract = stock("ABC");
    MarginInput input{contract, 100_d, 50_d};
    EXPECT_EQ(CashAccountMargin{}.of_opening(input), 5000_d);
    EXPECT_EQ(CashAccountMargin{}.of_position(input), MarginRequirement{});
    EXPECT_FALSE(CashAccountMargin{}.allows_short(contract));
}

TEST(RegulationT, a_short_option_is_margined_as_its_underlying_moves)
{
    Books b;
    b.ledger.deposit("USD", 10000_d);
    b.ledger.mark(share, 50_d);
    b.trade(put_option, -1_d, 2_d);
    EXPECT_EQ(b.ledger.values().initial_margin, 1200_d);
    b.ledger.mark(share, 45_d);
    EXPECT_EQ(b.ledger.values().initial_margin, 1100_d);
    b.ledger.forget_mark(share);
    EXPECT_EQ(b.ledger.values().initial_margin, std::nullopt);
    // the premium is equity, the option is not
    EXPECT_EQ(b.ledger.values().equity_with_loan_value, 10200_d);
    EXPECT_EQ(b.ledger.values().net_liquidation, 10000_d);
}
