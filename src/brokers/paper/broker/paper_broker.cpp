// The Broker interface over the core: checks the link, hands on.
#include <trademind/brokers/unsafe_paper.hpp>

#include "brokers/paper/broker/core.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace trademind {
namespace {

Error not_connected()
{
    return make_tws_error(504, "Not connected");
}

/// Answers with what the account says now, where the broker is connected.
template <class T, class Ask>
void answer_now(const Broker& broker, paper::Core& core, Completion<T>& done, Ask ask)
{
    if (!broker.is_connected()) return done(not_connected());
    core.catch_up();
    done(ask());
    core.flush();
}

/// The broker of the quotes connects first.
Duration connect_deadline_of(const paper::Options& options)
{
    return options.deadline +
           (options.owns_quotes_from ? options.quotes_from->connect_deadline() : Duration{});
}

}  // namespace

PaperBroker::PaperBroker(Passkey, asio::any_io_executor executor, std::shared_ptr<Clock> clock,
                         paper::Options options)
    : Broker{std::move(executor), std::move(clock), options.deadline, connect_deadline_of(options)},
      core_{std::make_unique<paper::Core>(*this, std::move(options))}
{}

PaperBroker::~PaperBroker() = default;

std::shared_ptr<PaperBroker> make_unsafe_paper_broker(asio::any_io_executor executor,
                                                      paper::Options options,
                                                      std::shared_ptr<Clock> clock)
{
    auto need = [](bool fine, const char* what) {
        if (!fine) throw std::invalid_argument{what};
    };
    need(options.fill_model != nullptr, "fill_model must be set");
    need(options.latency_model != nullptr, "latency_model must be set");
    need(options.calendar != nullptr, "calendar must be set");
    need(!options.tape_speed || *options.tape_speed > 0, "tape_speed must be above 0");
    auto markets = int{options.tape != nullptr} + int{options.quotes_from != nullptr} +
                   int{options.generated.has_value()};
    need(markets <= 1, "quotes come from a tape, from a broker or from the generator");
    need(options.quotes_from || !options.owns_quotes_from, "owns_quotes_from needs quotes_from");
    need(options.deadline > Duration::zero(), "deadline must be above 0");
    need(!options.account.empty(), "account must have a name");
    return std::make_shared<PaperBroker>(PaperBroker::Passkey{}, std::move(executor),
                                         std::move(clock), std::move(options));
}

std::string PaperBroker::name() const
{
    return "paper";
}

Capabilities PaperBroker::capabilities() const
{
    return core_->engine.capabilities();
}

ValidationRules PaperBroker::rules_for(const Contract& contract) const
{
    ValidationRules rules = core_->engine.rules_for(contract);
    // the engine's time stands still between events
    if (!core_->options.tape) rules.now = std::max(rules.now, clock()->now());
    return rules;
}

void PaperBroker::push(const Contract& contract, paper::MarketChange change)
{
    // a feed on the strand pays for no hop and no copy
    if (get_executor().running_in_this_thread()) return core_->push(contract, change);
    asio::post(get_executor(), [self = self(), contract, change = std::move(change)] {
        self->core_->push(contract, change);
    });
}

void PaperBroker::push(Quote quote)
{
    // a feed on the strand pays for no hop and no copy
    if (get_executor().running_in_this_thread()) return core_->push(quote);
    asio::post(get_executor(),
               [self = self(), quote = std::move(quote)] { self->core_->push(quote); });
}

void PaperBroker::push(const Contract& contract, Bar bar)
{
    // a feed on the strand pays for no hop and no copy
    if (get_executor().running_in_this_thread()) return core_->push(contract, bar);
    asio::post(get_executor(), [self = self(), contract, bar = std::move(bar)] {
        self->core_->push(contract, bar);
    });
}

void PaperBroker::do_connect(Completion<> done)
{
    if (is_connected()) return done({});
    core_->connect(std::move(done));
}

void PaperBroker::do_disconnect(Completion<> done)
{
    if (!is_connected()) return done({});
    core_->disconnect(std::move(done));
}

void PaperBroker::do_place_order(OrderRequest&& order, Completion<OrderReport> done)
{
    if (!is_connected()) return done(not_connected());
    core_->place(std::move(order), std::move(done));
}

void PaperBroker::do_modify_order(OrderId id, OrderRequest&& order, Completion<OrderReport> done)
{
    if (!is_connected()) return done(not_connected());
    core_->modify(id, std::move(order), std::move(done));
}

void PaperBroker::do_cancel_order(OrderId id, Completion<OrderReport> done)
{
    if (!is_connected()) return done(not_connected());
    core_->cancel(id, std::move(done));
}

