// The one interface that every broker has.
#pragma once

#include <trademind/account.hpp>
#include <trademind/bracket.hpp>
#include <trademind/completion.hpp>
#include <trademind/contract.hpp>
#include <trademind/detail/context_use.hpp>
#include <trademind/detail/listener.hpp>
#include <trademind/detail/send_gate.hpp>
#include <trademind/market.hpp>
#include <trademind/observer.hpp>
#include <trademind/order.hpp>
#include <trademind/order_fate.hpp>
#include <trademind/order_report.hpp>
#include <trademind/order_validation.hpp>
#include <trademind/quote_quality.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace trademind {

namespace detail {
class BrokerDoor;
}  // namespace detail

template <class Token = asio::use_awaitable_t<>>
Within<Token> within(Duration deadline, Token token = {})
{
    return {deadline, std::move(token)};
}

/// What a broker can do; asked before an order is sent rather than learnt from a refusal.
class Capabilities {
public:
    Capabilities() = default;
    bool supports(OrderType) const;
    bool supports(TimeInForce) const;
    /// Each of them, and the two together.
    bool supports(OrderType, TimeInForce) const;
    /// All attributes that are set.
    bool supports(const OrderAttributes&) const;
    /// By its name in words: "display size".
    bool supports_attribute(std::string_view name) const;

    std::vector<OrderType> order_types;
    std::vector<TimeInForce> times_in_force;
    /// Pairs that are refused though each half is supported.
    std::vector<std::pair<OrderType, TimeInForce>> excluded;
    /// Names of the rare attributes that are supported; not set: all.
    std::optional<std::vector<std::string>> attributes;
    /// Hours by which orders for any instrument are judged before they are sent; nullptr: those of
    /// the instrument.
    std::shared_ptr<const TradingCalendar> calendar;
    bool combos = true;
    bool order_preview = false, history = false, contract_search = false;
};

/// Where a quote stream goes.
class QuoteHandlers {
public:
    std::function<void(const Quote&)> on_quote;
    std::function<void(const Error&)>
        on_error;  ///< the stream ended: no such contract, no permission
};
using QuoteListener = detail::Listener<QuoteHandlers>;

/// A connection to a place where orders go.
///
/// Every public member may be called from any thread. Each call takes an Asio completion token as
/// its last argument and completes with a Result: `co_await broker->place_order(order)`,
/// `broker->place_order(order, callback)`, `broker->place_order(order, asio::use_future).get()`.
/// Handlers run on the caller's executor, or on the broker's strand where the caller has none.
/// Every call has a deadline (the broker's default, or `within(2s, token)`; see connect and
/// get_historical_data for theirs) and honours its cancellation slot; both end the wait with
/// Errc::timed_out or Errc::cancelled, not what was sent: an order that timed out may be live.
///
/// Exceptions. One that comes out of an observer, a quote handler, an alert handler or another
/// function that the program registered is logged and dropped. One that comes out of a completion
/// handler leaves run() of the executor that runs the handler, as Asio's own do; a Runtime logs it
/// and goes on. Neither loses an event, an answer or an order of another call.
///
/// Futures. A handler on the broker's strand must not wait for a future of the same broker: it
/// would wait for ever. A call with asio::use_future on the strand, or on the thread of a Runtime
/// that the broker runs on, throws std::logic_error in debug builds (no NDEBUG); otherwise it is
/// logged as an error, once.
///
/// Owned by std::shared_ptr. What it runs on must outlive it: an io_context that is destroyed
/// before ends the program with a text that says so (a Runtime keeps its io_context instead). Its
/// end completes open calls with Errc::cancelled; it cancels no orders.
class Broker : public std::enable_shared_from_this<Broker> {
public:
    virtual ~Broker() = default;
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    Strand get_executor() const { return calls_->strand(); }
    const std::shared_ptr<Clock>& clock() const { return calls_->clock(); }
    /// "paper" or "ibkr".
    virtual std::string name() const = 0;
    virtual Capabilities capabilities() const = 0;
    /// What an order of the contract is validated by, before this broker takes it: fault_of() gives
    /// this broker's own verdict. On the strand; allocates nothing. See ValidationRules.
    virtual ValidationRules rules_for(const Contract&) const;
    /// As of now; on_link tells of changes.
    LinkState link() const { return link_.load(std::memory_order_acquire); }
    bool is_connected() const { return is_usable(link()); }

