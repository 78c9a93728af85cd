// Marks and order checks allocate nothing.
#include "support/allocation_count.hpp"
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

TEST(Allocations, a_mark_makes_none)
{
    Books b;
    b.trade(share, 100_d, 50_d);
    b.trade(put_option, -1_d, 2_d);
    b.trade(es, 1_d, 5000_d);
    b.ledger.mark(eur_usd, 1.10_d);
    std::size_t before = test::allocations_so_far();
    b.ledger.mark(share, 51_d);
    b.ledger.mark(put_option, 2_d);
    b.ledger.mark(es, 5001_d);
    b.ledger.mark(eur_usd, 1.11_d);
    EXPECT_EQ(test::allocations_so_far(), before);
    EXPECT_EQ(b.unrealized(share), 100_d);
}

TEST(Allocations, an_accepted_check_makes_none)
{
    Books b;
    b.ledger.deposit("USD", 100000_d);
    b.trade(share, 100_d, 50_d);
    b.ledger.mark(share, 50_d);
    LiveOrder order;
    order.id = OrderId{1};
    order.instrument = share;
    order.quantity = 10_d;
    order.price = 50_d;
    std::size_t before = test::allocations_so_far();
    bool accepted = b.ledger.check(order).has_value();
    std::size_t after = test::allocations_so_far();
    EXPECT_EQ(after, before);
    EXPECT_TRUE(accepted);
    // the counter counts
    LedgerState state = b.ledger.state();
    EXPECT_GT(test::allocations_so_far(), after);
}
