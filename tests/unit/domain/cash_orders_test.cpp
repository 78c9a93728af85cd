// Orders by an amount of money: which instruments take one, and which need one.
#include <trademind/order_validation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace trademind {
namespace {

using namespace literals;
using testing::HasSubstr;

std::string fault(const OrderRequest& order, bool crypto_buys_by_cash = true)
{
    ValidationRules rules;
    rules.crypto_buys_by_cash = crypto_buys_by_cash;
    auto found = fault_of(order, rules);
    return found ? found->text : "";
}

TEST(CashOrders, crypto_is_bought_at_the_market_by_an_amount)
{
    auto bitcoin = crypto("BTC").on("PAXOS");
    EXPECT_EQ(fault(buy(bitcoin, 1_d), false), "") << "a market without that rule";
    EXPECT_THAT(fault(buy(bitcoin, 0.0002_d)), HasSubstr("cash_quantity"));
    EXPECT_EQ(fault(buy(bitcoin, {}).for_cash(20_d)), "");
    EXPECT_EQ(fault(buy(bitcoin, 0.0002_d).limit(80'000_d)), "");
    EXPECT_EQ(fault(sell(bitcoin, 0.0002_d)), "") << "a sale is of what is held";
}

TEST(CashOrders, derivatives_are_sized_by_a_quantity)
{
    EXPECT_EQ(fault(buy(stock("AAPL"), {}).for_cash(500_d)), "");
    EXPECT_EQ(fault(buy(forex("EUR", "USD"), {}).for_cash(500_d)), "");
    for (const auto& c :
         {future("ES", "202612", "CME"), option("AAPL", "20261218", 150_d, OptionRight::call)})
        EXPECT_THAT(fault(buy(c, {}).for_cash(500_d)), HasSubstr("by a quantity only"));
    EXPECT_EQ(fault(buy(stock("AAPL"), {}).for_cash(0_d)), "cash_quantity 0 is not greater than 0");
}

}  // namespace
}  // namespace trademind
