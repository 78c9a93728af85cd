// A ledger with a few instruments, and shorthands for what happens to it.
#pragma once

#include "brokers/paper/ledger/ledger.hpp"

#include <string>

namespace trademind::paper {

using namespace trademind::literals;

/// Instruments that the tests trade.
enum : InstrumentId {
    share = 1,
    other_share,
    call_option,
    put_option,
    es,
    mes,
    gold,
    euro_share,
    eur_usd
};

inline Contract contract_of(InstrumentId id)
{
    switch (id) {
    case share: return stock("ABC");
    case other_share: return stock("XYZ");
    case call_option: return option("ABC", "20261218", 100_d, OptionRight::call);
    case put_option: return option("ABC", "20261218", 50_d, OptionRight::put);
    case es: return future("ES", "202612", "CME").with_multiplier(50_d);
    case mes: return future("MES", "202612", "CME").with_multiplier(5_d);
    case gold: return future("GC", "202612", "COMEX").with_multiplier(100_d);
    case euro_share: return stock("SAP").on("IBIS").in("EUR");
    default: return forex("EUR", "USD");
    }
}

constexpr Date monday = std::chrono::year{2026} / 6 / 15;

/// The ledger under test. Quantities are signed: bought > 0, sold < 0.
class Books {
public:
    explicit Books(LedgerOptions options = {}) : ledger{std::move(options)}
    {
        for (InstrumentId id = share; id <= eur_usd; ++id) {
            std::optional<InstrumentId> underlying;
            if (id == call_option || id == put_option) underlying = share;
            ledger.define(id, contract_of(id), {}, underlying);
        }
        ledger.begin_day(monday);
    }

    FillEffect trade(InstrumentId id, Decimal quantity, Decimal price, Decimal fee = 0,
                     std::string fee_currency = {})
    {
        LedgerFill fill;
        fill.instrument = id;
        fill.side = quantity.sign() > 0 ? Side::buy : Side::sell;
        fill.quantity = quantity.abs();
        fill.price = price;
        fill.fee = fee;
        fill.fee_currency = std::move(fee_currency);
        fill.trade_date = ledger.today();
        return ledger.apply(fill);
    }

    Decimal average(InstrumentId id) const { return ledger.position(id).average(); }
    Decimal quantity(InstrumentId id) const { return ledger.position(id).quantity; }
    Decimal realized(InstrumentId id) const { return ledger.position(id).realized; }
    Decimal unrealized(InstrumentId id) const { return ledger.report(id).unrealized_pnl.value(); }
    Decimal cash(const std::string& currency = "USD") const
    {
        const CashBalance* balance = ledger.cash(currency);
        return balance ? balance->amount : Decimal{};
    }
    /// Cash and gains of futures less deposits: what trading brought in.
    Decimal cash_effect() const { return ledger.values().total_cash_value.value(); }

    Ledger ledger;
};

}  // namespace trademind::paper
