// IBKR's trigger methods as tables: which default a product has, what is valid for it, and what
// each method fires on.
#include "brokers/paper/matching/triggers.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <trademind/order_validation.hpp>

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;

struct ProductCase {
    const char* name;
    Contract contract;
    std::optional<TriggerMethod> by_default;
    bool bid_ask_only;
};

class TriggerProducts : public testing::TestWithParam<ProductCase> {};

TEST_P(TriggerProducts, have_a_default)
{
    EXPECT_EQ(paper::default_trigger_method(GetParam().contract), GetParam().by_default);
}

TEST_P(TriggerProducts, take_the_methods_that_can_fire)
{
    const Contract& contract = GetParam().contract;
    auto order = buy(contract, 1).stop(10_d);
    if (fault_of(order, {})) return;  // an index, or a combo without legs
    EXPECT_TRUE(GetParam().by_default);
    auto fires = [&](TriggerMethod method) {
        return !fault_of(OrderRequest{order}.triggered_by(method), {});
    };
    for (auto method :
         {TriggerMethod::double_bid_ask, TriggerMethod::bid_ask, TriggerMethod::midpoint})
        EXPECT_TRUE(fires(method));
    for (auto method :
         {TriggerMethod::last, TriggerMethod::double_last, TriggerMethod::last_or_bid_ask})
        EXPECT_EQ(fires(method), !GetParam().bid_ask_only);
    for (int unknown : {3 + 2, 6, 9, -1}) EXPECT_FALSE(fires(static_cast<TriggerMethod>(unknown)));
}

Contract over_the_counter()
{
    Contract contract = stock("P");
    contract.primary_exchange = "PINK";
    return contract;
}

const ProductCase product_cases[] = {
    {"stock", stock("X"), TriggerMethod::last, false},
    {"stock_over_the_counter", over_the_counter(), TriggerMethod::double_bid_ask, false},
    {"us_option", option("X", "20261218", 100_d, OptionRight::call), TriggerMethod::double_bid_ask,
     false},
    {"european_option", option("X", "20261218", 100_d, OptionRight::put).in("EUR"),
     TriggerMethod::last, false},
    {"future", future("ES", "202612", "CME"), TriggerMethod::last, false},
    {"future_option", Contract{SecurityType::future_option, "ES"}, TriggerMethod::last, false},
    {"warrant", Contract{SecurityType::warrant, "W"}, TriggerMethod::last, false},
    {"structured", Contract{SecurityType::structured, "I"}, TriggerMethod::last, false},
    {"cfd", Contract{SecurityType::cfd, "C"}, TriggerMethod::last, false},
    {"forex", forex("EUR", "USD"), TriggerMethod::bid_ask, true},
    {"commodity", Contract{SecurityType::commodity, "XAUUSD"}, TriggerMethod::bid_ask, true},
    {"combo", Contract{SecurityType::combo, "B"}, TriggerMethod::bid_ask, false},
    {"crypto", Contract{SecurityType::crypto, "BTC"}, TriggerMethod::last, false},
    {"index", Contract{SecurityType::index, "SPX"}, std::nullopt, false},
};

INSTANTIATE_TEST_SUITE_P(Each, TriggerProducts, testing::ValuesIn(product_cases),
                         [](const auto& one) { return std::string{one.param.name}; });

/// What the market does after a BUY STP at 10.10 was armed in 10.00/10.02, last 10.01.
struct FiringCase {
    const char* name;
    TriggerMethod method;
    std::vector<MarketChange> changes;
    bool fires;
};

class TriggerFiring : public PaperTest, public testing::WithParamInterface<FiringCase> {
protected:
    void arm(OrderRequest order)
    {
        start();
        quote(10_d, 100, 10.02_d, 100);
        print(10.01_d);
        id = take(std::move(order).triggered_by(GetParam().method));
    }
    OrderId id{};
};

/// The same market seen from the other side: prices mirrored at 10.01, bids for asks.
MarketChange mirrored(const MarketChange& change)
{
    auto mirror = [](std::optional<Decimal> price) {
        return price ? std::optional{20.02_d - *price} : std::nullopt;
    };
    MarketChange other = change;
    other.bid = mirror(change.ask);
    other.bid_size = change.ask_size;
    other.ask = mirror(change.bid);
    other.ask_size = change.bid_size;
    other.last = mirror(change.last);
    return other;
}

