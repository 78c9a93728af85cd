// The number of an order at TWS: unique together with the client that placed it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trademind {

struct OrderNumber {
    int client_id;
    std::int64_t order_id;
    bool operator==(const OrderNumber&) const = default;
};
struct OrderNumberHash {
    std::size_t operator()(const OrderNumber& number) const noexcept
    {
        return static_cast<std::uint64_t>(number.order_id) * 1'000'003U +
               static_cast<std::uint64_t>(number.client_id);
    }
};

}  // namespace trademind
