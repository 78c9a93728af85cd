// From the configuration to a gateway.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/gateway.hpp>

namespace trademind::cli {

/// Everything but the instruments. Errors: those of the script of faults.
Result<GatewayOptions> gateway_options(const GatewayConfig& settings);

}  // namespace trademind::cli
