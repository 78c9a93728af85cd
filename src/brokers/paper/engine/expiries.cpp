// The end of options and futures.
#include "brokers/paper/engine/expiries.hpp"

#include "base/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace trademind::paper {
namespace {

using namespace std::chrono;

/// Of "20261218"; nothing: not a whole date.
std::optional<year_month_day> last_day(const Contract& contract)
{
    const std::string& text = contract.expiry;
    bool ends = is_option(contract.type) || contract.type == SecurityType::future;
    int number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!ends || text.size() != 8 || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    year_month_day date{year{number / 10'000}, month{static_cast<unsigned>(number / 100 % 100)},
                        day{static_cast<unsigned>(number % 100)}};
    return date.ok() ? std::optional{date} : std::nullopt;
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
    if (!state_.expired.insert(instrument).second) return;
    std::vector<Order*> live;
    state_.orders.for_each_live([&](Order& order) {
        if (order.instrument == instrument) live.push_back(&order);
    });
    for (Order* order : live) lifecycle_.cancel(*order, "the contract has expired");
    Decimal held = state_.account.position(instrument);
    if (held.is_zero()) return;
    if (is_option(state_.instruments().contract(instrument).type))
        return end_option(instrument, held);
    auto settlement = state_.listings[instrument].market.mark();
    if (!settlement) settlement = state_.account.report(instrument).market_price;
    book(instrument, -held, settlement.value_or(Decimal{}));
}

Decimal Expiries::intrinsic_value(InstrumentId option) const
{
    const Contract& contract = state_.instruments().contract(option);
    auto underlying = state_.instruments().underlying_of(option);
    auto price = underlying ? state_.listings[*underlying].market.mark() : std::nullopt;
    if (!price && underlying) price = state_.account.report(*underlying).market_price;
    // nothing tells what it stands on: its own mark is the best that is known
    if (!price) return state_.account.report(option).market_price.value_or(Decimal{});
    Decimal strike = contract.strike.value_or(Decimal{});
    bool call = contract.right != OptionRight::put;
    return std::max(call ? *price - strike : strike - *price, Decimal{});
}

void Expiries::end_option(InstrumentId option, Decimal held)
{
    // copied: booking what it stands on may list another instrument
    Contract contract = state_.instruments().contract(option);
    Decimal value = intrinsic_value(option);
    auto underlying = state_.instruments().underlying_of(option);
    bool delivers =
        underlying && state_.instruments().contract(*underlying).type == SecurityType::stock;
    constexpr Decimal exercised_from = Decimal::from_raw(Decimal::one / 100);
    if (value < exercised_from) return book(option, -held, Decimal{});
    if (!delivers) return book(option, -held, value);
    book(option, -held, Decimal{});
    Decimal shares = held * state_.instruments()[option].unit_value();
    book(*underlying, contract.right == OptionRight::put ? -shares : shares,
         contract.strike.value_or(Decimal{}));
}

void Expiries::book(InstrumentId instrument, Decimal quantity, Decimal price)
{
    const Contract& contract = state_.instruments().contract(instrument);
    OrderRequest request{quantity.sign() > 0 ? Side::buy : Side::sell, contract, quantity.abs()};
    Order& order = state_.orders.create();
    request.client_order_id = fmt::format("expiry-{}", to_number(order.id));
    order.instrument = instrument;
    order.set_terms(request, contract);
    order.is_exercise = true;
    order.submitted_at = order.updated_at = state_.now();
    order.active_quantity = order.quantity;
    order.priority = state_.orders.next_priority();
    state_.orders.remember_client_order(order);
    lifecycle_.fill(order, order.quantity, price, Liquidity::removed);
}

}  // namespace trademind::paper
