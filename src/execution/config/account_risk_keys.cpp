// Keys of the risk section that judge the account: positions, exposure, money, losses, conduct.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> account_risk_keys(const std::string& currency)
{
    return {
        make_key(
            {"risk.max_open_orders", "100", "Working orders in all.", "", Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.risk.max_open_orders; }),
        make_key(
            {"risk.max_open_orders_per_symbol", "20",
             "Working orders per instrument; IBKR allows 20 per side.", "", Reload::smaller},
            count_limit("orders"),
            [](Config & c) -> auto& { return c.risk.max_open_orders_per_symbol; }),
        make_key(
            {"risk.max_position_size", "5000",
             "The largest position, working orders counted as if all filled.",
             "risk.max_position_qty", Reload::smaller},
            quantity_limit(), [](Config & c) -> auto& { return c.risk.max_position_size; }),
        make_key(
            {"risk.max_position_value", "100000 " + currency, "The same in money.",
             "risk.max_position_notional", Reload::smaller},
            money_limit(currency), [](Config & c) -> auto& { return c.risk.max_position_value; }),
        make_key(
            {"risk.max_gross_value", "2x",
             "Long and short positions added up, working orders counted as filled.",
             "risk.max_gross_notional", Reload::smaller},
            equity_limit(currency), [](Config & c) -> auto& { return c.risk.max_gross_value; }),
        make_key(
            {"risk.max_net_value", "1x", "Long less short, the worse of both directions.",
             "risk.max_net_notional", Reload::smaller},
            equity_limit(currency), [](Config & c) -> auto& { return c.risk.max_net_value; }),
        make_key(
            {"risk.max_concentration", "25%", "The largest part of the equity in one instrument.",
             "", Reload::smaller},
            percent_limit(10'000), [](Config & c) -> auto& { return c.risk.max_concentration; }),
        make_key(
            {"risk.allow_self_trade", "false", "Lets an order trade with an own working order.", "",
             Reload::smaller},
            flag(), [](Config & c) -> auto& { return c.risk.allow_self_trade; }),
        make_key(
            {"risk.allow_short", "false", "Lets sales exceed what is held.", "", Reload::smaller},
            choice<ShortSales>({{"false", ShortSales::deny}, {"true", ShortSales::allow}}),
            [](Config & c) -> auto& { return c.risk.short_sales; }),
        make_key(
            {"risk.short_requires_locate", "true", "Short sales only in risk.located_symbols.", "",
             Reload::larger},
            flag(), [](Config & c) -> auto& { return c.risk.short_requires_locate; }),
        make_key(
            {"risk.located_symbols", "none", "Symbols whose shares can be borrowed.", "",
             Reload::named},
            symbols("none"), [](Config & c) -> auto& { return c.risk.located_symbols; }),
        make_key(
            {"risk.buying_power", "true",
             "Opening orders must fit the buying power that working orders leave.", "",
             Reload::larger},
            flag(), [](Config & c) -> auto& { return c.risk.buying_power; }),
        make_key(
            {"risk.buying_power_cushion", "5%",
             "Part of the buying power that stays unused, for commissions and slippage.",
             "risk.cushion", Reload::larger},
            percent(90), [](Config & c) -> auto& { return c.risk.buying_power_cushion; }),
        make_key(
            {"risk.account_type", "margin",
             "cash: buying power is never more than the cash balance."},
            choice<AccountType>({{"margin", AccountType::margin}, {"cash", AccountType::cash}}),
            [](Config & c) -> auto& { return c.risk.account_type; }),
        make_key(
            {"risk.max_account_age", "200 s",
             "Older account values are none; IBKR sends them every three minutes.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.risk.max_account_age; }),
        make_key(
            {"risk.day_trade_regime", "intraday_margin",
             "legacy: no day trades left and equity below 25000 USD, nothing is opened (the "
             "rule of FINRA 4210 before 2026); legacy_warn: the same, logged only.",
             "", Reload::named},
            choice<DayTradeRegime>({{"intraday_margin", DayTradeRegime::intraday_margin},
                                    {"legacy_warn", DayTradeRegime::legacy_warn},
                                    {"legacy", DayTradeRegime::legacy}}),
            [](Config & c) -> auto& { return c.risk.day_trade_regime; }),
        make_key(
            {"risk.max_daily_loss", "2%",
             "Loss since the start of the day (of its equity) at which trading only reduces.", "",
             Reload::smaller},
            equity_limit(currency), [](Config & c) -> auto& { return c.risk.max_daily_loss; }),
        make_key(
            {"risk.daily_loss_flattens", "false",
             "The daily loss also cancels all orders and closes all positions.", "",
             Reload::larger},
            flag(), [](Config & c) -> auto& { return c.risk.daily_loss_flattens; }),
        make_key(
            {"risk.max_drawdown", "off",
             "Fall from the day's highest equity at which trading only reduces.", "",
             Reload::smaller},
            percent_limit(100), [](Config & c) -> auto& { return c.risk.max_drawdown; }),
        make_key(
            {"risk.market_orders_outside_hours", "deny",
             "Orders without a limit while the market is closed; allow: the broker holds them.", "",
             Reload::named},
            choice<OutsideHours>({{"deny", OutsideHours::deny}, {"allow", OutsideHours::allow}}),
            [](Config & c) -> auto& { return c.risk.market_orders_outside_hours; }),
        make_key(
            {"risk.max_rejects", "10",
             "Refusals by the broker within risk.rejects_window that halt trading.", "",
             Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.risk.max_rejects; }),
        make_key(
            {"risk.rejects_window", "1 min", "See risk.max_rejects.", "", Reload::larger},
            duration(1s, 24h), [](Config & c) -> auto& { return c.risk.rejects_window; }),
        make_key(
            {"risk.max_denials", "10",
             "Own refusals of one reason within risk.denials_window that halt trading: a "
             "strategy that runs away.",
             "", Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.risk.max_denials; }),
        make_key(
            {"risk.denials_window", "1 min", "See risk.max_denials.", "", Reload::larger},
            duration(1s, 24h), [](Config & c) -> auto& { return c.risk.denials_window; }),
        make_key(
            {"risk.max_executions_without_review", "unlimited",
             "Executions after which orders wait for a person's review.", "", Reload::smaller},
            count_limit("executions"),
            [](Config & c) -> auto& { return c.risk.max_executions_without_review; }),
    };
}

}  // namespace trademind::config
