// The official calls: every one has its message, and arguments keep their values.
#include "conformance/calls.hpp"

#include "conformance/codec.hpp"

#include <gtest/gtest.h>

namespace trademind::conformance {
namespace {

TEST(Calls, EveryRequestOfTheOfficialClientHasAMessage)
{
    constexpr int last = 107;
    int known = 0;
    for (int id = 1; id <= last; ++id) known += find_request(id) != nullptr ? 1 : 0;
    EXPECT_EQ(known, 83);
    EXPECT_EQ(request_id_of("placeOrder"), 3);
    EXPECT_EQ(request_id_of("cancelHistoricalTicks"), 107);
    EXPECT_FALSE(request_id_of("eConnect"));
    EXPECT_FALSE(request_id_of("placeorder"));
    EXPECT_EQ(find_request(60), nullptr);
    EXPECT_EQ(find_answer(22), nullptr);
}

TEST(Calls, EveryAnswerHasAMessage)
{
    constexpr int last = 109;
    int known = 0;
    for (int id = 1; id <= last; ++id) known += find_answer(id) != nullptr ? 1 : 0;
    EXPECT_EQ(known, 84);
}

TEST(Arguments, AreRenamedToTheProtocolsNames)
{
    EXPECT_EQ(to_members("reqMktData", {{"generic_ticks", "233"}, {"snapshot", true}}),
              Json({{"generic_tick_list", "233"}, {"snapshot", true}}));
    EXPECT_EQ(to_members("exerciseOptions", {{"req_id", 5}}), Json({{"order_id", 5}}));
    EXPECT_EQ(to_members("reqPnL", {{"req_id", 5}}), Json({{"req_id", 5}}));
    EXPECT_EQ(to_members("reqExecutions", {{"filter", {{"side", "BUY"}}}}),
              Json({{"execution_filter", {{"side", "BUY"}}}}));
}

TEST(Arguments, OfOrdersAreRegrouped)
{
    auto args = Json::parse(R"({
        "contract": {"primary_exchange": "NYSE", "combo_legs": [{"short_sale_slot": 2}, {}]},
        "order": {"order_combo_legs": [{"price": 1.5}, {}], "sl_order_id": 7,
                  "soft_dollar_tier": {"val": "x"}, "conditions": [{"type": "margin"}]}})");
    EXPECT_EQ(to_members("placeOrder", args), Json::parse(R"({
        "contract": {"primary_exch": "NYSE",
                     "combo_legs": [{"short_sales_slot": 2, "per_leg_price": 1.5}, {}]},
        "order": {"soft_dollar_tier": {"value": "x"}, "conditions": [{"type": 4}]},
        "attached_orders": {"sl_order_id": 7}})"));
}

TEST(Arguments, WithoutAPlaceStayAndAreReported)
{
    auto args = Json::parse(R"({"order_id": 1, "contract": {"combo_legs": [{}]},
                                "order": {"order_combo_legs": [{"price": 1}, {"price": 2}],
                                          "conditions": [{"type": "weather"}]}})");
    auto members = to_members("placeOrder", args);
    EXPECT_TRUE(members["order"].contains("order_combo_legs"));
    auto message = find_request(3)();
    EXPECT_EQ(message->build(members).size(), 2U);
}

TEST(Building, NamesWhatDoesNotFit)
{
    auto problems = [](const char* text) {
        auto members = Json::parse(text);
        return find_request(3)()->build(members);
    };
    EXPECT_TRUE(problems(R"({"order_id": 1})").empty());
    EXPECT_EQ(problems(R"({"orderid": 1})"),
              std::vector<std::string>{"orderid: the message has no such member"});
    EXPECT_EQ(problems(R"({"order": {"lmt_price": "1"}})"),
              std::vector<std::string>{"order.lmt_price: is not a value for this member: \"1\""});
    EXPECT_EQ(problems(R"({"order": {"total_quantity": 100}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"total_quantity": "1O0"}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"hidden": 2}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"parent_id": 4294967297}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"parent_id": 1.5}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"tif": 5}})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": 5})").size(), 1U);
    EXPECT_EQ(problems(R"({"order": {"algo_params": [["a"]]}})").size(), 1U);
    EXPECT_EQ(problems(R"({"contract": {"combo_legs": 5}})").size(), 1U);
    EXPECT_EQ(problems(R"({"contract": {"combo_legs": [{"ratio": "x"}]}})"),
              std::vector<std::string>{
                  "contract.combo_legs.0.ratio: is not a value for this member: \"x\""});
}

}  // namespace
}  // namespace trademind::conformance
