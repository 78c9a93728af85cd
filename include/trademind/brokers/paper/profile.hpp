// Named sets of rules for the paper market.
#pragma once

namespace trademind::paper {

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
