// Named sets of rules for the paper market.
#pragma once

#include <cstdint>

namespace trademind::paper {

/// What a new account holds where the program names nothing, in its base currency; as IBKR's own
/// paper accounts.
inline constexpr std::int64_t default_starting_cash = 1'000'000;

/// When the children of a bracket start to work.
enum class ChildActivation {
    with_each_fill,  ///< for as much as the parent has filled: no filled share is unprotected
    when_complete,   ///< when the parent has filled whole
};

/// Whose habits the paper market has. See profile_options() for what each of them sets.
enum class Profile {
    conservative,  ///< for judging a strategy: harsh where nothing is known
    ibkr_paper,    ///< as IBKR's own simulator does it
};

/// What becomes of a market order that found less size than it needs.
enum class MarketRemainder {
    wait,           ///< it waits for the next quote
    slip_one_tick,  ///< the rest fills at once, a price step worse
    cancel,         ///< the rest is cancelled, as an exchange-directed order at IBKR
};

}  // namespace trademind::paper
