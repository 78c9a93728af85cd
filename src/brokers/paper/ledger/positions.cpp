// The account's pages of instruments and currencies.
#include "brokers/paper/ledger/positions.hpp"

#include "brokers/paper/ledger/base_sum.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {

struct Positions::Posting {
    SignedTrade trade;    ///< with the fee that enters the cost
    Decimal outside_fee;  ///< fee in another currency, or of a currency trade
    Date settles_on{};
};

Positions::Positions(std::string base_currency, std::shared_ptr<const MarginModel> margin,
                     IsBusinessDay is_settlement_day)
    : margin_{std::move(margin)},
      is_settlement_day_{std::move(is_settlement_day)},
      rates_{std::move(base_currency)}
{
    currency_index(rates_.base());
}

const InstrumentLedger& Positions::operator[](InstrumentId id) const
{
    if (!is_defined(id)) throw std::invalid_argument{"ledger: instrument was not defined"};
    return *instruments_[id];
}

InstrumentLedger& Positions::page(InstrumentId id)
{
    return const_cast<InstrumentLedger&>(std::as_const(*this)[id]);
}

std::size_t Positions::currency_index(std::string_view currency)
{
    auto named = [&](const CurrencyLedger& c) { return c.cash.currency == currency; };
    auto it = std::ranges::find_if(currencies_, named);
    if (it != currencies_.end()) return static_cast<std::size_t>(it - currencies_.begin());
    currencies_.emplace_back().cash.currency = currency;
    return currencies_.size() - 1;
}

void Positions::deposit(std::string_view currency, Decimal amount)
{
    CashBalance& cash = currencies_[currency_index(currency)].cash;
    if (amount.abs() >= amount_limit) throw std::overflow_error{"ledger: deposit too large"};
    cash.amount += amount;
    cash.deposited += amount;
    ++revision_;
}

void Positions::define(InstrumentId id, const Contract& contract, std::optional<Decimal> unit_value,
                       std::optional<InstrumentId> underlying)
{
    if (!is_defined(id)) {
        Decimal unit = unit_value.value_or(contract.value_multiplier());
        if (unit.sign() <= 0) throw std::invalid_argument{"ledger: unit value must be positive"};
        InstrumentLedger b;
        b.contract = contract;
        b.value_class = value_class(contract);
        b.unit_value = unit;
        b.currency = currency_index(contract.currency);
        if (b.value_class == ValueClass::currency) currency_index(contract.symbol);
        if (id >= instruments_.size()) instruments_.resize(id + std::size_t{1});
        instruments_[id] = std::move(b);
    }
    InstrumentLedger& b = *instruments_[id];
    if (b.underlying || !underlying || !is_defined(*underlying)) return;
    b.underlying = underlying;
    instruments_[*underlying]->options.push_back(id);
    pair(*instruments_[*underlying]);
    update_exposure(b);
}

std::optional<Decimal> Positions::underlying_mark(const InstrumentLedger& b) const
{
    return b.underlying ? instruments_[*b.underlying]->mark : std::nullopt;
}

void Positions::update_exposure(InstrumentLedger& b)
{
    Exposure now = exposure_of({b.contract, b.value_class, b.unit_value, b.position,
                                b.variation_basis, b.mark, underlying_mark(b), b.cover},
                               *margin_);
    Exposure& sums = currencies_[b.currency].sums;
    sums -= b.exposure;
    sums += now;
    b.exposure = now;
    ++revision_;
}

OptionHolding Positions::holding(const InstrumentLedger& option, Decimal quantity) const
{
    return {quantity, option.contract.strike.value_or(Decimal{}),
            option.contract.right.value_or(OptionRight::call), option.contract.expiry,
            option.unit_value};
}

void Positions::pair(InstrumentLedger& underlying)
{
    std::vector<OptionHolding> holdings;
    for (InstrumentId id : underlying.options)
        holdings.push_back(holding(*instruments_[id], instruments_[id]->position.quantity));
    auto covers = pair_options(underlying.position.quantity, holdings);
    for (std::size_t i = 0; i < covers.size(); ++i) {
        InstrumentLedger& option = *instruments_[underlying.options[i]];
        if (option.cover == covers[i]) continue;
        option.cover = covers[i];
        update_exposure(option);
    }
}

