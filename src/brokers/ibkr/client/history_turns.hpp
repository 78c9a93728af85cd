// What IBKR's rules of pacing see in a request of the past.
#pragma once

#include "brokers/ibkr/client/history_gate.hpp"

#include <trademind/brokers/ibkr/client/route.hpp>

#include <memory>

namespace trademind::ibkr {

/// Nothing for other requests. Bars of the past follow all rules, five-second bars those of small
/// bars; first timestamps and ticks of the past only take one of the slots.
std::unique_ptr<HistoryTicket> history_ticket(const detail::Prepared&);

}  // namespace trademind::ibkr
