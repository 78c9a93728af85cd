// Whether an order makes sense before anyone asks whether it is allowed.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/contract.hpp>
#include <trademind/order.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>

namespace trademind::validation {

/// What an order is measured by; pointers may be null where something is not known.
class Yardstick {
public:
    const ContractDetails* details = nullptr;
    const Capabilities* capabilities = nullptr;
    bool allow_negative_prices = false;
    TimePoint now{};
};

/// Nothing, or what is wrong, naming the field.
std::optional<std::string> fault_of(const OrderRequest&, const Yardstick&);

}  // namespace trademind::validation
