// Instruments that a market without a catalogue of its own has.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/time.hpp>

#include <vector>

namespace trademind::gateway {

/// Well-known US stocks and funds under IBKR's ids, and chains of options on some of them, under
/// ids of this gateway's: for the next four months, as of `now`.
std::vector<ContractDetails> bundled_instruments(TimePoint now);

}  // namespace trademind::gateway
