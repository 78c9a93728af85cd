// Keys of the risk section that judge one order: size, value, price, rate, duplicates.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> order_risk_keys()
{
    return {
        make_key(
            {"risk.currency", "USD",
             "Currency of every amount of money here; the account's base currency."},
            currency_code(), [](Config & c) -> auto& { return c.risk.currency; }),
        make_key(
            {"risk.enabled", "true",
             "false switches the risk checks off; it needs risk.disabled_on_purpose too. "
             "Validation, journal and kill switch stay."},
            flag(), [](Config & c) -> auto& { return c.risk.enabled; }),
        make_key(
            {"risk.disabled_on_purpose", "false",
             "The second key: risk.enabled false is refused unless this is true."},
            flag(), [](Config & c) -> auto& { return c.risk.disabled_on_purpose; }),
        make_key(
            {"risk.allow_negative_prices", "false",
             "Lets combos and futures be priced at zero and below.", "", Reload::smaller},
            flag(), [](Config & c) -> auto& { return c.risk.allow_negative_prices; }),
        make_key(
            {"risk.allowed_symbols", "all", "The only symbols that may be traded.", "",
             Reload::named},
            symbols("all"), [](Config & c) -> auto& { return c.risk.allowed_symbols; }),
        make_key(
            {"risk.restricted_symbols", "none", "Symbols that may not be traded.", "",
             Reload::named},
            symbols("none"), [](Config & c) -> auto& { return c.risk.restricted_symbols; }),
        make_key(
            {"risk.restricted_allow_close", "true",
             "Positions in restricted symbols may be closed.", "", Reload::smaller},
            flag(), [](Config & c) -> auto& { return c.risk.restricted_allow_close; }),
        make_key(
            {"risk.allowed_security_types", "STK", "The only security types that may be traded.",
             "risk.allowed_sec_types", Reload::named},
            security_types(), [](Config & c) -> auto& { return c.risk.allowed_security_types; }),
        make_key(
            {"risk.price_collar", "5%",
             "How far a limit may lie beyond the market: above the ask when buying, below the "
             "bid when selling.",
             "", Reload::smaller},
            percent_limit(1000), [](Config & c) -> auto& { return c.risk.price_collar; }),
        make_key(
            {"risk.price_collar_options", "50%", "The same for options.", "", Reload::smaller},
            percent_limit(1000), [](Config & c) -> auto& { return c.risk.price_collar_options; }),
        make_key(
            {"risk.price_collar_minimum_ticks", "2",
             "The collar is never narrower than this, for cheap instruments.", "", Reload::smaller},
            whole(0, 1000, "ticks"),
            [](Config & c) -> auto& { return c.risk.price_collar_minimum_ticks; }),
        make_key(
            {"risk.price_collar_needs_quote", "true",
             "Without a usable quote limit orders are refused.", "", Reload::larger},
            flag(), [](Config & c) -> auto& { return c.risk.price_collar_needs_quote; }),
        make_key(
            {"risk.stop_distance", "off",
             "How far a stop or touched price may lie from the market.", "", Reload::smaller},
            percent_limit(1000), [](Config & c) -> auto& { return c.risk.stop_distance; }),
        make_key(
            {"risk.wrong_side_stops", "deny",
             "Stops and touched orders that would trigger at once: a buy stop below the market.",
             "", Reload::named},
            choice<WrongSideStops>(
                {{"deny", WrongSideStops::deny}, {"allow", WrongSideStops::allow}}),
            [](Config & c) -> auto& { return c.risk.wrong_side_stops; }),
        make_key(
            {"risk.max_quote_age", "5 s", "An older quote is no price.", "", Reload::smaller},
            duration(1ms, 24h), [](Config & c) -> auto& { return c.risk.max_quote_age; }),
        make_key(
            {"risk.max_quote_age_delayed", "1 min", "The same for delayed quotes.", "",
             Reload::smaller},
            duration(1ms, 24h), [](Config & c) -> auto& { return c.risk.max_quote_age_delayed; }),
        make_key(
            {"risk.quote_wait", "2 s",
             "How long an order waits for the first quote of its instrument, or for one that is "
             "not "
             "crossed.",
             "", Reload::free},
            duration(0ms, 1min), [](Config & c) -> auto& { return c.risk.quote_wait; }),
        make_key(
            {"risk.allow_last_price", "false",
             "Values an order by the last trade where bid or ask is missing.", "", Reload::smaller},
            flag(), [](Config & c) -> auto& { return c.risk.allow_last_price; }),
        make_key(
            {"risk.reduce_without_price", "true",
             "Market orders that close a position pass without a quote.", "", Reload::smaller},
            flag(), [](Config & c) -> auto& { return c.risk.reduce_without_price; }),
        make_key(
            {"risk.max_orders_per_second", "10",
             "Steady rate of orders and changes. Cancels are not counted.", "", Reload::smaller},
            count_limit("orders/s"),
            [](Config & c) -> auto& { return c.risk.max_orders_per_second; }),
        make_key(
            {"risk.order_burst", "20", "Orders that may come at once.", "risk.burst",
             Reload::smaller},
            whole(1, 10'000, "orders"), [](Config & c) -> auto& { return c.risk.order_burst; }),
        make_key(
            {"risk.max_orders_per_minute", "200", "Orders in any 60 seconds.", "", Reload::smaller},
            count_limit("orders"),
            [](Config & c) -> auto& { return c.risk.max_orders_per_minute; }),
        make_key(
            {"risk.max_orders_per_day", "2000", "Orders in a day (UTC).", "", Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.risk.max_orders_per_day; }),
        make_key(
            {"risk.duplicate_window", "1 s",
             "The same order again within this time is refused as a mistake.", "", Reload::larger},
            duration(0ms, 1h), [](Config & c) -> auto& { return c.risk.duplicate_window; }),
    };
}

}  // namespace trademind::config
