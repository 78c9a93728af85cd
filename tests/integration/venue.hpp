// A broker under test and the way to make its market move.
#pragma once

#include "integration/ibkr_world.hpp"

#include <trademind/brokers/paper.hpp>

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
            {"ibkr_protobuf", [] { return std::make_unique<IbkrVenue>(225); }}};
}

}  // namespace trademind::test
