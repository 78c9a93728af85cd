// Positions and cash recomputed from executions alone, to check books against.
#pragma once

#include "brokers/paper/ledger/position_cost.hpp"

#include <trademind/order_report.hpp>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace trademind::paper {

/// What the executions of one contract add up to.
struct ReplayedPosition {
    Contract contract;
    PositionCost position;
    Decimal cash;  ///< received less paid, after fees in the contract's currency
};

struct Replay {
    std::vector<ReplayedPosition> positions;      ///< in order of the first execution
    std::map<std::string, Decimal> outside_fees;  ///< charged in other currencies, by currency
    const ReplayedPosition* find(const Contract& contract) const;
};

/// Books the executions in order of their arrival. Corrections (ids that differ only after the last
/// dot) take the place of what they correct: the highest revision counts, duplicates do not. A
/// revision that came without commission keeps that of the one before.
Replay replay(std::span<const Execution> executions);

}  // namespace trademind::paper
