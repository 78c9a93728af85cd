// The broker's own part of the fees, by product.
#include "brokers/paper/fees/commissions.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace trademind::paper {

using namespace trademind::literals;

Decimal tiered_charge(const std::vector<VolumeTier>& tiers, Decimal already, Decimal units)
{
    Decimal sum, position = already, end = already + units;
    for (const VolumeTier& t : tiers) {
        if (position >= end) break;
        Decimal up_to = t.up_to ? std::min(*t.up_to, end) : end;
        if (up_to <= position) continue;
        sum += (up_to - position) * t.rate;
        position = up_to;
    }
    return sum;
}

void charge_within_limits(Fees& fees, const FeeRequest& request, const OrderLimits& limits)
{
    Decimal owed = request.order.commission_before_limits + fees.commission_before_limits;
    owed = std::max(owed, limits.minimum);
    if (limits.has_maximum) owed = std::min(owed, limits.maximum);
    owed = std::max(owed, limits.floor);
    // fills at falling prices can lower a maximum that was already charged: nothing is paid back
    fees[FeeKind::commission] = std::max(owed - request.order.commission, 0_d);
}

void charge_stock_commission(Fees& fees, const FeeRequest& request, const StockRates& rates)
{
    fees.commission_before_limits =
        tiered_charge(rates.tiers, request.month_volume, request.quantity) +
        request.value() * rates.value_rate;
    Decimal value = request.order.value + request.value();
    Decimal quantity = request.order.quantity + request.quantity;
    Decimal floor = quantity.is_integer() ? 0_d : rates.fractional_minimum;
    Decimal maximum = rates.maximum_rate ? value * *rates.maximum_rate : Decimal{};
    charge_within_limits(fees, request,
                         {rates.minimum, maximum, floor, rates.maximum_rate.has_value()});
}

void charge_option_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    std::vector<VolumeTier> tiers;
    for (const OptionTier& t : rates.option_tiers)
        tiers.push_back({t.up_to, request.price < 0.05_d   ? t.below_5_cents
                                  : request.price < 0.10_d ? t.below_10_cents
                                                           : t.rate});
    const std::string& routed = request.contract.exchange;
    bool direct = !routed.empty() && routed != "SMART";
    fees.commission_before_limits =
        direct ? request.quantity * rates.option_direct
               : tiered_charge(tiers, request.month_volume, request.quantity);
    charge_within_limits(fees, request, {rates.option_minimum, 0_d, 0_d, false});
}

void charge_forex_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    // without the rate only the minimum is certain
    Decimal value = request.base_value().value_or(0_d);
    fees.currency = request.base_currency;
    fees.commission_before_limits = tiered_charge(rates.forex, request.month_volume, value);
    Decimal minimum;
    for (const VolumeTier& t : rates.forex) {
        minimum = t.minimum.value_or(0_d);
        if (!t.up_to || request.month_volume < *t.up_to) break;
    }
    charge_within_limits(fees, request, {minimum, 0_d, 0_d, false});
}

void charge_crypto_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    fees.commission_before_limits = request.value() * rates.crypto_rate;
    Decimal value = request.order.value + request.value();
    // the minimum is in dollars
    fees.assumed = request.contract.currency != "USD";
    charge_within_limits(
        fees, request,
        {fees.assumed ? 0_d : rates.crypto_minimum, value * rates.crypto_maximum_rate, 0_d, true});
}

namespace {

bool is_us_futures_exchange(std::string_view exchange)
{
    constexpr std::array exchanges{"CME", "CBOT", "NYMEX", "COMEX", "CFE", "NYBOT", "ICEUS"};
    return std::ranges::find(exchanges, exchange) != exchanges.end();
}

}  // namespace

FuturesFamily futures_family(const Contract& contract, const IbkrRates& rates)
{
    bool is_option = contract.type == SecurityType::future_option;
    const auto& by_symbol = is_option ? rates.future_options_by_symbol : rates.futures_by_symbol;
    auto known = by_symbol.find(contract.symbol);
    if (known != by_symbol.end() && known->second.currency == contract.currency)
        return {&known->second, false};
    const auto& by_currency = is_us_futures_exchange(contract.exchange)
                                  ? rates.us_futures_by_currency
                                  : rates.futures_by_currency;
    auto listed = by_currency.find(contract.currency);
    if (listed != by_currency.end()) return {&listed->second, false};
    return {is_option ? &rates.future_options : &rates.futures, contract.currency != "USD"};
}

}  // namespace trademind::paper
