// Bars of five seconds of one instrument, made while the gateway runs.
#pragma once

#include <trademind/broker.hpp>

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace trademind::gateway {

/// What bars are made of.
enum class BarPrice { trades, midpoint, bid, ask };
/// TWS's word; nothing for what has no bars here.
std::optional<BarPrice> parse_bar_price(std::string_view what_to_show);

/// Watches one instrument at the broker from its first listener on. A bar is told at the end of its
/// five seconds, also where nothing changed. Keeps the bars of the last hour, and those of a minute
/// of the last day.
class BarFeed : public std::enable_shared_from_this<BarFeed> {
public:
    static constexpr Duration length = std::chrono::seconds{5};
    using Listener = std::function<void(BarPrice, const Bar&)>;

    BarFeed(std::shared_ptr<Broker> broker, Contract contract);
    void start();
    /// Called with each bar that ends; until the subscription ends.
    Subscription listen(Listener listener);
    /// Calls once a price is known, or the feed has failed, or five seconds have passed.
    void when_priced(std::function<void()> call);
    /// Bars of `size` that begin in [from, until), the one under way included.
    std::vector<Bar> bars(BarPrice, Duration size, TimePoint from, TimePoint until) const;
    /// When the first bar began; nothing before the first price.
    std::optional<TimePoint> began() const { return began_; }
    const Quote& quote() const { return quote_; }
    const std::optional<Error>& failed() const { return failed_; }

private:
    static constexpr std::size_t kinds = 4;
    static constexpr std::size_t most_short = 720, most_minutes = 1440;
    struct Series {
        std::optional<Bar> now;
        std::deque<Bar> short_bars, minutes;
    };

    void take(const Quote&);
    void add(BarPrice, Decimal price, std::optional<Decimal> traded);
    void wait();
    void turn();
    void release();
    void keep(Series&, const Bar&);

    std::shared_ptr<Broker> broker_;
    Contract contract_;
    Quote quote_;
    std::array<Series, kinds> series_;
    std::optional<TimePoint> began_;
    std::optional<Error> failed_;
    std::list<Listener> listeners_;
    std::vector<std::function<void()>> unpriced_;  ///< waits for the first price
    Subscription quotes_, timer_, patience_;
};

/// Joins a bar to the one before it, which becomes longer.
void join(Bar& into, const Bar& next);

}  // namespace trademind::gateway
