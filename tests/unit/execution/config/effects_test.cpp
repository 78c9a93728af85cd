// No key without an effect: each key is changed, and something that the program does differs.
#include "execution/config/keys.hpp"
#include "factory/paper_market.hpp"
#include "support/source_dir.hpp"
#include "unit/execution/risk/worlds.hpp"

#include <trademind/bracket.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// A configuration that the key's change is made in, and what shows the difference.
struct Effect {
    std::string key, value;
    std::string (*probe)(const Config&);
    std::string beside = {};  ///< other keys as "broker.paper.starting_cash=20000 USD"
};

std::string what_ibkr_is_given(const Config& config)
{
    auto o = ibkr_options(config);
    std::string text = fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", o.host, o.port, o.client_id,
        o.account, static_cast<int>(o.market_data_type), o.connect_timeout.count(),
        o.request_timeout.count(), o.reconnect_attempts, o.reconnect_delay.count(),
        o.messages_per_second, o.record_file.string(), static_cast<int>(o.region), o.time_zone,
        o.next_client_ids, o.resubscribe_after_restore.count(), o.resubscribe_after_farm.count(),
        o.resubscribe_while_withheld.count());
    return text + fmt::format(" {} {}", o.away_windows.size(), o.tws_codes.size());
}

std::string which_market(const Config& config)
{
    asio::io_context io;
    auto made = paper_options_with_market(config, io.get_executor(), system_clock());
    if (!made) return made.error().describe();
    std::string text = fmt::format("tape {} speed {} ibkr {}", made->tape ? made->tape->size() : 0,
                                   made->tape_speed.value_or(0), made->quotes_from != nullptr);
    for (const auto& action : made->actions) text += ' ' + action.describe();
    if (made->generated)
        text += fmt::format(" generated {} {} {} {}", fmt::join(made->generated->symbols, " "),
                            made->generated->volatility.str(), made->generated->interval.count(),
                            made->generated->seed);
    return text;
}

class Diary : public BrokerObserver {
public:
    void on_order(const OrderReport& r) override
    {
        lines += fmt::format("order {} {} {} {}\n", to_number(r.id), to_string(r.status),
                             r.filled.str(), r.remaining.str());
    }
    void on_execution(const Execution& e) override
    {
        lines += fmt::format("fill {} {} @ {} {}\n", to_number(e.order_id), e.quantity.str(),
                             e.price.str(), format_time(e.time));
    }
    void on_commission(const Commission& c) override
    {
        lines += "commission " + c.amount.str() + "\n";
    }
    std::string lines;
};

