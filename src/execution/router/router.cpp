// The router as a broker: what it guards itself, and what it passes on.
#include "execution/router/parts.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace trademind {
namespace {

/// Passes the broker's answer on as it is.
template <class T> auto forward(Completion<T> done)
{
    return [done = std::move(done)](Result<T> result) mutable { done(std::move(result)); };
}

// longer than the broker's: its own word on a time-out comes first
Duration patience_of(const Config& config)
{
    return config.request_timeout + config.risk.quote_wait + std::chrono::seconds{1};
}

}  // namespace

Result<std::shared_ptr<ExecutionRouter>> ExecutionRouter::make(std::shared_ptr<Broker> broker,
                                                               Config config, RouterOptions options)
{
    if (!broker) return Error{Errc::invalid_argument, "a router needs a broker"};
    // the limits alone: which broker it is the caller has decided
    Config limits;
    limits.risk = config.risk;
    if (auto fits = validate(limits); !fits) return fits.error();
    auto made = std::make_shared<ExecutionRouter>(Passkey{}, std::move(broker), std::move(config),
                                                  std::move(options));
    if (auto opened = made->parts_->open_journal(); !opened) return opened.error();
    if (auto claimed = made->parts_->claim_metrics(); !claimed) return claimed.error();
    made->parts_->start();
    return made;
}

ExecutionRouter::ExecutionRouter(Passkey, std::shared_ptr<Broker> broker, Config config,
                                 RouterOptions options)
    // the broker connects, then account, orders and positions are asked for
    : Broker{*broker, patience_of(config), broker->connect_deadline() + 3 * config.request_timeout},
      deadline_{patience_of(config)},
      parts_{std::make_unique<Parts>(*this, std::move(broker), config, std::move(options))}
{}
ExecutionRouter::~ExecutionRouter() = default;

std::shared_ptr<Broker> ExecutionRouter::behind() const
{
    return parts_->context.inner;
}

std::string ExecutionRouter::name() const
{
    return parts_->context.inner->name();
}
Capabilities ExecutionRouter::capabilities() const
{
    return parts_->context.inner->capabilities();
}
ValidationRules ExecutionRouter::rules_for(const Contract& contract) const
{
    return parts_->context.inner->rules_for(contract);
}
const Broker& ExecutionRouter::innermost() const
{
    return parts_->context.inner->innermost();
}
TradingState ExecutionRouter::trading_state() const
{
    return parts_->kill_switch.state();
}
KillLatch ExecutionRouter::latch() const
{
    return parts_->kill_switch.latch();
}
void ExecutionRouter::lower(TradingState level, std::string_view who, std::string_view reason)
{
    parts_->kill_switch.lower(level, who, reason);
}
void ExecutionRouter::mark_reviewed(std::string_view who)
{
    parts_->mark_reviewed(who);
}
std::vector<std::int64_t> ExecutionRouter::refusals() const
{
    return parts_->gate.refusals();
}

Subscription ExecutionRouter::observe_execution(std::shared_ptr<ExecutionObserver> observer)
{
    return parts_->context.observers.add(std::move(observer));
}
ExecutionStatus ExecutionRouter::status() const
{
    return parts_->status();
}
Metrics ExecutionRouter::snapshot() const
{
    auto now = parts_->metrics();
    parts_->context.report(&ExecutionObserver::on_metrics, now);
    return now;
}
std::vector<StaleQuote> ExecutionRouter::stale_quotes(Duration patience) const
{
    return parts_->triggers.stale_quotes(patience);
}

// `this` is safe in the work: the operation keeps its owner while the work runs
template <class T, class Work>
std::shared_ptr<detail::Operation<T>> ExecutionRouter::operation(Duration deadline, Work work)
{
    return detail::make_operation<T>(calls(), weak_from_this(), deadline, std::move(work));
}

std::shared_ptr<detail::Operation<std::vector<Result<OrderReport>>>> ExecutionRouter::executing(
    std::vector<OrderRequest> orders, Duration deadline)
{
    using Results = std::vector<Result<OrderReport>>;
    return operation<Results>(deadline,
                              [this, orders = std::move(orders)](Completion<Results> done) mutable {
                                  place_all(std::move(orders), std::move(done));
                              });
}
std::shared_ptr<detail::Operation<RiskVerdict>> ExecutionRouter::checking(OrderRequest order,
                                                                          Duration deadline)
{
    return operation<RiskVerdict>(
        deadline, [this, order = std::move(order)](Completion<RiskVerdict> done) mutable {
            parts_->gate.check(std::move(order), std::move(done));
        });
}
unsigned ExecutionRouter::ask_kill(TradingState level, std::string_view who,
                                   std::string_view reason)
{
    return parts_->kill_switch.lower(level, who, reason);
}
std::shared_ptr<detail::Operation<KillReport>> ExecutionRouter::reporting_kill(unsigned request,
                                                                               Duration deadline)
{
    return operation<KillReport>(deadline, [this, request](Completion<KillReport> done) {
        parts_->kill_switch.report(request, std::move(done));
    });
}
std::shared_ptr<detail::Operation<void>> ExecutionRouter::resuming(std::string who,
                                                                   std::string reason,
                                                                   Duration deadline)
{
    return operation<void>(
        deadline, [this, who = std::move(who), reason = std::move(reason)](Completion<> done) {
            parts_->kill_switch.raise(who, reason, std::move(done));
        });
}
std::shared_ptr<detail::Operation<ConfigChange>> ExecutionRouter::reloading(Config config,
                                                                            std::string who,
                                                                            Duration deadline)
{
    return operation<ConfigChange>(deadline,
                                   [this, config = std::move(config),
                                    who = std::move(who)](Completion<ConfigChange> done) mutable {
                                       parts_->take_config(std::move(config), who, std::move(done));
                                   });
}
std::shared_ptr<detail::Operation<Metrics>> ExecutionRouter::measuring(Duration deadline)
{
    return operation<Metrics>(deadline, [this](Completion<Metrics> done) { done(snapshot()); });
}

