// How a paper broker behaves: its account, its market, its models.
#pragma once

#include <trademind/brokers/paper/corporate_actions.hpp>
#include <trademind/brokers/paper/models.hpp>
#include <trademind/brokers/paper/tape.hpp>
#include <trademind/day_trade_regime.hpp>
#include <trademind/trading_calendar.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

class Broker;

namespace paper {

using trademind::always_open_calendar;
using trademind::DayTradeRegime;
using trademind::us_equities_calendar;

/// What a new account holds where the program names nothing, in its base currency; as IBKR's own
/// paper accounts.
inline constexpr std::int64_t default_starting_cash = 1'000'000;

/// When the children of a bracket start to work.
enum class ChildActivation {
    with_each_fill,  ///< for as much as the parent has filled: no filled share is unprotected
    when_complete,   ///< when the parent has filled whole
};

/// Whose habits the paper market has. See profile_options() for what each of them sets.
enum class Profile {
    conservative,  ///< for judging a strategy: harsh where nothing is known
    ibkr_paper,    ///< as IBKR's own simulator does it
};

/// What becomes of a market order that found less size than it needs.
enum class MarketRemainder {
    wait,           ///< it waits for the next quote
    slip_one_tick,  ///< the rest fills at once, a price step worse
    cancel,         ///< the rest is cancelled, as an exchange-directed order at IBKR
};

/// An instrument that the paper market lists.
class Instrument {
public:
    Instrument() = default;
    Instrument(ContractDetails details) : details{std::move(details)} {}
    Instrument(Contract contract) : details{std::move(contract)} {}

    ContractDetails details;
    /// Price steps, ascending by low_edge; empty: details.minimum_tick, else the market's rule (US
    /// stocks: 0.01 from a dollar on, 0.0001 below).
    std::vector<PriceIncrement> increments;
    /// Nothing: the broker's calendar.
    std::shared_ptr<const TradingCalendar> calendar;
};

/// When a tape starts to play.
enum class TapeStart {
    on_connect,  ///< by itself, once connect has completed
    manual,      ///< by play() or step()
};

/// How the paper broker behaves.
class Options {
public:
    std::string account = "PAPER";
    std::string base_currency = "USD";
    /// What the account starts with, by currency.
    std::map<std::string, Decimal> cash{{"USD", default_starting_cash}};
    /// What a unit of a currency is worth in the base currency; quotes of a currency pair with the
    /// base currency replace them.
    std::map<std::string, Decimal> exchange_rates;
    std::shared_ptr<const FeeModel> fee_model;  ///< nothing: IBKR Pro, fixed pricing
    MinimumScope minimum_scope = MinimumScope::order_day;
    std::shared_ptr<const MarginModel> margin_model;  ///< nothing: a Regulation T margin account
    DayTradeRegime day_trade_regime = DayTradeRegime::intraday_margin;
    /// Listed instruments. Those of a tape, and those that the program pushes quotes of, are listed
    /// by themselves; orders on anything else are refused.
    std::vector<Instrument> instruments;
    std::shared_ptr<const TradingCalendar> calendar = always_open_calendar();
    /// Of stocks, funds and their options in USD; nothing: `calendar`.
    std::shared_ptr<const TradingCalendar> us_stock_calendar;
    /// Of times in orders that name none, as broker.ibkr.time_zone is.
    std::string time_zone = "America/New_York";

    std::shared_ptr<const FillModel> fill_model = make_fill_model();
    std::shared_ptr<const LatencyModel> latency_model = make_latency_model();
    MarketRemainder market_remainder = MarketRemainder::wait;
    /// The same for stock and option orders that name an exchange instead of SMART.
    MarketRemainder directed_remainder = MarketRemainder::wait;
    /// Take REL orders. IBKR's own simulator refuses them.
    bool allow_relative = true;
    ChildActivation child_activation = ChildActivation::with_each_fill;
    /// Refuse a stop whose price the market has passed already, instead of taking it.
    bool reject_through_stop = false;
    /// A bar's low that only touches a buy limit fills it (and a high a sell limit).
    bool bar_touch_fills = false;
    /// Close by market orders what the margin account cannot carry, as IBKR does: an excess
    /// liquidity below zero, and before the close an SMA below zero. The orders are named
    /// "liquidation-N".
    bool liquidate = true;
    /// Tell each deficit by a notice (Errc::buying_power), also where nothing is closed for it.
    bool margin_notices = true;
    /// Refuse sells of more than is held. In a cash account that is always so.
    bool allow_short = true;
    /// A quote that is older than this when an order would fill from it fills nothing, and the
    /// order reports that it waits for one (OrderReport::why_held). Not on a tape, whose time is
    /// its own.
    std::optional<Duration> stale_quote_after = std::chrono::hours{1};
    /// Auction orders are refused this close to their auction.
    Duration opening_cutoff = std::chrono::minutes{2}, closing_cutoff = std::chrono::minutes{10};
    /// How long an auction order waits for the official print before it takes the last trade.
    Duration auction_grace = std::chrono::seconds{60};

    /// Dividends, splits and delistings, in order of their dates; see read_corporate_actions.
    std::vector<CorporateAction> actions;

    /// The market: a tape to play, a made-up one, or another broker's quotes; without any of them
    /// quotes are pushed.
    std::shared_ptr<const TapeSource> tape;
    TapeStart tape_start = TapeStart::on_connect;
    /// Tape seconds per second of the clock; nothing: as fast as the program follows.
    std::optional<double> tape_speed;
    /// Real quotes from another broker: subscribe and watch ask it, and its quotes fill our orders.
    std::shared_ptr<Broker> quotes_from;
    /// connect() and disconnect() take `quotes_from` with them, which serves no one else.
    bool owns_quotes_from = false;
    /// A made-up market that lasts while the broker is connected. make_unsafe_paper_broker throws
    /// std::invalid_argument for values out of range.
    std::optional<GeneratedMarket> generated;

    /// File that keeps the account; empty: it lives as long as the broker. What has been told has
    /// been written before, so that a killed program loses no acknowledged order and no fill.
    std::filesystem::path state_file;
    /// True: a power cut loses nothing either, at the price of an fsync for every event.
    bool survive_power_cut = false;

    /// Time limit of calls that name none.
    Duration deadline = std::chrono::seconds{10};
};

/// The options of a profile, to be changed further: what is set afterwards overrides it.
///
/// Both fill from the opposite quote only, up to its displayed size. `conservative` is what a plain
/// Options has. `ibkr_paper` refuses REL orders, and cancels what a market order that names an
/// exchange does not find at the top of the book.
Options profile_options(Profile profile);
/// The fill settings that broker.paper.profile stands for. With `conservative` a quote that only
/// touches a resting order's limit fills it in one of two cases: whether others stand before it in
/// the queue is not known.
FillSettings profile_fill_settings(Profile profile);

/// Counters of a paper broker.
class Statistics {
public:
    bool operator==(const Statistics&) const = default;

    std::uint64_t market_events = 0, executions = 0, orders = 0;
    std::uint64_t crossed_quotes = 0;  ///< bid at or above ask: nothing that rests fills
    std::uint64_t stale_quotes = 0;    ///< too old to fill from
    std::uint64_t tape_rows = 0;       ///< played so far
};

}  // namespace paper
}  // namespace trademind
