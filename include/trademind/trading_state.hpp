// How far trading is allowed.
#pragma once

#include <optional>
#include <string_view>

namespace trademind {

/// What trading may do. Falling is automatic or anyone's; rising needs a named person. Survives a
/// restart.
enum class TradingState {
    active,
    reducing,    ///< orders that close positions only
    halted,      ///< cancels only
    flattening,  ///< halted, and positions are closed
};
/// "active", "reducing", "halted", "flatten".
std::string_view to_string(TradingState);
std::optional<TradingState> parse_trading_state(std::string_view);

}  // namespace trademind