TEST_P(TriggerFiring, of_a_buy_stop)
{
    arm(buy_x(10).stop(10.10_d));
    for (const auto& change : GetParam().changes) push(change);
    EXPECT_EQ(report(id).why_held != "trigger", GetParam().fires);
}

TEST_P(TriggerFiring, of_a_sell_stop_in_the_mirror)
{
    arm(sell_x(10).stop(9.92_d));
    for (const auto& change : GetParam().changes) push(mirrored(change));
    EXPECT_EQ(report(id).why_held != "trigger", GetParam().fires);
}

MarketChange bid(Decimal price, Decimal size = 100)
{
    return MarketChange{}.with_bid(price, size).with_ask(price + 0.02_d, 100);
}
MarketChange only_ask(Decimal price)
{
    return MarketChange{}.with_ask(price, 100);
}
MarketChange last(Decimal price, Decimal size = 100)
{
    return MarketChange{}.with_print(price, size);
}

const FiringCase firings[] = {
    {"last_at_the_price", TriggerMethod::last, {bid(10.09_d), last(10.10_d)}, true},
    {"last_below", TriggerMethod::last, {bid(10.09_d), last(10.09_d)}, false},
    {"last_ignores_the_bid", TriggerMethod::last, {bid(10.20_d)}, false},
    {"last_far_outside_the_quote", TriggerMethod::last, {last(10.60_d)}, false},
    {"last_just_inside_the_window", TriggerMethod::last, {bid(10.05_d), last(10.11_d)}, true},
    {"default_is_last_for_stocks", TriggerMethod::automatic, {bid(10.12_d), last(10.13_d)}, true},
    {"bid_at_the_price", TriggerMethod::bid_ask, {bid(10.10_d)}, true},
    {"bid_below_with_the_ask_above", TriggerMethod::bid_ask, {bid(10.09_d)}, false},
    {"bid_ask_ignores_the_last", TriggerMethod::bid_ask, {bid(10.08_d), last(10.10_d)}, false},
    {"bid_ask_ignores_a_lone_ask", TriggerMethod::bid_ask, {only_ask(10.15_d)}, false},
    {"one_bid_is_not_two", TriggerMethod::double_bid_ask, {bid(10.10_d)}, false},
    {"two_bids", TriggerMethod::double_bid_ask, {bid(10.10_d), bid(10.11_d)}, true},
    {"two_bids_with_one_below_between",
     TriggerMethod::double_bid_ask,
     {bid(10.10_d), bid(10.05_d), bid(10.11_d)},
     false},
    {"a_bid_that_grows", TriggerMethod::double_bid_ask, {bid(10.10_d, 5), bid(10.10_d, 6)}, true},
    {"a_bid_that_shrinks",
     TriggerMethod::double_bid_ask,
     {bid(10.10_d, 6), bid(10.10_d, 5)},
     false},
    {"a_repeated_bid", TriggerMethod::double_bid_ask, {bid(10.10_d, 5), bid(10.10_d, 5)}, false},
    {"one_last_is_not_two", TriggerMethod::double_last, {bid(10.09_d), last(10.10_d)}, false},
    {"two_lasts", TriggerMethod::double_last, {bid(10.09_d), last(10.10_d), last(10.11_d)}, true},
    {"a_last_of_larger_size",
     TriggerMethod::double_last,
     {bid(10.09_d), last(10.10_d, 10), last(10.10_d, 20)},
     true},
    {"either_by_last", TriggerMethod::last_or_bid_ask, {bid(10.09_d), last(10.10_d)}, true},
    {"either_by_bid", TriggerMethod::last_or_bid_ask, {bid(10.10_d)}, true},
    {"either_by_neither", TriggerMethod::last_or_bid_ask, {bid(10.09_d), last(10.09_d)}, false},
    {"midpoint_at_the_price", TriggerMethod::midpoint, {bid(10.09_d)}, true},
    {"midpoint_below", TriggerMethod::midpoint, {bid(10.08_d)}, false},
    {"midpoint_ignores_the_last", TriggerMethod::midpoint, {bid(10.08_d), last(10.10_d)}, false},
};

INSTANTIATE_TEST_SUITE_P(Each, TriggerFiring, testing::ValuesIn(firings),
                         [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace trademind::test
