// Filing of orders by where they wait.
#include "brokers/paper/matching/book.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

/// The series that a trailing stop follows: the first that its method watches.
Series followed(const Order& order, TriggerMethod method)
{
    return watched_series(method, order.side, false).series[0];
}

/// What a series stands at, news or not.
std::optional<Decimal> standing(Series series, const Market& market)
{
    switch (series) {
    case Series::bid:
    case Series::double_bid:
        return market.bid().exists() ? std::optional{market.bid().price()} : std::nullopt;
    case Series::ask:
    case Series::double_ask:
        return market.ask().exists() ? std::optional{market.ask().price()} : std::nullopt;
    case Series::midpoint: return market.midpoint();
    case Series::last:
    case Series::double_last: break;
    }
    return market.last();
}

}  // namespace

PriceIndex* Book::index_of(const Order& order, Place place)
{
    switch (place) {
    case Place::held: return &held();
    case Place::queue: return &queue(order.side);
    case Place::resting: return &resting(order.side);
    case Place::pegged: return &pegged(order.side);
    case Place::opening_auction: return &auction(true);
    case Place::closing_auction: return &auction(false);
    default: return nullptr;
    }
}

Trailing& Book::trailing(Series series, Side side, const Ticks& ticks)
{
    auto& slot = trailing_[static_cast<std::size_t>(series)][side == Side::sell];
    if (!slot) slot = std::make_unique<Trailing>(side, ticks);
    any_trailing_ = true;
    return *slot;
}

void Book::put(Order& order, Place place, const Filing& filing)
{
    order.place = place;
    if (PriceIndex* index = index_of(order, place)) {
        bool by_price = place == Place::resting || place == Place::pegged;
        if (!by_price) order.working_price = Decimal{};
        index->add(order.working_price, order);
        if (place == Place::resting && order.type == OrderType::relative)
            relative().push_back(&order);
    } else if (place == Place::armed) {
        triggers_.add(order, filing.method, market);
    } else if (place == Place::trailing) {
        Series series = followed(order, filing.method);
        // at an opening the last price is the evening's, which was not the order's time
        bool is_old = awaits_quote && order.stop_price;
        auto reference = is_old ? std::nullopt : standing(series, market);
        trailing(series, order.side, filing.ticks).add(order, reference);
    }
}

void Book::take_out(Order& order, const Filing& filing)
{
    if (PriceIndex* index = index_of(order, order.place)) {
        index->remove(order.working_price, order);
        if (order.place == Place::resting && order.type == OrderType::relative)
            std::erase(relative(), &order);
    } else if (order.place == Place::armed) {
        triggers_.remove(order, filing.method);
    } else if (order.place == Place::trailing) {
        trailing(followed(order, filing.method), order.side, filing.ticks).remove(order);
    }
    order.place = Place::nowhere;
}

void Book::collect_fired(const Effect& effect, std::vector<Order*>& fired)
{
    fired.clear();
    if (!triggers_.empty()) triggers_.collect(market, effect, fired);
    if (any_trailing_) {
        for (std::size_t i = 0; i < series_count; ++i) {
            auto& sides = trailing_[i];
            if (!sides[0] && !sides[1]) continue;
            auto reading = read_series(static_cast<Series>(i), market, effect);
            if (!reading || !is_plausible(static_cast<Series>(i), *reading, market)) continue;
            // the reading that must pass the stop: both ticks of a double method
            if (sides[0]) sides[0]->update(reading->rising, fired);
            if (sides[1]) sides[1]->update(reading->falling, fired);
        }
    }
}

std::vector<Order*> Book::waiting_for_prices() const
{
    std::vector<Order*> orders;
    for (const SideOrders* side : {&buys_, &sells_})
        for (const PriceIndex* index : {&side->queue, &side->resting})
            for (const auto& entry : *index) orders.push_back(entry.order);
    triggers_.collect_all(orders);
    for (const auto& sides : trailing_)
        for (const auto& one : sides)
            if (one) one->collect_all(orders);
    std::ranges::sort(orders, {}, &Order::id);
    orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
    return orders;
}

std::optional<Decimal> Book::stop_of(const Order& order, TriggerMethod method) const
{
    const auto& slot =
        trailing_[static_cast<std::size_t>(followed(order, method))][order.side == Side::sell];
    return slot ? slot->stop_of(order) : order.stop_price;
}

Decimal Book::traded_at(Decimal price)
{
    return traded_.try_emplace(price).first->second;
}

void Book::add_traded(Decimal price, Decimal size)
{
    auto known = traded_.find(price);
    if (known != traded_.end()) known->second += size;
}

}  // namespace trademind::paper
