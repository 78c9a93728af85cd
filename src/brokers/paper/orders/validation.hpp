// What is wrong with an order before anything knows of it.
#pragma once

#include "brokers/paper/market/instruments.hpp"

#include <trademind/brokers/paper/options.hpp>
#include <trademind/order.hpp>

#include <optional>
#include <span>

namespace trademind::paper {

/// What validation looks at besides the order.
struct ValidationContext {
    const Instruments& instruments;
    InstrumentId instrument;
    const Options& options;
    bool has_auctions;  ///< the instrument's sessions open and close with one
    TimePoint now;
};

/// Writes the order as this room reads it: the default OCA type is sent back as 3, as TWS does, and
/// the offset of a floating order stands in stop_price, as in TWS's auxPrice.
void normalize(OrderRequest& order);

/// The refusal that TWS would give, with its code where it has one; nothing: the order is sound.
std::optional<Error> find_fault(const OrderRequest& order, const ValidationContext& context);

/// What the paper broker takes whatever its calendar, and what needs one with auctions.
std::span<const OrderType> supported_order_types();
std::span<const OrderType> auction_order_types();
std::span<const TimeInForce> supported_times_in_force();

}  // namespace trademind::paper
