// The inside of the router: all on the strand of the broker behind it.
#pragma once

#include "execution/alerts/desk.hpp"
#include "execution/alerts/errands.hpp"
#include "execution/journal/claim.hpp"
#include "execution/journal/journal.hpp"
#include "execution/risk/case.hpp"

#include <trademind/execution/metrics.hpp>
#include <trademind/execution/router.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace trademind {

class ExecutionRouter::Core final : public BrokerObserver {
public:
    Core(ExecutionRouter& router, std::shared_ptr<Broker> broker, Config config,
         RouterOptions options);
    ~Core() override;

    Result<> open_journal();
    /// Errc::input_output where another program writes that file.
    Result<> claim_metrics();
    /// Once the router is owned: observes the broker and looks for kills.
    void start();

    // placement.cpp, modification.cpp
    void place(OrderRequest order, Completion<OrderReport> done);
    void modify(OrderId id, OrderRequest order, Completion<OrderReport> done);
    void cancel(OrderId id, Completion<OrderReport> done);
    void get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done);
    void place_all(std::vector<OrderRequest>, Completion<std::vector<Result<OrderReport>>>);
    void check(OrderRequest order, Completion<RiskVerdict> done);

    // connection.cpp
    void connect(Completion<> done);
    void disconnect(Completion<> done);

    // killing.cpp
    /// The number of this request: what report_kill waits for.
    unsigned lower(TradingState level, std::string_view who, std::string_view reason);
    void report_kill(unsigned request, Completion<KillReport> done);
    void raise(const std::string& who, const std::string& reason, Completion<> done);
    TradingState trading_state() const { return trading_.load(std::memory_order_acquire); }
    KillLatch latch() const;
    void mark_reviewed(std::string_view who);

    // measuring.cpp
    Metrics metrics() const;

    // reload.cpp
    void take_config(Config config, const std::string& who, Completion<ConfigChange> done);

    // forwarding.cpp
    void watch(const Contract& contract, std::shared_ptr<QuoteListener> listener);
    void unwatch(const std::shared_ptr<QuoteListener>& listener) { forwarded_.erase(listener); }

    Broker& inner() { return *inner_; }
    OrderRequest complete(Signal signal) const;
    std::vector<std::int64_t> refusals() const;

