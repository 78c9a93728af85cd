// Marks and order checks allocate nothing.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

}  // namespace

// all forms, so that AddressSanitizer sees memory return the way it came
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    ++allocations;
    return std::malloc(size);
}
void* operator new(std::size_t size)
{
    if (void* memory = operator new(size, std::nothrow)) return memory;
    throw std::bad_alloc{};
}
void* operator new[](std::size_t size)
{
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return operator new(size, std::nothrow);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}

using namespace trademind;
using namespace trademind::paper;

TEST(Allocations, a_mark_makes_none)
{
    Books b;
    b.trade(share, 100_d, 50_d);
    b.trade(put_option, -1_d, 2_d);
    b.trade(es, 1_d, 5000_d);
    b.ledger.mark(eur_usd, 1.10_d);
    std::size_t before = allocations;
    b.ledger.mark(share, 51_d);
    b.ledger.mark(put_option, 2_d);
    b.ledger.mark(es, 5001_d);
    b.ledger.mark(eur_usd, 1.11_d);
    EXPECT_EQ(allocations, before);
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
    std::size_t before = allocations;
    bool accepted = b.ledger.check(order).has_value();
    std::size_t after = allocations;
    EXPECT_EQ(after, before);
    EXPECT_TRUE(accepted);
    // the counter counts
    LedgerState state = b.ledger.state();
    EXPECT_GT(allocations, after);
}
