// Stop and touch prices waiting to be reached, by IBKR's trigger methods.
#pragma once

#include "brokers/paper/market/market.hpp"
#include "brokers/paper/matching/price_index.hpp"
#include "brokers/paper/orders/trigger_method.hpp"

#include <array>
#include <optional>
#include <vector>

namespace trademind::paper {

/// What a trigger looks at.
enum class Series : std::uint8_t { last, double_last, bid, double_bid, ask, double_ask, midpoint };
inline constexpr std::size_t series_count = 7;

/// The one or two series that the method watches. A BUY stop looks at the bid, a SELL stop at the
/// ask; for orders if touched it is the other way round, so that they can fill at the price.
struct Watched {
    std::array<Series, 2> series{};
    std::size_t count = 0;
};
Watched watched_series(TriggerMethod method, Side side, bool touched);

/// What a series says now. Nothing: no news in it. `rising`: what a trigger above the market
/// compares with (for double methods the lower of two ticks), `falling` the reverse.
struct Reading {
    Decimal rising, falling;
    /// Ticks of the series that the reading rests on: 2 for two consecutive ones.
    int ticks = 1;
};
std::optional<Reading> read_series(Series series, const Market& market, const Effect& effect);
/// Ticks that the series has had so far.
std::uint64_t ticks_of(Series series, const Market& market);
/// Of a trade: at most half a percent outside the quote, else it is taken for an error.
bool is_plausible_print(const Market& market, Decimal price, bool rising);
/// Nor may such a trade move a trailing stop, up or down.
bool is_plausible(Series series, const Reading& reading, const Market& market);

/// Armed orders of one instrument. A change that fires nothing costs O(1).
class Triggers {
public:
    Triggers();
    void add(Order& order, TriggerMethod method, const Market& market);
    void remove(Order& order, TriggerMethod method);
    bool empty() const { return armed_ == 0; }
    /// Appends all armed orders; one that watches two series twice.
    void collect_all(std::vector<Order*>& orders) const;
    /// Appends the orders that this change fires, nearest trigger first, then oldest; each may
    /// appear twice. They stay armed.
    void collect(const Market& market, const Effect& effect, std::vector<Order*>& fired) const;

private:
    struct Pair {
        PriceIndex rising{First::lowest}, falling{First::highest};
    };
    PriceIndex& index_of(Series series, const Order& order);

    std::array<Pair, series_count> by_series_;
    std::size_t armed_ = 0;
};

/// True where the trigger is above the market before it fires: BUY stops and SELL touches.
bool fires_when_rising(const Order& order);

}  // namespace trademind::paper
