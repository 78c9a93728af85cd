// Names and access of values.
#include "conformance/value.hpp"

#include <gtest/gtest.h>

namespace trademind::conformance {
namespace {

TEST(SnakeCase, IsTheOfficialSpelling)
{
    EXPECT_EQ(snake_case("lmtPrice"), "lmt_price");
    EXPECT_EQ(snake_case("useRTH"), "use_rth");
    EXPECT_EQ(snake_case("initMarginBeforeOutsideRTH"), "init_margin_before_outside_rth");
    EXPECT_EQ(snake_case("rule80A"), "rule80a");
    EXPECT_EQ(snake_case("mifid2DecisionMaker"), "mifid2_decision_maker");
    EXPECT_EQ(snake_case("dailyPnL"), "daily_pnl");
    EXPECT_EQ(snake_case("unrealizedPNL"), "unrealized_pnl");
    EXPECT_EQ(snake_case("ledgerAndNLV"), "ledger_and_nlv");
    EXPECT_EQ(snake_case("WAP"), "wap");
    EXPECT_EQ(snake_case("eventContractDescription1"), "event_contract_description1");
    EXPECT_EQ(snake_case("lastNDays"), "last_n_days");
    EXPECT_EQ(snake_case("isOmsContainer"), "is_oms_container");
}

TEST(Value, MembersAreMadeFoundRenamedAndTaken)
{
    Value v;
    v.member("a") = 1;
    EXPECT_EQ(v["a"].as<std::int64_t>(), 1);
    EXPECT_TRUE(v["b"].is_unset());
    v.rename("a", "b");
    EXPECT_TRUE(v["a"].is_unset());
    v.rename("nothing", "c");
    EXPECT_TRUE(v["c"].is_unset());
    EXPECT_EQ(v.take("b").as<std::int64_t>(), 1);
    EXPECT_TRUE(v["b"].is_unset());
    EXPECT_TRUE(v.take("b").is_unset());
}

TEST(Value, IsToldInWords)
{
    EXPECT_EQ(to_text(Value{}), "unset");
    EXPECT_EQ(to_text(Value{true}), "true");
    EXPECT_EQ(to_text(Value{-3}), "-3");
    EXPECT_EQ(to_text(Value{1.5}), "1.5");
    EXPECT_EQ(to_text(Value{*Decimal::parse("0.50")}), "0.5");
    EXPECT_EQ(to_text(Value{"text"}), "\"text\"");
    EXPECT_EQ(to_text(Value{Pairs{{"a", "1"}, {"b", ""}}}), "[a=1;b=;]");
    EXPECT_EQ(to_text(Value{List{1, 2}}), "2 items");
    EXPECT_EQ(to_text(Value{Object{}}), "an object of 0 members");
}

}  // namespace
}  // namespace trademind::conformance
