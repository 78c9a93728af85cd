// An order's terms as one line: equal terms, equal lines.
#pragma once

#include <trademind/order.hpp>
#include <trademind/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace trademind::journal {

/// Every field that an order is made of, but its client order id.
std::string terms_of(const OrderRequest&);

/// The order that has these terms, without rare attributes. Errc::data_file where they name legs,
/// or are not those that terms_of writes.
Result<OrderRequest> order_of(std::string_view terms);
/// The names of the rare attributes that these terms have: "display size".
std::vector<std::string_view> attributes_of(std::string_view terms);

/// The rare attributes that these terms have and the order does not: "display size, hidden". Empty
/// where it leaves out none.
std::string attributes_left_out(std::string_view terms, const OrderRequest&);

}  // namespace trademind::journal
