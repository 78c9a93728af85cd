// Plays the generated market by the clock.
#include "brokers/paper/broker/generated_feed.hpp"

namespace trademind::paper {

GeneratedFeed::GeneratedFeed(MarketHost& host) : host_{host}
{
    if (!host.options.generated) return;
    market_.emplace(*host.options.generated);
    for (std::size_t i = 0; i < market_->size(); ++i) host.engine.list(market_->contract(i));
}

void GeneratedFeed::connected()
{
    if (market_) play();
}

void GeneratedFeed::play()
{
    if (!host_.broker.is_connected()) return;
    auto now = host_.broker.clock()->now();
    host_.catch_up();
    for (std::size_t i = 0; i < market_->size(); ++i) {
        auto instrument = *host_.engine.instruments().find(market_->contract(i));
        host_.engine.change(instrument, market_->next(i, now));
        host_.flush();
    }
    timer_ = host_.after(host_.options.generated->interval, [this] { play(); });
}

}  // namespace trademind::paper
