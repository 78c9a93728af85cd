// The paper market itself: a deterministic machine without threads, clocks or I/O.
#pragma once

#include "brokers/paper/engine/command_desk.hpp"
#include "brokers/paper/engine/corporate_actions.hpp"
#include "brokers/paper/engine/exercises.hpp"
#include "brokers/paper/engine/expiries.hpp"
#include "brokers/paper/engine/liquidation.hpp"
#include "brokers/paper/engine/resumption.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace trademind::paper {

/// Takes market changes, commands and time, and passes them to the part that they concern; what
/// happens goes to its outbox.
class Engine final : private OrderActions {
public:
    explicit Engine(const Options& options);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Time. It never goes back.
    TimePoint now() const { return state_.now(); }
    /// Sets the time at which the engine begins; sessions that are on already are joined.
    void start(TimePoint at);
    bool started() const { return state_.scheduler.started(); }
    /// Lets time pass and does what falls due on the way.
    void advance(TimePoint to);
    std::optional<TimePoint> next_due() const { return state_.scheduler.next(); }
    /// Lets the commands arrive that are on their way: for the end of a tape.
    void drain();

    // The market.
    /// Lists what the options name; after an earlier run's instruments, if there are.
    void list_all();
    InstrumentId list(const Instrument& instrument);
    void change(InstrumentId instrument, const MarketChange& change);
    void quote(InstrumentId instrument, const Quote& quote);
    /// The instrument's quotes have stopped coming: nothing fills before the next one.
    void cut_off(InstrumentId instrument) { state_.listings[instrument].cut_off = true; }
    /// A bar that is over. Only orders that came before its start can fill in it.
    void bar(InstrumentId instrument, const Bar& bar);

    // Commands. The answer comes through the outbox.
    void place(OrderRequest request, CallId call) { commands_.place(std::move(request), call); }
    void modify(OrderId id, OrderRequest request, CallId call)
    {
        commands_.modify(id, std::move(request), call);
    }
    void cancel(OrderId id, CallId call) { commands_.cancel(id, call); }

    /// See Exercises.
    Result<> exercise(const Contract& option, Decimal quantity, bool override_value);

    // An earlier run, before the start: its instruments, orders (in store()) and executions.
    void relist(const std::vector<ContractDetails>& listed);
    void restore_execution(Execution execution) { lifecycle_.restore(std::move(execution)); }
    /// Files the orders of the store where they waited.
    void resume(TimePoint at) { resumption_.resume(at); }
    /// Puts down where trailing stops and relative orders stand, so that they are written.
    void touch_followers();

    // Views.
    const Options& options() const { return state_.options; }
    const Capabilities& capabilities() const { return state_.capabilities; }
    /// Of a contract that is not listed: without details.
    ValidationRules rules_for(const Contract& contract) const;
    Result<OrderPreview> preview(OrderRequest request);
    std::vector<OrderReport> orders(OrderFilter filter);
    const std::deque<Execution>& executions() const { return lifecycle_.executions(); }
    OrderReport report(const Order& order) const { return state_.listings.report(order); }
    Quote quote_of(InstrumentId instrument) const { return state_.listings.quote_of(instrument); }
    const Instruments& instruments() const { return state_.instruments(); }
    const Market& market(InstrumentId instrument) const
    {
        return state_.listings[instrument].market;
    }
    MarketHours hours_of(InstrumentId instrument) const
    {
        return sessions_.hours_of(state_.listings[instrument]);
    }
    AccountBooks& account() { return state_.account; }
    const AccountBooks& account() const { return state_.account; }
    /// Also where no market event has begun the day yet: cash settles over night.
    Account account_of_today();
    OrderStore& store() { return state_.orders; }
    const Statistics& statistics() const { return state_.statistics; }
    Outbox& outbox() { return state_.outbox; }

private:
    // what the parts ask of each other
    void route(Order& order) override { routing_.route(order); }
    void route_again(Order& order) override { routing_.route_again(order); }
    void fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity) override
    {
        lifecycle_.fill(order, quantity, price, liquidity);
    }
    void cancel(Order& order, std::string_view reason) override
    {
        lifecycle_.cancel(order, reason);
    }
    void announce(Order& order) override { lifecycle_.announce(order); }
    void show_working(Order& order) override { lifecycle_.show_working(order); }
    void notice(Error error, std::optional<OrderId> order) override
    {
        lifecycle_.notice(std::move(error), order);
    }

    template <class Change> void take(InstrumentId instrument, const Change& change, bool quotes);
    /// Of an instrument that names none.
    const std::shared_ptr<const TradingCalendar>& calendar_for(const Contract& contract) const;
    /// Will a quote count again even where it repeats the one before?
    bool wants_renewal(const Book& book) const;
    void after_change(Book& book, Effect effect, bool renews);
    /// Values the instrument at that price from now on.
    void mark(InstrumentId instrument, Decimal price);

    EngineState state_;
    OrderGroups groups_;
    OrderLifecycle lifecycle_;
    Matching matching_;
    BarMatching bars_;
    TradingSessions sessions_;
    OrderRouting routing_;
    Admission admission_;
    CommandDesk commands_;
    Resumption resumption_;
    Liquidation liquidation_;
    Bookings bookings_;
    Expiries expiries_;
    Exercises exercises_;
    CorporateActions actions_;
};

}  // namespace trademind::paper
