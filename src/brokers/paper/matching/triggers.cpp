// IBKR's trigger methods.
#include "brokers/paper/matching/triggers.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

/// Two consecutive ticks beyond the price, or one that repeats it with a larger size.
std::optional<Reading> doubled(Decimal now, std::optional<Decimal> before, bool grew)
{
    if (grew) return Reading{now, now, 1};
    if (!before || *before == now) return std::nullopt;
    return Reading{std::min(now, *before), std::max(now, *before), 2};
}

std::optional<Reading> read_level(const Level& level, bool changed, bool twice)
{
    if (!changed || !level.exists()) return std::nullopt;
    if (twice) return doubled(level.price(), level.previous(), level.grew());
    return Reading{level.price(), level.price()};
}

}  // namespace

Watched watched_series(TriggerMethod method, Side side, bool touched)
{
    bool bids = (side == Side::buy) != touched;
    auto one = [](Series series) { return Watched{{series, series}, 1}; };
    switch (method) {
    case TriggerMethod::double_bid_ask: return one(bids ? Series::double_bid : Series::double_ask);
    case TriggerMethod::double_last: return one(Series::double_last);
    case TriggerMethod::bid_ask: return one(bids ? Series::bid : Series::ask);
    case TriggerMethod::last_or_bid_ask:
        return {{Series::last, bids ? Series::bid : Series::ask}, 2};
    case TriggerMethod::midpoint: return one(Series::midpoint);
    case TriggerMethod::last:
    case TriggerMethod::automatic:
    case TriggerMethod::unknown: break;
    }
    return one(Series::last);
}

std::optional<Reading> read_series(Series series, const Market& market, const Effect& effect)
{
    switch (series) {
    case Series::bid: return read_level(market.bid(), effect.bid, false);
    case Series::double_bid: return read_level(market.bid(), effect.bid, true);
    case Series::ask: return read_level(market.ask(), effect.ask, false);
    case Series::double_ask: return read_level(market.ask(), effect.ask, true);
    case Series::last:
        if (!effect.print) return std::nullopt;
        return Reading{*market.last(), *market.last()};
    case Series::double_last:
        if (!effect.print) return std::nullopt;
        return doubled(*market.last(), market.previous_last(), market.last_grew());
    case Series::midpoint: {
        if (!effect.bid && !effect.ask) return std::nullopt;
        auto middle = market.midpoint();
        if (!middle) return std::nullopt;
        return Reading{*middle, *middle};
    }
    }
    return std::nullopt;
}

std::uint64_t ticks_of(Series series, const Market& market)
{
    switch (series) {
    case Series::bid:
    case Series::double_bid: return market.bid().revision();
    case Series::ask:
    case Series::double_ask: return market.ask().revision();
    case Series::last:
    case Series::double_last: return market.prints();
    case Series::midpoint: break;
    }
    return market.bid().revision() + market.ask().revision();
}

bool is_plausible_print(const Market& market, Decimal price, bool rising)
{
    const Level& level = rising ? market.ask() : market.bid();
    if (!level.exists()) return true;
    // 0.5%: IBKR's guide to the stop trigger method
    Decimal margin = level.price().abs() / Decimal{200};
    return rising ? price <= level.price() + margin : price >= level.price() - margin;
}

bool is_plausible(Series series, const Reading& reading, const Market& market)
{
    if (series != Series::last && series != Series::double_last) return true;
    auto is_near = [&](Decimal price) {
        return is_plausible_print(market, price, true) && is_plausible_print(market, price, false);
    };
    return is_near(reading.rising) && is_near(reading.falling);
}

bool fires_when_rising(const Order& order)
{
    return (order.side == Side::buy) != is_touched(order.type);
}

Triggers::Triggers() = default;

PriceIndex& Triggers::index_of(Series series, const Order& order)
{
    Pair& pair = by_series_[static_cast<std::size_t>(series)];
    return fires_when_rising(order) ? pair.rising : pair.falling;
}

void Triggers::add(Order& order, TriggerMethod method, const Market& market)
{
    auto watched = watched_series(method, order.side, is_touched(order.type));
    for (std::size_t i = 0; i < watched.count; ++i)
        index_of(watched.series[i], order).add(*order.stop_price, order);
    order.armed_at = ticks_of(watched.series[0], market);
    ++armed_;
}

void Triggers::remove(Order& order, TriggerMethod method)
{
    auto watched = watched_series(method, order.side, is_touched(order.type));
    for (std::size_t i = 0; i < watched.count; ++i)
        index_of(watched.series[i], order).remove(*order.stop_price, order);
    --armed_;
}

void Triggers::collect_all(std::vector<Order*>& orders) const
{
    if (empty()) return;
    for (const Pair& pair : by_series_)
        for (const PriceIndex* index : {&pair.rising, &pair.falling})
            for (const auto& entry : *index) orders.push_back(entry.order);
}

void Triggers::collect(const Market& market, const Effect& effect, std::vector<Order*>& fired) const
{
    for (std::size_t i = 0; i < series_count; ++i) {
        const Pair& pair = by_series_[i];
        if (pair.rising.empty() && pair.falling.empty()) continue;
        auto series = static_cast<Series>(i);
        auto reading = read_series(series, market, effect);
        if (!reading) continue;
        bool of_prints = series == Series::last || series == Series::double_last;
        std::uint64_t ticks = ticks_of(series, market);
        auto take = [&](const PriceIndex& index, bool rising, Decimal value) {
            if (index.empty()) return;
            if (of_prints && !is_plausible_print(market, *market.last(), rising)) return;
            for (const auto& entry : index) {
                if (rising ? entry.price > value : entry.price < value) break;
                // both ticks must have come after the order
                bool seen_twice = reading->ticks < 2 || ticks >= entry.order->armed_at + 2;
                if (seen_twice) fired.push_back(entry.order);
            }
        };
        take(pair.rising, true, reading->rising);
        take(pair.falling, false, reading->falling);
    }
}

}  // namespace trademind::paper
