// What the parts of the order path share.
#pragma once

#include "execution/journal/journal.hpp"
#include "execution/risk/case.hpp"

#include <trademind/broker.hpp>
#include <trademind/execution/broker_services.hpp>
#include <trademind/execution/execution_observer.hpp>
#include <trademind/execution/metrics.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace trademind {

/// The broker behind, what is known, the journal, and the way to handlers that end with the router.
/// Outlives the parts. On the strand.
class ExecutionContext {
public:
    using Observers = detail::Listeners<std::shared_ptr<BrokerObserver>>;
    ExecutionContext(std::shared_ptr<Broker> broker, std::shared_ptr<detail::Turns> its_turns,
                     Observers& its_observers, const Config& config)
        : inner{std::move(broker)},
          turns{std::move(its_turns)},
          own_observers{its_observers},
          state{config}
    {}

    risk::Now now() const;
    /// The own order of that name, nullptr where there is none. One that ended long ago comes back
    /// from the journal; Errc::input_output where the journal cannot be asked: then nothing is
    /// known of it.
    Result<TrackedOrder*> own_order(std::string_view client_order_id);
    /// The order of that number, of whatever program; an own one of long ago comes back.
    TrackedOrder* order_of(OrderId);
    /// What ended a while ago is the journal's: see own_order.
    void drop_ended_orders();
    /// A journal that cannot be written halts trading.
    void record(const Result<>& written);
    /// A text of the broker's for the log: the account's number is hidden unless log.show_account.
    std::string redact(std::string text) const;
    template <class... Args, class... Given>
    void report(void (ExecutionObserver::*event)(Args...), Given&&... args)
    {
        observers.call([&](const auto& observer) { (observer.get()->*event)(args...); });
    }
    /// On to the router's own observers.
    template <class Event>
    void notify(void (BrokerObserver::*event)(const Event&), const Event& what)
    {
        own_observers.call([&](const auto& observer) { (observer.get()->*event)(what); });
    }
    /// Wraps a handler so that it does nothing once the router is gone.
    template <class F> auto guarded(F f)
    {
        return [weak = life, f = std::move(f)](auto&&... args) mutable {
            if (auto alive = weak.lock()) f(std::forward<decltype(args)>(args)...);
        };
    }
    Subscription after(Duration delay, std::function<void()> next)
    {
        return inner->clock()->after(delay, inner->get_executor(), guarded(std::move(next)));
    }

    std::shared_ptr<Broker> inner;
    std::shared_ptr<detail::Turns> turns;
    Observers& own_observers;
    std::weak_ptr<void> life;  ///< the router's
    std::shared_ptr<BrokerServices> services;
    risk::State state;
    journal::Journal journal;
    Metrics counted;  ///< what the order path has done: the counts alone
    detail::Listeners<std::shared_ptr<ExecutionObserver>> observers;
    /// Halts trading: `who`, `reason`.
    std::function<void(std::string_view, std::string_view)> halt;
    /// Asks for the broker's lists anew.
    std::function<void()> ask_lists;
    bool has_past_orders = false;  ///< the journal has ended orders that are not kept here
    bool market_time = false;      ///< time is that of the latest quote
    TimePoint latest_quote{};      ///< its time
    KnownLists lists;              ///< those that have come since the latest break
    bool reconciling = false;      ///< lists are under way: what they say is the baseline
    bool ever_ready = false;       ///< all was known once
    Duration ready_since{};        ///< uptime

private:
    TrackedOrder* take_back(Result<std::optional<journal::KnownOrder>>&);
};

/// What the parts above do for the kill switch: answers and new names of orders.
class OrderAnswers {
public:
    virtual ~OrderAnswers() = default;
    /// The broker's answer to a cancel; `reports_before`: those taken when it was asked.
    virtual void take_answer(const OrderReport&, unsigned reports_before) = 0;
    virtual void placed(const std::string& client_order_id, Result<OrderReport>) = 0;
    virtual std::string next_client_order_id() = 0;
};

}  // namespace trademind
