// The paper broker: a market inside the program, with IBKR's rules and no account.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/paper/calendar.hpp>
#include <trademind/brokers/paper/day_trade_regime.hpp>
#include <trademind/brokers/paper/fee_model.hpp>
#include <trademind/brokers/paper/fill_model.hpp>
#include <trademind/brokers/paper/latency_model.hpp>
#include <trademind/brokers/paper/margin_model.hpp>
#include <trademind/brokers/paper/tape.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

namespace paper {

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
    std::shared_ptr<const SessionCalendar> calendar;
};

/// What becomes of a market order that found less size than it needs.
enum class MarketRemainder {
    wait,           ///< it waits for the next quote
    slip_one_tick,  ///< the rest fills at once, a price step worse
    cancel,         ///< the rest is cancelled, as an exchange-directed order at IBKR
};

/// When the children of a bracket start to work.
enum class ChildActivation {
    with_each_fill,  ///< for as much as the parent has filled: no filled share is unprotected
    when_complete,   ///< when the parent has filled whole
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
    std::map<std::string, Decimal> cash{{"USD", 1'000'000}};
    /// What a unit of a currency is worth in the base currency; quotes of a currency pair with the
    /// base currency replace them.
    std::map<std::string, Decimal> exchange_rates;
    std::shared_ptr<const FeeModel> fee_model;        ///< nothing: IBKR Pro, fixed pricing
    std::shared_ptr<const MarginModel> margin_model;  ///< nothing: a Regulation T margin account
    DayTradeRegime day_trade_regime = DayTradeRegime::intraday_margin;
    /// Listed instruments. Those of a tape, and those that the program pushes quotes of, are listed
    /// by themselves; orders on anything else are refused.
    std::vector<Instrument> instruments;
    std::shared_ptr<const SessionCalendar> calendar = always_open_calendar();

    std::shared_ptr<const FillModel> fill_model = make_fill_model();
    std::shared_ptr<const LatencyModel> latency_model = make_latency_model();
    MarketRemainder market_remainder = MarketRemainder::wait;
    ChildActivation child_activation = ChildActivation::with_each_fill;
    /// Refuse a stop whose price the market has passed already, instead of taking it.
    bool reject_through_stop = false;
    /// A bar's low that only touches a buy limit fills it (and a high a sell limit).
    bool bar_touch_fills = false;
    /// Refuse sells of more than is held. In a cash account that is always so.
    bool allow_short = true;
    /// A quote that is older than this when an order would fill from it fills nothing.
    std::optional<Duration> stale_quote_after;
    /// Auction orders are refused this close to their auction.
    Duration opening_cutoff = std::chrono::minutes{2}, closing_cutoff = std::chrono::minutes{10};
    /// How long an auction order waits for the official print before it takes the last trade.
    Duration auction_grace = std::chrono::seconds{60};

    /// The market: a tape to play; without one, quotes are pushed or come from another broker.
    std::shared_ptr<const Tape> tape;
    TapeStart tape_start = TapeStart::on_connect;
    /// Tape seconds per second of the clock; nothing: as fast as the program follows.
    std::optional<double> tape_speed;
    /// Real quotes from another broker: subscribe and watch ask it, and its quotes fill our orders.
    std::shared_ptr<Broker> quotes_from;

    /// Time limit of calls that name none.
    Duration deadline = std::chrono::seconds{10};
};

/// Counters of a paper broker.
class Statistics {
public:
    bool operator==(const Statistics&) const = default;

    std::uint64_t market_events = 0, executions = 0, orders = 0;
    std::uint64_t crossed_quotes = 0;  ///< bid at or above ask: nothing that rests fills
    std::uint64_t stale_quotes = 0;    ///< too old to fill from
    std::uint64_t tape_rows = 0;       ///< played so far
};

class Core;

}  // namespace paper

