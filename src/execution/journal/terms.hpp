// An order's terms as one line: equal terms, equal lines.
#pragma once

#include <trademind/order.hpp>

#include <string>

namespace trademind::journal {

/// Every field that an order is made of, but its client order id.
std::string terms_of(const OrderRequest&);

}  // namespace trademind::journal
