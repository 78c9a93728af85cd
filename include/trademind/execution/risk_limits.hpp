// The limits that the risk checks hold orders to, with their defaults.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/day_trade_regime.hpp>
#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

/// A limit that is either an amount of money or a multiple of the account's equity.
class MoneyLimit {
public:
    enum class Kind { unlimited, amount, of_equity };
    MoneyLimit() = default;
    static MoneyLimit amount(Decimal money) { return {Kind::amount, money}; }
    /// 0.02 is two percent of equity, 2 is twice equity.
    static MoneyLimit of_equity(Decimal multiple) { return {Kind::of_equity, multiple}; }
    bool operator==(const MoneyLimit&) const = default;

    Kind kind = Kind::unlimited;
    Decimal value;

private:
    MoneyLimit(Kind kind, Decimal value) : kind{kind}, value{value} {}
};

/// What happens to what would sell more than is held.
enum class ShortSales { deny, allow };
enum class AccountType { margin, cash };
/// Stops and touched orders on the side of the market where they would trigger at once.
enum class WrongSideStops { deny, allow };
/// Orders without a price when the market is closed.
enum class OutsideHours { deny, allow };

/// All limits, as the configuration names them. An empty optional is "unlimited" or "off".
///
/// Money is in `currency`, which must be the account's base currency; percents are fractions
/// (0.05).
class RiskLimits {
public:
    bool operator==(const RiskLimits&) const = default;

    bool enabled = true;
    bool disabled_on_purpose = false;
    std::string currency = "USD";
    bool allow_negative_prices = false;

    std::vector<std::string> allowed_symbols;  ///< empty: all
    std::vector<std::string> restricted_symbols;
    bool restricted_allow_close = true;
    std::vector<SecurityType> allowed_security_types{SecurityType::stock};

    std::optional<Decimal> max_order_size = Decimal{1000};
    std::optional<Decimal> max_order_value = Decimal{50'000};

    std::optional<Decimal> price_collar = Decimal::from_raw(Decimal::one / 20);
    std::optional<Decimal> price_collar_options = Decimal::from_raw(Decimal::one / 2);
    int price_collar_minimum_ticks = 2;
    bool price_collar_needs_quote = true;
    std::optional<Decimal> stop_distance;
    WrongSideStops wrong_side_stops = WrongSideStops::deny;

    Duration max_quote_age = std::chrono::seconds{5};
    Duration max_quote_age_delayed = std::chrono::seconds{60};
    /// How long an order waits for the first quote of an instrument nobody watched before.
    Duration quote_wait = std::chrono::seconds{2};
    bool allow_last_price = false;
    bool reduce_without_price = true;
    Duration max_account_age = std::chrono::seconds{200};

    std::optional<int> max_orders_per_second = 10;
    int order_burst = 20;
    std::optional<int> max_orders_per_minute = 200;
    std::optional<int> max_orders_per_day = 2000;
    Duration duplicate_window = std::chrono::seconds{1};

    std::optional<int> max_open_orders = 100;
    std::optional<int> max_open_orders_per_symbol = 20;
    std::optional<Decimal> max_position_size = Decimal{5000};
    std::optional<Decimal> max_position_value = Decimal{100'000};
    MoneyLimit max_gross_value = MoneyLimit::of_equity(2);
    MoneyLimit max_net_value = MoneyLimit::of_equity(1);
    std::optional<Decimal> max_concentration = Decimal::from_raw(Decimal::one / 4);

    bool allow_self_trade = false;
    ShortSales short_sales = ShortSales::deny;
    bool short_requires_locate = true;
    std::vector<std::string> located_symbols;

    bool buying_power = true;
    Decimal buying_power_cushion = Decimal::from_raw(Decimal::one / 20);
    AccountType account_type = AccountType::margin;
    DayTradeRegime day_trade_regime = DayTradeRegime::intraday_margin;

    MoneyLimit max_daily_loss = MoneyLimit::of_equity(Decimal::from_raw(Decimal::one / 50));
    bool daily_loss_flattens = false;
    std::optional<Decimal> max_drawdown;
    OutsideHours market_orders_outside_hours = OutsideHours::deny;

    std::optional<int> max_rejects = 10;
    Duration rejects_window = std::chrono::seconds{60};
    std::optional<int> max_denials = 10;  ///< of one reason
    Duration denials_window = std::chrono::seconds{60};
    std::optional<int> max_executions_without_review;
};

}  // namespace trademind
