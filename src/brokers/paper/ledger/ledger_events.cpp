// The ledger: what happens to an account besides trades.
#include "brokers/paper/ledger/posting.hpp"

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

}  // namespace trademind::paper
