// Which rule limits day trading: one choice for the risk check and the paper account.
#pragma once

namespace trademind {

/// Source: FINRA rule 4210 before and after its change of 2026-06-04. Brokers may hold accounts to
/// the former rule until 2027-10-20.
enum class DayTradeRegime {
    off,                      ///< day trades are not looked at
    intraday_margin,          ///< the rule since 2026-06-04: margin alone decides
    pattern_day_trader_warn,  ///< the former rule: counted and logged, nothing is refused
    /// The former rule: no day trades left and equity below 25,000: nothing is opened.
    pattern_day_trader,
    // as the configuration writes them
    legacy_warn = pattern_day_trader_warn,
    legacy = pattern_day_trader,
};

}  // namespace trademind
