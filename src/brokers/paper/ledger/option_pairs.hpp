// Which short options are covered: by what they stand on, or by long options.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>

#include <string>
#include <vector>

namespace trademind::paper {

/// An option position, or what an order would make of one.
struct OptionHolding {
    Decimal quantity;  ///< signed, contracts
    Decimal strike;
    OptionRight right = OptionRight::call;
    std::string expiry;
    Decimal unit_value;
};

/// What stands against a short option; of a long one nothing.
struct OptionCover {
    Decimal covered;      ///< contracts that the underlying covers
    Decimal spread;       ///< contracts against which long options are held
    Decimal spread_risk;  ///< the most that these can lose: strike differences, in money
    bool operator==(const OptionCover&) const = default;
};

/// Of all options on one underlying, of which `shares` are held, in the order of `holdings`. Calls
/// are covered by shares and puts by short shares (FINRA 4210(f)(2)(H)); what is left is paired
/// with long options of the same right that do not end before it, the smallest difference of
/// strikes first. Nothing covers twice. Of an iron condor with equal distances the call spread has
/// no risk: the put spread's stands for both.
std::vector<OptionCover> pair_options(Decimal shares, const std::vector<OptionHolding>& holdings);

}  // namespace trademind::paper
