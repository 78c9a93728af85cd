// Addresses, and who could read along.
#include "brokers/ibkr/transport/socket.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace trademind::ibkr::transport {
namespace {

struct Case {
    const char* host;
    const char* address;
    bool is_private;
};

class SocketAddress : public testing::TestWithParam<Case> {};

TEST_P(SocketAddress, numeric_hosts_ask_nobody_and_say_who_could_read_along)
{
    asio::io_context io;
    Socket socket{asio::make_strand(asio::any_io_executor{io.get_executor()})};
    std::size_t count = 0;
    socket.resolve(GetParam().host, 7497, [&](error_code ec, std::size_t n) {
        EXPECT_FALSE(ec);
        count = n;
    });
    EXPECT_EQ(count, 0u) << "never from within the call";
    io.run();
    ASSERT_EQ(count, 1u);
    EXPECT_EQ(socket.address(0), GetParam().address);
    EXPECT_EQ(socket.is_private(0), GetParam().is_private);
}

INSTANTIATE_TEST_SUITE_P(
    addresses, SocketAddress,
    testing::Values(
        Case{"127.0.0.1", "127.0.0.1:7497", true}, Case{"127.9.9.9", "127.9.9.9:7497", true},
        Case{"10.1.2.3", "10.1.2.3:7497", true}, Case{"172.16.0.1", "172.16.0.1:7497", true},
        Case{"172.31.255.255", "172.31.255.255:7497", true},
        Case{"172.32.0.1", "172.32.0.1:7497", false}, Case{"192.168.1.1", "192.168.1.1:7497", true},
        Case{"192.169.1.1", "192.169.1.1:7497", false},
        Case{"169.254.1.1", "169.254.1.1:7497", true}, Case{"8.8.8.8", "8.8.8.8:7497", false},
        Case{"::1", "[::1]:7497", true}, Case{"fd00::1", "[fd00::1]:7497", true},
        Case{"fe80::1", "[fe80::1]:7497", true}, Case{"2001:db8::1", "[2001:db8::1]:7497", false},
        Case{"::ffff:10.0.0.1", "[::ffff:10.0.0.1]:7497", true},
        Case{"::ffff:8.8.8.8", "[::ffff:8.8.8.8]:7497", false}));

TEST(Socket, a_closed_look_up_is_never_answered)
{
    asio::io_context io;
    Socket socket{asio::make_strand(asio::any_io_executor{io.get_executor()})};
    bool answered = false;
    socket.resolve("127.0.0.1", 1, [&](error_code, std::size_t) { answered = true; });
    socket.close();
    io.run();
    EXPECT_FALSE(answered);
}

TEST(Socket, a_broken_connection_is_told_by_the_next_write_not_by_the_one_at_once)
{
    using Tcp = boost::asio::ip::tcp;
    asio::io_context io;
    Tcp::acceptor acceptor{io, {boost::asio::ip::address_v4::loopback(), 0}};
    Socket socket{asio::make_strand(asio::any_io_executor{io.get_executor()})};
    bool connected = false;
    socket.resolve("127.0.0.1", acceptor.local_endpoint().port(), [&](error_code, std::size_t) {
        socket.connect(0, [&](error_code ec) { connected = !ec; });
    });
    io.run();
    io.restart();
    ASSERT_TRUE(connected);
    EXPECT_EQ(socket.write_now("all of it"), 9u);
    {
        auto peer = acceptor.accept();
        peer.set_option(boost::asio::socket_base::linger{true, 0});  // closes with a reset
    }
    EXPECT_EQ(socket.write_now("never"), 0u);
    std::optional<error_code> told;
    socket.write("never", [&](error_code ec, std::size_t) { told = ec; });
    EXPECT_FALSE(told) << "a failure has a turn of its own";
    io.run();
    ASSERT_TRUE(told);
    EXPECT_TRUE(*told) << "the loss of the connection must be heard of";
}

}  // namespace
}  // namespace trademind::ibkr::transport