    /// Completes when the broker is ready for requests and orders, or says why not. Connected
    /// already: succeeds. Its own deadline is connect_deadline(): no stage of connecting is cut
    /// short, so that the error names the stage.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>> auto connect(Token token = {})
    {
        auto deadline = detail::deadline_of(token, connect_deadline_);
        return detail::initiate(connecting(deadline), token);
    }
    /// How long connect may take when the call names no deadline: all stages together.
    Duration connect_deadline() const { return connect_deadline_; }
    /// How long a call may take that names no deadline.
    Duration deadline() const { return deadline_; }
    /// Open orders live on. Not connected: succeeds.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>>
    auto disconnect(Token token = {})
    {
        return detail::initiate(disconnecting(deadline_of(token)), token);
    }

    /// Completes at the broker's first word on the order: accepted, filled or refused. Later news
    /// goes to observers.
    template <CompletionToken<OrderReport> Token = asio::use_awaitable_t<>>
    auto place_order(OrderRequest order, Token token = {})
    {
        return detail::initiate(placing(std::move(order), deadline_of(token)), token);
    }
    /// Replaces an order's terms: the whole order as it is to be, filled part included in the
    /// quantity.
    template <CompletionToken<OrderReport> Token = asio::use_awaitable_t<>>
    auto modify_order(OrderId id, OrderRequest order, Token token = {})
    {
        return detail::initiate(modifying(id, std::move(order), deadline_of(token)), token);
    }
    /// Completes when the broker confirms the cancel (it may have filled in part), or says why not.
    template <CompletionToken<OrderReport> Token = asio::use_awaitable_t<>>
    auto cancel_order(OrderId id, Token token = {})
    {
        return detail::initiate(cancelling(id, deadline_of(token)), token);
    }
    /// What the order would cost and need, without placing it.
    template <CompletionToken<OrderPreview> Token = asio::use_awaitable_t<>>
    auto preview_order(OrderRequest order, Token token = {})
    {
        return detail::initiate(previewing(std::move(order), deadline_of(token)), token);
    }
    /// Places a parent and its children (exits, a hedge) as one: the broker holds them until the
    /// last has arrived, and no child works before its parent fills. Sets parent_id and transmit.
    ///
    /// Completes with the reports, parent first, once the broker has accepted every order. When one
    /// is refused, cancelled or left Inactive before that, in whatever order the answers come, the
    /// others are cancelled and its error is the answer. The same when the call is given up before
    /// the last order was sent, when the link breaks, and when an order is not acknowledged within
    /// deadline(). What cannot be cancelled at that moment (the link is down) is cancelled when the
    /// broker is usable again; the error names it.
    ///
    /// A parent that has filled by then is a position: the children that were accepted stay, and
    /// the error says so. place_order's errors; Errc::invalid_argument without a child.
    template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
    auto place_family(OrderRequest parent, std::vector<OrderRequest> children, Token token = {})
    {
        children.insert(children.begin(), std::move(parent));
        auto deadline = detail::deadline_of(token, detail::no_deadline);
        return detail::initiate(placing_family(std::move(children), deadline), token);
    }
    /// Places orders that belong together without a parent, such as those of an OCA group: all of
    /// them, or none.
    ///
    /// They are sent one after the other and work at once, so that an early one may fill before a
    /// later one is refused; the error says so. Otherwise as place_family. Errc::invalid_argument
    /// for an empty list, or an order that is held (`transmit` is false).
    template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
    auto place_group(std::vector<OrderRequest> orders, Token token = {})
    {
        auto deadline = detail::deadline_of(token, detail::no_deadline);
        return detail::initiate(placing_group(std::move(orders), deadline), token);
    }
    /// Places the three as one: place_family of the entry with its exits, whose rules apply.
    /// Completes with the reports of entry, take profit and stop loss.
    template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
    auto place_bracket(Bracket orders, Token token = {})
    {
        auto deadline = detail::deadline_of(token, detail::no_deadline);
        return detail::initiate(placing_family(orders_of(std::move(orders)), deadline), token);
    }
    template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
    auto get_orders(OrderFilter filter = OrderFilter::open, Token token = {})
    {
        return detail::initiate(getting_orders(filter, deadline_of(token)), token);
    }
    /// What the broker's own lists prove of an order that was handed over and has no answer.
    /// Completes once all lists have come and the order had its time to arrive, which is why a call
    /// that names no deadline has none. Errors (Errc::not_connected, not_reconciled, timed_out)
    /// prove nothing: the order stays unknown, ask again.
    template <CompletionToken<FateReport> Token = asio::use_awaitable_t<>>
    auto find_order(OrderInquiry order, Token token = {})
    {
        auto deadline = detail::deadline_of(token, detail::no_deadline);
        return detail::initiate(finding_order(std::move(order), deadline), token);
    }
    /// Executions known since the start of the day (IBKR) or of the account (paper), oldest first.
    template <CompletionToken<std::vector<Execution>> Token = asio::use_awaitable_t<>>
    auto get_executions(Token token = {})
    {
        return detail::initiate(getting_executions(deadline_of(token)), token);
    }

