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
    ///
    /// Each push is Errc::invalid_argument, names the field and changes nothing where the contract
    /// has neither symbol nor id, a size is negative, or a price is not above 0 and the contract
    /// may have none such (price_may_be_negative). On bid and ask of a MarketChange -1 and 0
    /// without a size say that there is none.
    Result<> push(const Contract& contract, paper::MarketChange change);
    /// Takes over a whole quote, as another broker gives it: an empty field is none.
    Result<> push(Quote quote);
    /// A bar that is over, starting at bar.time.
    Result<> push(const Contract& contract, Bar bar);

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
    /// See PaperBroker::exercise. It is no order: no risk check and no kill switch judges it.
    template <class Token = asio::use_awaitable_t<>>
    auto exercise(Contract option, Decimal quantity, bool override_value = false, Token token = {})
    {
        return broker_->exercise(std::move(option), quantity, override_value, std::move(token));
    }
    template <class Token = asio::use_awaitable_t<>> auto get_statistics(Token token = {})
    {
        return broker_->get_statistics(std::move(token));
    }

private:
    std::shared_ptr<PaperBroker> broker_;
};

}  // namespace trademind
