// Identifiers of orders and executions.
#pragma once

#include <trademind/result.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace trademind {

/// The broker's id of an order: unique per connection (client id), given by the broker object when
/// it places the order.
enum class OrderId : std::int64_t {};
/// The id that IBKR gives an order for ever and across clients; 0 while unknown.
enum class PermanentId : std::int64_t {};

constexpr std::int64_t to_number(OrderId id)
{
    return static_cast<std::int64_t>(id);
}
constexpr std::int64_t to_number(PermanentId id)
{
    return static_cast<std::int64_t>(id);
}
inline std::string to_string(OrderId id)
{
    return std::to_string(to_number(id));
}
inline std::string to_string(PermanentId id)
{
    return std::to_string(to_number(id));
}

/// Reads an order id from text such as "42"; Errc::invalid_argument when it is not one.
Result<OrderId> parse_order_id(std::string_view text);

}  // namespace trademind
