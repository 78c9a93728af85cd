// Plays the generated market by the clock.
#pragma once

#include "brokers/paper/broker/market_host.hpp"
#include "brokers/paper/tape/endless_market.hpp"

#include <optional>

namespace trademind::paper {

/// Nothing where the options name no generated market.
class GeneratedFeed {
public:
    /// Lists its instruments.
    explicit GeneratedFeed(MarketHost& host);

    void connected();
    void stop() { timer_.reset(); }

private:
    void play();

    MarketHost& host_;
    std::optional<EndlessMarket> market_;
    Subscription timer_;
};

}  // namespace trademind::paper
