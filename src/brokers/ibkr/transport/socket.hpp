// A TCP socket and a resolver: the only code of the library that touches the network for IBKR.
#pragma once

#include <trademind/completion.hpp>
#include <trademind/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::ibkr::transport {

/// Every operation completes on the strand; the owner lives until they have. close() ends a
/// connect, a read and a write under way, which then complete with operation_aborted; a resolve
/// under way is forgotten and never completes.
class Socket {
public:
    explicit Socket(Strand strand)
        : strand_{strand}, resolver_{strand}, socket_{strand.get_inner_executor()}
    {}

    /// Numeric addresses ask nobody. Handler: void(error_code, number of addresses).
    template <class Handler>
    void resolve(const std::string& host, std::uint16_t port, Handler handler);
    /// To address `n` of those resolved. Handler: void(error_code).
    template <class Handler> void connect(std::size_t n, Handler handler);
    /// Handler: void(error_code, bytes).
    template <class Handler> void read(std::span<char> space, Handler handler)
    {
        // entering the strand here costs less than an executor bound to the operation
        auto enter = [this, handler = std::move(handler)](error_code ec,
                                                          std::size_t count) mutable {
            strand_.execute(
                [handler = std::move(handler), ec, count]() mutable { handler(ec, count); });
        };
        socket_.async_read_some(boost::asio::buffer(space.data(), space.size()), std::move(enter));
    }
    /// As much as the socket takes without waiting: an answer leaves in the turn that gives it.
    /// Nothing where the connection has failed: the next write says so, in a turn of its own.
    std::size_t write_now(std::string_view bytes);
    /// All of it. Handler: void(error_code, bytes written).
    template <class Handler> void write(std::string_view bytes, Handler handler)
    {
        boost::asio::async_write(socket_, boost::asio::buffer(bytes.data(), bytes.size()),
                                 boost::asio::bind_executor(strand_, std::move(handler)));
    }
    /// Tells the other end that nothing more will be written; reading goes on.
    void half_close();
    void close();

    /// "127.0.0.1:7497", "[::1]:7497"; of address `n`.
    std::string address(std::size_t n) const;
    /// False when anybody on the way could read along: the protocol has no encryption.
    bool is_private(std::size_t n) const;

private:
    using Tcp = boost::asio::ip::tcp;

    void set_options();

    Strand strand_;
    boost::asio::ip::basic_resolver<Tcp, Strand> resolver_;
    boost::asio::basic_stream_socket<Tcp, boost::asio::any_io_executor> socket_;
    std::vector<Tcp::endpoint> endpoints_;
    unsigned generation_ = 0;  // a name look-up cannot be interrupted: it is outlived
};

template <class Handler>
void Socket::resolve(const std::string& host, std::uint16_t port, Handler handler)
{
    endpoints_.clear();
    error_code ec;
    auto address = boost::asio::ip::make_address(host, ec);
    if (!ec) endpoints_.emplace_back(address, port);
    auto answer = [this, generation = generation_, handler = std::move(handler)](
                      error_code failure, const Tcp::resolver::results_type& found) mutable {
        if (generation != generation_) return;
        for (const auto& entry : found) endpoints_.push_back(entry.endpoint());
        handler(failure, endpoints_.size());
    };
    if (!ec)
        boost::asio::post(strand_, [answer = std::move(answer)]() mutable {
            answer(error_code{}, Tcp::resolver::results_type{});
        });
    else
        resolver_.async_resolve(host, std::to_string(port), std::move(answer));
}

template <class Handler> void Socket::connect(std::size_t n, Handler handler)
{
    auto connected = [this, handler = std::move(handler)](error_code ec) mutable {
        if (!ec) set_options();
        handler(ec);
    };
    socket_.async_connect(endpoints_[n], boost::asio::bind_executor(strand_, std::move(connected)));
}

}  // namespace trademind::ibkr::transport
