// The comparison of contents: each kind of difference is found and named.
#include "conformance/difference.hpp"

#include <gtest/gtest.h>

namespace trademind::conformance {
namespace {

Value order()
{
    Value v;
    v.member("order_id") = 7;
    v.member("lmt_price") = 1.25;
    v.member("total_quantity") = *Decimal::parse("100");
    v.member("tif") = "DAY";
    v.member("hidden") = false;
    v.member("aux_price") = Value{};
    v.member("legs") = List{1, 2};
    return v;
}

TEST(Contents, EqualOnesDoNotDiffer)
{
    EXPECT_EQ(first_difference(order(), order()), "");
}

TEST(Contents, EveryKindOfChangeIsNamed)
{
    auto differs = [](const char* name, Value other) {
        auto changed = order();
        changed.member(name) = std::move(other);
        return first_difference(order(), changed);
    };
    EXPECT_EQ(differs("order_id", 8), "order_id: wanted 7, found 8");
    EXPECT_EQ(differs("lmt_price", 1.2500001), "lmt_price: wanted 1.25, found 1.2500001");
    EXPECT_EQ(differs("total_quantity", *Decimal::parse("100.000000000001")),
              "total_quantity: wanted 100, found 100.000000000001");
    EXPECT_EQ(differs("tif", "DAY "), "tif: wanted \"DAY\", found \"DAY \"");
    EXPECT_EQ(differs("hidden", true), "hidden: wanted false, found true");
    EXPECT_EQ(differs("aux_price", 0.0), "aux_price: wanted unset, found 0");
    EXPECT_EQ(differs("lmt_price", Value{}), "lmt_price: wanted 1.25, found unset");
    EXPECT_EQ(differs("legs", List{1, 3}), "legs.1: wanted 2, found 3");
    EXPECT_EQ(differs("legs", List{2, 1}), "legs.0: wanted 1, found 2");
    EXPECT_EQ(differs("legs", List{1}), "legs: wanted 2 items, found 1 items");
    EXPECT_EQ(differs("order_id", 7.0), "order_id: wanted 7, found 7");  // another kind
    EXPECT_EQ(differs("extra", 1), "extra: wanted unset, found 1");
    auto less = order();
    less.take("aux_price");
    EXPECT_NE(first_difference(order(), less), "");
    EXPECT_NE(first_difference(less, order()), "");
}

TEST(Contents, AnExcuseSeesPathAndValues)
{
    auto changed = order();
    changed.member("lmt_price") = 2.0;
    auto excuse = [](std::string_view path, const Value& wanted, const Value& found) {
        return path == "lmt_price" && wanted.as<double>() == 1.25 && found.as<double>() == 2.0;
    };
    EXPECT_EQ(first_difference(order(), changed, excuse), "");
    changed.member("tif") = "GTC";
    EXPECT_EQ(first_difference(order(), changed, excuse), "tif: wanted \"DAY\", found \"GTC\"");
}

Value callback()
{
    Value v;
    v.member("req_id") = 9;
    auto& contract = v.member("contract");
    contract.member("symbol") = "IBM";
    contract.member("strike") = Value{};
    contract.member("con_id") = 0;
    auto& held = v.member("order");
    held.member("transmit") = true;
    held.member("exempt_code") = -1;
    held.member("display_size") = 0;
    held.member("lmt_price") = Value{};
    held.member("total_quantity") = *Decimal::parse("2.5");
    held.member("algo_params") = Pairs{{"a", "1"}};
    return v;
}
Json official()
{
    return Json::parse(R"({"req_id": 9, "contract": {"symbol": "IBM"},
                           "order": {"total_quantity": "2.50", "algo_params": [["a", "1"]]}})");
}

std::string differ(const Json& wanted, const Value& found, const Omissions& omissions = {})
{
    return first_difference(wanted, found, "0", omissions);
}

TEST(Arguments, LeftOutMembersHaveTheOfficialDefault)
{
    EXPECT_EQ(differ(official(), callback()), "");
    auto changed = callback();
    changed.member("order").member("transmit") = false;
    EXPECT_EQ(differ(official(), changed), "0.order.transmit: wanted the default, found false");
    changed = callback();
    changed.member("order").member("exempt_code") = 0;
    EXPECT_EQ(differ(official(), changed), "0.order.exempt_code: wanted the default, found 0");
    changed = callback();
    changed.member("order").member("display_size") = Value{};
    EXPECT_EQ(differ(official(), changed), "0.order.display_size: wanted the default, found unset");
    changed = callback();
    changed.member("order").member("lmt_price") = 0.0;
    EXPECT_EQ(differ(official(), changed), "0.order.lmt_price: wanted unset, found 0");
    changed = callback();
    changed.member("contract").member("strike") = 0.0;
    EXPECT_EQ(differ(official(), changed), "0.contract.strike: wanted unset, found 0");
}

TEST(Arguments, OfTheCallItselfAreLeftOutOnlyWhenUnset)
{
    auto wanted = official();
    wanted.erase("req_id");
    EXPECT_EQ(differ(wanted, callback()), "0.req_id: wanted unset, found 9");
    auto changed = callback();
    changed.member("req_id") = 0;
    EXPECT_EQ(differ(wanted, changed), "0.req_id: wanted unset, found 0");
    changed.member("req_id") = Value{};
    EXPECT_EQ(differ(wanted, changed), "");
}

TEST(Arguments, UnsetAndUndefinedPathsAreTaken)
{
    auto changed = callback();
    changed.member("order").member("display_size") = Value{};
    EXPECT_EQ(differ(official(), changed, {{"0.order.display_size"}, {}}), "");
    changed.member("order").member("display_size") = 5;
    EXPECT_EQ(differ(official(), changed, {{"0.order.display_size"}, {}}),
              "0.order.display_size: wanted unset, found 5");
    EXPECT_EQ(differ(official(), changed, {{}, {"0.order.display_size"}}), "");
    EXPECT_NE(differ(official(), changed, {{}, {"1.order.display_size"}}), "");
}

TEST(Arguments, ValuesDifferByKindNumberTextAndOrder)
{
    auto with = [](const char* path, Json value) {
        auto wanted = official();
        wanted[Json::json_pointer{path}] = std::move(value);
        return differ(wanted, callback());
    };
    EXPECT_NE(with("/req_id", 10), "");
    EXPECT_NE(with("/req_id", "9"), "");
    EXPECT_NE(with("/req_id", 9.5), "");
    EXPECT_NE(with("/contract/symbol", "IBm"), "");
    EXPECT_NE(with("/contract/symbol", 5), "");
    EXPECT_NE(with("/contract/con_id", 1), "");
    EXPECT_NE(with("/contract/strike", 0), "");
    EXPECT_NE(with("/order/total_quantity", "2.51"), "");
    EXPECT_NE(with("/order/total_quantity", 2.5), "");
    EXPECT_EQ(with("/order/total_quantity", "2.5000"), "");
    EXPECT_NE(with("/order/transmit", false), "");
    EXPECT_NE(with("/order/algo_params", Json::parse(R"([["a", "2"]])")), "");
    EXPECT_NE(with("/order/algo_params", Json::parse(R"([["a", "1"], ["b", "2"]])")), "");
    EXPECT_EQ(with("/order/nothing_like_it", 1),
              "0.order.nothing_like_it: wanted 1, found no such value");
}

TEST(Arguments, InfinityIsAWord)
{
    Value v;
    v.member("value") = std::numeric_limits<double>::infinity();
    EXPECT_EQ(differ({{"value", "Infinity"}}, v), "");
    EXPECT_NE(differ({{"value", "-Infinity"}}, v), "");
    EXPECT_NE(differ({{"value", 1.0}}, v), "");
}

TEST(Arguments, BytesThatAreNoUtf8ShowAsReplacementCharacters)
{
    Value v;
    v.member("text") = std::string{"Gr\xfc\xdf"};
    EXPECT_EQ(differ({{"text", "Gr\xEF\xBF\xBD\xEF\xBF\xBD"}}, v), "");
    EXPECT_NE(differ({{"text", "Gr"}}, v), "");
}

TEST(Arguments, MarginsAreTextsInTheOfficialStruct)
{
    Value v;
    auto& margin = v.member("order_state").member("init_margin_before");
    margin = 25000.5;
    auto wanted = [](const char* text) {
        return Json{{"order_state", {{"init_margin_before", text}}}};
    };
    EXPECT_EQ(differ(wanted("25000.50"), v), "");
    EXPECT_NE(differ(wanted("25000.51"), v), "");
    EXPECT_NE(differ(wanted("25000.50x"), v), "");
    margin = Value{};
    EXPECT_EQ(differ(wanted("1.7976931348623157E308"), v), "");
    EXPECT_NE(differ(wanted("25000.50"), v), "");
}

}  // namespace
}  // namespace trademind::conformance
