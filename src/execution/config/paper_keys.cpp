// Keys of the paper broker: its market, its account, how it fills.
#include "execution/config/keys.hpp"

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
            return Parsed<List>::wrong("must be a list of 1 to 100 symbols");
        return list;
    };
    return type;
}

}  // namespace

std::vector<Key> paper_market_keys()
{
    return {
        make_key(
            {"broker.paper.market", "none",
             "Where its quotes come from, needed to trade. tape: the file broker.paper.tape, which "
             "alone means the same; generated: made up, without an end; ibkr: those of the TWS "
             "that "
             "broker.ibkr names, as broker.market_data_type says, while orders stay on paper; "
             "pushed: by the program, with paper_feed."},
            choice<std::optional<PaperMarketSource>>({{"none", std::nullopt},
                                                      {"tape", PaperMarketSource::tape},
                                                      {"generated", PaperMarketSource::generated},
                                                      {"ibkr", PaperMarketSource::ibkr},
                                                      {"pushed", PaperMarketSource::pushed}}),
            [](Config & c) -> auto& { return c.paper.market; }),
        make_key(
            {"broker.paper.tape", "none",
             "CSV of quotes or bars, header time,symbol,bid,bid_size,ask,ask_size,last,last_size "
             "or "
             "time,symbol,open,high,low,close,volume. Time is the tape's."},
            path(), [](Config & c) -> auto& { return c.paper.tape; }),
        make_key(
            {"broker.paper.tape_speed", "fastest",
             "fastest: as fast as the program follows. The tape starts when the broker has "
             "connected."},
            speed(), [](Config & c) -> auto& { return c.paper.tape_speed; }),
        make_key(
            {"broker.paper.calendar", "auto",
             "us_equities: US stocks and their options trade in the exchanges' hours, the rest "
             "always; every_day: around the clock, each day ends at 16:00 in New York and the next "
             "begins at 16:05; always_open: days have no end, DAY orders last until cancelled, no "
             "auctions. auto: us_equities for tape and ibkr, else every_day."},
            choice<PaperCalendar>({{"auto", PaperCalendar::automatic},
                                   {"us_equities", PaperCalendar::us_equities},
                                   {"every_day", PaperCalendar::every_day},
                                   {"always_open", PaperCalendar::always_open}}),
            [](Config & c) -> auto& { return c.paper.calendar; }),
    };
}

