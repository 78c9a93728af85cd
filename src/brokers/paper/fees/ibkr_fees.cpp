// IBKR's price lists: which commission and which fees a product pays.
#include "brokers/paper/fees/commissions.hpp"
#include "brokers/paper/fees/third_party_fees.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

namespace trademind::paper {
namespace {

enum class Plan { pro_fixed, pro_tiered, lite };

StockRates stock_rates(const FeeRequest& request, const IbkrRates& rates, Plan plan, Fees& fees)
{
    if (request.contract.currency != "USD") {
        auto known = rates.stock_by_currency.find(request.contract.currency);
        if (known != rates.stock_by_currency.end()) return known->second;
        fees.assumed = true;
        StockRates by_value;
        by_value.value_rate = rates.stock_value_rate;
        return by_value;
    }
    switch (plan) {
    case Plan::pro_tiered: return rates.stock_tiered;
    case Plan::lite: return rates.stock_lite;
    default: return rates.stock_fixed;
    }
}

void charge_stock(Fees& fees, const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    bool us = request.contract.currency == "USD";
    if (request.charge == Charge::exercise) {
        if (us) add_stock_regulation(fees, request, rates, false);
        return;
    }
    charge_stock_commission(fees, request, stock_rates(request, rates, plan, fees));
    if (!us) return;
    if (plan == Plan::pro_tiered) add_stock_venue(fees, request, rates);
    add_stock_regulation(fees, request, rates, plan != Plan::lite);
}

/// IBKR names its index CFDs IBUS500, IBDE40 and so on; all others stand for shares.
void charge_cfd(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    auto minimum = rates.index_cfd_minimum.find(request.contract.currency);
    bool is_index = request.contract.symbol.starts_with("IB") && request.contract.symbol.size() > 3;
    if (!is_index)
        return charge_stock_commission(fees, request,
                                       stock_rates(request, rates, Plan::pro_fixed, fees));
    StockRates by_value;
    by_value.value_rate = rates.index_cfd_rate;
    if (minimum != rates.index_cfd_minimum.end())
        by_value.minimum = minimum->second;
    else
        fees.assumed = true;
    charge_stock_commission(fees, request, by_value);
}

void charge_option(Fees& fees, const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    const std::string& currency = request.contract.currency;
    auto listed = rates.option_by_currency.find(currency);
    if (listed != rates.option_by_currency.end()) {
        fees.commission_before_limits = request.quantity * listed->second;
        return charge_within_limits(fees, request, {listed->second, {}, {}, false});
    }
    // the price list of the US, in its own currency
    fees.currency = "USD";
    fees.assumed = currency != "USD";
    if (plan == Plan::lite) {
        fees.commission_before_limits = request.quantity * rates.option_lite;
        charge_within_limits(fees, request, {rates.option_minimum, {}, {}, false});
    } else {
        charge_option_commission(fees, request, rates);
    }
    if (currency == "USD") add_option_fees(fees, request, rates);
}

void charge_futures(Fees& fees, const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    FuturesFamily found = futures_family(request.contract, rates);
    const FuturesRates& family = *found.rates;
    fees.currency = family.currency;
    fees.assumed = found.assumed;
    bool tiered = plan == Plan::pro_tiered && !family.tiers.empty();
    fees[FeeKind::commission] =
        tiered ? tiered_charge(family.tiers, request.month_volume, request.quantity)
               : family.fixed * request.quantity;
    fees.commission_before_limits = fees[FeeKind::commission];
    add_futures_fees(fees, request, rates, family);
}

Fees charge_by(Plan plan, const FeeRequest& request, const IbkrRates& rates)
{
    Fees fees{request.contract.currency};
    // exercise, assignment and expiry cost nothing but what regulators ask for the shares
    bool delivers = request.contract.type == SecurityType::stock;
    if (request.charge == Charge::exercise && !delivers) return fees;
    switch (request.contract.type) {
    case SecurityType::stock: charge_stock(fees, request, rates, plan); break;
    case SecurityType::option: charge_option(fees, request, rates, plan); break;
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::future_option: charge_futures(fees, request, rates, plan); break;
    case SecurityType::forex: charge_forex_commission(fees, request, rates); break;
    case SecurityType::crypto: charge_crypto_commission(fees, request, rates); break;
    case SecurityType::cfd: charge_cfd(fees, request, rates); break;
    default:
        charge_stock_commission(fees, request, stock_rates(request, rates, Plan::pro_fixed, fees));
        break;
    }
    return fees;
}

}  // namespace

Fees IbkrProFixed::charge(const FeeRequest& request) const
{
    return charge_by(Plan::pro_fixed, request, rates_);
}

Fees IbkrProTiered::charge(const FeeRequest& request) const
{
    return charge_by(Plan::pro_tiered, request, rates_);
}

Fees IbkrLite::charge(const FeeRequest& request) const
{
    return charge_by(Plan::lite, request, rates_);
}

}  // namespace trademind::paper