private:
    class Watch {
    public:
        Subscription subscription, timer;
        Duration started{};                    ///< uptime
        bool answered = false, ended = false;  ///< answered: orders need not wait
        bool streamed = false;  ///< the stream has spoken: an answer to get_quote is older
        std::vector<std::function<void()>> waiting;
    };
    class Kill {
    public:
        bool running = false;
        TradingState level = TradingState::active;  ///< that its targets were chosen for
        unsigned request = 0;                       ///< the last that it answers
        Duration started{}, last_cancel{};
        int cancels = 0, outstanding = 0, flattening_orders = 0;
        bool unconfirmed = false;  ///< the link is down, or the broker does not say what works
        bool asked = false;        ///< the broker has told what works since the cancels
        bool proven = false;       ///< and nothing does
        bool timed_out = false, flattened = false;
        int in_flight = 0;
        std::vector<OrderId> still_working;
        Subscription retry, timeout;
        std::vector<Completion<KillReport>> waiting;
    };
    /// What the router has done, for metrics.
    class Tally {
    public:
        std::int64_t link_losses = 0, trips = 0, cancels = 0, sent = 0, acknowledged = 0,
                     filled = 0, cancelled = 0, rejected = 0, modified = 0, executions = 0,
                     passed = 0, alerts_dropped = 0;
    };
    using Next = std::function<void()>;

    // events of the broker: tracking.cpp, connection.cpp
    void on_order(const OrderReport&) override;
    void on_execution(const Execution&) override;
    void on_commission(const Commission&) override;
    void on_position(const Position&) override;
    void on_account(const Account&) override;
    void on_link(LinkState) override;
    void on_notice(const Notice&) override;
    void on_reconcile(const ReconcileReport&) override;
    void on_gap(const Gap&) override;

    // placement.cpp
    void answer_again(TrackedOrder&, const OrderRequest&, Completion<OrderReport>);
    void submit(const std::string& client_order_id);
    void give_up(const std::string& client_order_id);
    void placed(const std::string& client_order_id, Result<OrderReport>);
    void refuse(const std::string& client_order_id, const RiskVerdict&);
    static void answer(TrackedOrder&, const Result<OrderReport>&);
    void count_refusal(const RiskVerdict&, const OrderRequest&);
    std::string next_client_order_id();
    std::string attributes_lost(const OrderRequest&) const;
    bool may_leave(Decimal opening) const;
    void reserve(TrackedOrder&, const risk::Case&);
    void uncount(TrackedOrder&, TrackedOrder::Stage);

    // preparation.cpp, legs.cpp
    void prepare(const Contract&, Next);
    void prepare_leg(const Contract& combo, std::size_t number, Next);
    void join_legs(risk::Instrument& combo);
    void resolve(const Contract&, Next);
    MarketHours hours_of(const risk::Instrument&, const ContractDetails*) const;
    void await_quote(const Contract&, Next);
    void await_exchange_rate(const std::string& currency, Next);
    void await_account(Next);
    void start_watch(Watch&, const Contract&, std::function<void(const Quote&)>);
    void take_first_quote(Watch&, const Contract&, std::function<void(const Quote&)>);
    void wait_for(Watch&, Next);
    static void wake(Watch&);

    // answers.cpp
    void take_answer(const OrderReport&, unsigned reports_before);
    void answer_known(Completion<OrderReport>, const std::string& client_order_id);
    unsigned reports_of(OrderId);
    bool add_known_ids(OrderReport&) const;

    // tracking.cpp
    bool track(const OrderReport&, Evidence, bool books_fills);
    void track_list(const std::vector<OrderReport>&, bool books_fills);
    void book_fill(const TrackedOrder&, Decimal quantity);
    void note_gap(const OrderReport&, const TrackedOrder*);
    void confirm(const std::vector<OrderReport>&);
    TrackedOrder& adopt(const OrderReport&, TrackedOrder* own);
    void merge_nameless(const OrderReport&, TrackedOrder& own);
    /// What one unit of an order is worth as of now; nothing where something is missing.
    std::optional<Decimal> unit_value_of(const TrackedOrder&) const;
    /// Values the working orders that could not be valued before.
    void value_unpriced(risk::Instrument&);
    void remember(const TrackedOrder&, bool settled);
    void take_position(const Position&, bool is_baseline);
    void take_account(const Account&);
    void watch_for_mismatch();
    void look_for_mismatch();
    void count_reject(const std::string& client_order_id, const std::string& why);

    // connection.cpp
    void reconcile(std::function<void(Result<>)> done);
    void reconcile_again();
    void reconcile_later();
    std::optional<std::string> guard_against(const Account&) const;
    void ask_fates(const std::vector<OrderReport>& listed);
    void ask_fate(TrackedOrder&);
    void ask_fates_later();
    void take_fate(const std::string& client_order_id, const Result<FateReport>&);
    void became_ready();
    void finish_connecting(const Result<>&);

    // watching.cpp
    void start_watching();
    void check_clock();
    void compare_clocks(TimePoint asked, const Result<TimePoint>& theirs);
    void watch_data();
    bool is_stale(const risk::Instrument&, const Watch&, Duration patience, risk::Now) const;
    void trip(KillAction, std::string_view kind, const std::string& what);

    void watch_held();

    // alerting.cpp
    void look_at_alerts();
    void judge_alerts();
    void judge_link(Duration uptime);
    void judge_held_quotes(risk::Now);
    void judge_bursts(Duration uptime);
    void judge_loss();
    void judge_pending(Duration uptime);
    void judge_kill();
    void alert(AlertRule, const std::string& scope, alerts::Finding);
    void tell(const Alert&);
    void size_alert_memory();

    // measuring.cpp
    void write_metrics();
    void count_end(OrderStatus was, OrderStatus now);

    // killing.cpp
    void lowered();
    void start_cancelling();
    void arm_kill_timeout();
    std::vector<TrackedOrder*> targets() const;
    Duration cancel_time(std::size_t cancels) const;
    void cancel_round();
    void cancel_one(TrackedOrder&, Duration needed);
    static void stop_one(const TrackedOrder&);
    void verify_cancelled();
    void finish_kill_round();
    bool is_target(const TrackedOrder&) const;
    void flatten();
    void flatten_later();
    void flatten_one(risk::Instrument&);
    void look_for_kills(const KillSwitchConfig&);
    KillReport kill_report() const;

    void journal(const Result<>& written);
    /// A text of the broker's for the log: the account's number is hidden unless log.show_account.
    std::string shown(std::string text) const;
    risk::Now now() const;
    void take_quote(risk::Instrument&, const Quote&);
    /// Wraps a handler so that it does nothing once the router is gone.
    template <class F> auto guarded(F f)
    {
        return [weak = router_.weak_from_this(), f = std::move(f)](auto&&... args) mutable {
            if (auto alive = weak.lock()) f(std::forward<decltype(args)>(args)...);
        };
    }
    Subscription after(Duration delay, Next next)
    {
        return inner_->clock()->after(delay, inner_->get_executor(), guarded(std::move(next)));
    }

    ExecutionRouter& router_;
    std::shared_ptr<Broker> inner_;
    RouterOptions options_;
    risk::State state_;
    journal::Claim claim_, metrics_claim_;
    journal::Journal journal_;

    journal::WrittenExecutions executions_;
    std::string id_prefix_;
    std::int64_t next_number_ = 1;

    TimePoint market_time_{};  // of the latest quote
    Decimal written_peak_;     // of the day's equity, as the journal knows it
    std::map<const risk::Instrument*, Watch> watches_;
    std::map<std::string, Watch> rates_;
    std::map<std::shared_ptr<QuoteListener>, Subscription> forwarded_;

    std::vector<Completion<>> connecting_;
    bool reconciling_ = false, lists_complete_ = true;
    unsigned reconciliation_ = 0;  // the number of the latest: answers to an older one are stale
    Subscription fate_timer_, reconcile_timer_, mismatch_timer_, clock_timer_, data_timer_;
    Duration ready_since_{};  // uptime

    // the gate: held while an order is handed over and while the state falls, so that nothing is
    // handed over once lower() has returned
    mutable std::mutex gate_;
    std::atomic<TradingState> trading_{TradingState::active};
    KillLatch latch_;
    std::optional<Duration> lowered_at_;  // uptime of the call whose cancels are still to come
    unsigned kills_asked_ = 0;            // with or without effect: a resume must not undo one
    Kill kill_;

    Tally tally_;
    alerts::AlertDesk alerts_;
    risk::RecentMoments recent_rejects_;
    std::array<risk::RecentMoments, static_cast<std::size_t>(risk_reason_count)> recent_refusals_;
    std::set<const risk::Instrument*> looked_at_;  // held, and quotes were asked for
    std::optional<Duration> down_since_;           // uptime
    bool ever_ready_ = false;
    Subscription alert_timer_, metrics_timer_;

    std::atomic<OrderType> default_type_;
    std::atomic<TimeInForce> default_time_in_force_;
    std::array<std::atomic<std::int64_t>, static_cast<std::size_t>(risk_reason_count)> refusals_{};

    std::mutex watcher_mutex_;
    std::condition_variable watcher_wakes_;
    bool watcher_ends_ = false;
    unsigned signals_taken_ = 0;
    std::thread watcher_;
    alerts::Errands errands_{64};
    Subscription observing_;  // last: ends first
};

}  // namespace trademind
