// A broker under test and the way to make its market move.
#pragma once

#include "integration/ibkr_world.hpp"

#include <trademind/brokers/paper.hpp>
#include <trademind/gateway.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trademind::test {

/// Lists AAPL; the market is where `quote` puts it.
class Venue {
public:
    virtual ~Venue() = default;
    virtual void quote(const std::string& symbol, Decimal bid, Decimal ask, Decimal last) = 0;
    virtual bool until(const std::function<bool()>& condition) = 0;

    /// Makes a call and runs everything until it completes.
    template <class T, class Call> Result<T> call(Call make)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        make([answer](Result<T> result) { *answer = std::move(result); });
        if (!until([&] { return answer->has_value(); }))
            return Error{Errc::internal, "the call did not complete"};
        return std::move(**answer);
    }

    std::shared_ptr<Broker> broker;
    Recorder recorder;
};

class IbkrVenue final : public Venue {
public:
    explicit IbkrVenue(int version) : world_{version}
    {
        world_.recorder.stop();
        broker = world_.broker;
        recorder.listen(*broker);
    }
    ~IbkrVenue() override
    {
        recorder.stop();
        broker.reset();
    }
    void quote(const std::string& symbol, Decimal bid, Decimal ask, Decimal last) override
    {
        world_.desk.quote(symbol, bid, ask, last);
        world_.run();
    }
    bool until(const std::function<bool()>& condition) override { return world_.until(condition); }

private:
    IbkrWorld world_;
};

class PaperVenue final : public Venue {
public:
    PaperVenue()
    {
        paper::Options options;
        options.instruments.emplace_back(stock("AAPL"));
        paper_ = make_unsafe_paper_broker(io_.get_executor(), std::move(options), clock_);
        broker = paper_;
        recorder.listen(*broker);
    }
    ~PaperVenue() override
    {
        recorder.stop();
        broker.reset();
        paper_.reset();
        settle(io_);
    }
    void quote(const std::string& symbol, Decimal bid, Decimal ask, Decimal last) override
    {
        clock_->advance(std::chrono::seconds{1});
        Quote quote{stock(symbol)};
        quote.bid = bid;
        quote.ask = ask;
        quote.last = last;
        quote.bid_size = quote.ask_size = quote.last_size = Decimal{1000};
        quote.time = clock_->now();
        paper_->push(std::move(quote));
        settle(io_);
    }
    bool until(const std::function<bool()>& condition) override
    {
        return run_until(io_, condition);
    }

private:
    boost::asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    std::shared_ptr<PaperBroker> paper_;
};

/// The IBKR broker over the gateway, with the paper broker behind it: two brokers and a socket.
class GatewayVenue final : public Venue {
public:
    explicit GatewayVenue(int version)
    {
        paper::Options options;
        options.account = "DU1234567";
        auto details = ContractDetails{stock("AAPL").with_id(265598).listed_on("NASDAQ")};
        options.instruments.emplace_back(details);
        paper_ = make_unsafe_paper_broker(io_.get_executor(), std::move(options), clock_);
        bool up = false;
        paper_->connect([&](Result<> result) { up = result.has_value(); });
        run_until(io_, [&] { return up; });
        GatewayOptions gateway_options;
        gateway_options.port = 0;
        gateway_options.newest_version = version;
        gateway_options.instruments.push_back(details);
        gateway_ = make_gateway(paper_, gateway_options).value();
        gateway_->start([](const Result<>&) {});
        run_until(io_, [&] { return gateway_->port() != 0; });
        IbkrOptions client_options;
        client_options.port = gateway_->port();
        client_options.client_id = 7;
        broker = make_unsafe_ibkr_broker(io_.get_executor(), std::move(client_options), clock_);
        recorder.listen(*broker);
    }
    ~GatewayVenue() override
    {
        recorder.stop();
        broker.reset();
        gateway_.reset();
        paper_.reset();
        settle(io_);
    }
    void quote(const std::string& symbol, Decimal bid, Decimal ask, Decimal last) override
    {
        clock_->advance(std::chrono::seconds{1});
        Quote quote{stock(symbol)};
        quote.bid = bid;
        quote.ask = ask;
        quote.last = last;
        quote.bid_size = quote.ask_size = quote.last_size = Decimal{1000};
        quote.time = clock_->now();
        paper_->push(std::move(quote));
        settle(io_);
    }
    bool until(const std::function<bool()>& condition) override
    {
        for (int turn = 0; turn < 200 && !condition(); ++turn) {
            settle(io_);
            if (!condition()) clock_->advance(std::chrono::milliseconds{100});
        }
        return condition();
    }

private:
    boost::asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    std::shared_ptr<PaperBroker> paper_;
    std::shared_ptr<Gateway> gateway_;
};

struct VenueFactory {
    std::string name;
    std::function<std::unique_ptr<Venue>()> make;
};
inline void PrintTo(const VenueFactory& factory, std::ostream* out)
{
    *out << factory.name;
}

inline std::vector<VenueFactory> all_venues()
{
    return {{"paper", [] { return std::make_unique<PaperVenue>(); }},
            {"ibkr_text", [] { return std::make_unique<IbkrVenue>(200); }},
            {"ibkr_protobuf", [] { return std::make_unique<IbkrVenue>(225); }},
            {"gateway_text", [] { return std::make_unique<GatewayVenue>(200); }},
            {"gateway_protobuf", [] { return std::make_unique<GatewayVenue>(225); }}};
}

}  // namespace trademind::test
