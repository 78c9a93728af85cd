// What cannot be sent because its word is not known, and how such an order is shown.
#include "domain/unknown_words.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::literals;

namespace {

OrderRequest order()
{
    return buy(stock("AAPL"), 10_d).limit(189_d);
}

}  // namespace

TEST(UnknownWords, AreShownAsTheBrokerSpellsThem)
{
    auto o = order();
    o.side = Side::unknown;
    o.time_in_force = TimeInForce::unknown;
    o.unknown_words = {{"side", "SWAP"}, {"time_in_force", "OND"}};
    EXPECT_EQ(o.describe(), "SWAP 10 AAPL LMT 189 OND");
    o.unknown_words.clear();
    EXPECT_EQ(o.describe(), "UNKNOWN 10 AAPL LMT 189 UNKNOWN");
}

TEST(UnknownWords, EachFieldThatHasOneCannotBeSent)
{
    EXPECT_FALSE(unsendable_field_of(order()));
    auto with = [](auto change) {
        auto o = order();
        change(o);
        auto fault = unsendable_field_of(o);
        return fault ? *fault : std::string{"none"};
    };
    EXPECT_EQ(with([](OrderRequest& o) {
                  o.side = Side::unknown;
                  o.unknown_words = {{"side", "SWAP"}};
              }),
              "side: \"SWAP\" is not known");
    EXPECT_EQ(with([](OrderRequest& o) { o.type = OrderType::unknown; }), "type is unknown");
    EXPECT_EQ(with([](OrderRequest& o) { o.time_in_force = TimeInForce::unknown; }),
              "time_in_force is unknown");
    EXPECT_EQ(with([](OrderRequest& o) { o.oca_type = OcaType::unknown; }), "oca_type is unknown");
    EXPECT_EQ(with([](OrderRequest& o) { o.trigger_method = TriggerMethod::unknown; }),
              "trigger_method is unknown");
    EXPECT_EQ(with([](OrderRequest& o) { o.contract.legs.emplace_back(1, 1, Side::unknown); }),
              "contract.legs: the side of a leg is unknown");
}

TEST(UnknownWords, AContractOfAnUnknownTypeIsTradedByItsId)
{
    auto o = order();
    o.contract.type = SecurityType::unknown;
    o.contract.unknown_words = {{"type", "EC"}};
    auto fault = unsendable_field_of(o);
    ASSERT_TRUE(fault);
    EXPECT_EQ(*fault, "contract.type: \"EC\" is not known; give the contract's id");
    o.contract.id = 700;
    EXPECT_FALSE(unsendable_field_of(o)) << "what is held can be closed";
}

TEST(UnknownWords, OrdersByCashShowTheAmount)
{
    OrderAttributes by_cash;
    by_cash.cash_quantity = 20_d;
    auto o = buy(crypto("BTC"), 0_d).with(std::move(by_cash)).immediate_or_cancel();
    EXPECT_EQ(o.describe(), "BUY 20 USD of BTC MKT IOC");
}
