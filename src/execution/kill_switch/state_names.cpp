// The words for trading states.
#include "base/names.hpp"

#include <trademind/execution/kill_switch.hpp>

#include <array>

namespace trademind {
namespace {

constexpr std::array states{
    Name{TradingState::active, "active"},
    Name{TradingState::reducing, "reducing"},
    Name{TradingState::halted, "halted"},
    Name{TradingState::flattening, "flatten"},
};

}  // namespace

std::string_view to_string(TradingState state)
{
    return name_of(states, state);
}
std::optional<TradingState> parse_trading_state(std::string_view text)
{
    return value_of(states, text);
}

}  // namespace trademind
