// The paper market itself: a deterministic machine without threads, clocks or I/O.
#pragma once

#include "brokers/paper/engine/account_books.hpp"
#include "brokers/paper/engine/outbox.hpp"
#include "brokers/paper/engine/scheduler.hpp"
#include "brokers/paper/matching/book.hpp"
#include "brokers/paper/orders/order_store.hpp"
#include "brokers/paper/orders/validation.hpp"
#include "domain/market_hours.hpp"

#include <trademind/brokers/paper/options.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// The refusal of a contract that the market does not list.
Error unlisted(const Contract& contract);

/// Takes market changes, commands and time; puts what happens into its outbox.
class Engine {
public:
    explicit Engine(const Options& options);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Time. It never goes back.
    TimePoint now() const { return now_; }
    /// Sets the time at which the engine begins; sessions that are on already are joined.
    void start(TimePoint at);
    bool started() const { return started_; }
    /// Lets time pass and does what falls due on the way.
    void advance(TimePoint to);
    std::optional<TimePoint> next_due() const { return scheduler_.next(); }
    /// Lets the commands arrive that are on their way: for the end of a tape.
    void drain();

    // The market.
    /// Lists what the options name; after an earlier run's instruments, if there are.
    void list_all();
    InstrumentId list(const Instrument& instrument);
    void change(InstrumentId instrument, const MarketChange& change);
    void quote(InstrumentId instrument, const Quote& quote);
    /// The instrument's quotes have stopped coming: nothing fills before the next one.
    void cut_off(InstrumentId instrument) { books_[instrument].cut_off = true; }
    /// A bar that is over. Only orders that came before its start can fill in it.
    void bar(InstrumentId instrument, const Bar& bar);

    // Commands. The answer comes through the outbox.
    void place(OrderRequest request, CallId call);
    void modify(OrderId id, OrderRequest request, CallId call);
    void cancel(OrderId id, CallId call);

    // An earlier run, before the start: its instruments, orders (in store()) and executions.
    void relist(const std::vector<ContractDetails>& listed);
    void restore_execution(Execution execution);
    /// Files the orders of the store where they waited.
    void resume(TimePoint at);
    /// Puts down where trailing stops and relative orders stand, so that they are written.
    void touch_followers();

    // Views.
    const Options& options() const { return options_; }
    Result<OrderPreview> preview(OrderRequest request);
    std::vector<OrderReport> orders(OrderFilter filter);
    const std::vector<Execution>& executions() const { return executions_; }
    OrderReport report(const Order& order) const;
    Quote quote_of(InstrumentId instrument) const;
    const Instruments& instruments() const { return instruments_; }
    const Market& market(InstrumentId instrument) const { return books_[instrument].market; }
    MarketHours hours_of(InstrumentId instrument) const
    {
        return MarketHours{calendars_[books_[instrument].calendar].rules};
    }
    AccountBooks& account() { return account_; }
    OrderStore& store() { return orders_; }
    const Statistics& statistics() const { return statistics_; }
    Outbox& outbox() { return outbox_; }

private:
    enum class Phase : std::uint8_t { closed, pre_market, regular, post_market };
    /// One calendar, where it stands, and who follows it.
    struct Calendar {
        std::shared_ptr<const TradingCalendar> rules;
        TradingSession session;
        Phase phase = Phase::closed;
        bool opening_done = false, closing_pending = false;
        std::vector<InstrumentId> followers;
    };

    // engine.cpp
    Book& book_of(const Order& order) { return books_[order.instrument]; }
    /// Will a quote count again even where it repeats the one before?
    bool wants_renewal(const Book& book) const;
    void after_change(Book& book, Effect effect, bool renews);
    void settle_down();
    void announce(Order& order);
    /// What a unit of the order may cost or bring: its limit, its stop, or the opposite quote.
    std::optional<Decimal> price_of(const Order& order) const;
    void notice(Error error, std::optional<OrderId> order = {});

    // commands.cpp
    Result<Order*> admit(OrderRequest& request);
    std::optional<Error> find_relation_fault(const OrderRequest& request);
    void send(Order& order, CallId call);
    void arrive(Order& order, CallId call);
    void arrive_modify(Order& order, OrderRequest request, CallId call);
    void arrive_cancel(Order& order, CallId call);
    std::optional<Error> find_modify_fault(const Order& order, const OrderRequest& request) const;
    std::optional<Error> change_terms(Order& order, const OrderRequest& request);
    /// Must the end of the order's life be told anew?
    static bool lives_otherwise(const OrderRequest& before, const OrderRequest& after);
    void keep_what_the_market_made(Order& order, const OrderRequest& before,
                                   const OrderRequest& request, std::optional<Decimal> gained);
    void transmit_family(Order& member);

    // routing.cpp
    void route(Order& order);
    void work(Order& order);
    void hold(Order& order);
    void wake_at(Order& order, TimePoint when);
    void arm(Order& order);
    void fire(Order& order);
    void freeze_stop(Order& order, Decimal stop);
    void show_waiting(Order& order);
    void show_working(Order& order);
    void file(Order& order, Place place);
    void unfile(Order& order);
    /// Writes down where a trailing stop has come to, and a limit that was given with it.
    template <class Terms> void settle_stop(Terms& terms, const Order& order) const;
    void rest(Order& order);
    void join_queue(Order& order);
    void route_again(Order& order);
    void float_price(Order& order, Book& book);
    void refuse(Order& order, Error why);
    void end(Order& order, OrderStatus status, std::optional<Error> why = {});
    void cancel_now(Order& order, std::string_view reason, bool tell_202);
    TriggerMethod method_of(const Order& order) const;
    Decimal tick_of(const Order& order, Decimal price) const;
    Book::Filing filing_of(const Order& order) const;