std::vector<Key> paper_keys(const std::string& currency)
{
    return {
        make_key(
            {"broker.paper.starting_cash", "1000000 " + currency,
             "What a new paper account holds."},
            money(currency), [](Config & c) -> auto& { return c.paper.starting_cash; }),
        make_key(
            {"broker.paper.foreign_cash", "none",
             "What a new paper account holds in other currencies."},
            by_currency(false), [](Config & c) -> auto& { return c.paper.foreign_cash; }),
        make_key(
            {"broker.paper.exchange_rates", "none",
             "What a unit of another currency is worth in risk.currency. Quotes of the currency "
             "pair replace it."},
            by_currency(true), [](Config & c) -> auto& { return c.paper.exchange_rates; }),
        make_key(
            {"broker.paper.margin", "account_type",
             "reg_t: a margin account by Regulation T; cash: everything is paid out of settled "
             "cash; none: every order is accepted. account_type: reg_t or cash, by "
             "risk.account_type."},
            choice<PaperMargin>({{"account_type", PaperMargin::account_type},
                                 {"reg_t", PaperMargin::reg_t},
                                 {"cash", PaperMargin::cash},
                                 {"none", PaperMargin::none}}),
            [](Config & c) -> auto& { return c.paper.margin; }),
        make_key(
            {"broker.paper.liquidation", "on",
             "on: what the account cannot carry is closed by market orders, as IBKR does: excess "
             "liquidity below zero, or before the close an SMA below zero; notice: that is told "
             "only; off: neither."},
            choice<PaperLiquidation>({{"on", PaperLiquidation::on},
                                      {"notice", PaperLiquidation::notice},
                                      {"off", PaperLiquidation::off}}),
            [](Config & c) -> auto& { return c.paper.liquidation; }),
        make_key(
            {"broker.paper.commission", "pro_fixed",
             "pro_fixed: IBKR Pro, 0.005 a share, at least 1; pro_tiered: less with volume; lite: "
             "none for US stocks."},
            choice<CommissionPlan>({{"pro_fixed", CommissionPlan::pro_fixed},
                                    {"pro_tiered", CommissionPlan::pro_tiered},
                                    {"lite", CommissionPlan::lite},
                                    {"none", CommissionPlan::none}}),
            [](Config & c) -> auto& { return c.paper.commission; }),
        make_key(
            {"broker.paper.profile", "conservative",
             "Whose habits the paper market has: conservative, for judging a strategy, or "
             "ibkr_paper, as IBKR's own simulator. Keys that are set override it."},
            choice<paper::Profile>({{"conservative", paper::Profile::conservative},
                                    {"ibkr_paper", paper::Profile::ibkr_paper}}),
            [](Config & c) -> auto& { return c.paper.profile; }),
        make_key(
            {"broker.paper.market_remainder", "profile",
             "What becomes of a market order that found less size than it needs: wait for the "
             "next quote, slip_one_tick and fill at once, or cancel. profile: wait, and with "
             "ibkr_paper cancel for orders that name an exchange instead of SMART."},
            choice<std::optional<paper::MarketRemainder>>(
                {{"profile", std::nullopt},
                 {"wait", paper::MarketRemainder::wait},
                 {"slip_one_tick", paper::MarketRemainder::slip_one_tick},
                 {"cancel", paper::MarketRemainder::cancel}}),
            [](Config & c) -> auto& { return c.paper.market_remainder; }),
        make_key(
            {"broker.paper.relative_orders", "profile",
             "Take REL orders. profile: conservative takes them, ibkr_paper does not."},
            choice<std::optional<bool>>(
                {{"profile", std::nullopt}, {"true", true}, {"false", false}}),
            [](Config & c) -> auto& { return c.paper.relative_orders; }),
        make_key(
            {"broker.paper.latency", "0 h", "From a call to its effect in the market."},
            duration(0ms, 1min), [](Config & c) -> auto& { return c.paper.latency; }),
        make_key(
            {"broker.paper.latency_jitter", "auto",
             "Up to this much more, drawn for each call. auto: 20 ms for a tape, so that seeds "
             "differ, else none."},
            duration_or("auto", 0ms, 1min),
            [](Config & c) -> auto& { return c.paper.latency_jitter; }),
        make_key(
            {"broker.paper.slippage", "0",
             "Price steps against every order that takes liquidity, never beyond its limit."},
            whole(0, 1000, "ticks"), [](Config & c) -> auto& { return c.paper.slippage_ticks; }),
        make_key(
            {"broker.paper.participation", "100%",
             "Part of the displayed size that orders may take."},
            percent(100, true), [](Config & c) -> auto& { return c.paper.participation; }),
        make_key(
            {"broker.paper.queue", "false",
             "Trades fill resting orders: at the limit once the size that stood before them has "
             "traded, through it at once."},
            flag(), [](Config & c) -> auto& { return c.paper.queue; }),
        make_key(
            {"broker.paper.stale_quote_after", "1 h",
             "Quotes older than this fill nothing; an order that waits for one says so. A tape has "
             "its own time, and no such limit."},
            duration_or("off", 1ms, std::chrono::hours{24 * 7}),
            [](Config & c) -> auto& { return c.paper.stale_quote_after; }),
        make_key(
            {"broker.paper.touch_probability", "profile",
             "Chance that a quote which only touches a resting order's limit fills it. profile: "
             "conservative 50%, ibkr_paper 100%."},
            whole_percent_or_profile(),
            [](Config & c) -> auto& { return c.paper.touch_probability; }),
        make_key(
            {"broker.paper.child_activation", "with_each_fill",
             "When the exits of a bracket work: with_each_fill, for as much as the entry has "
             "filled; when_complete, once all of it has."},
            choice<paper::ChildActivation>(
                {{"with_each_fill", paper::ChildActivation::with_each_fill},
                 {"when_complete", paper::ChildActivation::when_complete}}),
            [](Config & c) -> auto& { return c.paper.child_activation; }),
        make_key(
            {"broker.paper.seed", "1",
             "Seeds every random choice: touch_probability, latency_jitter, the generated market. "
             "Same seed and same calls, same fills."},
            whole(0, 9'223'372'036'854'775'807, ""),
            [](Config & c) -> auto& { return c.paper.seed; }),
        make_key(
            {"broker.paper.account_file", "none",
             "SQLite file that keeps the paper account over restarts; none: it ends with the "
             "program."},
            path(), [](Config & c) -> auto& { return c.paper.account_file; }),
    };
}

std::vector<Key> generated_market_keys()
{
    return {
        make_key(
            {"broker.paper.generated.symbols", "AAPL, MSFT, SPY",
             "US stocks of the generated market."},
            generated_symbols(), [](Config & c) -> auto& { return c.paper.generated.symbols; }),
        make_key(
            {"broker.paper.generated.volatility", "20%", "A year's, of each of them."},
            percent(1000), [](Config & c) -> auto& { return c.paper.generated.volatility; }),
        make_key(
            {"broker.paper.generated.interval", "250 ms",
             "Between two changes of the same symbol."},
            duration(1ms, 1h), [](Config & c) -> auto& { return c.paper.generated.interval; }),
    };
}

}  // namespace trademind::config