OptionCover Positions::cover_if(InstrumentId option, Decimal quantity,
                                const std::function<Decimal(InstrumentId)>& sold) const
{
    const InstrumentLedger& b = *instruments_[option];
    if (!b.underlying) return {};
    const InstrumentLedger& underlying = *instruments_[*b.underlying];
    std::vector<OptionHolding> holdings;
    std::size_t place = 0;
    for (InstrumentId id : underlying.options) {
        if (id == option) place = holdings.size();
        const InstrumentLedger& other = *instruments_[id];
        holdings.push_back(
            holding(other, id == option ? quantity : other.position.quantity - sold(id)));
    }
    return pair_options(underlying.position.quantity - sold(*b.underlying), holdings)[place];
}

const InstrumentLedger& Positions::mark(InstrumentId id, Decimal price)
{
    InstrumentLedger& b = page(id);
    if (b.mark == price && b.value_class != ValueClass::currency) return b;
    b.mark = price;
    if (b.value_class == ValueClass::currency) {
        rates_.set_pair(b.contract.symbol, b.contract.currency, price);
        ++revision_;
    }
    if (!b.position.quantity.is_zero()) update_exposure(b);
    for (InstrumentId option : b.options)
        if (!instruments_[option]->position.quantity.is_zero())
            update_exposure(*instruments_[option]);
    return b;
}

void Positions::receive(InstrumentId id, Decimal amount)
{
    InstrumentLedger& b = page(id);
    currencies_[b.currency].cash.move(amount, today_, today_);
    b.position.realized += amount;
    update_exposure(b);
}

void Positions::split(InstrumentId id, Decimal new_shares, Decimal old_shares)
{
    InstrumentLedger& b = page(id);
    b.position.quantity = b.position.quantity * new_shares / old_shares;
    if (b.mark) b.mark = *b.mark * old_shares / new_shares;
    if (!b.options.empty()) pair(b);
    update_exposure(b);
}

void Positions::forget_mark(InstrumentId id)
{
    InstrumentLedger& b = page(id);
    b.mark.reset();
    update_exposure(b);
    for (InstrumentId option : b.options) update_exposure(*instruments_[option]);
}

void Positions::begin_day(Date date)
{
    for (auto& b : instruments_) {
        if (!b || b->value_class != ValueClass::variation || b->exposure.unpriced_variation)
            continue;
        // basis first: the sum of cash and gains must not change
        Decimal gain = b->exposure.variation;
        b->variation_basis += gain;
        currencies_[b->currency].cash.amount += gain;
        update_exposure(*b);
    }
    for (CurrencyLedger& c : currencies_) c.cash.settle(date);
    today_ = date;
    ++revision_;
}

void Positions::move_cash(const InstrumentLedger& b, const Posting& p)
{
    Decimal value = p.trade.value();
    switch (b.value_class) {
    case ValueClass::variation: break;
    case ValueClass::currency: {
        CashBalance& cash = currencies_[b.currency].cash;
        // define() has made this balance, so that no reference moves here
        CashBalance& bought = currencies_[currency_index(b.contract.symbol)].cash;
        bought.move(p.trade.quantity, today_, p.settles_on);
        bought.converted += p.trade.quantity;
        cash.move(-value, today_, p.settles_on);
        cash.converted -= value;
        break;
    }
    default: currencies_[b.currency].cash.move(-value, today_, p.settles_on);
    }
}

FillEffect Positions::post(InstrumentLedger& b, const Posting& p)
{
    Decimal value = p.trade.value();
    for (Decimal d :
         {value, p.trade.quantity, p.trade.fee, p.outside_fee, b.position.cost, b.position.quantity,
          b.position.realized, b.variation_basis, currencies_[b.currency].cash.amount})
        if (d.abs() >= amount_limit) throw std::overflow_error{"ledger: amount too large to book"};

    FillEffect effect;
    effect.split = b.position.apply(p.trade);
    effect.position = b.position;
    if (b.value_class == ValueClass::variation) b.variation_basis += value;
    move_cash(b, p);
    if (!b.mark) b.mark = p.trade.price;
    b.traded = true;
    if (b.underlying) pair(*instruments_[*b.underlying]);
    if (!b.options.empty()) pair(b);
    update_exposure(b);
    return effect;
}

