// What fires a stop of each product by default, as a program sees it.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::HasSubstr;

/// IBKR's table: what a BUY STP with trigger method 0 fires on.
struct Product {
    const char* name;
    Contract contract;
    bool by_last, by_one_bid, by_two_bids;
    bool takes_last;  ///< may name the last price as its method
};

class ProductTriggers : public PaperTest, public testing::WithParamInterface<Product> {
protected:
    const Contract& contract() const { return GetParam().contract; }
    /// A stop at 10.50 over a market of 10.00/10.10; true when it has fired after the changes.
    bool fires(const std::vector<MarketChange>& changes, Side side = Side::buy)
    {
        paper::Options options;
        options.instruments = {contract()};
        options.margin_model = std::make_shared<paper::NoMargin>();
        options.fee_model = std::make_shared<paper::NoFees>();
        start(std::move(options));
        push(MarketChange{}.with_bid(10_d, 100).with_ask(10.10_d, 100), contract());
        auto order =
            side == Side::buy ? buy(contract(), 1).stop(10.50_d) : sell(contract(), 1).stop(9.60_d);
        auto id = take(std::move(order));
        for (const auto& change : changes) push(change, contract());
        return filled(id) == 1_d;
    }
    static MarketChange at(Decimal bid, Decimal ask)
    {
        return MarketChange{}.with_bid(bid, 100).with_ask(ask, 100);
    }
    static MarketChange last(Decimal price) { return MarketChange{}.with_print(price, 100); }
};

TEST_P(ProductTriggers, of_a_buy_stop_are_the_default_of_its_product)
{
    EXPECT_EQ(fires({at(10.40_d, 10.48_d), last(10.50_d)}), GetParam().by_last);
    EXPECT_EQ(fires({at(10.50_d, 10.60_d)}), GetParam().by_one_bid);
    EXPECT_EQ(fires({at(10.50_d, 10.60_d), at(10.51_d, 10.60_d)}), GetParam().by_two_bids);
    EXPECT_FALSE(fires({at(10.40_d, 10.60_d), at(10.41_d, 10.61_d), last(10.49_d)}))
        << "an ask above the price fires no buy stop";
}

TEST_P(ProductTriggers, of_a_sell_stop_mirror_them)
{
    EXPECT_EQ(fires({at(9.62_d, 9.70_d), last(9.60_d)}, Side::sell), GetParam().by_last);
    EXPECT_EQ(fires({at(9.50_d, 9.60_d)}, Side::sell), GetParam().by_one_bid);
    EXPECT_EQ(fires({at(9.50_d, 9.60_d), at(9.50_d, 9.59_d)}, Side::sell), GetParam().by_two_bids);
    EXPECT_FALSE(fires({at(9.50_d, 9.70_d), at(9.49_d, 9.69_d), last(9.61_d)}, Side::sell))
        << "a bid below the price fires no sell stop";
}

TEST_P(ProductTriggers, P27_take_the_last_price_where_there_is_one)
{
    (void)fires({});
    auto order = buy(contract(), 1).stop(10.50_d).triggered_by(TriggerMethod::last);
    auto answer = place(order);
    EXPECT_EQ(answer.has_value(), GetParam().takes_last);
    if (!answer) {
        EXPECT_EQ(answer.error(), Errc::invalid_order);
        EXPECT_THAT(answer.error().message, HasSubstr("trigger_method 2 never fires for"));
    }
}

Contract pink(std::string symbol)
{
    auto contract = stock(std::move(symbol));
    contract.primary_exchange = "PINK";
    return contract;
}

const Product products[] = {
    // name, contract, by last, by one bid, by two bids
    {"listed_stock", stock("X"), true, false, false, true},
    {"foreign_stock", stock("SAP").in("EUR"), true, false, false, true},
    {"stock_over_the_counter", pink("P"), false, false, true, true},
    {"us_option", option("X", "20261218", 100_d, OptionRight::call), false, false, true, true},
    {"european_option", option("SAP", "20261218", 100_d, OptionRight::put).in("EUR"), true, false,
     false, true},
    {"future", future("ES", "202612", "CME"), true, false, false, true},
    {"future_option", future_option("ES", "202612", 5'000_d, OptionRight::call, "CME"), true, false,
     false, true},
    {"warrant", warrant("W"), true, false, false, true},
    {"structured_product", structured_product("S", "FWB"), true, false, false, true},
    {"cfd", cfd("IBUS500"), true, false, false, true},
    {"crypto", crypto("BTC"), true, false, false, true},
    {"forex", forex("EUR", "USD"), false, true, true, false},
    {"commodity", commodity("XAUUSD"), false, true, true, false},
};

INSTANTIATE_TEST_SUITE_P(Each, ProductTriggers, testing::ValuesIn(products),
                         [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace trademind::test