    template <CompletionToken<std::vector<Position>> Token = asio::use_awaitable_t<>>
    auto get_positions(Token token = {})
    {
        return detail::initiate(getting_positions(deadline_of(token)), token);
    }
    template <CompletionToken<Account> Token = asio::use_awaitable_t<>>
    auto get_account(Token token = {})
    {
        return detail::initiate(getting_account(deadline_of(token)), token);
    }
    /// Every account that the login may see; a broker with one account answers with that.
    template <CompletionToken<std::vector<Account>> Token = asio::use_awaitable_t<>>
    auto get_accounts(Token token = {})
    {
        return detail::initiate(getting_accounts(deadline_of(token)), token);
    }
    template <CompletionToken<Portfolio> Token = asio::use_awaitable_t<>>
    auto get_portfolio(Token token = {})
    {
        return detail::initiate(getting_portfolio(deadline_of(token)), token);
    }

    /// Starts quotes of a contract and keeps them until unsubscribe. A second subscribe to the same
    /// takes no second line.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>>
    auto subscribe(Contract contract, Token token = {})
    {
        return detail::initiate(subscribing(std::move(contract), deadline_of(token)), token);
    }
    /// Of a contract that is not subscribed: succeeds.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>>
    auto unsubscribe(Contract contract, Token token = {})
    {
        return detail::initiate(unsubscribing(std::move(contract), deadline_of(token)), token);
    }
    /// The latest quote of a subscribed contract, or Errc::not_subscribed.
    template <CompletionToken<Quote> Token = asio::use_awaitable_t<>>
    auto get_quote(Contract contract, Token token = {})
    {
        return detail::initiate(getting_quote(std::move(contract), deadline_of(token)), token);
    }
    /// The latest quote with its age and what its stream was like so far, or Errc::not_subscribed;
    /// Errc::not_supported where the broker counts nothing.
    template <CompletionToken<QuoteStatus> Token = asio::use_awaitable_t<>>
    auto get_quote_status(Contract contract, Token token = {})
    {
        return detail::initiate(getting_quote_status(std::move(contract), deadline_of(token)),
                                token);
    }
    /// Calls on_quote on the strand for each change, until the subscription ends: once for all
    /// changes that arrived together. Shares the line of subscribe. An instrument without quotes
    /// yet is waited for. Without on_error the end of the stream is logged as a warning. Called
    /// from a handler of a broker that its last owner has let go: on_error hears Errc::cancelled.
    Subscription watch(Contract contract, std::function<void(const Quote&)> on_quote,
                       std::function<void(const Error&)> on_error = {});

