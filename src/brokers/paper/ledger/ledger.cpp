// The books of the paper account: instruments, fills, cash and marks.
#include "brokers/paper/ledger/ledger.hpp"

#include "brokers/paper/ledger/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {

Ledger::Ledger(LedgerOptions options)
    : margin_{options.margin ? std::move(options.margin) : std::make_shared<RegulationTMargin>()},
      regime_{options.day_trade_regime},
      is_business_day_{options.is_business_day ? std::move(options.is_business_day) : is_weekday},
      rates_{std::move(options.base_currency)}
{
    currency_index(rates_.base());
}

const Ledger::Book& Ledger::book(InstrumentId id) const
{
    if (!is_defined(id)) throw std::invalid_argument{"ledger: instrument was not defined"};
    return *books_[id];
}

Ledger::Book& Ledger::book(InstrumentId id)
{
    return const_cast<Book&>(std::as_const(*this).book(id));
}

std::size_t Ledger::currency_index(std::string_view currency)
{
    auto named = [&](const CurrencyBook& c) { return c.cash.currency == currency; };
    auto it = std::ranges::find_if(currencies_, named);
    if (it != currencies_.end()) return static_cast<std::size_t>(it - currencies_.begin());
    currencies_.emplace_back().cash.currency = currency;
    return currencies_.size() - 1;
}

void Ledger::deposit(std::string_view currency, Decimal amount)
{
    CashBalance& cash = currencies_[currency_index(currency)].cash;
    if (amount.abs() >= amount_limit) throw std::overflow_error{"ledger: deposit too large"};
    cash.amount += amount;
    cash.deposited += amount;
    // paid in money can be spent the same day
    if (auto base = rates_.to_base(amount, currency)) {
        previous_equity_ = plus(previous_equity_, base);
        previous_net_liquidation_ = plus(previous_net_liquidation_, base);
    }
}

void Ledger::define(InstrumentId id, const Contract& contract, std::optional<Decimal> unit_value,
                    std::optional<InstrumentId> underlying)
{
    if (!is_defined(id)) {
        Decimal unit = unit_value.value_or(contract.value_multiplier());
        if (unit.sign() <= 0) throw std::invalid_argument{"ledger: unit value must be positive"};
        Book b;
        b.contract = contract;
        b.value_class = value_class(contract);
        b.unit_value = unit;
        b.currency = currency_index(contract.currency);
        b.funding[0] = b.funding[1] = b.currency;
        if (b.value_class == ValueClass::currency) {
            std::size_t sold = currency_index(contract.symbol);
            if (margin_->account_kind() == AccountKind::cash)
                b.funding[side_index(Side::sell)] = sold;
        }
        if (id >= books_.size()) books_.resize(id + std::size_t{1});
        books_[id] = std::move(b);
    }
    Book& b = *books_[id];
    if (b.underlying || !underlying || !is_defined(*underlying)) return;
    b.underlying = underlying;
    books_[*underlying]->options.push_back(id);
    update_exposure(b);
}

void Ledger::update_exposure(Book& b)
{
    std::optional<Decimal> underlying_mark;
    if (b.underlying) underlying_mark = books_[*b.underlying]->mark;
    Exposure now = exposure_of({b.contract, b.value_class, b.unit_value, b.position,
                                b.variation_basis, b.mark, underlying_mark},
                               *margin_);
    Exposure& sums = currencies_[b.currency].sums;
    sums -= b.exposure;
    sums += now;
    b.exposure = now;
}

void Ledger::update_reserved(Book& b)
{
    for (Side side : {Side::buy, Side::sell}) {
        std::size_t s = side_index(side);
        Decimal now = b.live[s].sums().reserved(closable(b, side));
        currencies_[b.funding[s]].reserved += now - b.reserved[s];
        b.reserved[s] = now;
    }
}

void Ledger::mark(InstrumentId id, Decimal price)
{
    Book& b = book(id);
    b.mark = price;
    if (b.value_class == ValueClass::currency)
        rates_.set_pair(b.contract.symbol, b.contract.currency, price);
    if (!b.position.quantity.is_zero()) update_exposure(b);
    for (InstrumentId option : b.options)
        if (!books_[option]->position.quantity.is_zero()) update_exposure(*books_[option]);
}

void Ledger::forget_mark(InstrumentId id)
{
    Book& b = book(id);
    b.mark.reset();
    update_exposure(b);
    for (InstrumentId option : b.options) update_exposure(*books_[option]);
}

void Ledger::set_exchange_rate(std::string_view currency, Decimal rate_to_base)
{
    rates_.set(currency, rate_to_base);
}

void Ledger::move_cash(const Book& b, const Posting& p)
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

FillEffect Ledger::post(Book& b, const Posting& p)
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
    if (!b.mark && p.at_market) b.mark = p.trade.price;
    b.traded = true;
    update_exposure(b);
    update_reserved(b);
    return effect;
}

FillEffect Ledger::apply(const LedgerFill& fill)
{
    if (fill.quantity.sign() <= 0)
        throw std::invalid_argument{"ledger: quantity of a fill must be positive"};
    Book& b = book(fill.instrument);
    begin_day(fill.trade_date);

    bool in_cost = b.value_class != ValueClass::currency &&
                   (fill.fee_currency.empty() || fill.fee_currency == b.contract.currency);
    Posting p;
    p.trade = {fill.side == Side::buy ? fill.quantity : -fill.quantity, fill.price, b.unit_value,
               in_cost ? fill.fee : Decimal{}};
    p.at_market = true;
    p.outside_fee = in_cost ? Decimal{} : fill.fee;
    p.settles_on = fill.settles_on ? *fill.settles_on
                                   : settlement_date(b.contract, fill.trade_date, is_business_day_);
    std::size_t fee_account = b.currency;
    if (!fill.fee_currency.empty()) fee_account = currency_index(fill.fee_currency);
    FillEffect effect = post(b, p);
    CashBalance& fee_cash = currencies_[fee_account].cash;
    // a rebate is cash at once
    fee_cash.move(-fill.fee, today_, today_);
    fee_cash.fees_outside_cost += p.outside_fee;

    if (counts_day_trades(b.value_class) &&
        b.day_trades.record(today_, !effect.split.closed.is_zero(),
                            !effect.split.opened.is_zero())) {
        day_trades_.add(today_);
        effect.day_trade = true;
    }
    shrink_reservation(fill.order, fill.quantity);
    return effect;
}

}  // namespace trademind::paper
