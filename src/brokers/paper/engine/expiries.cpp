// The end of options and futures.
#include "brokers/paper/engine/expiries.hpp"

#include "base/time_zone.hpp"
#include "domain/contract_words.hpp"

namespace trademind::paper {
namespace {

using namespace std::chrono;

/// Of the orders that end a contract.
constexpr std::string_view expiry_prefix = "expiry";

/// Of "20261218"; nothing: not a whole date.
std::optional<year_month_day> last_day(const Contract& contract)
{
    bool ends = is_option(contract.type) || contract.type == SecurityType::future;
    constexpr std::size_t whole_date = 8;
    return ends && contract.expiry.size() == whole_date ? expiry_date(contract.expiry)
                                                        : std::nullopt;
}

}  // namespace

std::optional<TimePoint> Expiries::end_of(InstrumentId instrument) const
{
    auto date = last_day(state_.instruments().contract(instrument));
    if (!date) return std::nullopt;
    if (auto close = sessions_.close_of(state_.listings[instrument], *date)) return close;
    // a market without sessions, or without one on that day
    return new_york().to_utc(local_days{*date} + hours{16});
}

void Expiries::watch(InstrumentId instrument)
{
    if (auto at = end_of(instrument))
        state_.scheduler.at(*at, [this, instrument] { end(instrument); });
}

void Expiries::end(InstrumentId instrument)
{
    if (!bookings_.end(instrument, "the contract has expired")) return;
    Decimal held = state_.account.position(instrument);
    if (held.is_zero()) return;
    if (is_option(state_.instruments().contract(instrument).type))
        return end_option(instrument, held);
    auto settlement = state_.listings[instrument].market.mark();
    if (!settlement) settlement = state_.account.report(instrument).market_price;
    bookings_.book(expiry_prefix, instrument, -held, settlement.value_or(Decimal{}));
}

void Expiries::end_option(InstrumentId option, Decimal held)
{
    Decimal value = bookings_.intrinsic_value(option);
    constexpr Decimal exercised_from = Decimal::from_raw(Decimal::one / 100);
    if (value < exercised_from) return bookings_.book(expiry_prefix, option, -held, Decimal{});
    bookings_.exercise(expiry_prefix, option, held, value);
}

}  // namespace trademind::paper
