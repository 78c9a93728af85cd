// The contract of a row, from its cells and to them.
#pragma once

#include "brokers/paper/tape/columns.hpp"

#include <trademind/contract.hpp>

#include <string>

namespace trademind::paper {

/// A US stock on SMART where the cells say nothing else; an empty cell is what its type has by
/// itself: 100 as the multiplier of an option, IDEALPRO for a currency pair.
RowResult<ContractDetails> parse_contract(const RowCells&);
/// What parse_contract reads in that column; empty: what the type has by itself.
std::string contract_cell(Column, const ContractDetails&);

}  // namespace trademind::paper
