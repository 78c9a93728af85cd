// Every code of the table, and codes that are in none, at every stage of an order: no text is lost,
// an unknown code changes no state, and whoever waits gets an answer.
#include "brokers/ibkr/broker/order_machine.hpp"
#include "unit/ibkr/now.hpp"

#include <trademind/tws_code.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

constexpr std::string_view words = "A code of tomorrow";

ErrorNews said(int code, std::string text = std::string{words})
{
    return {code, make_tws_error(code, std::move(text)), {}};
}

/// Codes that this library has never heard of.
const std::vector<int> unknown_codes{7, 999, 9'998, 20'000, 20'001, 99'999};

std::vector<int> all_codes()
{
    std::vector<int> all = unknown_codes;
    for (const auto& known : tws_codes()) all.push_back(known.code);
    return all;
}

StatusNews reported(OrderStatus status, Decimal filled = {})
{
    StatusNews news;
    news.status = status;
    news.filled = filled;
    news.remaining = 10_d - filled;
    news.client_id = 1;
    return news;
}

enum class Stage { sent, working, cancelling, modifying, done };
constexpr Stage stages[]{Stage::sent, Stage::working, Stage::cancelling, Stage::modifying,
                         Stage::done};

OrderMachine order_at(Stage stage)
{
    OrderMachine order{OrderId{7}, buy(stock("AAPL"), 10_d).limit(100_d), 1, now};
    if (stage == Stage::sent) return order;
    order.on_status(reported(OrderStatus::submitted), now);
    if (stage == Stage::cancelling) order.cancel_sent(now);
    if (stage == Stage::modifying) order.modify_sent(buy(stock("AAPL"), 10_d).limit(101_d), now);
    if (stage == Stage::done) order.on_status(reported(OrderStatus::filled, 10_d), now);
    return order;
}

}  // namespace

TEST(OrderCodes, AreKeptOnTheOrderWhateverTheyAre)
{
    for (int code : all_codes())
        for (auto stage : stages) {
            auto order = order_at(stage);
            auto effects = order.on_error(said(code), now);
            EXPECT_TRUE(effects.noted) << code << ": observers are to get it";
            ASSERT_EQ(order.report().messages.size(), 1U) << code;
            const auto& kept = order.report().messages.front();
            EXPECT_EQ(kept.code, code);
            EXPECT_NE(kept.text.find(words), std::string::npos) << code;
            EXPECT_EQ(kept.time, now);
        }
}

TEST(OrderCodes, UnknownOnesChangeNoState)
{
    for (int code : unknown_codes)
        for (auto stage : stages) {
            auto order = order_at(stage);
            auto before =
                stage == Stage::cancelling ? OrderStatus::submitted : order.report().status;
            order.on_error(said(code), now);
            EXPECT_EQ(order.report().status, before) << code;
            EXPECT_EQ(order.report().order.limit_price, 100_d);
            EXPECT_FALSE(order.report().error) << code;
        }
}

TEST(OrderCodes, UnknownOnesAnswerTheCancelOrTheChangeThatWaits)
{
    for (int code : unknown_codes) {
        auto cancelling = order_at(Stage::cancelling);
        auto effects = cancelling.on_error(said(code), now);
        ASSERT_TRUE(effects.cancel) << code;
        EXPECT_EQ(effects.cancel->error().code.value(), code);
        EXPECT_TRUE(effects.look_up) << "the lists say how it stands";
        auto modifying = order_at(Stage::modifying);
        effects = modifying.on_error(said(code), now);
        ASSERT_TRUE(effects.modify) << code;
        EXPECT_EQ(effects.modify->error().code.value(), code);
        EXPECT_FALSE(modifying.waits_for_modify());
    }
}

