// The broker's own part of the fees, by product.
#pragma once

#include <trademind/brokers/paper/ibkr_fees.hpp>
#include <trademind/brokers/paper/models.hpp>

#include <vector>

namespace trademind::paper {

/// What `units` cost after `already` units of the month, each at the rate of its tier.
Decimal tiered_charge(const std::vector<VolumeTier>& tiers, Decimal already, Decimal units);

/// Per order: at least `minimum`, but at most `maximum`, which beats it; then at least `floor`.
struct OrderLimits {
    Decimal minimum, maximum, floor;
    bool has_maximum = true;
};
/// Writes the commission of this execution: what the order owes so far, less what it has paid.
/// Never negative.
void charge_within_limits(Fees& fees, const FeeRequest& request, const OrderLimits& limits);

void charge_stock_commission(Fees& fees, const FeeRequest& request, const StockRates& rates);
void charge_option_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates);
void charge_forex_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates);
void charge_crypto_commission(Fees& fees, const FeeRequest& request, const IbkrRates& rates);
/// The rates of a future, or of an option on one.
struct FuturesFamily {
    const FuturesRates* rates;  ///< of `IbkrRates`
    bool assumed;               ///< no list covers its currency
};
FuturesFamily futures_family(const Contract& contract, const IbkrRates& rates);

}  // namespace trademind::paper