    /// Bars, oldest first. A long range takes several requests, and IBKR's rules may make one wait
    /// for minutes: a call that names no deadline waits as long as they demand, and each of its
    /// requests has the broker's deadline. `within` bounds the call as a whole, the wait included.
    template <CompletionToken<std::vector<Bar>> Token = asio::use_awaitable_t<>>
    auto get_historical_data(HistoryRequest request, Token token = {})
    {
        auto deadline = detail::deadline_of(token, detail::no_deadline);
        return detail::initiate(getting_history(std::move(request), deadline), token);
    }
    /// All instruments that fit the description; Errc::unknown_contract when none does.
    template <CompletionToken<std::vector<ContractDetails>> Token = asio::use_awaitable_t<>>
    auto find_contracts(Contract pattern, Token token = {})
    {
        return detail::initiate(finding_contracts(std::move(pattern), deadline_of(token)), token);
    }

    /// The observer must outlive the subscription.
    Subscription observe(BrokerObserver& observer);
    /// The broker keeps the observer until the subscription ends or the broker does.
    Subscription observe(std::shared_ptr<BrokerObserver> observer);

    /// The broker at the market, where this one stands in front of it; else itself. To be looked
    /// at: a constant broker takes no orders. Lives as long as this one.
    virtual const Broker& innermost() const { return *this; }

protected:
    /// `deadline` is that of calls which name none; `connect_deadline` that of connect, where it
    /// is longer.
    Broker(asio::any_io_executor executor, std::shared_ptr<Clock> clock, Duration deadline,
           Duration connect_deadline = Duration{});
    /// In front of another broker, on its strand and by its clock.
    Broker(const Broker& inner, Duration deadline, Duration connect_deadline);

    /// What all calls on this broker share; for implementations that add one.
    const std::shared_ptr<detail::Calls>& calls() const { return calls_; }
    /// Tells all observers. On the strand.
    template <class... Args, class... Given>
    void notify(void (BrokerObserver::*event)(Args...), const Given&... args)
    {
        observers_.call([&](const std::shared_ptr<BrokerObserver>& observer) {
            (observer.get()->*event)(args...);
        });
    }
    /// True while an order is handed over by a broker in front of this one, which has judged its
    /// form by rules_for(): it is not judged again.
    bool is_form_judged() const { return is_form_judged_; }
    /// The lowest trading state in which the order that is being handed over may still leave.
    TradingState leaves_until() const { return leaves_until_; }
    /// Asked at the last place before an order leaves the process. Of a broker in front of another
    /// one that one's.
    const std::shared_ptr<detail::SendGate>& send_gate() const { return send_gate_; }
    /// Who notify() calls: for the parts of an implementation.
    detail::Listeners<std::shared_ptr<BrokerObserver>>& observers() { return observers_; }
    /// Changes link() and tells on_link when it differs. On the strand.
    void set_link(LinkState);

private:
    friend class BrokerDecorator;
    friend class detail::BrokerDoor;

