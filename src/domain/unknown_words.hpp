// What of an order cannot be sent, because this library does not know the broker's word for it.
#pragma once

#include <trademind/order.hpp>

#include <optional>
#include <string>

namespace trademind {

/// The first field of the order whose value is unknown, with the broker's word where there is one:
/// 'contract.type: "EC" is not known'. An unknown type of a contract with an id is none: the id
/// says all, so that what is held can be closed.
std::optional<std::string> unsendable_field_of(const OrderRequest&);

}  // namespace trademind
