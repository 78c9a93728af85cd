// Keys of the risk section that judge the account: positions, exposure, money, losses, conduct.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> account_risk_keys(const std::string& currency)
{
    std::vector<Key> keys;
    Section{keys, "risk", &Config::risk}
        .key("max_open_orders", &RiskLimits::max_open_orders, count_limit("orders"),
             "Working orders in all.", smaller)
        .key("max_open_orders_per_symbol", &RiskLimits::max_open_orders_per_symbol,
             count_limit("orders"), "Working orders per instrument; IBKR allows 20 per side.",
             smaller)
        .key("max_position_size", &RiskLimits::max_position_size, quantity_limit(),
             "The largest position, working orders counted as if all filled.", smaller)
        .also("risk.max_position_qty")
        .key("max_position_value", &RiskLimits::max_position_value, money_limit(currency),
             "The same in money.", smaller)
        .also("risk.max_position_notional")
        .key("max_gross_value", &RiskLimits::max_gross_value, equity_limit(currency),
             "Long and short positions added up, working orders counted as filled.", smaller)
        .also("risk.max_gross_notional")
        .key("max_net_value", &RiskLimits::max_net_value, equity_limit(currency),
             "Long less short, the worse of both directions.", smaller)
        .also("risk.max_net_notional")
        .key("max_concentration", &RiskLimits::max_concentration, percent_limit(10'000),
             "The largest part of the equity in one instrument.", smaller)
        .key("allow_self_trade", &RiskLimits::allow_self_trade, flag(),
             "Lets an order trade with an own working order.", smaller)
        .key("allow_short", &RiskLimits::short_sales,
             choice<ShortSales>({{"false", ShortSales::deny}, {"true", ShortSales::allow}}),
             "Lets sales exceed what is held.", smaller)
        .key("short_requires_locate", &RiskLimits::short_requires_locate, flag(),
             "Short sales only in risk.located_symbols.", larger)
        .key("located_symbols", &RiskLimits::located_symbols, symbols("none"),
             "Symbols whose shares can be borrowed.", named)
        .key("buying_power", &RiskLimits::buying_power, flag(),
             "Opening orders must fit the buying power that working orders leave.", larger)
        .key("buying_power_cushion", &RiskLimits::buying_power_cushion, percent(90),
             "Part of the buying power that stays unused, for commissions and slippage.", larger)
        .also("risk.cushion")
        .key("account_type", &RiskLimits::account_type,
             choice<AccountType>({{"margin", AccountType::margin}, {"cash", AccountType::cash}}),
             "cash: buying power is never more than the cash balance.")
        .key("max_account_age", &RiskLimits::max_account_age, duration(1s, 24h),
             "Older account values are none; IBKR sends them every three minutes.", smaller)
        .key("day_trade_regime", &RiskLimits::day_trade_regime,
             choice<DayTradeRegime>({{"intraday_margin", DayTradeRegime::intraday_margin},
                                     {"legacy_warn", DayTradeRegime::legacy_warn},
                                     {"legacy", DayTradeRegime::legacy}}),
             "legacy: no day trades left and equity below 25000 USD, nothing is opened (the rule "
             "of FINRA 4210 before 2026); legacy_warn: the same, logged only.",
             named)
        .key("max_daily_loss", &RiskLimits::max_daily_loss, equity_limit(currency),
             "Loss since the start of the day (of its equity) at which trading only reduces.",
             smaller)
        .key("daily_loss_flattens", &RiskLimits::daily_loss_flattens, flag(),
             "The daily loss also cancels all orders and closes all positions.", larger)
        .key("max_drawdown", &RiskLimits::max_drawdown, percent_limit(100),
             "Fall from the day's highest equity at which trading only reduces.", smaller)
        .key("market_orders_outside_hours", &RiskLimits::market_orders_outside_hours,
             choice<OutsideHours>({{"deny", OutsideHours::deny}, {"allow", OutsideHours::allow}}),
             "Orders without a limit while the market is closed; allow: the broker holds them.",
             named)
        .key("max_rejects", &RiskLimits::max_rejects, count_limit("orders"),
             "Refusals by the broker within risk.rejects_window that halt trading.", smaller)
        .key("rejects_window", &RiskLimits::rejects_window, duration(1s, 24h),
             "See risk.max_rejects.", larger)
        .key("max_denials", &RiskLimits::max_denials, count_limit("orders"),
             "Own refusals of one reason within risk.denials_window that halt trading: a strategy "
             "that runs away.",
             smaller)
        .key("denials_window", &RiskLimits::denials_window, duration(1s, 24h),
             "See risk.max_denials.", larger)
        .key("max_executions_without_review", &RiskLimits::max_executions_without_review,
             count_limit("executions"), "Executions after which orders wait for a person's review.",
             smaller);
    return keys;
}

}  // namespace trademind::config
