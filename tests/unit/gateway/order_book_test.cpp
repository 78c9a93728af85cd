// The orders that a gateway knows.
#include "gateway/order_book.hpp"

#include <gtest/gtest.h>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;

OrderReport report_of(int id, const std::string& name, OrderStatus status = OrderStatus::submitted)
{
    OrderReport report{OrderId{id}, buy(stock("AAPL"), 10_d).with_client_order_id(name)};
    report.permanent_id = PermanentId{1000 + id};
    report.status = status;
    report.updated_at = TimePoint{std::chrono::hours{id}};
    return report;
}

TEST(OrderBook, knows_an_order_by_both_names)
{
    OrderBook book;
    book.add({7, 3}, "ref");
    EXPECT_FALSE(book.find(OrderKey{7, 3})->is_known());
    auto& order = book.take(report_of(55, tag_of({7, 3}, "ref")));
    EXPECT_EQ(book.find(OrderKey{7, 3}), &order);
    EXPECT_EQ(book.find(OrderId{55}), &order);
    EXPECT_EQ(order.reference, "ref");
    EXPECT_FALSE(book.find(OrderKey{8, 3})) << "another client's";
}

TEST(OrderBook, learns_owner_and_numbers_of_orders_of_an_earlier_run)
{
    OrderBook book;
    book.take(report_of(1, tag_of({7, 41}, "")));
    book.take(report_of(2, tag_of({9, 5}, "")));
    EXPECT_EQ(book.next_order_id(7), 42);
    EXPECT_EQ(book.next_order_id(9), 6);
    EXPECT_EQ(book.next_order_id(1), 1);
}

TEST(OrderBook, gives_an_order_that_no_client_placed_to_client_0)
{
    OrderBook book;
    auto& one = book.take(report_of(1, "by hand"));
    auto& two = book.take(report_of(2, ""));
    EXPECT_EQ(one.key, OrderKey{});
    EXPECT_NE(&one, &two) << "told apart by their permanent ids";
    EXPECT_EQ(book.find(OrderId{2}), &two);
}

TEST(OrderBook, calls_what_waited_for_the_brokers_number_once)
{
    OrderBook book;
    int calls = 0;
    book.add({7, 1}, "").waiting.emplace_back([&] { ++calls; });
    book.take(report_of(1, tag_of({7, 1}, "")));
    book.take(report_of(1, tag_of({7, 1}, "")));
    EXPECT_EQ(calls, 1);
}

TEST(OrderBook, forgets_what_ended_long_ago_and_never_goes_back_with_numbers)
{
    OrderBook book;
    book.take(report_of(1, tag_of({7, 9}, ""), OrderStatus::filled));
    book.take(report_of(2, tag_of({7, 4}, ""), OrderStatus::submitted));
    book.take(report_of(3, "by hand", OrderStatus::cancelled));
    book.take(report_of(24, tag_of({7, 5}, ""), OrderStatus::cancelled));
    EXPECT_TRUE(book.find(OrderKey{7, 9})) << "a day has not gone by";
    book.take(report_of(30, tag_of({7, 6}, "")));
    EXPECT_FALSE(book.find(OrderKey{7, 9}));
    EXPECT_FALSE(book.find(OrderId{1}));
    EXPECT_FALSE(book.find(OrderId{3}));
    EXPECT_TRUE(book.find(OrderKey{7, 4})) << "it works";
    EXPECT_TRUE(book.find(OrderKey{7, 5})) << "it ended today";
    EXPECT_EQ(book.next_order_id(7), 10);
}

}  // namespace
}  // namespace trademind::gateway
