// Keys of the paper broker: its market, its account, how it fills.
#include "execution/config/keys.hpp"

#include <algorithm>

namespace trademind::config {

using namespace std::chrono_literals;

namespace {

/// Symbols of the generated market: never none.
ValueType<std::vector<std::string>> generated_symbols()
{
    using List = std::vector<std::string>;
    auto type = symbols("none");
    type.range = "a list of 1 to 100 symbols";
    type.parse = [parse = type.parse](std::string_view given) -> Parsed<List> {
        auto list = parse(given);
        if (!list || (*list).empty() || (*list).size() > 100)
            return Wrong{"must be a list of 1 to 100 symbols"};
        // two random walks of one market would be none
        for (auto one = (*list).begin(); one != (*list).end(); ++one)
            if (std::find((*list).begin(), one, *one) != one)
                return Wrong{"names " + *one + " twice"};
        return list;
    };
    return type;
}

}  // namespace

std::vector<Key> paper_market_keys()
{
    std::vector<Key> keys;
    Section{keys, "broker.paper", &Config::paper}
        .key("market", &PaperConfig::market,
             choice<std::optional<PaperMarketSource>>({{"none", std::nullopt},
                                                       {"tape", PaperMarketSource::tape},
                                                       {"generated", PaperMarketSource::generated},
                                                       {"ibkr", PaperMarketSource::ibkr},
                                                       {"pushed", PaperMarketSource::pushed}}),
             "Where its quotes come from, needed to trade. tape: the file broker.paper.tape, which "
             "alone means the same; generated: made up, without an end; ibkr: those of the TWS "
             "that broker.ibkr names, as broker.market_data_type says, while orders stay on paper; "
             "pushed: by the program, with paper_feed.")
        .key("tape", &PaperConfig::tape, path(),
             "CSV of quotes and trades, or of bars, also in gzip or xz; its header names the "
             "columns, at least time,symbol,bid,bid_size,ask,ask_size,last,last_size or "
             "time,symbol,open,high,low,close. Time is the tape's. See docs/TAPES.md.")
        .key("actions", &PaperConfig::actions, path(),
             "CSV of dividends, splits and delistings of stocks: "
             "date,symbol,kind,amount,ratio,currency. See docs/TAPES.md.")
        .key("tape_speed", &PaperConfig::tape_speed, speed(),
             "fastest: as fast as the program follows. The tape starts when the broker has "
             "connected.")
        .key("calendar", &PaperConfig::calendar,
             choice<PaperCalendar>({{"auto", PaperCalendar::automatic},
                                    {"us_equities", PaperCalendar::us_equities},
                                    {"every_day", PaperCalendar::every_day},
                                    {"always_open", PaperCalendar::always_open}}),
             "us_equities: US stocks and their options trade in the exchanges' hours, the rest "
             "always; every_day: around the clock, each day ends at 16:00 in New York and the next "
             "begins at 16:05; always_open: days have no end, DAY orders last until cancelled, no "
             "auctions. auto: us_equities for tape and ibkr, else every_day.");
    return keys;
}

std::vector<Key> paper_keys(const std::string& currency)
{
    std::vector<Key> keys;
    Section{keys, "broker.paper", &Config::paper}
        .key("starting_cash", &PaperConfig::starting_cash, money(currency),
             "What a new paper account holds.")
        .key("foreign_cash", &PaperConfig::foreign_cash, by_currency(false),
             "What a new paper account holds in other currencies.")
        .key("exchange_rates", &PaperConfig::exchange_rates, by_currency(true),
             "What a unit of another currency is worth in risk.currency. Quotes of the currency "
             "pair replace it.")
        .key("margin", &PaperConfig::margin,
             choice<PaperMargin>({{"account_type", PaperMargin::account_type},
                                  {"reg_t", PaperMargin::reg_t},
                                  {"cash", PaperMargin::cash},
                                  {"none", PaperMargin::none}}),
             "reg_t: a margin account by Regulation T; cash: everything is paid out of settled "
             "cash; none: every order is accepted. account_type: reg_t or cash, by "
             "risk.account_type.")
        .key("liquidation", &PaperConfig::liquidation,
             choice<PaperLiquidation>({{"on", PaperLiquidation::on},
                                       {"notice", PaperLiquidation::notice},
                                       {"off", PaperLiquidation::off}}),
             "on: what the account cannot carry is closed by market orders, as IBKR does: excess "
             "liquidity below zero, or before the close an SMA below zero; notice: that is told "
             "only; off: neither.")
        .key("commission", &PaperConfig::commission,
             choice<CommissionPlan>({{"pro_fixed", CommissionPlan::pro_fixed},
                                     {"pro_tiered", CommissionPlan::pro_tiered},
                                     {"lite", CommissionPlan::lite},
                                     {"none", CommissionPlan::none}}),
             "pro_fixed: IBKR Pro, 0.005 a share, at least 1; pro_tiered: less with volume; lite: "
             "none for US stocks.")
        .key("profile", &PaperConfig::profile,
             choice<paper::Profile>({{"conservative", paper::Profile::conservative},
                                     {"ibkr_paper", paper::Profile::ibkr_paper}}),
             "Whose habits the paper market has: conservative, for judging a strategy, or "
             "ibkr_paper, as IBKR's own simulator. Keys that are set override it.")
        .key("market_remainder", &PaperConfig::market_remainder,
             choice<std::optional<paper::MarketRemainder>>(
                 {{"profile", std::nullopt},
                  {"wait", paper::MarketRemainder::wait},
                  {"slip_one_tick", paper::MarketRemainder::slip_one_tick},
                  {"cancel", paper::MarketRemainder::cancel}}),
             "What becomes of a market order that found less size than it needs: wait for the next "
             "quote, slip_one_tick and fill at once, or cancel. profile: wait, and with ibkr_paper "
             "cancel for orders that name an exchange instead of SMART.")
        .key("relative_orders", &PaperConfig::relative_orders,
             choice<std::optional<bool>>(
                 {{"profile", std::nullopt}, {"true", true}, {"false", false}}),
             "Take REL orders. profile: conservative takes them, ibkr_paper does not.")
        .key("latency", &PaperConfig::latency, duration(0ms, 1min),
             "From a call to its effect in the market.")
        .key("latency_jitter", &PaperConfig::latency_jitter, duration_or("auto", 0ms, 1min),
             "Up to this much more, drawn for each call. auto: 20 ms for a tape, so that seeds "
             "differ, else none.")
        .key("slippage", &PaperConfig::slippage_ticks, whole(0, 1000, "ticks"),
             "Price steps against every order that takes liquidity, never beyond its limit.")
        .key("participation", &PaperConfig::participation, percent(100, true),
             "Part of the displayed size that orders may take.")
        .key("queue", &PaperConfig::queue, flag(),
             "Trades fill resting orders: at the limit once the size that stood before them has "
             "traded, through it at once.")
        .key("stale_quote_after", &PaperConfig::stale_quote_after,
             duration_or("off", 1ms, std::chrono::hours{24 * 7}),
             "Quotes older than this fill nothing; an order that waits for one says so. A tape has "
             "its own time, and no such limit.")
        .key("touch_probability", &PaperConfig::touch_probability, whole_percent_or_profile(),
             "Chance that a quote which only touches a resting order's limit fills it. profile: "
             "conservative 50%, ibkr_paper 100%.")
        .key("child_activation", &PaperConfig::child_activation,
             choice<paper::ChildActivation>(
                 {{"with_each_fill", paper::ChildActivation::with_each_fill},
                  {"when_complete", paper::ChildActivation::when_complete}}),
             "When the exits of a bracket work: with_each_fill, for as much as the entry has "
             "filled; when_complete, once all of it has.")
        .key("seed", &PaperConfig::seed, whole(0, 9'223'372'036'854'775'807, ""),
             "Seeds every random choice: touch_probability, latency_jitter, the generated market. "
             "Same seed and same calls, same fills.")
        .key("account_file", &PaperConfig::account_file, path(),
             "SQLite file that keeps the paper account over restarts; none: it ends with the "
             "program.");
    return keys;
}

std::vector<Key> generated_market_keys()
{
    std::vector<Key> keys;
    auto generated = [](Config& c) -> paper::GeneratedMarket& { return c.paper.generated; };
    Section{keys, "broker.paper.generated", generated}
        .key("symbols", &paper::GeneratedMarket::symbols, generated_symbols(),
             "US stocks of the generated market.")
        .key("volatility", &paper::GeneratedMarket::volatility, percent(1000),
             "A year's, of each of them.")
        .key("interval", &paper::GeneratedMarket::interval, duration(1ms, 1h),
             "Between two changes of the same symbol.");
    return keys;
}

}  // namespace trademind::config
