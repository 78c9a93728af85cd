// Spelling: every enumerator's name reads back as itself, and nothing else does.
#include <trademind/broker.hpp>

#include <gtest/gtest.h>

#include <set>

using namespace trademind;

namespace {

/// Walks the enumeration from 0 to `last`: each has a name of its own that reads back.
template <class E, class Parse> void expect_round_trip(E last, Parse parse)
{
    std::set<std::string_view> names;
    for (int n = 0; n <= static_cast<int>(last); ++n) {
        auto value = static_cast<E>(n);
        EXPECT_NE(to_string(value), "?") << n;
        EXPECT_EQ(parse(to_string(value)), value) << to_string(value);
        names.insert(to_string(value));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
    EXPECT_FALSE(parse(""));
    EXPECT_FALSE(parse("?"));
    EXPECT_FALSE(parse("NO SUCH NAME"));
    // a broker's word that is not known is shown as such, and no word reads as that
    std::string_view beyond = requires
    {
        E::unknown;
    }
    &&last < E::unknown ? "UNKNOWN" : "?";
    EXPECT_EQ(to_string(static_cast<E>(static_cast<int>(last) + 1)), beyond);
    EXPECT_FALSE(parse("HOLOGRAM"));
}

}  // namespace

TEST(Names, OfOrderTypesGoBothWays)
{
    expect_round_trip(OrderType::limit_market_combo, parse_order_type);
    EXPECT_EQ(to_string(OrderType::stop_limit), "STP LMT");
    EXPECT_EQ(to_string(OrderType::trailing_stop_limit), "TRAIL LIMIT");
}

TEST(Names, OfOrderTypesMayBeLong)
{
    EXPECT_EQ(parse_order_type("MARKET"), OrderType::market);
    EXPECT_EQ(parse_order_type("Limit"), OrderType::limit);
    EXPECT_EQ(parse_order_type("stop"), OrderType::stop);
    EXPECT_EQ(parse_order_type("STOP_LIMIT"), OrderType::stop_limit);
    EXPECT_EQ(parse_order_type("lmt"), OrderType::limit);
    EXPECT_FALSE(parse_order_type("LIMIT "));
}

TEST(Names, OfTimesInForceGoBothWays)
{
    expect_round_trip(TimeInForce::minutes, parse_time_in_force);
    EXPECT_EQ(parse_time_in_force("gtc"), TimeInForce::good_till_cancelled);
}

TEST(Names, OfOrderStatusesGoBothWays)
{
    expect_round_trip(OrderStatus::unknown, parse_order_status);
    EXPECT_EQ(to_string(OrderStatus::pre_submitted), "PreSubmitted");
}

TEST(Names, OfOrderFilters)
{
    EXPECT_EQ(parse_order_filter("open"), OrderFilter::open);
    EXPECT_EQ(parse_order_filter("FILLED"), OrderFilter::filled);
    EXPECT_EQ(parse_order_filter("cancelled"), OrderFilter::cancelled);
    EXPECT_EQ(parse_order_filter("all"), OrderFilter::all);
    EXPECT_FALSE(parse_order_filter("canceled"));
}

TEST(Names, OfMarketDataTypes)
{
    for (auto type : {MarketDataType::realtime, MarketDataType::frozen, MarketDataType::delayed,
                      MarketDataType::delayed_frozen})
        EXPECT_EQ(parse_market_data_type(to_string(type)), type);
    EXPECT_EQ(parse_market_data_type("live"), MarketDataType::realtime);
    EXPECT_FALSE(parse_market_data_type("3"));
    EXPECT_FALSE(parse_market_data_type("real-time"));
}

TEST(Names, OfLinkStates)
{
    EXPECT_EQ(to_string(LinkState::restored_without_data), "restored without data");
    EXPECT_EQ(to_string(LinkState::disconnected), "disconnected");
}

TEST(Ids, ReadWhatTheyPrint)
{
    EXPECT_EQ(parse_order_id("42").value(), OrderId{42});
    EXPECT_EQ(parse_order_id("-3").value(), OrderId{-3}) << "orders entered by hand have ids <= 0";
    EXPECT_EQ(to_string(OrderId{42}), "42");
    EXPECT_EQ(to_string(PermanentId{1234567890123}), "1234567890123");
    for (auto text : {"", "x", "4 2", "42x", " 42", "9223372036854775808", "1.0"}) {
        auto id = parse_order_id(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error(), Errc::invalid_argument);
        EXPECT_EQ(id.error().message, "'" + std::string{text} + "' is not an order id");
    }
}
