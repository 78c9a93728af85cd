// The router as a broker: what it guards itself, and what it passes on.
#include "execution/router/parts.hpp"
#include "execution/signal/signal_order.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace trademind {
namespace {

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
    // the broker connects, then account, orders (if need be the open ones alone), executions and
    // positions are asked for, and each may take its time
    : BrokerDecorator{broker, patience_of(config),
                      broker->connect_deadline() + 5 * config.request_timeout +
                          std::chrono::seconds{1}},
      parts_{std::make_unique<Parts>(*this, config, std::move(options))}
{}
ExecutionRouter::~ExecutionRouter() = default;

OrderRequest ExecutionRouter::to_order(Signal signal) const
{
    return order_of(std::move(signal), parts_->defaults.type, parts_->defaults.time_in_force);
}
TradingState ExecutionRouter::trading_state() const
{
    return parts_->kill_switch.state();
}
KillLatch ExecutionRouter::latch() const
{
    return parts_->kill_switch.latch();
}
unsigned ExecutionRouter::lower(TradingState level, std::string_view who, std::string_view reason)
{
    return parts_->kill_switch.lower(level, who, reason);
}
void ExecutionRouter::mark_reviewed(std::string_view who)
{
    parts_->mark_reviewed(who);
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

void ExecutionRouter::do_check(Completion<RiskVerdict> done, OrderRequest order)
{
    parts_->gate.check(std::move(order), std::move(done));
}
void ExecutionRouter::report_kill(Completion<KillReport> done, unsigned request)
{
    parts_->kill_switch.report(request, std::move(done));
}
void ExecutionRouter::do_resume(Completion<> done, std::string who, std::string reason)
{
    parts_->kill_switch.raise(who, reason, std::move(done));
}
void ExecutionRouter::do_reload(Completion<ConfigChange> done, Config config, std::string who)
{
    parts_->take_config(std::move(config), who, std::move(done));
}
void ExecutionRouter::do_metrics(Completion<Metrics> done)
{
    done(snapshot());
}

void ExecutionRouter::place_all(Completion<std::vector<Result<OrderReport>>> done,
                                std::vector<OrderRequest> orders)
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
void ExecutionRouter::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    auto named = [this, done = std::move(done)](Result<std::vector<OrderReport>> orders) mutable {
        if (orders)
            for (auto& report : *orders) parts_->orders.add_known_ids(report);
        done(std::move(orders));
    };
    inner()->get_orders(filter, parts_->context.guarded(std::move(named)));
}
void ExecutionRouter::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    parts_->readiness.look_ahead(contract);
    BrokerDecorator::do_watch(std::move(contract), std::move(listener));
}

}  // namespace trademind
