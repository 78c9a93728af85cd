// When a trade settles.
#include "brokers/paper/ledger/settlement.hpp"

namespace trademind::paper {
namespace {

using namespace std::chrono;

constexpr Date two_days_since = year{2017} / 9 / 5;
constexpr Date one_day_since = year{2024} / 5 / 28;

bool is_usd_cad(const Contract& c)
{
    return (c.symbol == "USD" && c.currency == "CAD") || (c.symbol == "CAD" && c.currency == "USD");
}

}  // namespace

bool is_weekday(Date date)
{
    weekday day{date};
    return day != Saturday && day != Sunday;
}

Date business_day_after(Date date, int n, const IsBusinessDay& is_business_day)
{
    while (!is_business_day(date)) date += days{1};
    for (; n > 0; --n) do
            date += days{1};
        while (!is_business_day(date));
    return date;
}

Date business_day_before(Date date, int n, const IsBusinessDay& is_business_day)
{
    for (; n > 0; --n) do
            date -= days{1};
        while (!is_business_day(date));
    return date;
}

int settlement_days(const Contract& contract, Date trade_date)
{
    switch (contract.type) {
    case SecurityType::forex: return is_usd_cad(contract) ? 1 : 2;
    case SecurityType::option:
    case SecurityType::future_option: return 1;
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::cfd:
    case SecurityType::crypto: return 0;
    default: return trade_date >= one_day_since ? 1 : trade_date >= two_days_since ? 2 : 3;
    }
}

Date settlement_date(const Contract& contract, Date trade_date,
                     const IsBusinessDay& is_business_day)
{
    int n = settlement_days(contract, trade_date);
    return n == 0 ? trade_date : business_day_after(trade_date, n, is_business_day);
}

}  // namespace trademind::paper
