// Bars for all clients: the broker's, or those of the running market with a past before them.
#pragma once

#include "gateway/bar_feed.hpp"
#include "gateway/made_up_past.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trademind::gateway {

/// Feeds are made once and kept: one for each instrument that anybody asked for, and at most
/// `most_feeds`.
class BarStore {
public:
    static constexpr std::size_t most_feeds = 500;
    static constexpr std::size_t most_bars = 20'000;
    using Done = std::function<void(Result<std::vector<Bar>>)>;

    explicit BarStore(std::shared_ptr<Broker> broker) : broker_{std::move(broker)} {}

    /// Nothing where there are too many.
    std::shared_ptr<BarFeed> feed(const Contract&);
    /// The broker's history; where it keeps none, bars of the running market with a made-up past.
    void bars(const HistoryRequest&, Done done);
    /// Of a market whose broker keeps no history: the close of the made-up past; else nothing.
    std::optional<Decimal> previous_close(const Quote&);
    /// When the made-up past begins.
    static constexpr Duration longest_past = std::chrono::days{3650};

private:
    const MadeUpPast& past_of(const Contract&, Decimal price);
    void made_up(const HistoryRequest&, const BarFeed& source, const Done& done);

    std::shared_ptr<Broker> broker_;
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
    std::map<std::string, std::shared_ptr<BarFeed>> feeds_;
    std::map<std::string, std::optional<MadeUpPast>> pasts_;  ///< as many as there are feeds
};

}  // namespace trademind::gateway
