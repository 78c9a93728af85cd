// Small rules of the kill switch: blank names, and what a trigger's action means.
#pragma once

#include <trademind/execution/kill_switch.hpp>

#include <algorithm>
#include <string_view>

namespace trademind {

/// Nothing but white space: no name, no reason.
inline bool is_blank(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

/// The state that a trigger's action lowers trading to.
constexpr TradingState level_of(KillAction action)
{
    switch (action) {
    case KillAction::none: return TradingState::active;
    case KillAction::reducing: return TradingState::reducing;
    case KillAction::halted: break;
    }
    return TradingState::halted;
}

}  // namespace trademind
