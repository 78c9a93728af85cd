// The router as a broker: what it guards itself, and what it passes on.
#include "execution/router/core.hpp"

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
    if (auto opened = made->core_->open_journal(); !opened) return opened.error();
    if (auto claimed = made->core_->claim_metrics(); !claimed) return claimed.error();
    made->core_->start();
    return made;
}

ExecutionRouter::ExecutionRouter(Passkey, std::shared_ptr<Broker> broker, Config config,
                                 RouterOptions options)
    // the broker connects, then account, orders and positions are asked for
    : Broker{*broker, patience_of(config), broker->connect_deadline() + 3 * config.request_timeout},
      deadline_{patience_of(config)},
      core_{std::make_unique<Core>(*this, std::move(broker), std::move(config), std::move(options))}
{}
ExecutionRouter::~ExecutionRouter() = default;

std::shared_ptr<Broker> ExecutionRouter::behind() const
{
    return core_->inner().shared_from_this();
}

std::string ExecutionRouter::name() const
{
    return core_->inner().name();
}
Capabilities ExecutionRouter::capabilities() const
{
    return core_->inner().capabilities();
}
ValidationRules ExecutionRouter::rules_for(const Contract& contract) const
{
    return core_->inner().rules_for(contract);
}
const Broker& ExecutionRouter::innermost() const
{
    return core_->inner().innermost();
}
OrderRequest ExecutionRouter::to_order(Signal signal) const
{
    return core_->complete(std::move(signal));
}
TradingState ExecutionRouter::trading_state() const
{
    return core_->trading_state();
}
KillLatch ExecutionRouter::latch() const
{
    return core_->latch();
}
void ExecutionRouter::lower(TradingState level, std::string_view who, std::string_view reason)
{
    core_->lower(level, who, reason);
}
void ExecutionRouter::mark_reviewed(std::string_view who)
{
    core_->mark_reviewed(who);
}
std::vector<std::int64_t> ExecutionRouter::refusals() const
{
    return core_->refusals();
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
                                  core_->place_all(std::move(orders), std::move(done));
                              });
}
std::shared_ptr<detail::Operation<RiskVerdict>> ExecutionRouter::checking(OrderRequest order,
                                                                          Duration deadline)
{
    return operation<RiskVerdict>(
        deadline, [this, order = std::move(order)](Completion<RiskVerdict> done) mutable {
            core_->check(std::move(order), std::move(done));
        });
}
unsigned ExecutionRouter::ask_kill(TradingState level, std::string_view who,
                                   std::string_view reason)
{
    return core_->lower(level, who, reason);
}
std::shared_ptr<detail::Operation<KillReport>> ExecutionRouter::reporting_kill(unsigned request,
                                                                               Duration deadline)
{
    return operation<KillReport>(deadline, [this, request](Completion<KillReport> done) {
        core_->report_kill(request, std::move(done));
    });
}
std::shared_ptr<detail::Operation<void>> ExecutionRouter::resuming(std::string who,
                                                                   std::string reason,
                                                                   Duration deadline)
{
    return operation<void>(
        deadline, [this, who = std::move(who), reason = std::move(reason)](Completion<> done) {
            core_->raise(who, reason, std::move(done));
        });
}
std::shared_ptr<detail::Operation<ConfigChange>> ExecutionRouter::reloading(Config config,
                                                                            std::string who,
                                                                            Duration deadline)
{
    return operation<ConfigChange>(deadline,
                                   [this, config = std::move(config),
                                    who = std::move(who)](Completion<ConfigChange> done) mutable {
                                       core_->take_config(std::move(config), who, std::move(done));
                                   });
}
std::shared_ptr<detail::Operation<Metrics>> ExecutionRouter::measuring(Duration deadline)
{
    return operation<Metrics>(deadline,
                              [this](Completion<Metrics> done) { done(core_->metrics()); });
}

void ExecutionRouter::do_connect(Completion<> done)
{
    core_->connect(std::move(done));
}
void ExecutionRouter::do_disconnect(Completion<> done)
{
    core_->disconnect(std::move(done));
}
void ExecutionRouter::do_place_order(OrderRequest&& order, Completion<OrderReport> done)
{
    core_->place(std::move(order), std::move(done));
}
void ExecutionRouter::do_modify_order(OrderId id, OrderRequest&& order,
                                      Completion<OrderReport> done)
{
    core_->modify(id, std::move(order), std::move(done));
}
void ExecutionRouter::do_cancel_order(OrderId id, Completion<OrderReport> done)
{
    core_->cancel(id, std::move(done));
}
void ExecutionRouter::do_preview_order(OrderRequest&& order, Completion<OrderPreview> done)
{
    core_->inner().preview_order(std::move(order), forward(std::move(done)));
}
void ExecutionRouter::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    core_->get_orders(filter, std::move(done));
}
void ExecutionRouter::do_get_executions(Completion<std::vector<Execution>> done)
{
    core_->inner().get_executions(forward(std::move(done)));
}
void ExecutionRouter::do_get_positions(Completion<std::vector<Position>> done)
{
    core_->inner().get_positions(forward(std::move(done)));
}
void ExecutionRouter::do_get_account(Completion<Account> done)
{
    core_->inner().get_account(forward(std::move(done)));
}
void ExecutionRouter::do_get_portfolio(Completion<Portfolio> done)
{
    core_->inner().get_portfolio(forward(std::move(done)));
}
void ExecutionRouter::do_subscribe(Contract contract, Completion<> done)
{
    core_->inner().subscribe(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_unsubscribe(Contract contract, Completion<> done)
{
    core_->inner().unsubscribe(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_get_quote(Contract contract, Completion<Quote> done)
{
    core_->inner().get_quote(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_get_accounts(Completion<std::vector<Account>> done)
{
    core_->inner().get_accounts(forward(std::move(done)));
}
void ExecutionRouter::do_get_quote_status(Contract contract, Completion<QuoteStatus> done)
{
    core_->inner().get_quote_status(std::move(contract), forward(std::move(done)));
}
void ExecutionRouter::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    core_->watch(contract, std::move(listener));
}
void ExecutionRouter::do_unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    core_->unwatch(listener);
}
void ExecutionRouter::do_get_historical_data(HistoryRequest request,
                                             Completion<std::vector<Bar>> done)
{
    core_->inner().get_historical_data(std::move(request), forward(std::move(done)));
}
void ExecutionRouter::do_find_contracts(Contract pattern,
                                        Completion<std::vector<ContractDetails>> done)
{
    core_->inner().find_contracts(std::move(pattern), forward(std::move(done)));
}

void ExecutionRouter::Core::watch(const Contract& contract, std::shared_ptr<QuoteListener> listener)
{
    // what a strategy looks at it will trade: the checks know the quote by then
    if (state_.connected)
        resolve(contract, [this, contract] {
            bool quoted = contract.type != SecurityType::combo;
            if (quoted && state_.book.find(contract)) await_quote(contract, [] {});
        });
    forwarded_[listener] = inner_->watch(
        contract,
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

}  // namespace trademind
