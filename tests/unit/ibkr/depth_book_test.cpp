// Rows of a book: applied, refused, forgotten.
#include <trademind/brokers/ibkr/depth_book.hpp>

#include "support/allocation_count.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr {
namespace {

using namespace trademind::literals;

class Depth : public testing::Test {
protected:
    enum Operation { insert, update, remove };
    enum { ask, bid };
    bool apply(int side, int operation, int position, double price = 0, Decimal size = 1,
               std::string_view who = {})
    {
        DepthRow row;
        row.side = side;
        row.operation = operation;
        row.position = position;
        row.price = price;
        row.size = size;
        row.market_maker = who;
        return book.apply(row);
    }
    std::vector<Decimal> prices(const std::vector<BookRow>& rows)
    {
        std::vector<Decimal> all;
        for (const auto& row : rows) all.push_back(row.price);
        return all;
    }
    DepthBook book{3};
};

TEST_F(Depth, RowsMoveDownWhenOneIsInsertedAbove)
{
    EXPECT_TRUE(apply(bid, insert, 0, 10));
    EXPECT_TRUE(apply(bid, insert, 0, 11));
    EXPECT_TRUE(apply(bid, insert, 2, 9));
    EXPECT_EQ(prices(book.bids()), (std::vector{11_d, 10_d, 9_d}));
    EXPECT_TRUE(book.asks().empty());
    EXPECT_EQ(book.best_bid(), 11_d);
    EXPECT_EQ(book.best_ask(), std::nullopt);
    EXPECT_EQ(book.changes(), 3u);
}

TEST_F(Depth, WhatFallsBelowTheLastRowIsGone)
{
    for (double price : {10.0, 11.0, 12.0, 13.0}) EXPECT_TRUE(apply(bid, insert, 0, price));
    EXPECT_EQ(prices(book.bids()), (std::vector{13_d, 12_d, 11_d}));
    EXPECT_FALSE(apply(bid, insert, 3, 5)) << "no such row was asked for";
    EXPECT_EQ(book.faults(), 1u);
}

TEST_F(Depth, DeleteMovesRowsUp)
{
    for (int row : {0, 1, 2}) apply(ask, insert, row, 10.0 + row);
    EXPECT_TRUE(apply(ask, remove, 1));
    EXPECT_EQ(prices(book.asks()), (std::vector{10_d, 12_d}));
    EXPECT_TRUE(apply(ask, remove, 1));
    EXPECT_TRUE(apply(ask, remove, 0));
    EXPECT_FALSE(apply(ask, remove, 0)) << "nothing is left";
    EXPECT_EQ(book.faults(), 1u);
}

TEST_F(Depth, UpdateReplacesTheRow)
{
    apply(ask, insert, 0, 10, 5_d, "ARCA");
    EXPECT_TRUE(apply(ask, update, 0, 10.5, 7_d, "NSDQ"));
    ASSERT_EQ(book.asks().size(), 1u);
    EXPECT_EQ(book.asks()[0].price, 10.5_d);
    EXPECT_EQ(book.asks()[0].size, 7_d);
    EXPECT_EQ(book.asks()[0].market_maker, "NSDQ");
}

TEST_F(Depth, WhatDoesNotFitChangesNothing)
{
    apply(bid, insert, 0, 10);
    auto before = book.bids();
    EXPECT_FALSE(apply(bid, update, 1, 9));
    EXPECT_FALSE(apply(bid, insert, 2, 9)) << "a hole";
    EXPECT_FALSE(apply(bid, remove, 1));
    EXPECT_FALSE(apply(bid, insert, -1, 9));
    EXPECT_FALSE(apply(2, insert, 0, 9)) << "no such side";
    EXPECT_FALSE(apply(bid, 3, 0, 9)) << "no such operation";
    EXPECT_FALSE(apply(bid, insert, 0, 9, -1_d)) << "a size below zero";
    EXPECT_EQ(book.bids(), before);
    EXPECT_EQ(book.faults(), 7u);
    EXPECT_EQ(book.changes(), 1u);
}

TEST_F(Depth, ARowWithoutAPriceOrSizeIsNone)
{
    DepthRow row;
    row.side = bid;
    row.price.reset();
    row.size = 1_d;
    EXPECT_FALSE(book.apply(row));
    row.price = 10.0;
    row.size.reset();
    EXPECT_FALSE(book.apply(row));
    row.operation = remove;
    EXPECT_FALSE(book.apply(row)) << "nothing to delete";
    EXPECT_EQ(book.faults(), 3u);
}

TEST_F(Depth, ResetForgetsBothSides)
{
    apply(bid, insert, 0, 10);
    apply(ask, insert, 0, 11);
    book.reset();
    EXPECT_TRUE(book.bids().empty());
    EXPECT_TRUE(book.asks().empty());
    EXPECT_EQ(book.resets(), 1u);
    EXPECT_EQ(book.changes(), 2u) << "counts go on";
    EXPECT_TRUE(apply(bid, insert, 0, 9));
}

TEST_F(Depth, SoundIsOrderedAndNotCrossed)
{
    EXPECT_TRUE(book.is_sound()) << "empty";
    apply(bid, insert, 0, 10);
    apply(bid, insert, 1, 9);
    apply(ask, insert, 0, 10.5);
    apply(ask, insert, 1, 11);
    EXPECT_TRUE(book.is_sound());
    apply(bid, update, 1, 10.2);
    EXPECT_FALSE(book.is_sound()) << "a lower row is better";
    apply(bid, update, 1, 10);
    EXPECT_TRUE(book.is_sound()) << "two parts of one level";
    apply(ask, update, 0, 10);
    EXPECT_FALSE(book.is_sound()) << "locked";
    apply(ask, update, 0, 12);
    EXPECT_FALSE(book.is_sound()) << "asks fall";
}

TEST_F(Depth, SmartRowsSaySo)
{
    DepthRow row;
    row.side = ask;
    row.price = 1.0;
    row.size = 1_d;
    row.is_smart_depth = true;
    ASSERT_TRUE(book.apply(row));
    EXPECT_TRUE(book.asks().front().smart);
}

TEST_F(Depth, AChangeAllocatesNothing)
{
    apply(bid, insert, 0, 10, 1_d, "ARCA");
    test::AllocationCount count;
    for (int i = 0; i < 100; ++i) {
        apply(bid, insert, 0, 10.0 + i, 1_d, "ARCA");
        apply(bid, update, 0, 10.5 + i, 2_d, "NSDQ");
        apply(bid, remove, 1);
    }
    EXPECT_EQ(count.allocations(), 0u);
}

TEST(DepthRows, AtLeastOneIsKept)
{
    DepthBook book{0};
    DepthRow row;
    row.side = 1;
    row.price = 1.0;
    row.size = 1_d;
    EXPECT_TRUE(book.apply(row));
}

}  // namespace
}  // namespace trademind::ibkr
