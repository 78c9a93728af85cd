// The ledger as plain values, to be kept in a file.
#pragma once

#include "brokers/paper/ledger/cash_balance.hpp"
#include "brokers/paper/ledger/day_trades.hpp"
#include "brokers/paper/ledger/exchange_rates.hpp"
#include "brokers/paper/ledger/position_cost.hpp"
#include "brokers/paper/ledger/reservations.hpp"
#include "brokers/paper/ledger/special_memorandum.hpp"

namespace trademind::paper {

/// One instrument that was ever traded. `instrument` is the engine's index and may change between
/// runs; the contract says what it is.
struct PositionState {
    InstrumentId instrument{};
    Contract contract;
    Decimal unit_value = 1;  ///< money per unit of price and contract
    std::optional<InstrumentId> underlying;
    PositionCost position;
    Decimal variation_basis;  ///< of futures and CFDs: value at the last sweep
    std::optional<Decimal> mark;
    DayTradeTracker day_trades;
    bool operator==(const PositionState&) const = default;
};

/// Everything that a ledger remembers, except the orders that reserve funds: the engine reserves
/// them again.
struct LedgerState {
    std::string base_currency = "USD";
    Date today{};
    std::optional<Decimal> previous_equity;           ///< equity with loan value at the day's begin
    std::optional<Decimal> previous_net_liquidation;  ///< at the day's begin
    SpecialMemorandum::State memorandum;
    std::vector<CashBalance> cash;
    std::vector<ExchangeRates::Rate> rates;
    std::vector<PositionState> positions;
    std::vector<DayTradeCounter::Day> day_trades;
    bool operator==(const LedgerState&) const = default;
};

}  // namespace trademind::paper
