// Rates over time.
#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <algorithm>
#include <iterator>

namespace trademind::paper {

Decimal DatedRate::on(Decimal units) const
{
    Decimal amount = rate * units;
    return maximum ? std::min(amount, *maximum) : amount;
}

RateTable::RateTable(std::vector<DatedRate> rates) : rates_{std::move(rates)}
{
    std::ranges::stable_sort(rates_, {}, &DatedRate::effective_from);
}

DatedRate RateTable::at(std::chrono::year_month_day date) const
{
    auto after = std::ranges::upper_bound(rates_, date, {}, &DatedRate::effective_from);
    return after == rates_.begin() ? DatedRate{} : *std::prev(after);
}

}  // namespace trademind::paper
