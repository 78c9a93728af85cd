// What the paper broker can do.
#include "brokers/paper/orders/capabilities.hpp"

#include <algorithm>
#include <array>

namespace trademind::paper {
namespace {

constexpr std::array order_types{
    OrderType::market,
    OrderType::limit,
    OrderType::stop,
    OrderType::stop_limit,
    OrderType::trailing_stop,
    OrderType::trailing_stop_limit,
    OrderType::market_if_touched,
    OrderType::limit_if_touched,
    OrderType::market_to_limit,
    OrderType::midprice,
    OrderType::pegged_to_midpoint,
    OrderType::relative,
};
constexpr std::array auction_types{OrderType::market_on_close, OrderType::limit_on_close};
constexpr std::array times_in_force{
    TimeInForce::day,          TimeInForce::good_till_cancelled, TimeInForce::immediate_or_cancel,
    TimeInForce::fill_or_kill, TimeInForce::good_till_date,
};

bool has_auctions(const std::shared_ptr<const TradingCalendar>& calendar)
{
    auto session = calendar ? calendar->session_at_or_after(TimePoint{}) : std::nullopt;
    return session && session->auctions;
}

/// Only market and limit orders fill at once or in the opening auction.
void exclude_pairs(Capabilities& can)
{
    for (OrderType type : can.order_types) {
        if (type == OrderType::market || type == OrderType::limit) continue;
        can.excluded.emplace_back(type, TimeInForce::opening);
        // TWS has a code of its own for these: 113
        if (std::ranges::find(auction_types, type) != auction_types.end()) continue;
        can.excluded.emplace_back(type, TimeInForce::immediate_or_cancel);
        can.excluded.emplace_back(type, TimeInForce::fill_or_kill);
    }
}

}  // namespace

Capabilities paper_capabilities(const Options& options)
{
    Capabilities can;
    can.order_types.assign(order_types.begin(), order_types.end());
    if (!options.allow_relative) std::erase(can.order_types, OrderType::relative);
    can.times_in_force.assign(times_in_force.begin(), times_in_force.end());
    bool any = has_auctions(options.calendar) || has_auctions(options.us_stock_calendar) ||
               std::ranges::any_of(options.instruments, has_auctions, &Instrument::calendar);
    if (any) {
        can.order_types.insert(can.order_types.end(), auction_types.begin(), auction_types.end());
        can.times_in_force.push_back(TimeInForce::opening);
    }
    exclude_pairs(can);
    can.attributes = {"offset"};
    // the market has hours of its own, and refuses by them
    can.calendar = always_open_calendar();
    can.combos = false;
    can.order_preview = can.contract_search = true;
    can.history = options.tape || options.quotes_from;
    return can;
}

}  // namespace trademind::paper
