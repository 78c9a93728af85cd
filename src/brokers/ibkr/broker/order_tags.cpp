// Names of order frames on their way to the socket, and which of them the kill switch stops.
#include "brokers/ibkr/broker/order_tags.hpp"

namespace trademind::ibkr_broker {
namespace {

constexpr FrameTag order_bit = FrameTag{1} << 63, change_bit = FrameTag{1} << 62;
/// Two bits of the state, 28 of the falls before, 32 of the number: ids are 32 bits on the wire,
/// and those of orders entered by hand may be below zero.
constexpr int state_at = 60, falls_at = 32;
constexpr FrameTag falls_mask = (FrameTag{1} << (state_at - falls_at)) - 1;

FrameTag falls_of(TradingState state, const detail::SendGate& gate)
{
    return gate.falls(state) & falls_mask;
}

}  // namespace

Result<FrameTag> tag_for(OrderId id, TradingState until, const detail::SendGate& gate)
{
    auto tag = order_bit | static_cast<FrameTag>(until) << state_at |
               falls_of(until, gate) << falls_at | static_cast<std::uint32_t>(to_number(id));
    if (!gate.lets_pass(until)) return Error{Errc::trading_halted, "not sent: trading is halted"};
    return tag;
}

Result<FrameTag> change_tag_for(OrderId id, TradingState until, const detail::SendGate& gate)
{
    auto tag = tag_for(id, until, gate);
    if (tag) *tag |= change_bit;
    return tag;
}

bool may_leave(FrameTag tag, const detail::SendGate& gate)
{
    if (!is_order_frame(tag)) return gate.lets_pass(TradingState::active);
    auto until = leaves_until(tag);
    return gate.lets_pass(until) && falls_of(until, gate) == (tag >> falls_at & falls_mask);
}

bool is_order_frame(FrameTag tag)
{
    return (tag & order_bit) != 0;
}
bool is_change(FrameTag tag)
{
    return (tag & change_bit) != 0;
}
std::int32_t order_number(FrameTag tag)
{
    return static_cast<std::int32_t>(tag & 0xFFFF'FFFF);
}
TradingState leaves_until(FrameTag tag)
{
    return static_cast<TradingState>(tag >> state_at & 3);
}

}  // namespace trademind::ibkr_broker
