// What the paper broker makes of an order before anything knows of it.
#pragma once

#include <trademind/order.hpp>
#include <trademind/order_validation.hpp>

#include <optional>
#include <string_view>

namespace trademind::paper {

/// Writes the order as this room reads it: the default OCA type is sent back as 3, as TWS does, and
/// the offset of a floating order stands in stop_price, as in TWS's auxPrice.
void normalize(OrderRequest& order);

/// The refusal that TWS would give, with its code where it has one; nothing: the order is sound.
std::optional<Error> find_fault(const OrderRequest& order, const ValidationRules& rules,
                                std::string_view account);

}  // namespace trademind::paper
