// Orders as clients send them.
#include "gateway/order_terms.hpp"

#include <gtest/gtest.h>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;

ibkr::PlaceOrderRequest market_order()
{
    ibkr::PlaceOrderRequest request;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.order.action = "BUY";
    request.order.order_type = "MKT";
    request.order.total_quantity = 10_d;
    request.order.transmit = true;
    return request;
}

TEST(OrderTerms, take_the_usual_for_what_is_empty)
{
    auto order = terms_of(market_order(), {});
    EXPECT_EQ(order.time_in_force, TimeInForce::day);
    EXPECT_EQ(order.side, Side::buy);
    EXPECT_EQ(order.contract.exchange, "SMART");
    EXPECT_FALSE(order.attributes);
}

TEST(OrderTerms, drop_prices_that_the_type_does_not_use)
{
    auto request = market_order();
    request.order.limit_price = 0.0;
    request.order.aux_price = 12.5;
    auto order = terms_of(request, {});
    EXPECT_FALSE(order.limit_price);
    EXPECT_FALSE(order.stop_price);
}

TEST(OrderTerms, drop_formalities_that_the_broker_does_not_know)
{
    auto request = market_order();
    request.order.exempt_code = 0;
    request.order.manual_order_indicator = 0;
    request.order.open_close = "O";
    request.order.ext_operator = "me";
    Capabilities paper;
    paper.attributes.emplace();
    EXPECT_FALSE(terms_of(request, paper).attributes);
    Capabilities all;
    ASSERT_TRUE(terms_of(request, all).attributes);
    EXPECT_EQ(terms_of(request, all).attributes->external_operator, "me");
}

TEST(OrderTerms, keep_what_changes_a_fill)
{
    auto request = market_order();
    request.order.display_size = 5;
    request.order.all_or_none = true;
    Capabilities paper;
    paper.attributes.emplace();
    auto order = terms_of(request, paper);
    ASSERT_TRUE(order.attributes) << "for the broker to refuse by name";
    EXPECT_EQ(order.attributes->display_size, 5);
    EXPECT_TRUE(order.attributes->all_or_none);
}

TEST(OrderTerms, keep_words_that_are_not_known)
{
    auto request = market_order();
    request.order.order_type = "FOO";
    request.order.time_in_force = "MOON";
    request.order.action = "SWAP";
    auto order = terms_of(request, {});
    EXPECT_EQ(order.type, OrderType::unknown);
    EXPECT_EQ(order.time_in_force, TimeInForce::unknown);
    EXPECT_EQ(order.side, Side::unknown);
}

}  // namespace
}  // namespace trademind::gateway