/// A day on paper: whatever the keys of the paper broker may change happens in it.
std::string day_on_paper(const Config& config)
{
    using paper::MarketChange;
    asio::io_context io{1};
    auto clock = std::make_shared<ManualClock>();
    auto options = paper_options(config);
    auto fixed = fmt::format("{} {} {}\n", options.state_file.string(), options.survive_power_cut,
                             options.deadline.count());
    options.state_file.clear();
    auto broker = make_unsafe_paper_broker(io.get_executor(), std::move(options), clock);
    Diary diary;
    auto observed = broker->observe(diary);
    auto pass = [&](Duration time) {
        clock->advance(time);
        io.restart();
        io.poll();
    };
    auto place = [&](OrderRequest order) {
        broker->place_order(std::move(order), [&](Result<OrderReport> r) {
            if (!r) diary.lines += r.error().describe() + "\n";
        });
        pass(2s);
    };
    auto quote = [&](Decimal bid, Decimal bid_size, Decimal ask, Decimal ask_size) {
        broker->push(stock("X"), MarketChange{}.with_bid(bid, bid_size).with_ask(ask, ask_size));
        pass(1s);
    };
    broker->connect([](Result<>) {});
    quote(10_d, 1000_d, 10.02_d, 100_d);
    place(buy(stock("X"), 150_d));  // more than is displayed
    quote(10_d, 1000_d, 10.02_d, 500_d);
    place(buy(stock("X").on("ISLAND"), 700_d));  // the same at an exchange
    auto relative = buy(stock("X"), 1_d).of_type(OrderType::relative);
    relative.stop_price = 0.01_d;
    place(std::move(relative));
    for (int i = 0; i < 12; ++i) place(buy(stock("X"), 1_d).limit(9.99_d));
    for (int i = 0; i < 8; ++i) {  // only touches them
        quote(9.98_d, 1000_d, 9.99_d, Decimal{5000 + i});
        quote(9.98_d, 1000_d, 10.02_d, 100_d);
    }
    quote(9.95_d, 50_d, 10.02_d, 100_d);
    place(buy(stock("X"), 10_d).limit(9.95_d));
    broker->push(stock("X"), MarketChange{}.with_print(9.95_d, 500_d));  // trades through the queue
    pass(1s);
    auto entry = buy(stock("X"), 200_d).limit(10.02_d);
    entry.client_order_id = "entry";
    broker->place_bracket(bracket(std::move(entry), 10.10_d, 9_d).value(), [](auto) {});
    pass(5s);
    quote(10.09_d, 1000_d, 10.10_d, 1000_d);
    quote(10.11_d, 1000_d, 10.12_d, 1000_d);
    broker->get_account([&](Result<Account> a) {
        auto text = [](const auto& value) { return value ? value->str() : std::string{"none"}; };
        diary.lines += fmt::format("{} {}: cash {} power {} worth {} day trades {}\n", a->id,
                                   a->currency, text(a->cash_balance), text(a->buying_power),
                                   text(a->portfolio_value), a->day_trades_remaining.value_or(-1));
    });
    place(sell(stock("X"), 50_d).of_type(OrderType::market_on_close));
    place(buy(stock("X"), 1_d).limit(5_d));
    for (int i = 0; i < 45; ++i) pass(10min);  // past the close
    quote(10.11_d, 1000_d, 10.12_d, 1000_d);
    place(buy(stock("X"), 1_d));
    quote(1_d, 1000_d, 1.01_d, 1000_d);  // more is lost than a small account has
    return fixed + diary.lines;
}

std::string broker_and_validity(const Config& config)
{
    asio::io_context io;
    auto broker = make_unsafe_raw_broker(config, io.get_executor());
    auto fits = validate(config);
    return (broker ? (*broker)->name() : broker.error().describe()) + " " +
           (fits ? "fits" : fits.error().describe());
}

/// What the router answers to a set of orders, at once and when the quote has grown old.
std::string verdicts(const Config& config)
{
    asio::io_context io{1};
    auto clock = std::make_shared<ManualClock>();
    auto made = make_paper_market(config, paper_options(config), io.get_executor(), {}, clock);
    if (!made) return made.error().describe();
    std::string text;
    auto run = [&] {
        io.restart();
        io.poll();
    };
    made->router->connect([](Result<>) {});
    run();
    made->market->push(stock("AAPL"),
                       paper::MarketChange{}.with_bid(100_d, 9000).with_ask(100.02_d, 9000));
    made->market->push(stock("GME"),
                       paper::MarketChange{}.with_bid(20_d, 9000).with_ask(20.02_d, 9000));
    run();
    auto order = made->router->to_order(Signal{Side::buy, stock("AAPL"), 10_d});
    text += order.describe() + "\n";
    auto check = [&](OrderRequest request) {
        auto name = request.describe();
        made->router->check(std::move(request), [&text, name](Result<RiskVerdict> verdict) {
            text += name + ": " + (verdict ? verdict->pair().second : "fails") + "\n";
        });
        run();
    };
    auto check_all = [&] {
        for (auto symbol : {"AAPL", "GME"}) {
            check(buy(stock(symbol), 10_d));
            check(sell(stock(symbol), 10_d));
        }
        check(buy(stock("AAPL"), 1_d).limit(110_d));
        check(buy(stock("AAPL"), 1_d).stop(150_d));
        check(buy(stock("AAPL"), 1_d).stop(90_d));
        check(buy(stock("AAPL"), 400_d).limit(100_d));
        check(buy(option("AAPL", "20261218", 100_d, OptionRight::call), 1_d).limit(5_d));
    };
    check_all();
    auto place = [&](OrderRequest request) {
        auto name = request.describe();
        made->router->place_order(std::move(request), [&text, name](Result<OrderReport> r) {
            text +=
                name + ": " + (r ? std::string{to_string(r->status)} : r.error().describe()) + "\n";
        });
        run();
    };
    place(buy(stock("AAPL"), 10_d));
    for (int i = 0; i < 30; ++i) place(buy(stock("AAPL"), 10_d).limit(99_d));  // the same again
    place(sell(stock("AAPL"), 10_d).limit(98_d));
    check_all();
    clock->advance(30s);
    run();
    check_all();
    return text;
}

