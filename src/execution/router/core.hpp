// The inside of the router: all on the strand of the broker behind it.
#pragma once

#include "execution/journal/journal.hpp"
#include "execution/risk/case.hpp"

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
    /// Once the router is owned: observes the broker and looks for kills.
    void start();

    // placement.cpp, modification.cpp
    void place(OrderRequest order, Completion<OrderReport> done);
    void modify(OrderId id, OrderRequest order, Completion<OrderReport> done);
    void cancel(OrderId id, Completion<OrderReport> done);
    void place_all(std::vector<OrderRequest>, Completion<std::vector<Result<OrderReport>>>);
    void check(OrderRequest order, Completion<RiskVerdict> done);

    // connection.cpp
    void connect(Completion<> done);
    void disconnect(Completion<> done);

    // killing.cpp
    void lower(TradingState level, std::string_view who, std::string_view reason);
    void report_kill(Completion<KillReport> done);
    void raise(const std::string& who, const std::string& reason, Completion<> done);
    TradingState trading_state() const { return trading_.load(std::memory_order_acquire); }
    KillLatch latch() const;
    void mark_reviewed(std::string_view who);

    // reload.cpp
    void take_config(Config config, const std::string& who, Completion<ConfigChange> done);

    // forwarding.cpp
    void watch(const Contract& contract, std::shared_ptr<QuoteListener> listener);
    void unwatch(const std::shared_ptr<QuoteListener>& listener) { forwarded_.erase(listener); }

    Broker& inner() { return *inner_; }
    OrderRequest complete(Signal signal) const;
    std::vector<std::int64_t> refusals() const;

private:
    /// What is known of one client order id.
    class Entry {
    public:
        enum class Phase { preparing, sent, known, done, unknown, refuted };
        Phase phase = Phase::preparing;
        std::string terms;
        TimePoint intended_at{};
        OrderRequest order;
        OrderReport report;
        bool of_earlier_run = false;
        std::vector<Completion<OrderReport>> waiting;
        /// Ends the broker's call: an order that has not left yet never will.
        std::shared_ptr<asio::cancellation_signal> stop;
    };
    class Watch {
    public:
        Subscription subscription, timer;
        Duration started{};  ///< uptime
        bool answered = false, ended = false;
        bool streamed = false;  ///< the stream has spoken: an answer to get_quote is older
        std::vector<std::function<void()>> waiting;
    };
    class Kill {
    public:
        bool running = false;
        Duration started{}, last_cancel{};
        int cancels = 0, outstanding = 0, flattening_orders = 0;
        bool unconfirmed = false, timed_out = false, flattened = false;
        std::vector<OrderId> still_working;
        Subscription retry, timeout;
        std::vector<Completion<KillReport>> waiting;
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

    // placement.cpp
    void answer_again(Entry&, const OrderRequest&, const std::string& terms,
                      Completion<OrderReport>);
    void submit(const std::string& client_order_id);
    void placed(const std::string& client_order_id, Result<OrderReport>);
    void refuse(const std::string& client_order_id, const RiskVerdict&);
    void answer(Entry&, const Result<OrderReport>&);
    void count_refusal(const RiskVerdict&, const OrderRequest&);
    std::string next_client_order_id();
    bool may_leave(Decimal opening) const;
    risk::BookedOrder& reserve(const risk::Case&, const OrderRequest&);

    // preparation.cpp, legs.cpp
    void prepare(const Contract&, Next);
    void prepare_leg(const Contract& combo, std::size_t number, Next);
    void join_legs(risk::Instrument& combo);
    void resolve(const Contract&, Next);
    risk::TradingHours hours_of(const risk::Instrument&, const ContractDetails*) const;
    void await_quote(const Contract&, Next);
    void await_exchange_rate(const std::string& currency, Next);
    void await_account(Next);
    void start_watch(Watch&, const Contract&, std::function<void(const Quote&)>);
    void take_first_quote(Watch&, const Contract&, std::function<void(const Quote&)>);
    void wait_for(Watch&, Next);
    static void wake(Watch&);

    // tracking.cpp
    void track(const OrderReport&, bool books_fills);
    void book_fill(const risk::BookedOrder&, Decimal quantity);
    void note_gap(const OrderReport&, const risk::BookedOrder*);
    risk::BookedOrder* find_booked(const OrderReport&);
    risk::BookedOrder& adopt(const OrderReport&);
    void remember(risk::BookedOrder&, const OrderReport&);
    void take_position(const Position&, bool is_baseline);
    void take_account(const Account&);
    void watch_for_mismatch();
    void look_for_mismatch();
    void count_reject(const std::string& client_order_id, const std::string& why);

    // connection.cpp
    void reconcile(std::function<void(Result<>)> done);
    std::optional<std::string> guard_against(const Account&) const;
    void settle(const std::vector<OrderReport>&);
    void settle_later();
    void became_ready();
    void finish_connecting(const Result<>&);

    // watching.cpp
    void start_watching();
    void check_clock();
    void compare_clocks(TimePoint asked, const Result<TimePoint>& theirs);
    void watch_data();
    bool is_stale(const risk::Instrument&, const Watch&, risk::Now) const;
    void trip(KillAction, std::string_view kind, const std::string& what);

    // killing.cpp
    void lowered();
    void start_cancelling();
    void cancel_round();
    void cancel_one(risk::BookedOrder&);
    void stop_one(const risk::BookedOrder&);
    void verify_cancelled();
    void finish_kill_round();
    bool is_target(const risk::BookedOrder&) const;
    void flatten();
    void flatten_one(risk::Instrument&);
    void look_for_kills(const KillSwitchConfig&);
    KillReport kill_report() const;

    void journal(const Result<>& written);
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
    journal::Journal journal_;

    std::map<std::string, Entry, std::less<>> entries_;
    std::string id_prefix_;
    std::int64_t next_number_ = 1;

    TimePoint market_time_{};  // of the latest quote
    std::map<const risk::Instrument*, Watch> watches_;
    std::map<std::string, Watch> rates_;
    std::map<std::shared_ptr<QuoteListener>, Subscription> forwarded_;

    std::vector<Completion<>> connecting_;
    bool reconciling_ = false;
    Subscription settling_, mismatch_timer_, clock_timer_, data_timer_;
    Duration ready_since_{};  // uptime

    // the gate: held while an order is handed over and while the state falls, so that nothing is
    // handed over once lower() has returned
    mutable std::mutex gate_;
    std::atomic<TradingState> trading_{TradingState::active};
    KillLatch latch_;
    std::optional<Duration> lowered_at_;  // uptime of the call whose cancels are still to come
    Kill kill_;

    std::atomic<OrderType> default_type_;
    std::atomic<TimeInForce> default_time_in_force_;
    std::array<std::atomic<std::int64_t>, static_cast<std::size_t>(risk_reason_count)> refusals_{};

    std::mutex watcher_mutex_;
    std::condition_variable watcher_wakes_;
    bool watcher_ends_ = false;
    unsigned signals_taken_ = 0;
    std::thread watcher_;
    Subscription observing_;  // last: ends first
};

}  // namespace trademind
