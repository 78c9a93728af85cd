// The last word on whether an order may leave the process.
#pragma once

#include <trademind/trading_state.hpp>

#include <array>
#include <atomic>
#include <cstddef>

namespace trademind::detail {

/// The trading state, shared by who lowers it and by who writes to the socket. An order passes as
/// long as the state is no lower than the lowest that it was let through for: `active` for one that
/// opens, `reducing` for one that closes, `flattening` for one of the kill switch itself. One that
/// waited through a fall does not leave when trading is resumed: falls() has changed.
///
/// Any thread.
class SendGate {
public:
    TradingState state() const { return state_.load(std::memory_order_acquire); }
    void set(TradingState state)
    {
        state_.store(state, std::memory_order_release);
        for (std::size_t level = 0; level < static_cast<std::size_t>(state); ++level)
            falls_[level].fetch_add(1, std::memory_order_release);
    }
    bool lets_pass(TradingState lowest) const { return state() <= lowest; }
    /// How often orders of that kind have been stopped so far. To be read before lets_pass().
    unsigned falls(TradingState lowest) const
    {
        return falls_[static_cast<std::size_t>(lowest)].load(std::memory_order_acquire);
    }

private:
    std::atomic<TradingState> state_{TradingState::active};
    std::array<std::atomic<unsigned>, 4> falls_{};
};

}  // namespace trademind::detail