const std::vector<Effect>& effects()
{
    static const std::string tape = (source_dir() / "docs/examples/data/demo_tape.csv").string();
    static const std::vector<Effect> all{
        {"broker.type", "ibkr", broker_and_validity},
        {"broker.mode", "live", broker_and_validity,
         "broker.type=ibkr;broker.account=U1;broker.allow_live=true;broker.ibkr.port=4001"},
        {"broker.allow_live", "true", broker_and_validity,
         "broker.type=ibkr;broker.account=U1;broker.mode=live;broker.ibkr.port=4001"},
        {"broker.account", "DU7", what_ibkr_is_given},
        {"broker.market_data_type", "frozen", what_ibkr_is_given},
        {"broker.request_timeout", "3 s", what_ibkr_is_given},
        {"broker.default_order_type", "LIMIT", verdicts},
        {"broker.time_in_force", "GTC", verdicts},
        {"broker.max_order_size", "5", verdicts},
        {"broker.max_order_value", "500", verdicts},
        {"broker.ibkr.host", "gateway", what_ibkr_is_given},
        {"broker.ibkr.port", "4002", what_ibkr_is_given},
        {"broker.ibkr.client_id", "9", what_ibkr_is_given},
        {"broker.ibkr.reconnect_attempts", "9", what_ibkr_is_given},
        {"broker.ibkr.reconnect_delay", "9 s", what_ibkr_is_given},
        {"broker.ibkr.connect_timeout", "9 s", what_ibkr_is_given},
        {"broker.ibkr.messages_per_second", "9", what_ibkr_is_given},
        {"broker.ibkr.record_file", "frames", what_ibkr_is_given},
        {"broker.ibkr.region", "asia", what_ibkr_is_given},
        {"broker.ibkr.daily_restart", "23:45 America/New_York", what_ibkr_is_given},
        {"broker.ibkr.time_zone", "Europe/Berlin", what_ibkr_is_given},
        {"broker.ibkr.next_client_ids", "3", what_ibkr_is_given},
        {"broker.ibkr.resubscribe_after_restore", "9 s", what_ibkr_is_given},
        {"broker.ibkr.resubscribe_after_farm", "9 s", what_ibkr_is_given},
        {"broker.ibkr.resubscribe_while_withheld", "9 s", what_ibkr_is_given},
        {"broker.paper.market", "generated", which_market},
        {"broker.paper.tape", tape, which_market},
        {"broker.paper.actions", (source_dir() / "docs/examples/data/actions.csv").string(),
         which_market, "broker.paper.market=generated"},
        {"broker.paper.tape_speed", "10x", which_market, "broker.paper.tape=" + tape},
        {"broker.paper.generated.symbols", "IBM", which_market, "broker.paper.market=generated"},
        {"broker.paper.generated.volatility", "50%", which_market, "broker.paper.market=generated"},
        {"broker.paper.generated.interval", "1 s", which_market, "broker.paper.market=generated"},
        {"broker.paper.calendar", "us_equities", day_on_paper},
        {"broker.paper.starting_cash", "5000", day_on_paper},
        {"broker.paper.foreign_cash", "5000 EUR", day_on_paper,
         "broker.paper.exchange_rates=EUR 1.08"},
        {"broker.paper.exchange_rates", "EUR 1.08", day_on_paper,
         "broker.paper.foreign_cash=5000 EUR"},
        {"broker.paper.margin", "none", day_on_paper},
        {"broker.paper.liquidation", "notice", day_on_paper, "broker.paper.starting_cash=5000"},
        {"broker.paper.commission", "none", day_on_paper},
        {"broker.paper.profile", "ibkr_paper", day_on_paper},
        {"broker.paper.market_remainder", "slip_one_tick", day_on_paper},
        {"broker.paper.relative_orders", "false", day_on_paper},
        {"broker.paper.latency", "300 ms", day_on_paper},
        {"broker.paper.latency_jitter", "300 ms", day_on_paper},
        {"broker.paper.slippage", "2", day_on_paper},
        {"broker.paper.participation", "50%", day_on_paper},
        {"broker.paper.queue", "true", day_on_paper},
        {"broker.paper.stale_quote_after", "1 ms", day_on_paper},
        {"broker.paper.touch_probability", "0%", day_on_paper},
        {"broker.paper.child_activation", "when_complete", day_on_paper},
        {"broker.paper.seed", "2", day_on_paper},
        {"broker.paper.account_file", "a.sqlite", day_on_paper},
        {"risk.currency", "EUR", day_on_paper},
        {"risk.account_type", "cash", day_on_paper},
        {"risk.day_trade_regime", "legacy", day_on_paper, "broker.paper.starting_cash=20000"},
        {"journal.durability", "process", day_on_paper},
        {"risk.disabled_on_purpose", "true", broker_and_validity, "risk.enabled=false"},
        {"risk.enabled", "false", verdicts, "risk.disabled_on_purpose=true"},
        {"risk.allowed_symbols", "GME", verdicts},
        {"risk.restricted_symbols", "GME", verdicts},
        {"risk.allowed_security_types", "FUT", verdicts},
        {"risk.price_collar", "off", verdicts},
        {"risk.stop_distance", "10%", verdicts},
        {"risk.wrong_side_stops", "allow", verdicts},
        {"risk.max_quote_age", "1 min", verdicts, "risk.max_denials=unlimited"},
        {"risk.order_burst", "3", verdicts, "risk.duplicate_window=0 s"},
        {"risk.max_orders_per_minute", "4", verdicts, "risk.duplicate_window=0 s"},
        {"risk.max_orders_per_day", "4", verdicts, "risk.duplicate_window=0 s"},
        {"risk.duplicate_window", "0 s", verdicts},
        {"risk.max_open_orders", "2", verdicts, "risk.duplicate_window=0 s"},
        {"risk.max_open_orders_per_symbol", "2", verdicts, "risk.duplicate_window=0 s"},
        {"risk.max_position_size", "5", verdicts},
        {"risk.max_position_value", "500", verdicts},
        {"risk.max_gross_value", "500 USD", verdicts},
        {"risk.max_net_value", "500 USD", verdicts},
        {"risk.max_concentration", "0.01%", verdicts},
        {"risk.allow_self_trade", "true", verdicts,
         "risk.duplicate_window=0 s;risk.max_denials=unlimited;risk.order_burst=100;"
         "risk.max_open_orders_per_symbol=unlimited"},
        {"risk.allow_short", "true", verdicts},
        {"risk.short_requires_locate", "false", verdicts, "risk.allow_short=true"},
        {"risk.located_symbols", "GME", verdicts, "risk.allow_short=true"},
        {"risk.buying_power", "false", verdicts,
         "broker.paper.starting_cash=2000;risk.max_gross_value=unlimited;"
         "risk.max_net_value=unlimited;risk.max_concentration=off;risk.max_daily_loss=unlimited"},
        {"risk.max_executions_without_review", "1", verdicts},
    };
    return all;
}