FillEffect Positions::apply(const LedgerFill& fill)
{
    InstrumentLedger& b = page(fill.instrument);

    bool in_cost = b.value_class != ValueClass::currency &&
                   (fill.fee_currency.empty() || fill.fee_currency == b.contract.currency);
    Posting p;
    p.trade = {fill.side == Side::buy ? fill.quantity : -fill.quantity, fill.price, b.unit_value,
               (in_cost ? fill.fee : Decimal{}) + fill.carried_cost};
    p.outside_fee = in_cost ? Decimal{} : fill.fee;
    p.settles_on = fill.settles_on
                       ? *fill.settles_on
                       : settlement_date(b.contract, fill.trade_date, is_settlement_day_);
    std::size_t fee_account = b.currency;
    if (!fill.fee_currency.empty()) fee_account = currency_index(fill.fee_currency);
    FillEffect effect = post(b, p);
    CashBalance& fee_cash = currencies_[fee_account].cash;
    // a rebate is cash at once
    fee_cash.move(-fill.fee, today_, today_);
    fee_cash.fees_outside_cost += p.outside_fee;

    if (counts_day_trades(b.value_class) &&
        b.day_trades.record(today_, !effect.split.closed.is_zero(), !effect.split.opened.is_zero()))
        effect.day_trade = true;
    return effect;
}

Position Positions::report(InstrumentId id) const
{
    const InstrumentLedger& b = (*this)[id];
    Position p{b.contract, b.position.quantity};
    p.average_cost = b.position.average();
    p.market_price = b.mark;
    p.realized_pnl = b.position.realized;
    if (b.position.quantity.is_zero()) {
        p.market_value = p.unrealized_pnl = Decimal{};
    } else if (b.mark) {
        auto amount = checked_multiply(b.position.quantity, *b.mark);
        if (amount) p.market_value = checked_multiply(*amount, b.unit_value);
        p.unrealized_pnl = minus(p.market_value, b.position.cost);
    }
    return p;
}

PositionState Positions::state(InstrumentId id) const
{
    const InstrumentLedger& b = (*this)[id];
    return {id,         b.contract,        b.unit_value, b.underlying,
            b.position, b.variation_basis, b.mark,       b.day_trades};
}

void Positions::write_money(LedgerState& s) const
{
    s.base_currency = rates_.base();
    s.today = today_;
    for (const CurrencyLedger& c : currencies_) s.cash.push_back(c.cash);
    s.rates = rates_.all();
}

void Positions::write_positions(LedgerState& s) const
{
    for (InstrumentId id = 0; id < instruments_.size(); ++id)
        if (instruments_[id] && instruments_[id]->traded) s.positions.push_back(state(id));
}

void Positions::restore(const LedgerState& s)
{
    Positions fresh{s.base_currency, margin_, is_settlement_day_};
    fresh.today_ = s.today;
    for (const CashBalance& cash : s.cash)
        fresh.currencies_[fresh.currency_index(cash.currency)].cash = cash;
    fresh.rates_.restore(s.rates);
    for (const PositionState& p : s.positions)
        fresh.define(p.instrument, p.contract, p.unit_value, std::nullopt);
    for (const PositionState& p : s.positions) {
        fresh.define(p.instrument, p.contract, p.unit_value, p.underlying);
        InstrumentLedger& b = fresh.page(p.instrument);
        b.position = p.position;
        b.variation_basis = p.variation_basis;
        b.mark = p.mark;
        b.day_trades = p.day_trades;
        b.traded = true;
    }
    for (const PositionState& p : s.positions) {
        InstrumentLedger& b = fresh.page(p.instrument);
        if (b.underlying) fresh.pair(*fresh.instruments_[*b.underlying]);
        if (!b.options.empty()) fresh.pair(b);
        fresh.update_exposure(b);
    }
    *this = std::move(fresh);
}

}  // namespace trademind::paper