void ExecutionRouter::place_all(std::vector<OrderRequest> orders,
                                Completion<std::vector<Result<OrderReport>>> done)
{
    struct Batch {
        std::vector<Result<OrderReport>> results;
        std::size_t open;
        Completion<std::vector<Result<OrderReport>>> done;
        std::vector<asio::cancellation_signal> stops;
    };
    if (orders.empty()) return done(std::vector<Result<OrderReport>>{});
    auto batch = std::make_shared<Batch>(Batch{
        std::vector<Result<OrderReport>>(orders.size(), Error{Errc::cancelled}), orders.size(),
        std::move(done), std::vector<asio::cancellation_signal>(orders.size())});
    // who gives the batch up gives up each of its orders
    batch->done.on_cancel([weak = std::weak_ptr{batch}] {
        if (auto alive = weak.lock())
            for (auto& stop : alive->stops) stop.emit(asio::cancellation_type::all);
    });
    for (std::size_t i = 0; i < orders.size(); ++i)
        place_order(std::move(orders[i]),
                    asio::bind_cancellation_slot(batch->stops[i].slot(),
                                                 [batch, i](Result<OrderReport> result) {
                                                     batch->results[i] = std::move(result);
                                                     if (--batch->open == 0)
                                                         batch->done(std::move(batch->results));
                                                 }));
}

void ExecutionRouter::do_connect(Completion<> done)
{
    parts_->reconciliation.connect(std::move(done));
}
void ExecutionRouter::do_disconnect(Completion<> done)
{
    parts_->context.inner->disconnect(forward(std::move(done)));
}
void ExecutionRouter::do_place_order(OrderRequest&& order, Completion<OrderReport> done)
{
    parts_->gate.place(std::move(order), std::move(done));
}
void ExecutionRouter::do_modify_order(OrderId id, OrderRequest&& order,
                                      Completion<OrderReport> done)
{
    parts_->gate.modify(id, std::move(order), std::move(done));
}
void ExecutionRouter::do_cancel_order(OrderId id, Completion<OrderReport> done)
{
    parts_->gate.cancel(id, std::move(done));
}
void ExecutionRouter::do_preview_order(OrderRequest&& order, Completion<OrderPreview> done)
{
    parts_->context.inner->preview_order(std::move(order), forward(std::move(done)));
}
void ExecutionRouter::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    auto named = [this, done = std::move(done)](Result<std::vector<OrderReport>> orders) mutable {
        if (orders)
            for (auto& report : *orders) parts_->orders.add_known_ids(report);
        done(std::move(orders));
    };
    parts_->context.inner->get_orders(filter, parts_->context.guarded(std::move(named)));
}
void ExecutionRouter::do_find_order(OrderInquiry order, Completion<FateReport> done)
{
    parts_->context.inner->find_order(std::move(order), forward(std::move(done)));
}
void ExecutionRouter::do_get_executions(Completion<std::vector<Execution>> done)
{
    parts_->context.inner->get_executions(forward(std::move(done)));
}
void ExecutionRouter::do_get_positions(Completion<std::vector<Position>> done)
{
    parts_->context.inner->get_positions(forward(std::move(done)));
}
void ExecutionRouter::do_get_account(Completion<Account> done)
{
    parts_->context.inner->get_account(forward(std::move(done)));
}
void ExecutionRouter::do_get_portfolio(Completion<Portfolio> done)
{
    parts_->context.inner->get_portfolio(forward(std::move(done)));
}
void ExecutionRouter::do_subscribe(Contract contract, Completion<> done)
{
    parts_->context.inner->subscribe(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_unsubscribe(Contract contract, Completion<> done)
{
    parts_->context.inner->unsubscribe(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_get_quote(Contract contract, Completion<Quote> done)
{
    parts_->context.inner->get_quote(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_get_accounts(Completion<std::vector<Account>> done)
{
    parts_->context.inner->get_accounts(forward(std::move(done)));
}
void ExecutionRouter::do_get_quote_status(Contract contract, Completion<QuoteStatus> done)
{
    parts_->context.inner->get_quote_status(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    parts_->readiness.look_ahead(contract);
    parts_->forwarded[listener] = parts_->context.inner->watch(
        std::move(contract),
        [listener](const Quote& quote) {
            listener->call([&](QuoteHandlers& to) {
                if (to.on_quote) to.on_quote(quote);
            });
        },
        [listener](const Error& error) {
            listener->call([&](QuoteHandlers& to) {
                if (to.on_error) to.on_error(error);
            });
        });
}
void ExecutionRouter::do_unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    parts_->forwarded.erase(listener);
}
void ExecutionRouter::do_get_historical_data(HistoryRequest request,
                                             Completion<std::vector<Bar>> done)
{
    parts_->context.inner->get_historical_data(std::move(request), forward(std::move(done)));
}
void ExecutionRouter::do_find_contracts(Contract pattern,
                                        Completion<std::vector<ContractDetails>> done)
{
    parts_->context.inner->find_contracts(std::move(pattern), forward(std::move(done)));
}

}  // namespace trademind
