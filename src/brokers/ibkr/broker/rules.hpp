// What orders are validated by before they are sent to TWS.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"

#include <trademind/broker.hpp>

namespace trademind::ibkr_broker {

/// Every order type and time in force of TWS.
const Capabilities& tws_capabilities();

/// With tick, lot and hours of a contract that has been qualified; what TWS has not said is not
/// checked.
ValidationRules rules_for(const Contract&, const Contracts&, const Desk&);

}  // namespace trademind::ibkr_broker