TEST(OrderCodes, RefusalsOfAnyKindAnswerTheCancelThatWaits)
{
    for (const auto& known : tws_codes()) {
        bool refuses = known.kind == TwsCodeKind::order_reject ||
                       known.kind == TwsCodeKind::request_error ||
                       known.ends == TwsCodeEnds::the_cancel;
        auto order = order_at(Stage::cancelling);
        auto effects = order.on_error(said(known.code), now);
        EXPECT_EQ(effects.cancel.has_value(), refuses) << known.code;
        bool is_as_before = order.report().status == OrderStatus::submitted;
        EXPECT_TRUE(is_as_before || !effects.cancel) << known.code;
    }
}

TEST(OrderCodes, WarningsAnswerNothing)
{
    for (int code : all_codes())
        for (auto stage : stages) {
            auto order = order_at(stage);
            auto before = order.report().status;
            auto effects = order.on_error(said(code, "Warning: only so you know"), now);
            EXPECT_EQ(order.report().status, before) << code;
            EXPECT_FALSE(effects.place || effects.modify || effects.cancel) << code;
            EXPECT_EQ(order.report().messages.size(), 1U);
        }
}

TEST(OrderCodes, AnUnknownOneEndsTheCallOfANewOrderAfterAWhile)
{
    for (int code : unknown_codes) {
        auto order = order_at(Stage::sent);
        auto effects = order.on_error(said(code), now);
        EXPECT_FALSE(effects.place) << "a status may follow";
        EXPECT_TRUE(order.is_unexplained());
        effects = order.settle_unexplained(now);
        ASSERT_TRUE(effects.place);
        EXPECT_EQ(effects.place->error(), Errc::timed_out) << "TWS may hold it";
        EXPECT_NE(effects.place->error().message.find(words), std::string::npos);
        EXPECT_TRUE(effects.look_up);
        EXPECT_EQ(order.report().status, OrderStatus::pending_submit);
    }
}

TEST(OrderCodes, AStatusInThatWhileIsTheAnswer)
{
    auto order = order_at(Stage::sent);
    order.on_error(said(20'000), now);
    auto effects = order.on_status(reported(OrderStatus::submitted), now);
    ASSERT_TRUE(effects.place);
    EXPECT_TRUE(*effects.place);
    EXPECT_FALSE(order.is_unexplained());
    EXPECT_FALSE(order.settle_unexplained(now).place);
}

TEST(OrderCodes, TheLastOneSaysWhyAnOrderEndedOrHangs)
{
    for (auto end : {OrderStatus::cancelled, OrderStatus::api_cancelled}) {
        auto order = order_at(Stage::sent);
        order.on_error(said(20'000), now);
        order.on_status(reported(end), now);
        EXPECT_EQ(order.report().status, end);
        ASSERT_TRUE(order.report().error);
        EXPECT_EQ(order.report().error->code.value(), 20'000);
    }
    auto held = order_at(Stage::sent);
    held.on_error(said(20'000), now);
    held.on_status(reported(OrderStatus::inactive), now);
    auto effects = held.settle(now);
    ASSERT_TRUE(effects.place);
    ASSERT_TRUE(held.report().error);
    EXPECT_EQ(held.report().error->code.value(), 20'000);
}

TEST(OrderCodes, OfAnEarlierLifeSaysNothingOfTheEnd)
{
    auto order = order_at(Stage::sent);
    order.on_error(said(20'000), now);
    order.on_status(reported(OrderStatus::submitted), now);
    order.on_status(reported(OrderStatus::cancelled), now);
    EXPECT_FALSE(order.report().error) << "it worked after that";
}

TEST(OrderCodes, TheOldestGoFirst)
{
    auto order = order_at(Stage::working);
    for (int n = 0; n < 20; ++n) order.on_error(said(20'000 + n), now);
    const auto& kept = order.report().messages;
    ASSERT_EQ(kept.size(), OrderReport::most_messages);
    EXPECT_EQ(kept.back().code, 20'019);
    EXPECT_EQ(kept.front().code, 20'020 - static_cast<int>(OrderReport::most_messages));
}

}  // namespace trademind::ibkr_broker
