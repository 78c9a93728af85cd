// A gateway on a real socket before a paper market, and clients that speak the wire.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"
#include "mock/run.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>
#include <trademind/brokers/paper.hpp>
#include <trademind/gateway.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::test {

namespace wire = ibkr::wire;

/// One client of the wire: sends requests, keeps all that comes.
class WireClient {
public:
    WireClient(boost::asio::io_context& io, std::uint16_t port) : io_{io}, socket_{io}
    {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
        socket_.set_option(boost::asio::ip::tcp::no_delay{true});
        read();
    }
    ~WireClient()
    {
        boost::system::error_code ignored;
        socket_.close(ignored);
        settle(io_);
    }
    /// Greets and starts; true when the next order id has come.
    bool start(int client_id, int newest, int oldest = 176)
    {
        std::string hello;
        wire::write_client_hello(hello, {oldest, newest, {}});
        send_bytes(hello);
        if (!run_until(io_, [&] { return greeted_ || ended_; }) || ended_) return false;
        ibkr::StartApiRequest start;
        start.client_id = client_id;
        send(start);
        return run_until(io_, [&] { return count<ibkr::NextValidId>() > 0 || ended_; }) && !ended_;
    }
    void send_bytes(std::string_view bytes)
    {
        boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()));
    }
    template <class M> void send(const M& message)
    {
        std::string frame;
        if (auto fault = wire::encode(frame, message, version_))
            throw std::logic_error{fault.describe()};
        send_bytes(frame);
    }
    /// A frame around a payload.
    void send_payload(std::string_view payload)
    {
        std::string frame(4, '\0');
        wire::put_big_endian(frame.data(), static_cast<std::uint32_t>(payload.size()));
        send_bytes(frame.append(payload));
    }
    /// All messages of that kind so far. Views point into what this object keeps.
    template <class M> std::vector<M> all() const
    {
        std::vector<M> out;
        for (const auto& payload : payloads_) {
            wire::MessageHead head;
            if (!wire::find_head(payload, version_, head) ||
                head.id != static_cast<int>(M::info.id))
                continue;
            wire::Surplus surplus;
            M message;
            if (auto fault = wire::decode(std::string_view{payload}, head.body_at, version_,
                                          head.encoding, message, surplus))
                throw std::logic_error{fault.describe()};
            if (surplus.trailing_fields != 0) throw std::logic_error{"surplus fields"};
            out.push_back(message);
        }
        return out;
    }
    template <class M> std::size_t count() const { return all<M>().size(); }
    /// Runs until one more of that kind has come than there were.
    template <class M> bool next()
    {
        auto before = count<M>();
        return run_until(io_, [&] { return count<M>() > before || ended_; }) && !ended_;
    }
    /// The code of the last error about that number; 0: none.
    int error_of(int id) const
    {
        int code = 0;
        for (const auto& error : all<ibkr::ErrorMessage>())
            if (error.about() == id) code = error.error_code;
        return code;
    }
    void forget() { payloads_.clear(); }
    void stop_reading() { reads_ = false; }
    bool ended() const { return ended_; }
    ibkr::Version version() const { return version_; }

private:
    void read()
    {
        socket_.async_read_some(boost::asio::buffer(space_),
                                [this](boost::system::error_code ec, std::size_t size) {
                                    if (ec == boost::asio::error::operation_aborted) return;
                                    if (ec) {
                                        ended_ = true;
                                        return;
                                    }
                                    received_.append(space_.data(), size);
                                    take_frames();
                                    if (reads_) read();
                                });
    }
    void take_frames()
    {
        for (auto cut = wire::cut_frame(received_); cut.kind == wire::FrameCut::Kind::frame;
             cut = wire::cut_frame(received_)) {
            std::string payload{cut.payload};
            received_.erase(0, cut.used);
            if (greeted_) {
                payloads_.push_back(std::move(payload));
                continue;
            }
            wire::ServerHello hello;
            greeted_ = !wire::read_server_hello(payload, hello);
            version_ = ibkr::Version{hello.version};
        }
    }

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::socket socket_;
    std::vector<char> space_ = std::vector<char>(64 * 1024);
    std::string received_;
    std::deque<std::string> payloads_;
    ibkr::Version version_{};
    bool greeted_ = false, ended_ = false, reads_ = true;
};

class GatewayWorld {
public:
    explicit GatewayWorld(GatewayOptions options = {})
    {
        paper::Options paper_options;
        paper_options.account = "DU1234567";
        auto details = ContractDetails{stock("AAPL").with_id(265598).listed_on("NASDAQ")};
        paper_options.instruments.emplace_back(details);
        paper = make_unsafe_paper_broker(io.get_executor(), std::move(paper_options), clock);
        bool up = false;
        paper->connect([&](Result<> result) { up = result.has_value(); });
        run_until(io, [&] { return up; });
        options.port = 0;
        options.instruments.push_back(details);
        gateway = make_gateway(paper, options).value();
        gateway->start([](const Result<>&) {});
        run_until(io, [&] { return gateway->port() != 0; });
        quote(Decimal{100}, Decimal{101});
    }
    ~GatewayWorld()
    {
        gateway.reset();
        paper.reset();
        settle(io);
    }
    std::unique_ptr<WireClient> client(int id, int newest = 200)
    {
        auto made = std::make_unique<WireClient>(io, gateway->port());
        if (!made->start(id, newest)) return nullptr;
        settle(io);
        return made;
    }
    void quote(Decimal bid, Decimal ask)
    {
        clock->advance(std::chrono::seconds{1});
        Quote now{stock("AAPL")};
        now.bid = bid;
        now.ask = ask;
        now.last = bid;
        now.bid_size = now.ask_size = now.last_size = Decimal{1000};
        now.time = clock->now();
        paper->push(std::move(now));
        settle(io);
    }
    void run() { settle(io); }
    void advance(Duration time)
    {
        clock->advance(time);
        settle(io);
    }
    static ibkr::PlaceOrderRequest order(int id, Decimal quantity, std::optional<double> limit = {})
    {
        ibkr::PlaceOrderRequest request;
        request.order_id = id;
        request.contract.symbol = "AAPL";
        request.contract.sec_type = "STK";
        request.contract.exchange = "SMART";
        request.contract.currency = "USD";
        request.order.action = "BUY";
        request.order.total_quantity = quantity;
        request.order.order_type = limit ? "LMT" : "MKT";
        request.order.limit_price = limit;
        request.order.time_in_force = "DAY";
        request.order.transmit = true;
        return request;
    }

    boost::asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<PaperBroker> paper;
    std::shared_ptr<Gateway> gateway;
};

}  // namespace trademind::test
