// Ids: order ids only grow, request ids never meet them.
#include "brokers/ibkr/client/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace trademind::ibkr {
namespace {

TEST(OrderIds, AreAboveEverythingSeen)
{
    OrderIds ids;
    ids.next_valid(1);
    EXPECT_EQ(ids.next().value(), OrderId{1});
    ids.saw(40);  // an open order of this client
    EXPECT_EQ(ids.next().value(), OrderId{41});
    ids.next_valid(100);
    EXPECT_EQ(ids.next().value(), OrderId{100});
}

TEST(OrderIds, NeverGoBack)
{
    OrderIds ids;
    ids.next_valid(500);
    ids.next();
    ids.next_valid(1);  // TWS was set up anew
    EXPECT_EQ(ids.next().value(), OrderId{501});
}

TEST(OrderIds, EndWithAnErrorAndNotWithARequestsId)
{
    OrderIds ids;
    ids.saw(OrderIds::limit - 2);
    EXPECT_EQ(to_number(ids.next().value()), OrderIds::limit - 1);
    ASSERT_FALSE(ids.next());
    EXPECT_EQ(ids.next().error(), Errc::overflow);
    ids.saw(OrderIds::limit + 5);  // a request's id, echoed
    EXPECT_EQ(ids.last(), OrderIds::limit - 1);
}

TEST(RequestIds, AreUniqueAndApartFromOrders)
{
    RequestIds ids;
    std::set<int> seen;
    for (int i = 0; i < 10'000; ++i) {
        int id = ids.next();
        EXPECT_TRUE(RequestIds::is_request(id));
        EXPECT_TRUE(seen.insert(id).second);
    }
    EXPECT_FALSE(RequestIds::is_request(2147483647)) << "unset on the wire";
    EXPECT_FALSE(RequestIds::is_request(1'800'000'000)) << "orders numbered by the clock";
    EXPECT_FALSE(RequestIds::is_request(-1));
}

}  // namespace
}  // namespace trademind::ibkr
