// What the paper broker can do.
#include "brokers/paper/broker/capabilities.hpp"

#include "brokers/paper/orders/validation.hpp"

namespace trademind::paper {

Capabilities paper_capabilities(const Options& options)
{
    Capabilities can;
    auto types = supported_order_types(), in_auctions = auction_order_types();
    auto times = supported_times_in_force();
    can.order_types.assign(types.begin(), types.end());
    if (!options.allow_relative) std::erase(can.order_types, OrderType::relative);
    can.times_in_force.assign(times.begin(), times.end());
    auto has_auctions = [](const std::shared_ptr<const TradingCalendar>& calendar) {
        auto session = calendar ? calendar->session_at_or_after(TimePoint{}) : std::nullopt;
        return session && session->auctions;
    };
    bool any = has_auctions(options.calendar) || has_auctions(options.us_stock_calendar);
    for (const auto& instrument : options.instruments)
        any = any || has_auctions(instrument.calendar);
    if (any) {
        can.order_types.insert(can.order_types.end(), in_auctions.begin(), in_auctions.end());
        can.times_in_force.push_back(TimeInForce::opening);
    }
    can.order_preview = can.contract_search = true;
    can.history = options.tape || options.quotes_from;
    return can;
}

}  // namespace trademind::paper
