// Keys of the risk section that judge one order: size, value, price, rate, duplicates.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> order_risk_keys()
{
    std::vector<Key> keys;
    Section{keys, "risk", &Config::risk}
        .key("currency", &RiskLimits::currency, currency_code(),
             "Currency of every amount of money here; the account's base currency.")
        .key("enabled", &RiskLimits::enabled, flag(),
             "false switches the risk checks off; it needs risk.disabled_on_purpose too. "
             "Validation, journal and kill switch stay.")
        .key("disabled_on_purpose", &RiskLimits::disabled_on_purpose, flag(),
             "The second key: risk.enabled false is refused unless this is true.")
        .key("allow_negative_prices", &RiskLimits::allow_negative_prices, flag(),
             "Lets combos and futures be priced at zero and below.", smaller)
        .key("allowed_symbols", &RiskLimits::allowed_symbols, symbols("all"),
             "The only symbols that may be traded.", named)
        .key("restricted_symbols", &RiskLimits::restricted_symbols, symbols("none"),
             "Symbols that may not be traded.", named)
        .key("restricted_allow_close", &RiskLimits::restricted_allow_close, flag(),
             "Positions in restricted symbols may be closed.", smaller)
        .key("allowed_security_types", &RiskLimits::allowed_security_types, security_types(),
             "The only security types that may be traded.", named)
        .also("risk.allowed_sec_types")
        .key("price_collar", &RiskLimits::price_collar, percent_limit(1000),
             "How far a limit may lie beyond the market: above the ask when buying, below the bid "
             "when selling.",
             smaller)
        .key("price_collar_options", &RiskLimits::price_collar_options, percent_limit(1000),
             "The same for options.", smaller)
        .key("price_collar_minimum_ticks", &RiskLimits::price_collar_minimum_ticks,
             whole(0, 1000, "ticks"),
             "The collar is never narrower than this, for cheap instruments.", smaller)
        .key("price_collar_needs_quote", &RiskLimits::price_collar_needs_quote, flag(),
             "Without a usable quote limit orders are refused.", larger)
        .key("stop_distance", &RiskLimits::stop_distance, percent_limit(1000),
             "How far a stop or touched price may lie from the market.", smaller)
        .key("wrong_side_stops", &RiskLimits::wrong_side_stops,
             choice<WrongSideStops>(
                 {{"deny", WrongSideStops::deny}, {"allow", WrongSideStops::allow}}),
             "Stops and touched orders that would trigger at once: a buy stop below the market.",
             named)
        .key("max_quote_age", &RiskLimits::max_quote_age, duration(1ms, 24h),
             "An older quote is no price.", smaller)
        .key("max_quote_age_delayed", &RiskLimits::max_quote_age_delayed, duration(1ms, 24h),
             "The same for delayed quotes.", smaller)
        .key("quote_wait", &RiskLimits::quote_wait, duration(0ms, 1min),
             "How long an order waits for the first quote of its instrument, or for one that is "
             "not crossed.",
             free)
        .key("allow_last_price", &RiskLimits::allow_last_price, flag(),
             "Values an order by the last trade where bid or ask is missing.", smaller)
        .key("reduce_without_price", &RiskLimits::reduce_without_price, flag(),
             "Market orders that close a position pass without a quote.", smaller)
        .key("max_orders_per_second", &RiskLimits::max_orders_per_second, count_limit("orders/s"),
             "Steady rate of orders and changes. Cancels are not counted.", smaller)
        .key("order_burst", &RiskLimits::order_burst, whole(1, 10'000, "orders"),
             "Orders that may come at once.", smaller)
        .also("risk.burst")
        .key("max_orders_per_minute", &RiskLimits::max_orders_per_minute, count_limit("orders"),
             "Orders in any 60 seconds.", smaller)
        .key("max_orders_per_day", &RiskLimits::max_orders_per_day, count_limit("orders"),
             "Orders in a day (UTC).", smaller)
        .key("duplicate_window", &RiskLimits::duplicate_window, duration(0ms, 1h),
             "The same order again within this time is refused as a mistake.", larger);
    return keys;
}

}  // namespace trademind::config
