// When a trade settles.
#pragma once

#include <trademind/contract.hpp>

#include <chrono>
#include <functional>

namespace trademind::paper {

/// A trading date.
using Date = std::chrono::sys_days;
using IsBusinessDay = std::function<bool(Date)>;

/// Monday to Friday.
bool is_weekday(Date date);
/// The n-th business day after `date`; n = 0: that day, or the next business day.
Date business_day_after(Date date, int n, const IsBusinessDay& is_business_day);
/// The n-th business day before `date`.
Date business_day_before(Date date, int n, const IsBusinessDay& is_business_day);
/// Business days from trade to settlement: stocks T+1 since 2024-05-28 (T+2 since 2017-09-05, T+3
/// before), options T+1, spot forex T+2 (USD/CAD T+1), futures and crypto the same day.
int settlement_days(const Contract& contract, Date trade_date);
Date settlement_date(const Contract& contract, Date trade_date,
                     const IsBusinessDay& is_business_day);

}  // namespace trademind::paper
