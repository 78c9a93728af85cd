// Names of order frames on their way to the socket, and which of them the kill switch stops.
#pragma once

#include <trademind/detail/send_gate.hpp>
#include <trademind/ids.hpp>
#include <trademind/result.hpp>

#include <cstdint>

namespace trademind::ibkr_broker {

/// Apart from the names that routes use: its order, and when it may leave.
using FrameTag = std::uint64_t;

/// Of an order's frame that is queued now and may leave in trading states up to that one.
/// Errc::trading_halted where it may not.
Result<FrameTag> tag_for(OrderId, TradingState leaves_until, const detail::SendGate&);
/// The same of a change of the order.
Result<FrameTag> change_tag_for(OrderId, TradingState leaves_until, const detail::SendGate&);
/// A frame of the lane of orders may leave now: neither is trading below the state that it was let
/// through for, nor was it since. One that is none of these may while nothing is halted.
bool may_leave(FrameTag, const detail::SendGate&);

bool is_order_frame(FrameTag);
bool is_change(FrameTag);
std::int32_t order_number(FrameTag);
TradingState leaves_until(FrameTag);

}  // namespace trademind::ibkr_broker