    // What an implementation writes. Always called on the strand, never from inside another of its
    // functions.
    virtual void do_connect(Completion<>) = 0;
    virtual void do_disconnect(Completion<>) = 0;
    virtual void do_place_order(OrderRequest&&, Completion<OrderReport>) = 0;
    virtual void do_modify_order(OrderId, OrderRequest&&, Completion<OrderReport>) = 0;
    virtual void do_cancel_order(OrderId, Completion<OrderReport>) = 0;
    virtual void do_preview_order(OrderRequest&&, Completion<OrderPreview>) = 0;
    virtual void do_get_orders(OrderFilter, Completion<std::vector<OrderReport>>) = 0;
    /// Without one of its own, a broker proves nothing by an order's absence: see judge_fate.
    virtual void do_find_order(OrderInquiry, Completion<FateReport>);
    virtual void do_get_executions(Completion<std::vector<Execution>>) = 0;
    virtual void do_get_positions(Completion<std::vector<Position>>) = 0;
    virtual void do_get_account(Completion<Account>) = 0;
    virtual void do_get_accounts(Completion<std::vector<Account>>);
    virtual void do_get_portfolio(Completion<Portfolio>) = 0;
    virtual void do_subscribe(Contract, Completion<>) = 0;
    virtual void do_unsubscribe(Contract, Completion<>) = 0;
    virtual void do_get_quote(Contract, Completion<Quote>) = 0;
    virtual void do_get_quote_status(Contract, Completion<QuoteStatus>);
    /// Feeds the listener until do_unwatch names it.
    virtual void do_watch(Contract, std::shared_ptr<QuoteListener>) = 0;
    virtual void do_unwatch(const std::shared_ptr<QuoteListener>&) = 0;
    virtual void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>>) = 0;
    virtual void do_find_contracts(Contract, Completion<std::vector<ContractDetails>>) = 0;

    // An operation for each verb, not begun yet; compiled once, in broker_operations.cpp.
    template <class T> using Starting = std::shared_ptr<detail::Operation<T>>;
    Starting<void> connecting(Duration deadline);
    Starting<void> disconnecting(Duration deadline);
    Starting<OrderReport> placing(OrderRequest, Duration deadline);
    Starting<OrderReport> modifying(OrderId, OrderRequest, Duration deadline);
    Starting<OrderReport> cancelling(OrderId, Duration deadline);
    Starting<OrderPreview> previewing(OrderRequest, Duration deadline);
    Starting<std::vector<OrderReport>> getting_orders(OrderFilter, Duration deadline);
    Starting<std::vector<OrderReport>> placing_family(std::vector<OrderRequest>, Duration deadline);
    Starting<std::vector<OrderReport>> placing_group(std::vector<OrderRequest>, Duration deadline);
    Starting<FateReport> finding_order(OrderInquiry, Duration deadline);
    Starting<std::vector<Execution>> getting_executions(Duration deadline);
    Starting<std::vector<Position>> getting_positions(Duration deadline);
    Starting<Account> getting_account(Duration deadline);
    Starting<std::vector<Account>> getting_accounts(Duration deadline);
    Starting<Portfolio> getting_portfolio(Duration deadline);
    Starting<void> subscribing(Contract, Duration deadline);
    Starting<void> unsubscribing(Contract, Duration deadline);
    Starting<Quote> getting_quote(Contract, Duration deadline);
    Starting<QuoteStatus> getting_quote_status(Contract, Duration deadline);
    Starting<std::vector<Bar>> getting_history(HistoryRequest, Duration deadline);
    Starting<std::vector<ContractDetails>> finding_contracts(Contract, Duration deadline);

    template <class T, class Work> Starting<T> operation(Duration deadline, Work work);
    template <class Token> Duration deadline_of(const Token& token) const
    {
        return detail::deadline_of(token, deadline_);
    }

    std::shared_ptr<detail::Calls> calls_;
    detail::ContextUse context_use_;
    Duration deadline_, connect_deadline_;
    bool is_form_judged_ = false;
    TradingState leaves_until_ = TradingState::active;
    std::shared_ptr<detail::SendGate> send_gate_;
    std::atomic<LinkState> link_{LinkState::disconnected};
    detail::Listeners<std::shared_ptr<BrokerObserver>> observers_;
};

extern template class detail::Operation<void>;
extern template class detail::Operation<OrderReport>;
extern template class detail::Operation<OrderPreview>;
extern template class detail::Operation<std::vector<OrderReport>>;
extern template class detail::Operation<FateReport>;
extern template class detail::Operation<std::vector<Execution>>;
extern template class detail::Operation<std::vector<Position>>;
extern template class detail::Operation<Account>;
extern template class detail::Operation<std::vector<Account>>;
extern template class detail::Operation<Portfolio>;
extern template class detail::Operation<Quote>;
extern template class detail::Operation<QuoteStatus>;
extern template class detail::Operation<std::vector<Bar>>;
extern template class detail::Operation<std::vector<ContractDetails>>;

}  // namespace trademind
