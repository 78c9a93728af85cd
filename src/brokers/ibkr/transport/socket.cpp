// Options of the socket, and who can read along.
#include "brokers/ibkr/transport/socket.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace trademind::ibkr::transport {
namespace {

bool is_private_v4(const boost::asio::ip::address_v4& address)
{
    auto b = address.to_bytes();
    return address.is_loopback() || b[0] == 10 || (b[0] == 172 && (b[1] & 0xF0) == 16) ||
           (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
}

bool is_private_v6(const boost::asio::ip::address_v6& address)
{
    if (address.is_v4_mapped())
        return is_private_v4(boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address));
    return address.is_loopback() || address.is_link_local() ||
           (address.to_bytes()[0] & 0xFE) == 0xFC;
}

}  // namespace

void Socket::set_options()
{
    // a socket that closed meanwhile refuses them; whoever reads or writes next learns of it
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(Tcp::no_delay{true}, ignored);
    socket_.set_option(boost::asio::socket_base::keep_alive{true}, ignored);
    // a dead host is noticed within half a minute, also when nothing is being written
    auto set = [&](int name, unsigned value) {
        ::setsockopt(socket_.native_handle(), IPPROTO_TCP, name, &value, sizeof value);
    };
    set(TCP_KEEPIDLE, 15);
    set(TCP_KEEPINTVL, 5);
    set(TCP_KEEPCNT, 3);
    set(TCP_USER_TIMEOUT, 20'000);
}

std::size_t Socket::write_now(std::string_view bytes)
{
    error_code told_later;
    return socket_.write_some(boost::asio::buffer(bytes.data(), bytes.size()), told_later);
}

void Socket::half_close()
{
    error_code ignored;
    socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

void Socket::close()
{
    ++generation_;
    resolver_.cancel();
    error_code ignored;
    socket_.close(ignored);
}

std::string Socket::address(std::size_t n) const
{
    const auto& endpoint = endpoints_[n];
    auto host = endpoint.address().to_string();
    if (endpoint.address().is_v6()) host = "[" + host + "]";
    return host + ":" + std::to_string(endpoint.port());
}

bool Socket::is_private(std::size_t n) const
{
    auto address = endpoints_[n].address();
    return address.is_v4() ? is_private_v4(address.to_v4()) : is_private_v6(address.to_v6());
}

}  // namespace trademind::ibkr::transport