/// A broker whose market is inside the program: fed by a tape, by push() or by another broker's
/// quotes. Orders, events and refusals are IBKR's, so that a strategy cannot tell the difference.
///
/// Deterministic: the same market and the same calls give the same events, byte for byte. With a
/// tape, time is the tape's; a row is played only when all calls that the row before led to have
/// been answered. Without one, time is the clock's and that of the pushed quotes.
class PaperBroker final : public Broker {
public:
    /// Made by make_paper_broker.
    PaperBroker(asio::any_io_executor executor, std::shared_ptr<Clock> clock,
                paper::Options options);
    ~PaperBroker() override;

    std::string name() const override;
    Capabilities capabilities() const override;

    /// Changes a contract's market, which is listed if it is new. From any thread; at once when
    /// called on the strand, outside of a handler.
    void push(const Contract& contract, paper::MarketChange change);
    /// Takes over a whole quote, as another broker gives it: an empty field is none. A quote that
    /// repeats the last trade is no new trade.
    void push(Quote quote);

    /// Plays the tape to its end, and completes when all that followed from it has been told.
    template <class Token = asio::use_awaitable_t<>> auto play(Token token = {})
    {
        return begin<void>(&PaperBroker::do_play, std::move(token));
    }
    /// Plays one row; completes with false when the tape has ended.
    template <class Token = asio::use_awaitable_t<>> auto step(Token token = {})
    {
        return begin<bool>(&PaperBroker::do_step, std::move(token));
    }
    template <class Token = asio::use_awaitable_t<>> auto get_statistics(Token token = {})
    {
        return begin<paper::Statistics>(&PaperBroker::do_get_statistics, std::move(token));
    }

private:
    void do_connect(Completion<>) override;
    void do_disconnect(Completion<>) override;
    void do_place_order(OrderRequest, Completion<OrderReport>) override;
    void do_modify_order(OrderId, OrderRequest, Completion<OrderReport>) override;
    void do_cancel_order(OrderId, Completion<OrderReport>) override;
    void do_preview_order(OrderRequest, Completion<OrderPreview>) override;
    void do_get_orders(OrderFilter, Completion<std::vector<OrderReport>>) override;
    void do_get_executions(Completion<std::vector<Execution>>) override;
    void do_get_positions(Completion<std::vector<Position>>) override;
    void do_get_account(Completion<Account>) override;
    void do_get_portfolio(Completion<Portfolio>) override;
    void do_subscribe(Contract, Completion<>) override;
    void do_unsubscribe(Contract, Completion<>) override;
    void do_get_quote(Contract, Completion<Quote>) override;
    void do_watch(Contract, std::shared_ptr<QuoteListener>) override;
    void do_unwatch(const std::shared_ptr<QuoteListener>&) override;
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>>) override;
    void do_find_contracts(Contract, Completion<std::vector<ContractDetails>>) override;

    void do_play(Completion<>);
    void do_step(Completion<bool>);
    void do_get_statistics(Completion<paper::Statistics>);

    std::shared_ptr<PaperBroker> self()
    {
        return std::static_pointer_cast<PaperBroker>(shared_from_this());
    }
    /// Like Broker's own calls, without a deadline: a tape may take long.
    template <class T, class Verb, class Token> auto begin(Verb verb, Token token)
    {
        auto initiate = [self = self(), verb](auto handler) {
            auto call = std::make_shared<detail::Call<T>>(self->get_executor(), std::move(handler));
            call->listen_for_cancellation();
            asio::post(self->get_executor(), [self, verb, call]() mutable {
                if (!call->done()) (self.get()->*verb)(Completion<T>{std::move(call)});
            });
        };
        return asio::async_initiate<Token, void(Result<T>)>(std::move(initiate), token);
    }

    friend class paper::Core;
    std::unique_ptr<paper::Core> core_;
};

/// A paper broker on `executor`. Throws std::invalid_argument for options that make no sense.
std::shared_ptr<PaperBroker> make_paper_broker(asio::any_io_executor executor,
                                               paper::Options options = {},
                                               std::shared_ptr<Clock> clock = system_clock());

}  // namespace trademind
