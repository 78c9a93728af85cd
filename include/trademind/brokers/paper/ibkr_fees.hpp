// IBKR's price lists as fee models of the paper broker.
#pragma once

#include <trademind/brokers/paper/fee_model.hpp>
#include <trademind/brokers/paper/fee_rates.hpp>

namespace trademind::paper {

/// IBKR Pro with fixed pricing: 0.005 per US share, at least 1.00 and at most 1% of the value of
/// the order, and regulatory fees.
///
/// Covers US and Canadian stocks, US options, futures and their options, spot forex and crypto;
/// products without a list of their own pay the stock rates in their currency. Immutable.
class IbkrProFixed final : public FeeModel {
public:
    explicit IbkrProFixed(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

/// IBKR Pro with tiered pricing: less commission the more is traded in the month, plus exchange,
/// clearing, pass-through and regulatory fees.
class IbkrProTiered final : public FeeModel {
public:
    explicit IbkrProTiered(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

/// IBKR Lite: US stocks without commission; SEC fee and TAF are passed on, CAT is not. Options 0.65
/// with a minimum of 1.00; the rest as IbkrProFixed. A what-if: Lite accounts have no API.
class IbkrLite final : public FeeModel {
public:
    explicit IbkrLite(IbkrRates rates = IbkrRates::published()) : rates_{std::move(rates)} {}
    Fees charge(const FeeRequest& request) const override;

private:
    IbkrRates rates_;
};

}  // namespace trademind::paper
