// The table of TWS codes: sorted, complete in its fields, and careful about what ends an order.
#include <trademind/tws_code.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

using namespace trademind;

TEST(TwsCodes, AreAscendingAndDistinct)
{
    auto codes = tws_codes();
    ASSERT_GT(codes.size(), 300U);
    EXPECT_EQ(std::ranges::adjacent_find(codes, std::greater_equal<>{}, &TwsCode::code),
              codes.end());
}

TEST(TwsCodes, AreFoundByTheirNumber)
{
    for (const TwsCode& code : tws_codes()) EXPECT_EQ(find_tws_code(code.code), &code);
    EXPECT_EQ(find_tws_code(0), nullptr);
    EXPECT_EQ(find_tws_code(-5), nullptr);
    EXPECT_EQ(find_tws_code(1'000'000), nullptr);
}

TEST(TwsCodes, HaveTextScopeAndAdvice)
{
    const std::set<std::string_view> scopes{"order",   "request", "data",
                                            "account", "session", "farm"};
    for (const TwsCode& code : tws_codes()) {
        EXPECT_FALSE(code.text.empty()) << code.code;
        EXPECT_FALSE(code.advice.empty()) << code.code;
        EXPECT_TRUE(scopes.contains(code.scope)) << code.code << ' ' << code.scope;
        EXPECT_NE(to_string(code.kind), "unknown") << code.code;
    }
}

TEST(TwsCodes, AdviseAnAction)
{
    const std::regex action{
        "\\b(correct|nothing to do|wait|cancel|send|ask|subscribe|check|set|switch on|give|use|see|"
        "update|connect|record|request|change|leave|round|read|take|route|slow down|empty|"
        "reconnect|raise|end|log in|add|repeat|mark|fix)\\b",
        std::regex::icase};
    const std::regex none{"\\b(informational|as [0-9]+|mend|fail the request)\\b",
                          std::regex::icase};
    for (const TwsCode& code : tws_codes()) {
        std::string advice{code.advice};
        EXPECT_TRUE(std::regex_search(advice, action)) << code.code << ' ' << advice;
        EXPECT_FALSE(std::regex_search(advice, none)) << code.code << ' ' << advice;
    }
}

TEST(TwsCodes, ThatRefuseANewOrder)
{
    EXPECT_TRUE(find_tws_code(201)->refuses_order());
    EXPECT_TRUE(find_tws_code(103)->refuses_order());
    EXPECT_TRUE(find_tws_code(110)->refuses_order());
}

TEST(TwsCodes, ThatRefuseNoNewOrder)
{
    // 104 and 134: a modify was refused, the order lives; 161 and 10148: a cancel was;
    // 202: tells of a cancel; 399: a warning; 2109: outside-hours flag ignored
    for (int code : {104, 134, 161, 202, 399, 2109, 10148, 1100, 2104}) {
        const TwsCode* known = find_tws_code(code);
        ASSERT_NE(known, nullptr) << code;
        EXPECT_FALSE(known->refuses_order()) << code;
    }
}

TEST(TwsCodes, OfFarmsAreOnlyNews)
{
    for (int code = 2103; code <= 2108; ++code) {
        const TwsCode* known = find_tws_code(code);
        if (!known) continue;
        EXPECT_NE(known->ends, TwsCodeEnds::yes) << code;
        EXPECT_EQ(known->scope, "farm") << code;
    }
}

TEST(TwsCodes, MeanAConditionOnlyWhereTheKindSaysSo)
{
    for (const TwsCode& code : tws_codes()) {
        auto condition = condition_of_tws_code(code.code);
        if (condition == Errc::rejected) {
            EXPECT_EQ(code.kind, TwsCodeKind::order_reject) << code.code;
        }
        if (code.kind == TwsCodeKind::order_warning || code.kind == TwsCodeKind::info) {
            EXPECT_FALSE(condition) << code.code;
        }
    }
}
