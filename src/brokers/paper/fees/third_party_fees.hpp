// Fees of exchanges, clearing houses and regulators.
#pragma once

#include <trademind/brokers/paper/ibkr_fees.hpp>
#include <trademind/brokers/paper/models.hpp>

namespace trademind::paper {

/// SEC and TAF on sales of US stocks, and CAT on both sides where `audit_trail` is set.
void add_stock_regulation(Fees& fees, const FeeRequest& request, const IbkrRates& rates,
                          bool audit_trail);
/// Venue, clearing and pass-through fees of tiered pricing. The commission must be charged before.
void add_stock_venue(Fees& fees, const FeeRequest& request, const IbkrRates& rates);
/// Venue, ORF and OCC; SEC and TAF on sales; surcharges.
void add_option_fees(Fees& fees, const FeeRequest& request, const IbkrRates& rates);
void add_futures_fees(Fees& fees, const FeeRequest& request, const IbkrRates& rates,
                      const FuturesRates& family);

}  // namespace trademind::paper
