// Codes that a program puts before the library's table.
#include <trademind/tws_code.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace trademind {
namespace {

// The table is the process's: these codes are of these tests only.
constexpr int made_up = 19'901, another = 19'902;

TEST(TwsCodeChanges, AnUnknownCodeBecomesKnown)
{
    ASSERT_EQ(find_tws_code(made_up), nullptr);
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::order_reject, true, "mend it"}}));
    const TwsCode* known = find_tws_code(made_up);
    ASSERT_NE(known, nullptr);
    EXPECT_TRUE(known->refuses_order());
    EXPECT_EQ(known->advice, "mend it");
    EXPECT_EQ(known->scope, "order");
    EXPECT_EQ(condition_of_tws_code(made_up), Errc::rejected);
}

TEST(TwsCodeChanges, AKnownCodeIsSeenAnotherWayAndKeepsItsText)
{
    auto text = find_tws_code(202)->text;
    ASSERT_FALSE(find_tws_code(201) == nullptr);
    ASSERT_TRUE(
        extend_tws_codes({{201, TwsCodeKind::order_warning, false, "only a warning here"}}));
    EXPECT_FALSE(find_tws_code(201)->refuses_order());
    EXPECT_FALSE(find_tws_code(201)->text.empty());
    EXPECT_EQ(find_tws_code(202)->text, text) << "others stay";
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::info, false, ""}}));
    EXPECT_TRUE(find_tws_code(201)->refuses_order()) << "the call before is forgotten";
}

TEST(TwsCodeChanges, PointersStayGood)
{
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::warning, false, "first"}}));
    const TwsCode* first = find_tws_code(made_up);
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::warning, false, "second"}}));
    EXPECT_EQ(first->advice, "first");
    EXPECT_EQ(find_tws_code(made_up)->advice, "second");
}

TEST(TwsCodeChanges, AnEmptyListChangesNothing)
{
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::warning, false, "stays"}}));
    ASSERT_TRUE(extend_tws_codes({}));
    EXPECT_EQ(find_tws_code(made_up)->advice, "stays");
}

TEST(TwsCodeChanges, TheSessionsOwnCodesAreNotToBeChanged)
{
    for (int code : {326, 502, 504, 507, 1100, 1101, 1102, 1300, 2103, 2104, 2110, 2119, 2158}) {
        auto refused = extend_tws_codes({{code, TwsCodeKind::info, false, ""}});
        ASSERT_FALSE(refused) << code;
        EXPECT_EQ(refused.error(), Errc::invalid_argument);
        EXPECT_NE(refused.error().message.find(std::to_string(code)), std::string::npos);
    }
}

TEST(TwsCodeChanges, OneMistakeChangesNothing)
{
    ASSERT_TRUE(extend_tws_codes({{made_up, TwsCodeKind::warning, false, "good"}}));
    EXPECT_FALSE(extend_tws_codes(
        {{another, TwsCodeKind::warning, false, ""}, {another, TwsCodeKind::info, false, ""}}));
    EXPECT_FALSE(extend_tws_codes({{0, TwsCodeKind::warning, false, ""}}));
    EXPECT_FALSE(extend_tws_codes({{-5, TwsCodeKind::warning, false, ""}}));
    EXPECT_EQ(find_tws_code(another), nullptr);
    EXPECT_EQ(find_tws_code(made_up)->advice, "good");
}

TEST(TwsCodeChanges, KindsGoBothWays)
{
    for (int n = 0; n <= static_cast<int>(TwsCodeKind::client_local); ++n) {
        auto kind = static_cast<TwsCodeKind>(n);
        EXPECT_EQ(parse_tws_code_kind(to_string(kind)), kind);
    }
    EXPECT_EQ(parse_tws_code_kind("order_reject"), TwsCodeKind::order_reject);
    EXPECT_EQ(parse_tws_code_kind("reject"), std::nullopt);
    EXPECT_EQ(parse_tws_code_kind(""), std::nullopt);
}

}  // namespace
}  // namespace trademind
