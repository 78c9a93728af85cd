// What is under way on a socket, and which address it is of.
#include "brokers/ibkr/session/socket_use.hpp"
#include "brokers/ibkr/session/address_list.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

TEST(SocketUse, ends_with_the_last_operation)
{
    SocketUse use;
    use.begin_connect();
    EXPECT_TRUE(use.any());
    use.end_connect();
    EXPECT_FALSE(use.any());
    use.begin_read();
    use.begin_write("abc");
    use.end_read();
    EXPECT_TRUE(use.any());
    EXPECT_EQ(use.bytes(), "abc");
    use.end_write(2);
    EXPECT_FALSE(use.any());
    EXPECT_EQ(use.written(), 2u);
}

TEST(SocketUse, says_goodbye_once_on_each_socket)
{
    SocketUse use;
    EXPECT_TRUE(use.say_goodbye());
    EXPECT_FALSE(use.say_goodbye());
    use.reset();
    EXPECT_TRUE(use.say_goodbye());
}

TEST(AddressList, each_address_has_its_turn_and_its_own_time)
{
    AddressList addresses;
    addresses.found(2);
    EXPECT_EQ(addresses.current(), 0u);
    addresses.time_out();
    EXPECT_TRUE(addresses.advance());
    EXPECT_EQ(addresses.current(), 1u);
    EXPECT_FALSE(addresses.timed_out());
    addresses.time_out();
    EXPECT_FALSE(addresses.advance());
    EXPECT_TRUE(addresses.timed_out()) << "that is why none is left";
    addresses.found(1);
    EXPECT_FALSE(addresses.timed_out());
    EXPECT_EQ(addresses.current(), 0u);
}

}  // namespace
}  // namespace trademind::ibkr::session
