// The market of a guarded paper broker, without its orders.
#pragma once

#include <trademind/brokers/paper/broker.hpp>

#include <memory>
#include <utility>

namespace trademind {

/// Feeds the market of a paper broker: pushes quotes and bars, plays its tape. Takes no orders:
/// those belong to the router in front of the broker. All members as those of PaperBroker; from any
/// thread. May be copied, and keeps the broker alive.
class PaperFeed {
public:
    explicit PaperFeed(std::shared_ptr<PaperBroker> broker) : broker_{std::move(broker)} {}

    /// Changes a contract's market, which is listed if it is new.
    void push(const Contract& contract, paper::MarketChange change)
    {
        broker_->push(contract, std::move(change));
    }
    /// Takes over a whole quote, as another broker gives it: an empty field is none.
    void push(Quote quote) { broker_->push(std::move(quote)); }
    /// A bar that is over, starting at bar.time.
    void push(const Contract& contract, Bar bar) { broker_->push(contract, std::move(bar)); }

    /// Plays the tape to its end, and completes when all that followed from it has been reported.
    template <class Token = asio::use_awaitable_t<>> auto play(Token token = {})
    {
        return broker_->play(std::move(token));
    }
    /// Plays one row; completes with false when the tape has ended.
    template <class Token = asio::use_awaitable_t<>> auto step(Token token = {})
    {
        return broker_->step(std::move(token));
    }
    template <class Token = asio::use_awaitable_t<>> auto get_statistics(Token token = {})
    {
        return broker_->get_statistics(std::move(token));
    }

private:
    std::shared_ptr<PaperBroker> broker_;
};

}  // namespace trademind
