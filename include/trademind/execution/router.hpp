// The router: a broker in front of a broker, which lets through only what validation, risk checks
// and kill switch allow, and writes everything down.
#pragma once

#include <trademind/broker_decorator.hpp>
#include <trademind/execution/alerts.hpp>
#include <trademind/execution/broker_services.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/execution_observer.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/metrics.hpp>
#include <trademind/execution/risk.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace trademind {

class PaperFeed;

/// What a strategy wants, in the plan's words; what it leaves out comes from the configuration.
class Signal {
public:
    Signal() = default;
    Signal(Side side, Contract contract, Decimal quantity)
        : side{side}, contract{std::move(contract)}, quantity{quantity}
    {}

    Side side = Side::buy;
    Contract contract;
    Decimal quantity;
    std::optional<OrderType>
        type;  ///< nothing: limit or stop by the prices given, else the default
    std::optional<Decimal> limit_price, stop_price;
    std::optional<TimeInForce> time_in_force;
    std::string client_order_id;
    std::map<std::string, std::string> extra;  ///< the strategy's own; the library reads none
};
/// From named texts: symbol (or contract_id), quantity and side are needed.
///
/// Of the order: order_type, limit_price, stop_price, time_in_force, client_order_id. Of the
/// contract, which is a US stock where they say nothing else: sec_type (TWS's codes: STK, OPT, FUT,
/// CASH ...), exchange, primary_exchange, currency, expiry (yyyymm or yyyymmdd), strike, right (C
/// or P), multiplier, local_symbol, trading_class, contract_id (or con_id). Pairs of currencies may
/// be written as their symbol, EUR.USD with sec_type CASH. Options need expiry, strike and right,
/// futures an expiry and an exchange, unless contract_id or local_symbol names them. The strategy's
/// own fields begin with "extra." and come back in Signal::extra without it. Errc::invalid_argument
/// names what is missing, given twice or unknown, and the nearest known name.
Result<Signal> parse_signal(const std::vector<std::pair<std::string, std::string>>& fields);

/// What a router needs beside its broker and configuration. An exception that comes out of one of
/// its functions is logged and dropped, and the router goes on as if the function were not set.
class RouterOptions {
public:
    /// The program's own checks; they run after the library's.
    std::vector<std::shared_ptr<RiskCheck>> checks;
    /// What the broker offers beside its interface. Empty: make_broker brings that of IBKR.
    std::shared_ptr<BrokerServices> services;
    /// Called with every alert, on the strand: must return soon. make_broker and watch_operations
    /// raise them.
    std::function<void(const Alert&)> on_alert;
    /// Where the kill file and SIGUSR1 are looked at, alerts.command runs and files of metrics are
    /// written: beside the strand, which may be busy, and one at a time. Empty: threads of their
    /// own. Tests give their own and turn the clock.
    asio::any_io_executor background;
    /// Time is that of the latest quote, not the clock's: for tapes.
    bool market_time = false;
};

/// Guards a broker. It is a Broker itself: a strategy that takes a Broker& is guarded and cannot go
/// around it.
///
/// Every order passes validation, the risk checks in their order and the kill switch; then its
/// intent is written to the journal, and only then it goes to the broker. Placing an order with a
/// known client order id places nothing: the first order's report comes back. Orders without a
/// client order id are given one.
///
/// An order whose outcome is unknown (a time-out, a lost link) keeps its reservation and blocks its
/// client order id until the broker's own lists have settled it.
///
/// Threads: as Broker. The router lives on the strand of the broker behind it.
class ExecutionRouter final : public BrokerDecorator {
public:
    /// Opens the journal, finds the latch of the last run, and stands in front of `broker`. Errors:
    /// configuration, journal.
    static Result<std::shared_ptr<ExecutionRouter>> make(std::shared_ptr<Broker> broker,
                                                         Config config, RouterOptions options = {});
    ~ExecutionRouter() override;

    // Overloads take any token: g++ judges the constraints of each before it knows which one is
    // meant. place_order names a wrong handler.
    /// place_order under the name of the plan.
    template <class Token = asio::use_awaitable_t<>>
    auto execute(OrderRequest order, Token token = {})
    {
        return place_order(std::move(order), std::move(token));
    }
    /// Completes the signal from the configuration and places it.
    template <class Token = asio::use_awaitable_t<>> auto execute(Signal signal, Token token = {})
    {
        return place_order(to_order(std::move(signal)), std::move(token));
    }
    /// All of them, in order; each has its own result. A refusal stops no other: for orders that
    /// belong together use place_family or place_group, which place all or none.
    template <class Token = asio::use_awaitable_t<>>
    auto execute(std::vector<OrderRequest> orders, Token token = {})
    {
        return detail::initiate(start(&ExecutionRouter::place_all,
                                      detail::deadline_of(token, deadline()), std::move(orders)),
                                token);
    }
    OrderRequest to_order(Signal) const;

