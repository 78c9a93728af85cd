// When a trade settles.
#include "brokers/paper/ledger/settlement.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace trademind::paper {
namespace {

using namespace std::chrono;

/// When stocks of some markets came to settle after two days, and after one.
struct Cycle {
    Date two_days, one_day;
};
constexpr Date never = Date::max();
constexpr Cycle united_states{year{2017} / 9 / 5, year{2024} / 5 / 28};
constexpr Cycle north_america{year{2017} / 9 / 5, year{2024} / 5 / 27};
constexpr Cycle europe{year{2014} / 10 / 6, year{2027} / 10 / 11};
constexpr Cycle hong_kong{Date::min(), never};
constexpr Cycle japan{year{2019} / 7 / 16, never};
constexpr Cycle australia{year{2016} / 3 / 7, never};
constexpr Cycle india{year{2003} / 4 / 1, year{2023} / 1 / 27};
constexpr Cycle elsewhere{Date::min(), never};

/// By the currency in which the market trades. Sources: SEC release 34-96930, CSA staff notice
/// 24-318, EU regulation 2025/2075 and the UK's and Swiss task forces (2027-10-11), JPX, ASX, SEBI.
const Cycle& cycle_of(std::string_view currency)
{
    constexpr std::array european{"EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"};
    if (currency == "USD") return united_states;
    if (currency == "CAD" || currency == "MXN") return north_america;
    if (currency == "HKD") return hong_kong;
    if (currency == "JPY") return japan;
    if (currency == "AUD") return australia;
    if (currency == "INR") return india;
    return std::ranges::find(european, currency) != european.end() ? europe : elsewhere;
}

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
    default: break;
    }
    const Cycle& cycle = cycle_of(contract.currency);
    return trade_date >= cycle.one_day ? 1 : trade_date >= cycle.two_days ? 2 : 3;
}

Date settlement_date(const Contract& contract, Date trade_date,
                     const IsBusinessDay& is_business_day)
{
    int n = settlement_days(contract, trade_date);
    return n == 0 ? trade_date : business_day_after(trade_date, n, is_business_day);
}

}  // namespace trademind::paper
