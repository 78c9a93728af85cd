// An order's terms as one line: equal terms, equal lines.
#pragma once

#include <trademind/order.hpp>

#include <string>
#include <string_view>

namespace trademind::journal {

/// Every field that an order is made of, but its client order id.
std::string terms_of(const OrderRequest&);

/// The rare attributes that these terms have and the order does not: "display size, hidden". Empty
/// where it leaves out none.
std::string attributes_left_out(std::string_view terms, const OrderRequest&);

}  // namespace trademind::journal