    /// What would become of the order, without placing it: nothing is reserved, counted or sent.
    template <CompletionToken<RiskVerdict> Token = asio::use_awaitable_t<>>
    auto check(OrderRequest order, Token token = {})
    {
        return detail::initiate(start(&ExecutionRouter::do_check,
                                      detail::deadline_of(token, deadline()), std::move(order)),
                                token);
    }

    /// As of now, from any thread, without waiting.
    TradingState trading_state() const;
    KillLatch latch() const;
    /// Lowers the state at once (before it returns no new order can be handed to the broker), then
    /// cancels what works. Completes when nothing works any more or after cancel_timeout, counted
    /// from when pacing lets the last cancel leave. Without effect on the state when it is as low
    /// already; it cancels all the same. A deadline given by within() ends the wait only: the kill
    /// goes on.
    template <CompletionToken<KillReport> Token = asio::use_awaitable_t<>>
    auto kill(TradingState level, std::string who, std::string reason, Token token = {})
    {
        auto request = lower(level, who, reason);
        return detail::initiate(start(&ExecutionRouter::report_kill,
                                      detail::deadline_of(token, detail::no_deadline), request),
                                token);
    }
    /// The same without waiting for the cancels. Returns the number of the request.
    unsigned lower(TradingState level, std::string_view who, std::string_view reason);
    /// Trading again. Needs a name and a reason; removes the kill file.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>>
    auto resume(std::string who, std::string reason, Token token = {})
    {
        return detail::initiate(
            start(&ExecutionRouter::do_resume, detail::deadline_of(token, deadline()),
                  std::move(who), std::move(reason)),
            token);
    }
    /// Clears the count of max_executions_without_review.
    void mark_reviewed(std::string_view who);

    /// Takes the new limits while running. Tighter ones hold at once; looser ones need `who`, and
    /// without it nothing changes. Errc::config names keys that need a restart.
    template <CompletionToken<ConfigChange> Token = asio::use_awaitable_t<>>
    auto reload(Config config, std::string who, Token token = {})
    {
        return detail::initiate(
            start(&ExecutionRouter::do_reload, detail::deadline_of(token, deadline()),
                  std::move(config), std::move(who)),
            token);
    }

    /// What the router has done so far and how it stands.
    template <CompletionToken<Metrics> Token = asio::use_awaitable_t<>>
    auto metrics(Token token = {})
    {
        return detail::initiate(
            start(&ExecutionRouter::do_metrics, detail::deadline_of(token, deadline())), token);
    }

    /// What the order path decides and finds is reported to it until the subscription ends or the
    /// router does.
    Subscription observe_execution(std::shared_ptr<ExecutionObserver> observer);
    // What stands now; on the strand alone.
    ExecutionStatus status() const;
    Metrics snapshot() const;
    /// What is held and has had no quote for `patience`, in its regular hours.
    std::vector<StaleQuote> stale_quotes(Duration patience) const;

private:
    friend Result<PaperFeed> paper_feed(ExecutionRouter& router);
    class Parts;
    struct Passkey {};

public:
    ExecutionRouter(Passkey, std::shared_ptr<Broker> broker, Config config, RouterOptions options);

private:
    void do_connect(Completion<>) override;
    void do_place_order(OrderRequest&&, Completion<OrderReport>) override;
    void do_modify_order(OrderId, OrderRequest&&, Completion<OrderReport>) override;
    void do_cancel_order(OrderId, Completion<OrderReport>) override;
    void do_get_orders(OrderFilter, Completion<std::vector<OrderReport>>) override;
    void do_watch(Contract, std::shared_ptr<QuoteListener>) override;

    // What the calls of the router's own begin, on the strand.
    void place_all(Completion<std::vector<Result<OrderReport>>>, std::vector<OrderRequest>);
    void do_check(Completion<RiskVerdict>, OrderRequest);
    void report_kill(Completion<KillReport>, unsigned request);
    void do_resume(Completion<>, std::string who, std::string reason);
    void do_reload(Completion<ConfigChange>, Config, std::string who);
    void do_metrics(Completion<Metrics>);
    template <class T, class... Args>
    std::shared_ptr<detail::Operation<T>> start(void (ExecutionRouter::*verb)(Completion<T>,
                                                                              Args...),
                                                Duration deadline,
                                                std::type_identity_t<Args>... args)
    {
        // `this` is safe in the work: the operation keeps its owner while the work runs
        return detail::make_operation<T>(
            calls(), weak_from_this(), deadline,
            [this, verb, ... args = std::move(args)](Completion<T> done) mutable {
                (this->*verb)(std::move(done), std::move(args)...);
            });
    }

    std::unique_ptr<Parts> parts_;
};

}  // namespace trademind
