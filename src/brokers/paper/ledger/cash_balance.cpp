// The cash of one currency.
#include "brokers/paper/ledger/cash_balance.hpp"

#include <algorithm>

namespace trademind::paper {

void CashBalance::move(Decimal change, Date today, Date settles_on)
{
    Decimal after = amount + change;
    if (change.sign() > 0 && settles_on > today) {
        auto it = std::ranges::lower_bound(unsettled, settles_on, {}, &UnsettledCash::settles_on);
        if (it == unsettled.end() || it->settles_on != settles_on)
            it = unsettled.insert(it, {settles_on, Decimal{}});
        it->amount += change;
    }
    amount = after;
}

void CashBalance::settle(Date today)
{
    std::erase_if(unsettled, [&](const UnsettledCash& u) { return u.settles_on <= today; });
}

Decimal CashBalance::settled() const
{
    Decimal sum = amount;
    for (const UnsettledCash& u : unsettled) sum -= u.amount;
    return sum;
}

}  // namespace trademind::paper
