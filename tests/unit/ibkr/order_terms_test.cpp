// What of an echo counts, and when two orders are the same.
#include "brokers/ibkr/broker/order_terms.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

Contract apple(std::int64_t id = 265598)
{
    auto contract = stock("AAPL");
    contract.id = id;
    return contract;
}

OrderRequest ten_at(Decimal limit)
{
    return buy(apple(), 10_d).limit(limit);
}

TEST(EchoOfAnOrder, GivesOnlyWhatTheTypeUses)
{
    auto ours = sell(apple(), 10_d).stop(180_d);
    auto echo = ours;
    echo.limit_price = 13.16_d;  // seen on stop orders
    echo.stop_price = 179_d;
    echo.oca_type = OcaType::reduce_without_block;
    merge_terms(ours, echo);
    EXPECT_FALSE(ours.limit_price);
    EXPECT_EQ(ours.stop_price, 179_d);
    EXPECT_NE(ours.oca_type, OcaType::reduce_without_block);
}

TEST(EchoOfAnOrder, TellsWhatWasChangedElsewhere)
{
    auto ours = ten_at(189_d);
    auto echo = ten_at(190_d);
    echo.quantity = 12_d;
    echo.time_in_force = TimeInForce::good_till_cancelled;
    echo.outside_rth = true;
    echo.account = "DU2";
    ours.account = "DU1";
    merge_terms(ours, echo);
    EXPECT_EQ(ours.limit_price, 190_d);
    EXPECT_EQ(ours.quantity, 12_d);
    EXPECT_EQ(ours.time_in_force, TimeInForce::good_till_cancelled);
    EXPECT_TRUE(ours.outside_rth);
    EXPECT_EQ(ours.account, "DU1") << "an account does not change";
}

TEST(EchoOfAnOrder, WithoutAQuantitySaysNothingAgainstOurs)
{
    auto ours = ten_at(189_d);
    auto echo = ten_at(189_d);
    echo.quantity = {};
    merge_terms(ours, echo);
    EXPECT_EQ(ours.quantity, 10_d);
}

TEST(EchoOfAnOrder, GivesIdAndAccountWhereNoneWereNamed)
{
    auto ours = buy(apple(0), 10_d);
    auto echo = buy(apple(), 10_d);
    echo.account = "DU1";
    merge_terms(ours, echo);
    EXPECT_EQ(ours.contract.id, 265598);
    EXPECT_EQ(ours.account, "DU1");
}

TEST(EchoOfAnOrder, MovesATrailingStop)
{
    auto ours = sell(apple(), 10_d).trailing(1.5_d);
    auto echo = ours;
    echo.stop_price = 187.5_d;
    echo.trailing_rate = 2_d;  // not what was asked for
    merge_terms(ours, echo);
    EXPECT_EQ(ours.stop_price, 187.5_d);
    EXPECT_EQ(ours.trailing_amount, 1.5_d);
    EXPECT_FALSE(ours.trailing_rate);
}

TEST(SameTerms, CompareWhatTheTypeUses)
{
    EXPECT_TRUE(same_terms(ten_at(189_d), ten_at(189_d)));
    EXPECT_FALSE(same_terms(ten_at(189_d), ten_at(190_d)));
    EXPECT_FALSE(same_terms(ten_at(189_d), buy(apple(), 10_d)));
    EXPECT_FALSE(same_terms(ten_at(189_d), buy(apple(), 11_d).limit(189_d)));
    EXPECT_FALSE(same_terms(ten_at(189_d), ten_at(189_d).good_till_cancelled()));
    auto stop = sell(apple(), 10_d).stop(180_d), with_limit = stop;
    with_limit.limit_price = 1_d;
    EXPECT_TRUE(same_terms(with_limit, stop)) << "a stop order has no limit";
}

TEST(SameTerms, OfAnAmountOfMoneyNeedNoQuantity)
{
    auto asked = buy(apple(), 0_d), echo = buy(apple(), 2.5_d);
    EXPECT_TRUE(same_terms(echo, asked)) << "TWS says how many that makes";
    EXPECT_FALSE(same_terms(asked, echo));
}

TEST(SameTerms, OfATrailingStopAreItsDistance)
{
    auto asked = sell(apple(), 10_d).trailing(1.5_d), moved = asked, other = asked;
    moved.stop_price = 187_d;
    other.trailing_amount = 2_d;
    EXPECT_TRUE(same_terms(moved, asked));
    EXPECT_FALSE(same_terms(other, asked));
}

TEST(SameOrder, IsOfTheSameSideContractAndAccount)
{
    auto known = ten_at(189_d);
    EXPECT_TRUE(same_order(known, ten_at(189_d)));
    EXPECT_FALSE(same_order(known, sell(apple(), 10_d).limit(189_d)));
    EXPECT_FALSE(same_order(known, buy(apple(7), 10_d).limit(189_d)));
    EXPECT_FALSE(same_order(known, ten_at(190_d)));
    auto elsewhere = ten_at(189_d);
    elsewhere.account = "DU2";
    EXPECT_TRUE(same_order(known, elsewhere)) << "no account was named";
    known.account = "DU1";
    EXPECT_FALSE(same_order(known, elsewhere));
}

TEST(SameTrade, WithoutAnIdIsToldByTheContractItself)
{
    auto call = buy(option("SPY", "20260320", 500_d, OptionRight::call), 1_d);
    EXPECT_TRUE(same_trade(call, call));
    EXPECT_FALSE(same_trade(call, buy(option("SPY", "20260320", 500_d, OptionRight::put), 1_d)));
    EXPECT_FALSE(same_trade(call, buy(option("SPY", "20260320", 505_d, OptionRight::call), 1_d)));
    EXPECT_FALSE(same_trade(call, buy(option("SPY", "20260417", 500_d, OptionRight::call), 1_d)));
    EXPECT_FALSE(same_trade(call, buy(stock("SPY"), 1_d)));
    auto known = call;
    known.contract.id = 11;
    EXPECT_TRUE(same_trade(known, call)) << "one id is enough to know both";
}

TEST(SameTrade, OfCombosIsThatOfTheirLegs)
{
    auto spread = [](std::int64_t far, const char* exchange) {
        return buy(combo("SPY", {ComboLeg{1, 1, Side::buy, exchange},
                                 ComboLeg{far, 1, Side::sell, exchange}}),
                   1_d);
    };
    auto known = spread(2, "SMART");
    known.contract.id = 28812380;  // TWS's, of all combos
    EXPECT_TRUE(same_trade(known, spread(2, "")));
    EXPECT_FALSE(same_trade(known, spread(3, "SMART")));
}

}  // namespace
}  // namespace trademind::ibkr_broker
