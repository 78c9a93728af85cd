// The books of the paper account: days, fills, and what they are as plain values.
#include "brokers/paper/ledger/ledger.hpp"

#include "brokers/paper/ledger/base_sum.hpp"

#include <stdexcept>

namespace trademind::paper {

Ledger::Ledger(LedgerOptions options)
    : margin_{options.margin ? std::move(options.margin) : std::make_shared<RegulationTMargin>()},
      regime_{options.day_trade_regime},
      is_business_day_{options.is_business_day ? std::move(options.is_business_day) : is_weekday},
      is_settlement_day_{options.is_settlement_day ? std::move(options.is_settlement_day)
                                                   : is_business_day_},
      positions_{std::move(options.base_currency), margin_, is_settlement_day_}
{}

void Ledger::deposit(std::string_view currency, Decimal amount)
{
    positions_.deposit(currency, amount);
    // paid in money can be spent the same day
    if (auto base = exchange_rates().to_base(amount, currency)) {
        memorandum_.add(*base);
        previous_equity_ = plus(previous_equity_, base);
        previous_net_liquidation_ = plus(previous_net_liquidation_, base);
    }
}

void Ledger::define(InstrumentId id, const Contract& contract, std::optional<Decimal> unit_value,
                    std::optional<InstrumentId> underlying)
{
    bool is_new = !is_defined(id);
    positions_.define(id, contract, unit_value, underlying);
    if (is_new) open_reservations(id);
}

void Ledger::open_reservations(InstrumentId id)
{
    const InstrumentLedger& b = positions_[id];
    // a cash account sells a currency out of what it has of it
    bool pays_in_kind =
        b.value_class == ValueClass::currency && margin_->account_kind() == AccountKind::cash;
    reservations_.define(id, b.currency,
                         pays_in_kind ? positions_.currency_index(b.contract.symbol) : b.currency);
}

void Ledger::begin_day(Date date)
{
    if (date <= today()) return;
    memorandum_.end_day(totals().regulation_t_excess);
    positions_.begin_day(date);
    AccountValues now = totals();
    previous_equity_ = now.equity_with_loan_value;
    previous_net_liquidation_ = now.net_liquidation;
}

FillEffect Ledger::apply(const LedgerFill& fill)
{
    if (fill.quantity.sign() <= 0)
        throw std::invalid_argument{"ledger: quantity of a fill must be positive"};
    (void)positions_[fill.instrument];
    begin_day(fill.trade_date);
    FillEffect effect = positions_.apply(fill);
    memorandum_.add(positions_.regulation_t_change(fill, effect));
    if (effect.day_trade) day_trades_.add(today());
    update_reserved(fill.instrument);
    if (auto changed = reservations_.shrink(fill.order, fill.quantity)) update_reserved(*changed);
    return effect;
}

void Ledger::receive(InstrumentId id, Decimal amount)
{
    const std::string& currency = positions_[id].contract.currency;
    positions_.receive(id, amount);
    if (auto base = exchange_rates().to_base(amount, currency)) memorandum_.add(*base);
}

std::vector<Position> Ledger::positions(bool closed) const
{
    std::vector<Position> all;
    for (InstrumentId id = 0; id < size(); ++id) {
        if (!is_defined(id)) continue;
        const InstrumentLedger& b = positions_[id];
        if (!b.position.quantity.is_zero() || (closed && b.traded)) all.push_back(report(id));
    }
    return all;
}

const CashBalance* Ledger::cash(std::string_view currency) const
{
    for (const CurrencyLedger& c : positions_.currencies())
        if (c.cash.currency == currency) return &c.cash;
    return nullptr;
}

LedgerState Ledger::state() const
{
    LedgerState s = state_without_positions();
    positions_.write_positions(s);
    return s;
}

LedgerState Ledger::state_without_positions() const
{
    LedgerState s;
    positions_.write_money(s);
    s.previous_equity = previous_equity_;
    s.previous_net_liquidation = previous_net_liquidation_;
    s.memorandum = memorandum_.state();
    s.day_trades = day_trades_.days();
    return s;
}

void Ledger::restore(const LedgerState& s)
{
    Ledger fresh{{s.base_currency, margin_, regime_, is_business_day_, is_settlement_day_}};
    fresh.positions_.restore(s);
    for (const PositionState& p : s.positions) fresh.open_reservations(p.instrument);
    fresh.previous_equity_ = s.previous_equity;
    fresh.previous_net_liquidation_ = s.previous_net_liquidation;
    fresh.memorandum_.restore(s.memorandum);
    fresh.day_trades_.restore(s.day_trades);
    *this = std::move(fresh);
}

}  // namespace trademind::paper
