// Which rule limits day trading in the paper account.
#pragma once

namespace trademind::paper {

enum class DayTradeRegime {
    off,
    pattern_day_trader,  ///< FINRA until 2026-06-03; brokers may keep it until 2027-10-20
    intraday_margin,     ///< FINRA Rule 4210(d)(2) since 2026-06-04: margin alone decides
};

}  // namespace trademind::paper