/// The keys that no single call shows: the tests of their own name what they do. Here, that the
/// program reads them at all outside of the table of keys: the name of the member, where it is
/// another than the key's last word.
const std::map<std::string, std::string>& read_elsewhere()
{
    static const std::map<std::string, std::string> all{
        {"broker.ibkr.codes", "ibkr.codes"},
        {"risk.allow_negative_prices", ""},
        {"risk.restricted_allow_close", ""},
        {"risk.price_collar_options", ""},
        {"risk.price_collar_minimum_ticks", ""},
        {"risk.price_collar_needs_quote", ""},
        {"risk.max_quote_age_delayed", ""},
        {"risk.quote_wait", ""},
        {"risk.allow_last_price", ""},
        {"risk.reduce_without_price", ""},
        {"risk.max_orders_per_second", ""},
        {"risk.buying_power_cushion", ""},
        {"risk.max_account_age", ""},
        {"risk.max_daily_loss", ""},
        {"risk.daily_loss_flattens", ""},
        {"risk.max_drawdown", ""},
        {"risk.market_orders_outside_hours", ""},
        {"risk.max_rejects", ""},
        {"risk.rejects_window", ""},
        {"risk.max_denials", ""},
        {"risk.denials_window", ""},
        {"journal.file", "journal.file"},
        {"kill_switch.file", "kill_switch.file"},
        {"alerts.enabled", "enabled"},
        {"alerts.command", "command"},
        {"metrics.file", "metrics.file"},
        {"log.level", "log.level"},
        {"log.file", "config.file"},
    };
    return all;
}

