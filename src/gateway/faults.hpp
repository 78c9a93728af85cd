// Faults that wait for what they spoil.
#pragma once

namespace trademind::gateway {

/// What is spoiled next, and what is away now.
struct Faults {
    bool upstream_away = false, farm_away = false, silent = false;
    int lost_acknowledgements = 0, doubled = 0, corrected = 0, commissions_first = 0;
    int rolled_back = 0;

    bool quotes_stand() const { return upstream_away || farm_away; }
};

/// True once for each that was asked for.
inline bool take(int& count)
{
    if (count == 0) return false;
    --count;
    return true;
}

}  // namespace trademind::gateway
