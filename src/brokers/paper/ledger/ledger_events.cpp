// The ledger: what happens to an account besides trades.
#include "brokers/paper/ledger/posting.hpp"
#include "brokers/paper/ledger/proportion.hpp"

#include <stdexcept>

namespace trademind::paper {

void Ledger::begin_day(Date date)
{
    if (date <= today_) return;
    for (auto& b : books_) {
        if (!b || b->value_class != ValueClass::variation || b->exposure.unpriced_variation)
            continue;
        // basis first: the sum of cash and gains must not change
        Decimal gain = b->exposure.variation;
        b->variation_basis += gain;
        currencies_[b->currency].cash.amount += gain;
        update_exposure(*b);
    }
    for (CurrencyBook& c : currencies_) c.cash.settle(date);
    today_ = date;
    AccountValues now = totals();
    previous_equity_ = now.equity_with_loan_value;
    previous_net_liquidation_ = now.net_liquidation;
}

void Ledger::exercise(const Exercise& e)
{
    Book& from = book(e.option);
    Book& to = book(e.underlying);
    if (!from.contract.strike || !from.contract.right)
        throw std::invalid_argument{"ledger: only options can be exercised"};
    if (e.contracts.sign() <= 0 || e.contracts > from.position.quantity.abs())
        throw std::invalid_argument{"ledger: more contracts exercised than held"};
    begin_day(e.trade_date);

    bool holder = from.position.quantity.sign() > 0;
    bool call = *from.contract.right == OptionRight::call;
    Decimal units = proportion(e.contracts, from.unit_value, to.unit_value);
    PositionCost after = from.position;
    Decimal premium = after.remove(e.contracts);

    Posting p;
    // the premium takes the place of a fee in the cost, but it was paid long ago
    p.trade = {holder == call ? units : -units, *from.contract.strike, to.unit_value,
               premium + e.fee};
    p.settles_on = settlement_date(to.contract, e.trade_date, is_business_day_);
    post(to, p);
    currencies_[to.currency].cash.move(-e.fee, today_, today_);
    from.position = after;
    update_exposure(from);
    update_reserved(from);
}

void Ledger::expire(InstrumentId id, Decimal price, Date date)
{
    Book& b = book(id);
    begin_day(date);
    if (b.position.quantity.is_zero()) return;
    Posting p;
    p.trade = {-b.position.quantity, price, b.unit_value, {}};
    p.settles_on = settlement_date(b.contract, date, is_business_day_);
    post(b, p);
}

void Ledger::adjust(InstrumentId id, const Adjustment& a)
{
    Book& b = book(id);
    if (a.new_shares.sign() <= 0 || a.old_shares.sign() <= 0 || a.quantity_step.sign() < 0)
        throw std::invalid_argument{"ledger: shares of a split must be positive"};
    PositionCost after = b.position;
    Decimal cash = after.quantity * a.cash_per_share;
    after.realized += cash;

    auto mark = b.mark;
    if (mark) mark = proportion(*mark, a.old_shares, a.new_shares);
    Decimal exact = after.quantity;  // in shares x new / old, kept as a product until it is rounded
    Decimal whole = proportion(exact, a.new_shares, a.old_shares);
    if (!a.quantity_step.is_zero()) whole = whole.round_to(a.quantity_step, Rounding::toward_zero);
    Decimal left = exact * a.new_shares - whole * a.old_shares;  // in 1/old shares
    if (!a.quantity_step.is_zero() && !left.is_zero()) {
        auto price = a.fraction_price ? a.fraction_price : mark;
        if (!price) throw std::invalid_argument{"ledger: no price for the fraction of a share"};
        Decimal proceeds = proportion(left, *price * b.unit_value, a.old_shares);
        Decimal cost = proportion(after.cost, left, exact * a.new_shares);
        after.cost -= cost;
        after.realized += proceeds - cost;
        cash += proceeds;
    }
    after.quantity = whole;
    if (after.quantity.is_zero()) after.cost = {};

    currencies_[b.currency].cash.move(cash, today_, today_);
    b.position = after;
    b.mark = mark;
    update_exposure(b);
    update_reserved(b);
}

}  // namespace trademind::paper
