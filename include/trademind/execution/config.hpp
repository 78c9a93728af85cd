// The configuration of a program: which broker, which limits, where the records are kept.
#pragma once

#include <trademind/brokers/ibkr/options.hpp>
#include <trademind/brokers/paper/options.hpp>
#include <trademind/execution/risk_limits.hpp>
#include <trademind/market.hpp>
#include <trademind/order.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

enum class BrokerType { paper, ibkr };
/// What the program believes to trade with; port, account and this must agree.
enum class TradingMode { paper, live };
/// Commission schedules; source: IBKR's published tariffs.
enum class CommissionPlan { pro_fixed, pro_tiered, lite, none };
/// What a kill cancels.
enum class CancelScope {
    own,     ///< orders that this program placed
    account  ///< every working order of the account, also those of other programs and of people
};
/// What an automatic trigger of the kill switch does.
enum class KillAction { none, reducing, halted };

/// Where the quotes of the paper broker come from.
enum class PaperMarketSource {
    tape,       ///< a file, see paper::read_tape
    generated,  ///< made up, without an end
    ibkr,       ///< the quotes of a TWS or Gateway; orders do not go there
    pushed      ///< the program's own, see paper_feed
};
/// When the paper market is open.
enum class PaperCalendar {
    automatic,    ///< us_equities for a tape and for quotes of IBKR, else every_day
    us_equities,  ///< US stocks and their options by the exchanges' hours; the rest always
    every_day,    ///< around the clock, see every_day_calendar
    always_open   ///< without an end of the day: DAY orders last until cancelled, no auctions
};
/// What the paper account may carry.
enum class PaperMargin {
    account_type,  ///< by risk.account_type: reg_t or cash
    reg_t,
    cash,
    none  ///< every order is accepted
};

/// What becomes of a margin account that cannot carry its positions.
enum class PaperLiquidation {
    on,      ///< they are closed by market orders, as IBKR does
    notice,  ///< it is told
    off
};

class PaperConfig {
public:
    bool operator==(const PaperConfig&) const = default;

    /// Nothing: a tape where `tape` names one; else there is no market, and make_broker refuses.
    std::optional<PaperMarketSource> market;
    std::filesystem::path tape;
    std::filesystem::path actions;  ///< corporate actions, see paper::read_corporate_actions
    /// Tape seconds in a second, > 0; nothing: as fast as the program follows.
    std::optional<Decimal> tape_speed;
    paper::GeneratedMarket generated;  ///< its seed is `seed`
    PaperCalendar calendar = PaperCalendar::automatic;

    Decimal starting_cash = Decimal{paper::default_starting_cash};
    std::map<std::string, Decimal> foreign_cash;    ///< by currency, beside starting_cash
    std::map<std::string, Decimal> exchange_rates;  ///< a unit of a currency in risk.currency
    PaperMargin margin = PaperMargin::account_type;
    PaperLiquidation liquidation = PaperLiquidation::on;
    Duration latency{};  ///< of every order, change and cancel
    /// Up to so much more, drawn by `seed`; nothing: 20 ms for a tape, else none.
    std::optional<Duration> latency_jitter;
    int slippage_ticks = 0;     ///< against every order that takes liquidity
    Decimal participation = 1;  ///< part of the displayed size that orders may take, above 0 to 1
    bool queue = false;         ///< see paper::FillSettings::trade_prints
    /// See paper::Options; nothing: off.
    std::optional<Duration> stale_quote_after = std::chrono::hours{1};
    std::optional<int> touch_probability;  ///< percent; nothing: the profile's
    paper::ChildActivation child_activation = paper::ChildActivation::with_each_fill;
    CommissionPlan commission = CommissionPlan::pro_fixed;
    paper::Profile profile = paper::Profile::conservative;
    std::optional<paper::MarketRemainder> market_remainder;  ///< nothing: the profile's
    std::optional<bool> relative_orders;                     ///< take REL; nothing: the profile's
    std::uint64_t seed = 1;
    std::filesystem::path account_file;  ///< empty: the account lives as long as the broker
};

class JournalConfig {
public:
    bool operator==(const JournalConfig&) const = default;

    std::filesystem::path file;  ///< empty: no journal (paper only)
    bool survives_power_cut = true;
    /// Opening the journal creates its folder where that is missing. Set for the default place,
    /// which need not exist yet; a mistyped path is an error.
    bool makes_folder = false;
};

class KillSwitchConfig {
public:
    bool operator==(const KillSwitchConfig&) const = default;

    std::filesystem::path file;  ///< its presence halts trading; empty: none
    Duration poll_interval = std::chrono::milliseconds{200};
    bool on_signal = true;  ///< SIGUSR1 halts
    CancelScope cancel_scope = CancelScope::own;
    Duration cancel_retry = std::chrono::seconds{1};
    Duration cancel_timeout = std::chrono::seconds{5};
    Decimal flatten_collar = Decimal::from_raw(Decimal::one / 50);
    std::optional<Decimal> flatten_max_order_size = Decimal{1000};
    KillAction on_unknown_order = KillAction::none;
    KillAction on_position_mismatch = KillAction::halted;
    Duration position_mismatch_after = std::chrono::seconds{5};
    KillAction on_clock_skew = KillAction::reducing;
    Duration max_clock_skew = std::chrono::seconds{5};
    Duration clock_check_interval = std::chrono::minutes{1};
    KillAction on_stale_data = KillAction::reducing;
    Duration stale_data_after = std::chrono::minutes{5};
    bool watch_positions = true;  ///< quotes are asked for everything that is held
    KillAction on_lost_executions = KillAction::none;
};