void PaperBroker::do_preview_order(OrderRequest&& order, Completion<OrderPreview> done)
{
    answer_now(*this, *core_, done, [&] { return core_->engine.preview(order); });
}

void PaperBroker::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    answer_now(*this, *core_, done, [&] { return core_->engine.orders(filter); });
}

void PaperBroker::do_find_order(OrderInquiry order, Completion<FateReport> done)
{
    if (!is_connected()) return done(not_connected());
    core_->catch_up();
    // the account has every order that it was ever given
    auto all = core_->engine.orders(OrderFilter::all);
    auto found = std::ranges::find_if(all, [&](const OrderReport& report) {
        return report.order.client_order_id == order.client_order_id;
    });
    if (found != all.end())
        done(FateReport{std::move(*found)});
    else
        done(FateReport{OrderFate::not_received, "the account never had it"});
    core_->flush();
}

void PaperBroker::do_get_executions(Completion<std::vector<Execution>> done)
{
    answer_now(*this, *core_, done, [&] {
        const auto& all = core_->engine.executions();
        return std::vector<Execution>{all.begin(), all.end()};
    });
}

void PaperBroker::do_get_positions(Completion<std::vector<Position>> done)
{
    answer_now(*this, *core_, done, [&] { return core_->engine.account().positions(); });
}

void PaperBroker::do_get_account(Completion<Account> done)
{
    answer_now(*this, *core_, done, [&] { return core_->engine.account_of_today(); });
}

void PaperBroker::do_get_portfolio(Completion<Portfolio> done)
{
    answer_now(*this, *core_, done, [&] {
        return summarize(core_->engine.account_of_today(), core_->engine.account().positions());
    });
}

void PaperBroker::do_subscribe(Contract contract, Completion<> done)
{
    if (!is_connected()) return done(not_connected());
    core_->quotes().subscribe(std::move(contract), std::move(done));
}

void PaperBroker::do_unsubscribe(Contract contract, Completion<> done)
{
    if (!is_connected()) return done(not_connected());
    core_->quotes().unsubscribe(contract);
    done({});
}

void PaperBroker::do_get_quote(Contract contract, Completion<Quote> done)
{
    answer_now(*this, *core_, done, [&] { return core_->quotes().quote(contract); });
}

void PaperBroker::do_get_quote_status(Contract contract, Completion<QuoteStatus> done)
{
    answer_now(*this, *core_, done, [&] { return core_->quotes().quote_status(contract); });
}

void PaperBroker::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    core_->quotes().watch(std::move(contract), std::move(listener));
}

void PaperBroker::do_unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    core_->quotes().unwatch(listener);
}

void PaperBroker::do_get_historical_data(HistoryRequest request, Completion<std::vector<Bar>> done)
{
    if (!is_connected()) return done(not_connected());
    core_->history(std::move(request), std::move(done));
}

void PaperBroker::do_find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done)
{
    if (!is_connected()) return done(not_connected());
    core_->find_contracts(std::move(pattern), std::move(done));
}

// `this` is safe in the work: the operation keeps its owner while the work runs
std::shared_ptr<detail::Operation<void>> PaperBroker::playing(Duration deadline)
{
    return detail::make_operation<void>(calls(), weak_from_this(), deadline,
                                        [this](Completion<> done) {
                                            if (!is_connected()) return done(not_connected());
                                            core_->tape().play(std::move(done));
                                        });
}

std::shared_ptr<detail::Operation<void>> PaperBroker::exercising(Contract option, Decimal quantity,
                                                                 bool override_value,
                                                                 Duration deadline)
{
    return detail::make_operation<void>(
        calls(), weak_from_this(), deadline,
        [this, option = std::move(option), quantity, override_value](Completion<> done) {
            if (!is_connected()) return done(not_connected());
            core_->catch_up();
            auto exercised = core_->engine.exercise(option, quantity, override_value);
            core_->flush();
            done(std::move(exercised));
        });
}

std::shared_ptr<detail::Operation<bool>> PaperBroker::stepping(Duration deadline)
{
    return detail::make_operation<bool>(calls(), weak_from_this(), deadline,
                                        [this](Completion<bool> done) {
                                            if (!is_connected()) return done(not_connected());
                                            done(core_->tape().step());
                                        });
}

std::shared_ptr<detail::Operation<paper::Statistics>> PaperBroker::getting_statistics(
    Duration deadline)
{
    return detail::make_operation<paper::Statistics>(
        calls(), weak_from_this(), deadline,
        [this](Completion<paper::Statistics> done) { done(core_->statistics()); });
}

}  // namespace trademind
