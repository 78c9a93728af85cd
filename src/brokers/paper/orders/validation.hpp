// What the paper broker makes of an order before anything knows of it.
#pragma once

#include <trademind/order.hpp>
#include <trademind/order_validation.hpp>

#include <optional>
#include <string_view>

namespace trademind::paper {

/// Its wish to work outside regular hours counts for nothing, as TWS warns with 2109: stocks have
/// no market orders then.
bool ignores_outside_hours(const OrderRequest& order);

/// Writes the order as this room reads it: the default OCA type is sent back as 3, as TWS does, the
/// offset of a floating order stands in stop_price, as in TWS's auxPrice, and what the market
/// ignores is left out.
void normalize(OrderRequest& order);

/// The refusal that TWS would give, with its code where it has one; nothing: the order is sound.
std::optional<Error> find_fault(const OrderRequest& order, const ValidationRules& rules,
                                std::string_view account);

}  // namespace trademind::paper
