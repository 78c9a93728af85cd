// IBKR's price lists: which commission and which fees a product pays.
#include "brokers/paper/fees/commissions.hpp"
#include "brokers/paper/fees/third_party_fees.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

namespace trademind::paper {
namespace {

enum class Plan { pro_fixed, pro_tiered, lite };

const StockRates& stock_rates(const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    if (request.contract.currency == "CAD") return rates.stock_canada;
    if (request.contract.currency != "USD") return rates.stock_fixed;
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
    charge_stock_commission(fees, request, stock_rates(request, rates, plan));
    if (!us) return;
    if (plan == Plan::pro_tiered) add_stock_venue(fees, request, rates);
    add_stock_regulation(fees, request, rates, plan != Plan::lite);
}

void charge_option(Fees& fees, const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    if (plan == Plan::lite) {
        fees.commission_before_limits = request.quantity * rates.option_lite;
        charge_within_limits(fees, request, {rates.option_minimum, {}, {}, false});
    } else {
        charge_option_commission(fees, request, rates);
    }
    if (request.contract.currency == "USD") add_option_fees(fees, request, rates);
}

void charge_futures(Fees& fees, const FeeRequest& request, const IbkrRates& rates, Plan plan)
{
    const FuturesRates& family = futures_rates(request.contract, rates);
    fees[FeeKind::commission] =
        plan == Plan::pro_tiered
            ? tiered_charge(family.tiers, request.month_volume, request.quantity)
            : family.fixed * request.quantity;
    fees.commission_before_limits = fees[FeeKind::commission];
    add_futures_fees(fees, request, rates, family);
}

Fees charge_by(Plan plan, const FeeRequest& request, const IbkrRates& rates)
{
    Fees fees{request.contract.currency};
    switch (request.contract.type) {
    case SecurityType::stock: charge_stock(fees, request, rates, plan); break;
    case SecurityType::option: charge_option(fees, request, rates, plan); break;
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::future_option: charge_futures(fees, request, rates, plan); break;
    case SecurityType::forex: charge_forex_commission(fees, request, rates); break;
    case SecurityType::crypto: charge_crypto_commission(fees, request, rates); break;
    default: charge_stock_commission(fees, request, rates.stock_fixed); break;
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
