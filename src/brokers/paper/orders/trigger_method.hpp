// Which trigger methods a product has.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/order.hpp>

#include <optional>

namespace trademind::paper {

/// The instrument's default method, or nothing where it has none.
std::optional<TriggerMethod> default_trigger_method(const Contract& contract);

}  // namespace trademind::paper
