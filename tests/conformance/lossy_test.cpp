// What the official client loses is allowed exactly where it loses it.
#include "conformance/lossy.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace trademind::conformance {
namespace {

TEST(CutDouble, FourteenDigitsInText)
{
    EXPECT_TRUE(is_cut_double("0.33333333333333", "0.3333333333333333"));
    EXPECT_TRUE(is_cut_double("0.3", "0.30000000000000004"));
    EXPECT_FALSE(is_cut_double("0.33333333333334", "0.3333333333333333"));
    EXPECT_FALSE(is_cut_double("0.333333333333", "0.3333333333333333"));
    EXPECT_FALSE(is_cut_double("abc", "abc"));
}

TEST(CutDouble, SixDigitsOnlyInConditions)
{
    EXPECT_TRUE(is_cut_double(123456.75, 123457, true));
    EXPECT_FALSE(is_cut_double(123456.75, 123457, false));
    EXPECT_TRUE(is_cut_double(1.0 / 3, 0.33333333333333, false));
    EXPECT_FALSE(is_cut_double(100.25, 100.26, true));
}

TEST(OfficialQuantity, IsTheArgumentWhenNothingIsLost)
{
    EXPECT_EQ(official_quantity("100", true), Decimal{100});
    EXPECT_EQ(official_quantity("0.50", true), Decimal::parse("0.5"));
    EXPECT_EQ(official_quantity("-100.0", false), Decimal{-100});
    EXPECT_EQ(official_quantity("0", true), Decimal{});
    EXPECT_EQ(official_quantity("0.00000001", true), Decimal::parse("0.00000001"));
    EXPECT_FALSE(official_quantity("ten", true));
    EXPECT_FALSE(official_quantity("", true));
}

TEST(OfficialQuantity, LosesThePositiveExponentInProtobuf)
{
    EXPECT_EQ(official_quantity("1E+3", true), Decimal{1});
    EXPECT_EQ(official_quantity("1E+3", false), Decimal{1000});
    EXPECT_EQ(official_quantity("1.5E+3", true), Decimal{15});
    EXPECT_EQ(official_quantity("1500", true), Decimal{1500});
    EXPECT_EQ(official_quantity("150000000000000000000", true), Decimal{1500000000000000});
}

TEST(OfficialQuantity, HasSixteenDigitsTiesToEven)
{
    EXPECT_EQ(official_quantity("1234567.8901234565", false), Decimal::parse("1234567.890123456"));
    EXPECT_EQ(official_quantity("1234567.8901234575", false), Decimal::parse("1234567.890123458"));
    EXPECT_EQ(official_quantity("1234567.89012345651", false), Decimal::parse("1234567.890123457"));
    EXPECT_EQ(official_quantity("99999999999999999", false), Decimal::parse("100000000000000000"));
}

TEST(Multiplier, IsTheNumberThatTheTextBeginsWith)
{
    EXPECT_TRUE(same_multiplier("100", 100.0));
    EXPECT_TRUE(same_multiplier("1e3", 1000.0));
    EXPECT_TRUE(same_multiplier("abc", 0.0));
    EXPECT_TRUE(same_multiplier("100", "100"));
    EXPECT_FALSE(same_multiplier("100", 101.0));
    EXPECT_FALSE(same_multiplier("100", "100.0"));
    EXPECT_FALSE(same_multiplier("100", Value{}));
}

TEST(Options, InAMapTheFirstOfEqualTagsStaysAndOrderIsNone)
{
    EXPECT_TRUE(same_map({{"b", "2"}, {"a", "1"}, {"a", "3"}}, {{"a", "1"}, {"b", "2"}}));
    EXPECT_FALSE(same_map({{"a", "1"}, {"a", "3"}}, {{"a", "3"}}));
    EXPECT_FALSE(same_map({{"a", "1"}}, {{"a", "1"}, {"b", "2"}}));
    EXPECT_FALSE(same_map({{"a", "1"}}, {}));
}

TEST(Options, InOneFieldMayBeCutElsewhere)
{
    EXPECT_TRUE(same_joined({{"r", "x=1;y=2"}}, {{"r", "x=1"}, {"y", "2"}}));
    EXPECT_FALSE(same_joined({{"r", "x=1"}}, {{"r", "x=2"}}));
    EXPECT_FALSE(same_joined({{"a", "1"}, {"b", "2"}}, {{"b", "2"}, {"a", "1"}}));
}

TEST(RemoveMember, FindsItAtTheTopAndInParts)
{
    auto members = Json::parse(R"({"order_id": 1, "order": {"post_only": true, "hidden": true}})");
    EXPECT_TRUE(remove_member(members, "order.postOnly"));
    EXPECT_EQ(members, Json::parse(R"({"order_id": 1, "order": {"hidden": true}})"));
    EXPECT_TRUE(remove_member(members, "hidden"));
    EXPECT_TRUE(remove_member(members, "orderId"));
    EXPECT_EQ(members, Json::parse(R"({"order": {}})"));
    EXPECT_FALSE(remove_member(members, "order.postOnly"));
}

}  // namespace
}  // namespace trademind::conformance
