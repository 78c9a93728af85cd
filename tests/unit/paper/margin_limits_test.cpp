// How much of each product each kind of account can carry: one more is refused.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::HasSubstr;

/// An account of 10,000 USD and what it can open at most, by a limit order that rests.
struct Limit {
    const char* name;
    Contract contract;
    Side side;
    Decimal price;
    Decimal regulation_t;  ///< of these; 0: none, at any price
    Decimal cash;
    const char* why;  ///< the sum
};

class MarginLimits : public PaperTest, public testing::WithParamInterface<Limit> {
protected:
    void begin(std::shared_ptr<const paper::MarginModel> margin)
    {
        paper::Options options;
        options.cash = {{"USD", 10'000_d}};
        options.fee_model = std::make_shared<paper::NoFees>();
        options.margin_model = std::move(margin);
        options.instruments = {stock("X"), GetParam().contract};
        options.exchange_rates = {{"EUR", 1.25_d}};
        start(std::move(options));
        // options stand on X at 50
        push(MarketChange{}.with_print(50_d, 1));
    }
    OrderRequest order(Decimal quantity) const
    {
        auto o = GetParam().side == Side::buy ? buy(GetParam().contract, quantity)
                                              : sell(GetParam().contract, quantity);
        return std::move(o).limit(GetParam().price);
    }
    /// The most is taken, one more is not, and after a cancel the most is taken again.
    void expect_at_most(Decimal most)
    {
        SCOPED_TRACE(GetParam().why);
        auto above = place(order(most + 1));
        ASSERT_FALSE(above) << "more than " << most.str();
        if (most.is_zero()) return;
        auto answer = place(order(most));
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_FALSE(place(order(1))) << "its funds are taken";
        ASSERT_TRUE(cancel(answer->id));
        EXPECT_TRUE(place(order(most)));
    }
};

TEST_P(MarginLimits, of_a_regulation_T_account)
{
    begin(nullptr);
    expect_at_most(GetParam().regulation_t);
}

TEST_P(MarginLimits, of_a_cash_account)
{
    begin(std::make_shared<paper::CashAccountMargin>());
    expect_at_most(GetParam().cash);
}

TEST_P(MarginLimits, of_an_account_without_rules)
{
    begin(std::make_shared<paper::NoMargin>());
    EXPECT_TRUE(place(order(1'000'000)));
}

Contract call(Decimal strike)
{
    return option("X", "20261218", strike, OptionRight::call).with_multiplier(100_d);
}
Contract put(Decimal strike)
{
    return option("X", "20261218", strike, OptionRight::put).with_multiplier(100_d);
}
Contract es()
{
    return future("MES", "202612", "CME").with_multiplier(5_d);
}

const Limit limits[] = {
    // a long share: 25%, and all of it
    {"share", stock("S"), Side::buy, 40_d, 1'000, 250, "10 a share; 40 in cash"},
    {"euro_share", stock("S").in("EUR"), Side::buy, 40_d, 800, 0, "12.50 a share; no euros"},
    // a short one by IBKR's table
    {"short_above_16_67", stock("S"), Side::sell, 50_d, 666, 0, "30% of 50"},
    {"short_at_10", stock("S"), Side::sell, 10_d, 2'000, 0, "5.00 a share"},
    {"short_at_4", stock("S"), Side::sell, 4_d, 2'500, 0, "all of 4.00"},
    {"short_at_1", stock("S"), Side::sell, 1_d, 4'000, 0, "2.50 a share"},
    // options
    {"long_call", call(50_d), Side::buy, 5_d, 20, 20, "paid in full"},
    {"short_call_at_the_money", call(50_d), Side::sell, 5_d, 10, 0, "20% of 5,000"},
    {"short_call_out_of_the_money", call(52_d), Side::sell, 2_d, 12, 0, "1,000 less 200"},
    {"short_call_far_out", call(80_d), Side::sell, 0.10_d, 20, 0, "10% of 5,000"},
    {"short_put_at_the_money", put(50_d), Side::sell, 5_d, 10, 2,
     "20% of 5,000; the strike in cash"},
    {"short_put_far_out", put(20_d), Side::sell, 0.10_d, 50, 5, "10% of 2,000; the strike in cash"},
    // 10% of 25,000
    {"future", es(), Side::buy, 5'000_d, 4, 0, "2,500 each; the whole 25,000 in cash"},
    {"short_future", es(), Side::sell, 5'000_d, 4, 0, "2,500 each"},
    {"forex", forex("EUR", "USD"), Side::buy, 1.25_d, 266'666, 8'000, "3% of 1.25; 1.25 in cash"},
    {"short_forex", forex("EUR", "USD"), Side::sell, 1.25_d, 266'666, 0, "3%; no euros to sell"},
    {"cfd", cfd("C"), Side::buy, 100_d, 400, 100, "25%"},
    {"short_cfd", cfd("C"), Side::sell, 100_d, 400, 0, "25%"},
    {"coin", crypto("BTC"), Side::buy, 100_d, 100, 100, "paid in full"},
    {"short_coin", crypto("BTC"), Side::sell, 100_d, 0, 0, "never"},
    {"short_fund", fund("F"), Side::sell, 100_d, 0, 0, "never"},
    {"warrant", warrant("W"), Side::buy, 10_d, 1'000, 1'000, "paid in full"},
};

INSTANTIATE_TEST_SUITE_P(Each, MarginLimits, testing::ValuesIn(limits),
                         [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace trademind::test