    // matching.cpp
    bool can_trade(const Book& book);
    bool is_stale(const Book& book) const;
    void take(Order& order);
    Decimal offered(const Order& order, Book& book, bool resting) const;
    bool may_short(const Order& order) const;
    /// The refusal of a sell of more than is held, where that is not allowed.
    std::optional<Error> find_short_fault(const Order& order) const;
    AccountBooks::Claim claim_of(const Order& order);
    /// Nothing is held any more that the order could sell.
    bool would_short(const Order& order) const;
    Decimal takeable(const Order& order, Decimal quantity) const;
    bool take_once(Order& order, Book& book);
    void finish_market_remainder(Order& order);
    void match_quote(Book& book, Side side);
    void match_print(Book& book);
    void match_queue_model(Book& book, Side side, Decimal& left);
    void match_pegged(Book& book, Side side, Decimal& left);
    void follow_relatives(Book& book);
    void fill(Order& order, Decimal quantity, Decimal price, Liquidity liquidity);

    // bars.cpp
    void match_bar(Book& book, const Bar& bar);
    /// Only bars that start after the order came concern it.
    bool came_before(const Order& order, const Bar& bar) const;
    /// Trailing orders that came while the bar ran: of it they see the close alone, which was after
    /// them.
    std::vector<Order*> take_out_newcomers(Book& book, const Bar& bar);
    void trigger_on_bar(Book& book, Order& order, const Bar& bar);
    void rest_on_bar(Order& order, const Bar& bar);
    void fill_on_bar(Order& order, Decimal price, bool slips);

    // resume.cpp
    void resume(Order& order);
    void end_lost_orders();

    // families.cpp
    Decimal workable(const Order& order) const;
    /// How much of its quantity a new child may work; of other orders all of it.
    Decimal active_part(const Order& order);
    /// The same of an order whose quantity has been modified, and of which `active` was.
    Decimal active_after(const Order& order, Decimal quantity_before, Decimal active);
    void after_fill(Order& order, Decimal quantity);
    void reduce_group(Order& filled, Decimal quantity, Decimal leaves_before);
    void shrink(Order& order, Decimal by, std::string_view reason);
    void grow_children(Order& parent, Decimal quantity);
    void after_end(Order& order);
    /// Children of a parent that will fill no more work for what it has filled.
    void leave_children(Order& parent, std::string_view reason);
    void join_families(Order& order);
    void leave_families(Order& order);

    // sessions.cpp
    Calendar& calendar_of(const Order& order) { return calendars_[book_of(order).calendar]; }
    void follow_calendar(Book& book, std::shared_ptr<const TradingCalendar> rules);
    std::size_t add_calendar(std::shared_ptr<const TradingCalendar> rules);
    bool session_allows(const Order& order);
    TimePoint expiry_of(const Order& order);
    /// When the order can first come to the market; nothing: no such session is known.
    std::optional<TimePoint> next_opening(const Order& order);
    void enter_session(std::size_t calendar, TimePoint at);
    void schedule_session(std::size_t calendar);
    void open_extended(std::size_t calendar, Phase phase);
    void open_regular(std::size_t calendar);
    void close_regular(std::size_t calendar);
    void close_extended(std::size_t calendar);
    /// The moment before which the order waits, where it names one.
    std::optional<TimePoint> good_after(const Order& order) const;
    void release_held(Book& book);
    void hold_for_night(std::size_t calendar, bool extended_too);
    void expire_due(TimePoint at);
    void expire(Order& order);
    void run_auction(Book& book, bool opening, Decimal price, bool fallback);
    void auction_print(Book& book);
    void end_closing_auction(std::size_t calendar);
    std::optional<Error> find_auction_fault(const OrderRequest& request,
                                            InstrumentId instrument) const;

    const Options& options_;
    AccountBooks account_;
    Instruments instruments_;
    std::deque<Book> books_;
    std::vector<Calendar> calendars_;
    OrderStore orders_;
    Scheduler scheduler_;
    Outbox outbox_;
    std::vector<Execution> executions_;
    Statistics statistics_;

    TimePoint now_{};
    bool started_ = false;
    std::uint64_t priorities_ = 0, commands_ = 0;
    /// Bars of one start time are told together: who orders between them has seen how they ended.
    TimePoint last_bar_ = TimePoint::min();
    std::uint32_t bar_round_ = 0;
    /// Orders of one OCA group; the number tells the ledger that only one of them fills.
    struct OcaGroup {
        std::uint64_t number = 0;
        std::vector<Order*> orders;
    };
    std::unordered_map<std::string, OcaGroup> oca_groups_;
    std::uint64_t oca_count_ = 0;
    std::unordered_map<OrderId, std::vector<Order*>> children_;
    std::vector<Order*> to_end_;  ///< those on their way when an earlier run ended
    std::vector<Order*> fired_;
    std::vector<Order*> to_route_;  ///< children that a fill has woken
};

}  // namespace trademind::paper
