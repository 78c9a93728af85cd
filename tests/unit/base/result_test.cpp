// Errors, their categories, and how codes of TWS compare with conditions.
#include <trademind/result.hpp>
#include <trademind/tws_code.hpp>

#include <gtest/gtest.h>

#include <set>

using namespace trademind;

namespace {

/// Every enumerator, in order: the last one is corporate_action.
std::vector<Errc> every_condition()
{
    std::vector<Errc> all;
    for (int n = 1; n <= static_cast<int>(Errc::corporate_action); ++n) all.push_back(Errc{n});
    return all;
}

}  // namespace

TEST(Errors, CompareWithTheirConditionOnly)
{
    for (Errc condition : every_condition())
        for (Errc other : every_condition())
            EXPECT_EQ(Error{condition} == other, condition == other);
}

TEST(Errors, HaveWordsOfTheirOwn)
{
    std::set<std::string> texts;
    for (Errc condition : every_condition()) {
        auto text = Error{condition}.code.message();
        EXPECT_EQ(text.find("unknown error"), std::string::npos) << static_cast<int>(condition);
        texts.insert(text);
    }
    EXPECT_EQ(texts.size(), every_condition().size());
    EXPECT_EQ(Error(Errc{9999}).code.message(), "unknown error 9999");
}

TEST(Errors, DescribeThemselves)
{
    EXPECT_EQ((Error{Errc::order_value_limit, "order value 60000 exceeds 50000"}.describe()),
              "order value over the limit: order value 60000 exceeds 50000");
    EXPECT_EQ(Error{Errc::cancelled}.describe(), "cancelled");
    EXPECT_EQ(make_tws_error(201, "Order rejected - reason:margin").describe(),
              "TWS code 201: Order rejected - reason:margin");
}

TEST(Errors, ThrowOnlyWhereTheCallerAsksForTheValue)
{
    Result<int> failed = Error{Errc::timed_out, "no answer"};
    EXPECT_FALSE(failed);
    EXPECT_FALSE(failed.has_value());
    try {
        static_cast<void>(failed.value());
        FAIL() << "value() of an error";
    } catch (const boost::system::system_error& thrown) {
        EXPECT_EQ(thrown.code(), Errc::timed_out);
        EXPECT_NE(std::string_view{thrown.what()}.find("no answer"), std::string_view::npos);
    }
    Result<int> good = 7;
    EXPECT_EQ(good.value(), 7);
    Result<> nothing;
    EXPECT_TRUE(nothing.has_value());
}

TEST(Errors, KeepTheNumberThatTwsSent)
{
    auto error = make_tws_error(201, "rejected");
    EXPECT_EQ(error.code.value(), 201);
    EXPECT_EQ(error.code.category(), tws_category());
    EXPECT_STREQ(error.code.category().name(), "tws");
    EXPECT_STREQ(Error{Errc::rejected}.code.category().name(), "trademind");
    EXPECT_NE(error, Error{}) << "a code of TWS is an error";
}

TEST(TwsErrors, EqualTheConditionThatACallerCanActUpon)
{
    struct Case {
        int code;
        Errc condition;
    };
    for (auto [code, condition] : {
             Case{100, Errc::pacing},
             Case{104, Errc::not_modifiable},
             Case{110, Errc::rejected},
             Case{135, Errc::unknown_order},
             Case{161, Errc::not_cancellable},
             Case{200, Errc::unknown_contract},
             Case{201, Errc::rejected},
             Case{326, Errc::client_id_in_use},
             Case{354, Errc::market_data_permission},
             Case{502, Errc::connection_refused},
             Case{503, Errc::server_too_old},
             Case{504, Errc::not_connected},
             Case{506, Errc::server_too_new},
             Case{1100, Errc::connection_lost},
             Case{10147, Errc::unknown_order},
             Case{10148, Errc::not_cancellable},
         }) {
        for (Errc other : every_condition())
            EXPECT_EQ(make_tws_error(code, {}) == other, other == condition) << code;
    }
}

TEST(TwsErrors, OfAnUnknownCodeEqualNothing)
{
    for (int code : {0, 1, 99, 999, 20000, -1, 2'147'483'647}) {
        ASSERT_EQ(find_tws_code(code), nullptr) << code;
        for (Errc condition : every_condition())
            EXPECT_FALSE(make_tws_error(code, "new in TWS 99") == condition) << code;
        EXPECT_EQ(make_tws_error(code, "new in TWS 99").message, "new in TWS 99");
    }
}

TEST(TwsErrors, OfInformationRefuseNothing)
{
    // 2104: a farm is connected; 399: the order waits for the market; 202: cancelled, as asked
    for (int code : {2104, 2106, 2158, 399, 202, 10167})
        for (Errc condition : {Errc::rejected, Errc::not_connected, Errc::connection_lost})
            EXPECT_FALSE(make_tws_error(code, {}) == condition) << code;
}