/// Defaults with those keys, given in the form of Effect::beside.
Config with_keys(const std::string& list)
{
    Config config;
    config.log.level = "error";
    config.kill_switch.on_signal = false;
    auto keys = config::all_keys("USD");
    std::stringstream items{list};
    for (std::string item; std::getline(items, item, ';');) {
        if (item.empty()) continue;
        auto equal = item.find('=');
        auto key = std::ranges::find(keys, item.substr(0, equal), &config::Key::name);
        if (key == keys.end()) throw std::runtime_error{"no key " + item};
        if (auto wrong = key->read(item.substr(equal + 1), config))
            throw std::runtime_error{item + ": " + *wrong};
    }
    return config;
}

std::string sources_outside_the_table()
{
    std::string all;
    for (const char* folder : {"src/execution", "src/ops", "src/factory", "src/cli"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator{source_dir() / folder}) {
            auto path = entry.path().string();
            if (!entry.is_regular_file() || path.find("/execution/config/") != std::string::npos)
                continue;
            std::stringstream text;
            text << std::ifstream{path}.rdbuf();
            all += text.str();
        }
    return all;
}

TEST(ConfigEffects, each_key_changes_something)
{
    for (const auto& effect : effects()) {
        auto before = with_keys(effect.beside);
        auto after = with_keys(effect.beside + ";" + effect.key + "=" + effect.value);
        EXPECT_NE(effect.probe(before), effect.probe(after)) << effect.key << ": " << effect.value;
    }
}

TEST(ConfigEffects, the_days_on_paper_are_the_same_where_nothing_changes)
{
    EXPECT_EQ(day_on_paper(with_keys("")), day_on_paper(with_keys("")));
    EXPECT_EQ(verdicts(with_keys("")), verdicts(with_keys("")));
}

TEST(ConfigEffects, every_key_is_in_one_of_both_tables)
{
    auto text = sources_outside_the_table();
    std::set<std::string> shown;
    for (const auto& effect : effects())
        EXPECT_TRUE(shown.insert(effect.key).second) << effect.key << " stands there twice";
    for (const auto& key : config::all_keys("USD")) {
        if (shown.contains(key.name)) continue;
        auto other = read_elsewhere().find(key.name);
        auto member = key.name.substr(key.name.rfind('.') + 1);
        if (other != read_elsewhere().end() && !other->second.empty()) member = other->second;
        EXPECT_NE(text.find(member), std::string::npos) << key.name << " is read and not used";
        bool is_watch = key.name.starts_with("kill_switch.") || key.name.starts_with("alerts.") ||
                        key.name.starts_with("metrics.") || key.name.starts_with("log.") ||
                        key.name.starts_with("gateway.");
        EXPECT_TRUE(is_watch || other != read_elsewhere().end())
            << key.name << " has no row: change it and show a difference";
    }
}

}  // namespace
}  // namespace trademind::test
