// A TWS for benchmarks: blocking sockets on a thread of its own, answers prepared, nothing copied.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace trademind::bench {

using ibkr::Version;

/// A connected TCP socket without Nagle's delay; blocking.
class BlockingSocket {
public:
    explicit BlockingSocket(int handle) : handle_{handle}
    {
        int on = 1;
        ::setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    /// To 127.0.0.1.
    static BlockingSocket connect(std::uint16_t port)
    {
        int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{"connect failed"};
        return BlockingSocket{handle};
    }
    BlockingSocket(BlockingSocket&& other) noexcept
        : handle_{std::exchange(other.handle_, -1)}, sending_{std::move(other.sending_)}
    {}
    ~BlockingSocket()
    {
        if (handle_ >= 0) ::close(handle_);
    }

    /// From any thread. False when the other end has gone.
    bool send(std::string_view bytes)
    {
        std::lock_guard lock{*sending_};
        while (!bytes.empty()) {
            auto count = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// Bytes until at least one frame is whole: its payload, valid until the next call. Empty:
    /// gone.
    std::string_view receive_frame()
    {
        used_ += std::exchange(taken_, 0);
        for (;;) {
            auto cut = ibkr::wire::cut_frame(std::string_view{space_}.substr(used_, size_ - used_));
            if (cut.kind == ibkr::wire::FrameCut::Kind::frame) {
                taken_ = cut.used;
                return cut.payload;
            }
            if (used_ > 0) {
                std::copy(space_.begin() + static_cast<std::ptrdiff_t>(used_),
                          space_.begin() + static_cast<std::ptrdiff_t>(size_), space_.begin());
                size_ -= std::exchange(used_, 0);
            }
            if (!more()) return {};
        }
    }
    /// The greeting is a frame behind four bytes that are none.
    std::string_view receive_greeting()
    {
        while (size_ < 4)
            if (!more()) return {};
        used_ = 4;
        return receive_frame();
    }
    void shut() { ::shutdown(handle_, SHUT_RDWR); }

private:
    bool more()
    {
        auto count = ::recv(handle_, space_.data() + size_, space_.size() - size_, 0);
        if (count <= 0) return false;
        size_ += static_cast<std::size_t>(count);
        return true;
    }

    int handle_;
    std::unique_ptr<std::mutex> sending_ = std::make_unique<std::mutex>();
    std::string space_ = std::string(1 << 20, '\0');
    std::size_t used_ = 0, taken_ = 0, size_ = 0;
};

/// Answers the requests of a connecting broker and acknowledges every order with an ORDER_STATUS.
/// Serves one client after the other until it ends.
class LeanTws {
public:
    explicit LeanTws(int version = 200) : version_{version}
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 4);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { accept_all(); }};
    }
    ~LeanTws()
    {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    LeanTws(const LeanTws&) = delete;
    LeanTws& operator=(const LeanTws&) = delete;

    std::uint16_t port() const { return port_; }
    Version version() const { return Version{version_}; }
    /// Called on a thread of the client's own for every request for market data.
    std::function<void(BlockingSocket&, int request_id)> on_market_data;

private:
    static constexpr std::string_view account = "DU1234567";
    static constexpr std::string_view worth[] = {"NetLiquidation", "TotalCashValue",
                                                 "BuyingPower",    "EquityWithLoanValue",
                                                 "AvailableFunds", "ExcessLiquidity"};
    static constexpr int tick_bid = 1, tick_ask = 2;

    void accept_all()
    {
        std::vector<std::thread> serving;
        for (;;) {
            int handle = ::accept(listener_, nullptr, nullptr);
            if (handle < 0) break;
            serving.emplace_back([this, handle] { serve(BlockingSocket{handle}); });
        }
        for (auto& thread : serving) thread.join();
    }

    template <class M> void add(std::string& out, const M& message)
    {
        if (ibkr::wire::encode(out, message, version())) throw std::logic_error{"cannot encode"};
    }

    void serve(BlockingSocket client)
    {
        if (client.receive_greeting().empty()) return;
        std::string out;
        ibkr::wire::write_server_hello(out, {version_, "20260105 14:30:00 UTC", {}});
        client.send(out);
        for (;;) {
            auto payload = client.receive_frame();
            if (payload.empty()) return;
            ibkr::wire::MessageHead head;
            if (ibkr::wire::read_head(payload, version(), head)) return;
            out.clear();
            answer(client, payload, head, out);
            if (!out.empty() && !client.send(out)) return;
        }
    }

    template <class M> M read(std::string_view payload, const ibkr::wire::MessageHead& head)
    {
        M message;
        ibkr::wire::Surplus surplus;
        if (ibkr::wire::decode(payload, head.body_at, version(), head.encoding, message, surplus))
            throw std::logic_error{"cannot decode"};
        return message;
    }

    void answer(BlockingSocket& client, std::string_view payload,
                const ibkr::wire::MessageHead& head, std::string& out)
    {
        using ibkr::Request;
        switch (static_cast<Request>(head.id)) {
        case Request::place_order: return acknowledge(payload, head, out);
        case Request::start_api: {
            ibkr::ManagedAccounts accounts;
            accounts.accounts_list = account;
            add(out, accounts);
            ibkr::NextValidId next;
            next.order_id = 1;
            return add(out, next);
        }
        case Request::open_orders:
        case Request::all_open_orders: return add(out, ibkr::OpenOrdersEnd{});
        case Request::completed_orders: return add(out, ibkr::CompletedOrdersEnd{});
        case Request::executions: {
            ibkr::ExecutionDetailsEnd end;
            end.request_id = read<ibkr::ExecutionRequest>(payload, head).request_id;
            return add(out, end);
        }
        case Request::positions: return add(out, ibkr::PositionEnd{});
        case Request::account_data: return add_account(out);
        case Request::account_summary:
            return add_summary(out, read<ibkr::AccountSummaryRequest>(payload, head).request_id);
        case Request::contract_data:
            return add_contract(out, read<ibkr::ContractDataRequest>(payload, head).request_id);
        case Request::market_data: {
            auto request = read<ibkr::MarketDataRequest>(payload, head);
            if (on_market_data) return on_market_data(client, request.request_id);
            add_price(out, request.request_id, tick_bid, 189.1);
            return add_price(out, request.request_id, tick_ask, 189.12);
        }
        default: return;
        }
    }

    void add_account(std::string& out)
    {
        for (auto key : worth) {
            ibkr::AccountValue value;
            value.key = key;
            value.value = "1000000000";
            value.currency = "USD";
            value.account = account;
            add(out, value);
        }
        ibkr::AccountDataEnd end;
        end.account = account;
        add(out, end);
    }
    void add_summary(std::string& out, int request_id)
    {
        for (auto tag : worth) {
            ibkr::AccountSummary row;
            row.request_id = request_id;
            row.account = account;
            row.tag = tag;
            row.value = "1000000000";
            row.currency = "USD";
            add(out, row);
        }
        ibkr::AccountSummaryEnd end;
        end.request_id = request_id;
        add(out, end);
    }
    void add_contract(std::string& out, int request_id)
    {
        ibkr::ContractData row;
        row.request_id = request_id;
        row.contract.con_id = 265598;
        row.contract.symbol = "AAPL";
        row.contract.sec_type = "STK";
        row.contract.exchange = "SMART";
        row.contract.primary_exchange = "NASDAQ";
        row.contract.currency = "USD";
        row.details.min_tick = Decimal::parse("0.01").value();
        row.details.price_magnifier = 1;
        add(out, row);
        ibkr::ContractDataEnd end;
        end.request_id = request_id;
        add(out, end);
    }
    void add_price(std::string& out, int request_id, int type, double price)
    {
        ibkr::TickPrice tick;
        tick.request_id = request_id;
        tick.tick_type = type;
        tick.price = price;
        tick.size = Decimal{1000};
        add(out, tick);
    }

    void acknowledge(std::string_view payload, const ibkr::wire::MessageHead& head,
                     std::string& out)
    {
        auto order = read<ibkr::PlaceOrderRequest>(payload, head);
        ibkr::OrderStatus status;
        status.order_id = order.order_id;
        status.status = "Submitted";
        status.remaining = order.order.total_quantity.value_or(Decimal{});
        status.perm_id = 1'000'000 + order.order_id;
        status.client_id = 1;
        add(out, status);
    }

    int version_, listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace trademind::bench
