// The last word on whether an order may leave the process.
#pragma once

#include <trademind/trading_state.hpp>

#include <atomic>

namespace trademind::detail {

/// The trading state, shared by who lowers it and by who writes to the socket. An order passes as
/// long as the state is no lower than the lowest that it was let through for: `active` for one that
/// opens, `reducing` for one that closes, `flattening` for one of the kill switch itself.
///
/// Any thread.
class SendGate {
public:
    TradingState state() const { return state_.load(std::memory_order_acquire); }
    void set(TradingState state) { state_.store(state, std::memory_order_release); }
    bool lets_pass(TradingState lowest) const { return state() <= lowest; }

private:
    std::atomic<TradingState> state_{TradingState::active};
};

}  // namespace trademind::detail