/// When a person is told; see AlertRule.
class AlertConfig {
public:
    bool operator==(const AlertConfig&) const = default;

    bool enabled = true;
    Duration link_down_after = std::chrono::seconds{10};
    Duration link_down_page_after = std::chrono::minutes{1};
    Duration stale_data_after = std::chrono::seconds{5};
    Duration unconfirmed_after = std::chrono::seconds{5};
    Duration unconfirmed_page_after = std::chrono::seconds{30};
    std::optional<int> max_rejects = 3;
    std::optional<int> max_denials = 10;  ///< of one reason
    Duration window = std::chrono::minutes{1};
    Duration repeat_after = std::chrono::minutes{5};
    std::filesystem::path command;  ///< empty: none
    Duration command_timeout = std::chrono::seconds{10};
};

class MetricsConfig {
public:
    bool operator==(const MetricsConfig&) const = default;

    std::filesystem::path file;  ///< empty: none is written
    /// Label `program` of every series: two programs on one machine must differ. Empty:
    /// `config_name`.
    std::string program;
    /// The stem of the configuration file's name, set by parse_config and no key; empty: the
    /// process's name is the label.
    std::string config_name;
    Duration interval = std::chrono::seconds{15};
};

class LogConfig {
public:
    bool operator==(const LogConfig&) const = default;

    std::string level = "info";
    std::filesystem::path file;  ///< empty: standard error
    std::size_t max_file_size = 10'000'000;
    int max_files = 5;
    bool show_account = false;
};

/// How `trademind serve` listens; see GatewayOptions.
class GatewayConfig {
public:
    bool operator==(const GatewayConfig&) const = default;

    std::string host = "127.0.0.1";
    int port = 4002;
    std::vector<std::string> allowed;
    int max_sessions = 128;
    int newest_version = 225;
    std::optional<int> master_client_id;
    std::optional<int> messages_per_second;
    bool read_only = false;
    std::filesystem::path record, faults;  ///< empty: none
};

/// Everything that a program can be told, with the defaults of docs/CONFIG.md.
class Config {
public:
    Config() = default;
    explicit Config(BrokerType type) : type{type} {}
    bool operator==(const Config&) const = default;

    BrokerType type = BrokerType::paper;
    TradingMode mode = TradingMode::paper;
    bool allow_live = false;
    std::string account;  ///< empty: the only account of the login; needed with mode live
    MarketDataType market_data_type = MarketDataType::delayed;
    OrderType default_order_type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::day;
    Duration request_timeout = std::chrono::seconds{10};
    /// `account`, `market_data_type` and `request_timeout` above take the place of those in here.
    IbkrOptions ibkr;
    PaperConfig paper;
    RiskLimits risk;
    JournalConfig journal;
    KillSwitchConfig kill_switch;
    AlertConfig alerts;
    MetricsConfig metrics;
    LogConfig log;
    GatewayConfig gateway;
};

/// Looks up an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;
/// The process's own.
Environment process_environment();

/// Reads a YAML file and then TRADEMIND_HOST, TRADEMIND_PORT and TRADEMIND_ACCOUNT, which win.
///
/// Errc::config names file, line and key of every fault, one a line in the order of the file, and
/// the nearest known key for an unknown one. Where the YAML itself is wrong, only what stands
/// there. Keys that the file leaves out have the defaults of docs/CONFIG.md. With broker.type ibkr,
/// journal and kill file stand by default in $XDG_STATE_HOME/trademind (else
/// $HOME/.local/state/trademind) and have the name of the configuration file, eight digits for
/// its absolute place, and .db and .kill (-live.db and -live.kill with mode live): two files of one
/// name share nothing. Nothing is created by loading.
///
/// All paths of the result are absolute: a relative one belongs to the folder of the file, links to
/// the file followed. From a pipe, a relative path is Errc::config.
Result<Config> load_config(const std::filesystem::path& file,
                           const Environment& environment = process_environment());
/// The same, and as validate_for_orders: what placing orders needs is there, the folder of every
/// file that a key names included, the tape, and a program for alerts.command that can be started.
/// What `trademind run` and `trademind config check` load.
Result<Config> load_config_for_orders(const std::filesystem::path& file,
                                      const Environment& environment = process_environment());
/// The same as load_config from text; `name` stands for the file in messages. Paths stay as they
/// are written: relative ones mean the working directory.
Result<Config> parse_config(std::string_view yaml, std::string_view name,
                            const Environment& environment = {});
/// What no single key can tell: values that do not fit each other, such as mode live on a paper
/// port; all of them, one a line. load_config has done this.
Result<> validate(const Config&);
/// validate(), and what only placing orders needs: a journal with broker.type ibkr, a market with
/// paper. make_broker does this.
Result<> validate_for_orders(const Config&);

/// One line a key, "broker.ibkr.port: 7497", all but the last three characters of the account
/// hidden unless log.show_account. For the log at start.
std::vector<std::string> effective_config(const Config&);
/// docs/CONFIG.md, made from the table that parses.
std::string config_reference();

/// What a new configuration changes while a program runs.
class ConfigChange {
public:
    class Item {
    public:
        std::string key, from, to;
        bool loosens = false;        ///< allows what was refused before
        bool needs_restart = false;  ///< cannot change while the program runs
    };
    std::vector<Item> items;
    bool loosens() const;
    bool needs_restart() const;
};
ConfigChange compare(const Config& from, const Config& to);

}  // namespace trademind
