// Which of two reports of one order is the newer: the one rule for answers, events and journal.
#include "domain/order_progress.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace trademind {
namespace {

using namespace trademind::literals;
using enum OrderStatus;

struct Row {
    OrderProgress known, next;
    bool as_report, as_correction, as_list;
};

void PrintTo(const Row& row, std::ostream* out)
{
    *out << to_string(row.known.status) << ' ' << row.known.filled << " then "
         << to_string(row.next.status) << ' ' << row.next.filled;
}

class OrderProgressRule : public testing::TestWithParam<Row> {};

TEST_P(OrderProgressRule, says_what_may_follow_what)
{
    const Row& row = GetParam();
    EXPECT_EQ(may_follow(row.known, row.next, Evidence::report), row.as_report);
    EXPECT_EQ(may_follow(row.known, row.next, Evidence::correction), row.as_correction);
    EXPECT_EQ(may_follow(row.known, row.next, Evidence::list), row.as_list);
}

INSTANTIATE_TEST_SUITE_P(rows, OrderProgressRule,
                         testing::Values(
                             // while it works everything but fewer fills
                             Row{{pending_submit, 0_d}, {submitted, 0_d}, true, true, true},
                             Row{{submitted, 0_d}, {pre_submitted, 0_d}, true, true, true},
                             Row{{submitted, 4_d}, {submitted, 4_d}, true, true, true},
                             Row{{submitted, 4_d}, {submitted, 3_d}, false, true, true},
                             Row{{submitted, 4_d}, {cancelled, 4_d}, true, true, true},
                             Row{{submitted, 4_d}, {cancelled, 0_d}, true, true, true},
                             Row{{submitted, 4_d}, {rejected, 0_d}, false, true, true},
                             Row{{submitted, 4_d}, {filled, 3_d}, false, true, true},
                             Row{{submitted, 0_d}, {unknown, 0_d}, true, true, true},
                             // an end is left by a correction or by the list
                             Row{{filled, 10_d}, {submitted, 0_d}, false, true, true},
                             Row{{filled, 10_d}, {submitted, 10_d}, false, false, true},
                             Row{{filled, 10_d}, {cancelled, 10_d}, false, false, true},
                             Row{{filled, 10_d}, {submitted, 10_d, 10_d}, true, true, true},
                             Row{{filled, 10_d}, {cancelled, 10_d, 10_d}, true, true, true},
                             Row{{filled, 10_d}, {submitted, 4_d, 6_d}, false, true, true},
                             Row{{filled, 0_d}, {submitted, 0_d, 10_d}, true, true, true},
                             Row{{filled, 10_d}, {filled, 9_d}, false, true, true},
                             Row{{filled, 10_d}, {filled, 10_d}, true, true, true},
                             Row{{filled, 10_d}, {unknown, 0_d}, false, false, false},
                             Row{{cancelled, 4_d}, {submitted, 4_d}, false, false, true},
                             Row{{cancelled, 0_d}, {pre_submitted, 0_d}, false, false, true},
                             Row{{cancelled, 0_d}, {pending_cancel, 0_d}, false, false, true},
                             Row{{cancelled, 0_d}, {inactive, 0_d}, false, false, true},
                             Row{{api_cancelled, 0_d}, {cancelled, 0_d}, true, true, true},
                             Row{{cancelled, 4_d}, {unknown, 4_d}, false, false, false},
                             // by fills that only come later
                             Row{{cancelled, 4_d}, {filled, 10_d}, true, true, true},
                             Row{{cancelled, 4_d}, {cancelled, 5_d}, true, true, true},
                             Row{{cancelled, 4_d}, {submitted, 5_d}, true, true, true},
                             // what works was not rejected
                             Row{{rejected, 0_d}, {submitted, 0_d}, true, true, true},
                             Row{{rejected, 0_d}, {filled, 1_d}, true, true, true},
                             Row{{rejected, 0_d}, {pending_submit, 0_d}, false, false, true},
                             Row{{rejected, 0_d}, {inactive, 0_d}, false, false, true},
                             Row{{rejected, 0_d}, {unknown, 0_d}, false, false, false},
                             Row{{unknown, 0_d}, {pending_submit, 0_d}, true, true, true}));

TEST(OrderProgressRule, an_answer_counts_after_events_only_where_it_is_ahead)
{
    EXPECT_TRUE(is_ahead({submitted, 0_d}, {submitted, 1_d}));
    EXPECT_TRUE(is_ahead({submitted, 0_d}, {cancelled, 0_d}));
    EXPECT_TRUE(is_ahead({pending_submit, 0_d}, {submitted, 0_d}));
    EXPECT_TRUE(is_ahead({unknown, 0_d}, {pre_submitted, 0_d}));
    EXPECT_FALSE(is_ahead({pending_cancel, 0_d}, {submitted, 0_d}));
    EXPECT_FALSE(is_ahead({submitted, 0_d}, {pre_submitted, 0_d}));
    EXPECT_FALSE(is_ahead({submitted, 1_d}, {submitted, 0_d}));
    EXPECT_FALSE(is_ahead({filled, 1_d}, {submitted, 0_d}));
    EXPECT_FALSE(is_ahead({cancelled, 0_d}, {cancelled, 0_d}));
}

}  // namespace
}  // namespace trademind
