// Executions held against a tape's quotes.
#include "soak/tape_audit.hpp"
#include "soak/start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

using namespace trademind;
using namespace trademind::literals;
using namespace std::chrono_literals;
using trademind::paper::MarketChange;
using trademind::soak::TapeAudit;
using trademind::test::start;

namespace {

/// X at 10.00/10.02, a second later 10.04/10.06, two seconds later again without an ask.
class TapeAuditTest : public testing::Test {
protected:
    TapeAuditTest()
    {
        tape.contracts = {stock("X"), stock("Y")};
        add(0s, MarketChange{start}.with_bid(10_d, 300).with_ask(10.02_d, 100));
        add(1s, MarketChange{start}.with_bid(10.04_d, 200).with_ask(10.06_d, 50));
        MarketChange no_ask{start};
        no_ask.ask = Decimal{-1};
        add(3s, no_ask);
    }
    void add(Duration after, MarketChange change)
    {
        change.time = start + after;
        tape.rows.emplace_back(0, change);
    }
    Execution at(Duration after, Decimal price, Side side = Side::buy, Decimal quantity = 10)
    {
        Execution e;
        e.contract = stock("X");
        e.time = start + after;
        e.price = price;
        e.side = side;
        e.quantity = quantity;
        return e;
    }

    paper::Tape tape;
};

TEST_F(TapeAuditTest, a_price_within_the_standing_quote_is_inside)
{
    TapeAudit audit{tape};
    EXPECT_TRUE(audit.is_inside(at(0s, 10.02_d)));
    EXPECT_TRUE(audit.is_inside(at(500ms, 10_d)));
    EXPECT_TRUE(audit.is_inside(at(2s, 10.06_d)));
    EXPECT_FALSE(audit.is_inside(at(0s, 10.03_d)));
    EXPECT_FALSE(audit.is_inside(at(0s, 9.99_d)));
    EXPECT_FALSE(audit.is_inside(at(2s, 10.07_d)));
}

TEST_F(TapeAuditTest, an_order_that_waited_may_fill_between_two_quotes)
{
    TapeAudit audit{tape};
    // a sell limit of 10.03 waited at 10.02 and was reached by the bid of 10.04
    EXPECT_TRUE(audit.is_inside(at(1s, 10.03_d, Side::sell)));
    EXPECT_FALSE(audit.is_inside(at(999ms, 10.03_d, Side::sell)));
}

TEST_F(TapeAuditTest, before_the_first_quote_and_of_an_unknown_symbol_nothing_is_inside)
{
    TapeAudit audit{tape};
    EXPECT_FALSE(audit.is_inside(at(-1s, 10.01_d)));
    Execution other = at(1s, 10.05_d);
    other.contract = stock("Y");
    EXPECT_FALSE(audit.is_inside(other));
    EXPECT_FALSE(audit.is_no_better(other));
    EXPECT_FALSE(audit.is_no_better(at(-1s, 10.05_d)));
}

TEST_F(TapeAuditTest, a_missing_side_is_no_price)
{
    TapeAudit audit{tape};
    EXPECT_TRUE(audit.is_inside(at(4s, 10.06_d))) << "the quote before had it";
    EXPECT_FALSE(audit.is_inside(at(4s, -1_d)));
    EXPECT_FALSE(audit.is_no_better(at(4s, 10.06_d))) << "there is no ask to be compared with";
    EXPECT_TRUE(audit.is_no_better(at(4s, 10.04_d, Side::sell)));
}

TEST_F(TapeAuditTest, nobody_gets_more_than_the_opposite_quote_offers)
{
    TapeAudit audit{tape};
    EXPECT_TRUE(audit.is_no_better(at(2s, 10.06_d)));
    EXPECT_TRUE(audit.is_no_better(at(2s, 10.50_d))) << "at a limit beyond the ask";
    EXPECT_FALSE(audit.is_no_better(at(2s, 10.05_d)));
    EXPECT_TRUE(audit.is_no_better(at(2s, 10.03_d, Side::sell)));
    EXPECT_FALSE(audit.is_no_better(at(2s, 10.05_d, Side::sell)));
}

TEST_F(TapeAuditTest, fills_of_one_quote_add_up_to_what_it_shows)
{
    TapeAudit audit{tape};
    audit.count(at(0s, 10.02_d, Side::buy, 60));
    audit.count(at(500ms, 10.02_d, Side::buy, 40));
    audit.count(at(500ms, 10_d, Side::sell, 300));
    EXPECT_THAT(audit.overfilled(), testing::IsEmpty());
    audit.count(at(900ms, 10.02_d, Side::buy, 1));
    ASSERT_THAT(audit.overfilled(), testing::SizeIs(1));
    EXPECT_EQ(audit.overfilled().front(),
              "X 2026-01-05T15:00:00Z: bought 101 of 100, sold 300 of 300");
    audit.count(at(1s, 10.04_d, Side::sell, 201));
    EXPECT_THAT(audit.overfilled(), testing::SizeIs(2));
}

TEST_F(TapeAuditTest, quotes_of_one_moment_count_together)
{
    add(3s, MarketChange{}.with_ask(10.05_d, 70));
    add(3s, MarketChange{}.with_ask(10.06_d, 30));
    TapeAudit audit{tape};
    // the row without an ask still has the size that stood before: 50, then 70 and 30
    audit.count(at(3s, 10.05_d, Side::buy, 150));
    EXPECT_THAT(audit.overfilled(), testing::IsEmpty());
    audit.count(at(3s, 10.05_d, Side::buy, 1));
    EXPECT_THAT(audit.overfilled(), testing::SizeIs(1));
}

TEST_F(TapeAuditTest, trades_are_no_quotes)
{
    add(4s, MarketChange{}.with_print(11_d, 500));
    TapeAudit audit{tape};
    EXPECT_FALSE(audit.is_inside(at(4s, 11_d)));
    EXPECT_FALSE(TapeAudit{paper::Tape{}}.is_inside(at(0s, 10_d)));
}

}  // namespace
