// What shows that TWS has taken a modify.
#include "brokers/ibkr/broker/pending_modify.hpp"
#include "brokers/ibkr/broker/status_counts.hpp"

#include <trademind/contract.hpp>

#include <gtest/gtest.h>

#include <string>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

OrderRequest limit_order(Decimal price)
{
    return buy(stock("AAPL"), 100).limit(price);
}

TEST(PendingModify, ends_with_the_echo_that_has_its_terms)
{
    PendingModify modify;
    EXPECT_FALSE(modify.drop());
    modify.sent(limit_order(101), limit_order(100));
    EXPECT_TRUE(modify.waits());
    EXPECT_FALSE(modify.is_hard_to_see());
    auto before = limit_order(100), after = limit_order(101);
    EXPECT_FALSE(modify.shown_by(before, before, before)) << "an echo of the time before it";
    auto shown = modify.shown_by(after, before, after);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->limit_price, 101_d);
    EXPECT_FALSE(modify.waits());
    EXPECT_EQ(modify.count(), 1u);
}

TEST(PendingModify, that_only_takes_attributes_away_waits_for_a_list)
{
    PendingModify modify;
    auto before = limit_order(100), after = limit_order(100);
    OrderAttributes shown_in_part;
    shown_in_part.display_size = 10;
    before.attributes = shown_in_part;
    modify.sent(limit_order(100), before);
    EXPECT_TRUE(modify.is_hard_to_see());
    EXPECT_FALSE(modify.shown_by_list(after)) << "the list did not name the order";
    EXPECT_FALSE(modify.shown_by(after, before, after)) << "TWS never tells some attributes";
    EXPECT_TRUE(modify.shown_by_list(after));
    EXPECT_FALSE(modify.waits());
}

TEST(PendingModify, whose_answer_was_lost_may_have_been_taken)
{
    PendingModify modify;
    auto before = limit_order(100), after = limit_order(101);
    EXPECT_FALSE(modify.lose());
    modify.sent(limit_order(101), before);
    EXPECT_TRUE(modify.lose());
    EXPECT_FALSE(modify.waits());
    EXPECT_TRUE(modify.shown_by(after, before, after)) << "a list tells";
    modify.sent(limit_order(102), after);
    modify.lose();
    modify.sent(limit_order(103), after);
    auto lost = limit_order(102);
    EXPECT_FALSE(modify.shown_by(lost, after, lost)) << "the later one counts";
}

TEST(StatusCounts, never_fall_but_by_a_list_or_a_correction)
{
    StatusCounts counts;
    StatusNews news;
    counts.take(news);
    EXPECT_FALSE(counts.remaining()) << "not told";
    news.filled = 50;
    news.remaining = 50;
    news.average_price = 10;
    counts.take(news);
    news.filled = 30;
    news.remaining = 70;
    counts.take(news);
    EXPECT_EQ(counts.filled(), 50_d) << "late";
    EXPECT_EQ(counts.remaining(), 50_d);
    counts.correct(-10);
    EXPECT_EQ(counts.filled(), 40_d);
    news.listed = true;
    news.average_price.reset();
    counts.take(news);
    EXPECT_EQ(counts.filled(), 30_d);
    EXPECT_EQ(counts.average(), 10_d) << "the last that was told";
}

TEST(StatusCounts, infer_filled_and_take_back_only_what_was_inferred)
{
    StatusCounts counts;
    EXPECT_FALSE(counts.infer(false, OrderStatus::submitted));
    EXPECT_EQ(counts.infer(true, OrderStatus::submitted), OrderStatus::filled);
    EXPECT_FALSE(counts.infer(true, OrderStatus::filled)) << "known";
    EXPECT_EQ(counts.infer(false, OrderStatus::filled), OrderStatus::submitted) << "corrected";
    EXPECT_FALSE(counts.infer(false, OrderStatus::filled)) << "once";
    EXPECT_EQ(counts.infer(true, OrderStatus::pre_submitted), OrderStatus::filled);
    StatusNews news;
    news.status = OrderStatus::filled;
    counts.take(news);
    EXPECT_FALSE(counts.infer(false, OrderStatus::filled)) << "TWS has said it by now";
}

}  // namespace
}  // namespace trademind::ibkr_broker
