// The ledger as plain values.
#include "brokers/paper/ledger/posting.hpp"

namespace trademind::paper {

PositionState Ledger::position_state(InstrumentId id) const
{
    const Book& b = book(id);
    return {id,         b.contract,        b.unit_value, b.underlying,
            b.position, b.variation_basis, b.mark,       b.day_trades};
}

LedgerState Ledger::state() const
{
    LedgerState s;
    s.base_currency = rates_.base();
    s.today = today_;
    s.previous_equity = previous_equity_;
    s.previous_net_liquidation = previous_net_liquidation_;
    for (const CurrencyBook& c : currencies_) s.cash.push_back(c.cash);
    s.rates = rates_.all();
    for (InstrumentId id = 0; id < books_.size(); ++id)
        if (books_[id] && books_[id]->traded) s.positions.push_back(position_state(id));
    s.day_trades = day_trades_.days();
    return s;
}

void Ledger::restore(const LedgerState& s)
{
    Ledger fresh{{s.base_currency, margin_, regime_, is_business_day_}};
    fresh.today_ = s.today;
    fresh.previous_equity_ = s.previous_equity;
    fresh.previous_net_liquidation_ = s.previous_net_liquidation;
    for (const CashBalance& cash : s.cash)
        fresh.currencies_[fresh.currency_index(cash.currency)].cash = cash;
    fresh.rates_.restore(s.rates);
    fresh.day_trades_.restore(s.day_trades);
    for (const PositionState& p : s.positions) fresh.define(p.instrument, p.contract, p.unit_value);
    for (const PositionState& p : s.positions) {
        fresh.define(p.instrument, p.contract, p.unit_value, p.underlying);
        Book& b = fresh.book(p.instrument);
        b.position = p.position;
        b.variation_basis = p.variation_basis;
        b.mark = p.mark;
        b.day_trades = p.day_trades;
        b.traded = true;
    }
    for (const PositionState& p : s.positions) fresh.update_exposure(fresh.book(p.instrument));
    *this = std::move(fresh);
}

}  // namespace trademind::paper
