// What the scripted broker does.
#include "support/scripted_broker.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace trademind::test {

ScriptedBroker::ScriptedBroker(asio::any_io_executor executor, std::shared_ptr<Clock> clock)
    : Broker{std::move(executor), std::move(clock), std::chrono::seconds{10}}
{
    account.portfolio_value = account.cash_balance = account.buying_power = Decimal{100'000};
}

std::string ScriptedBroker::name() const
{
    return "scripted";
}

Capabilities ScriptedBroker::capabilities() const
{
    return can;
}

std::size_t ScriptedBroker::count(std::string_view start) const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        sent, [&](const std::string& line) { return line.starts_with(start); }));
}

void ScriptedBroker::answer_snapshots(const Quote& quote)
{
    for (auto& done : std::exchange(snapshots_, {})) done(quote);
}

void ScriptedBroker::quote(const Quote& given)
{
    Quote q = given;
    q.time = clock()->now();
    for (auto& [listener, contract] : listeners_)
        if (contract.same_instrument(q.contract))
            listener->call([&](QuoteHandlers& to) { to.on_quote(q); });
    std::erase_if(quotes_,
                  [&](const Quote& old) { return old.contract.same_instrument(q.contract); });
    quotes_.push_back(q);
}

void ScriptedBroker::quote(const Contract& contract, std::optional<Decimal> bid,
                           std::optional<Decimal> ask)
{
    Quote q{contract};
    q.bid = bid;
    q.ask = ask;
    quote(q);
}

void ScriptedBroker::tell(const OrderReport& report)
{
    orders[to_number(report.id)] = report;
    notify(&BrokerObserver::on_order, report);
}

void ScriptedBroker::tell_only(const OrderReport& report)
{
    notify(&BrokerObserver::on_order, report);
}

void ScriptedBroker::tell_execution(const Execution& execution)
{
    notify(&BrokerObserver::on_execution, execution);
}

void ScriptedBroker::fill(OrderId id, Decimal quantity, Decimal price, bool moves_position)
{
    auto& report = orders.at(to_number(id));
    report.filled += quantity;
    report.remaining = report.order.quantity - report.filled;
    report.average_fill_price = price;
    if (report.remaining.is_zero()) report.status = OrderStatus::filled;
    notify(&BrokerObserver::on_order, report);
    Execution execution;
    execution.id = "e" + std::to_string(++executions_);
    execution.order_id = id;
    execution.client_order_id = report.order.client_order_id;
    execution.contract = report.order.contract;
    execution.side = report.order.side;
    execution.quantity = quantity;
    execution.price = price;
    notify(&BrokerObserver::on_execution, execution);
    if (moves_position)
        hold(report.order.contract,
             held(report.order.contract) + (report.order.side == Side::buy ? quantity : -quantity));
}

Decimal ScriptedBroker::held(const Contract& contract) const
{
    for (const auto& p : positions)
        if (p.contract.same_instrument(contract)) return p.quantity;
    return {};
}

void ScriptedBroker::hold(const Contract& contract, Decimal quantity)
{
    std::erase_if(positions,
                  [&](const Position& p) { return p.contract.same_instrument(contract); });
    positions.emplace_back(contract, quantity);
    notify(&BrokerObserver::on_position, positions.back());
}

void ScriptedBroker::tell_position(const Position& position)
{
    notify(&BrokerObserver::on_position, position);
}

void ScriptedBroker::tell_account()
{
    notify(&BrokerObserver::on_account, account);
}

void ScriptedBroker::release()
{
    hold_cancels = hold_lists = hold_searches = hold_changes = false;
    for (auto& answer : std::exchange(held_, {})) answer();
}

void ScriptedBroker::tell_reconcile(const ReconcileReport& report)
{
    notify(&BrokerObserver::on_reconcile, report);
}

void ScriptedBroker::tell_gap(const Gap& gap)
{
    notify(&BrokerObserver::on_gap, gap);
}

void ScriptedBroker::tell_link(LinkState state)
{
    set_link(state);
}

void ScriptedBroker::fill_unheard(OrderId id, Decimal quantity, Decimal price)
{
    auto& report = orders.at(to_number(id));
    report.filled += quantity;
    report.remaining = report.order.quantity - report.filled;
    report.average_fill_price = price;
    if (report.remaining.is_zero()) report.status = OrderStatus::filled;
    Decimal change = report.order.side == Side::buy ? quantity : -quantity;
    Decimal now = held(report.order.contract) + change;
    std::erase_if(positions, [&](const Position& p) {
        return p.contract.same_instrument(report.order.contract);
    });
    positions.emplace_back(report.order.contract, now);
}

OrderId ScriptedBroker::last_id() const
{
    return OrderId{next_id_ - 1};
}

void ScriptedBroker::set_next_id(std::int64_t id)
{
    next_id_ = id;
}

void ScriptedBroker::do_connect(Completion<> done)
{
    if (connect_error) return done(*connect_error);
    set_link(LinkState::ready);
    done(Result<>{});
}

void ScriptedBroker::do_disconnect(Completion<> done)
{
    set_link(LinkState::disconnected);
    done(Result<>{});
}

void ScriptedBroker::do_place_order(OrderRequest&& order, Completion<OrderReport> done)
{
    sent.push_back("place " + order.describe());
    was_judged = is_form_judged();
    if (placing == Placing::lose) return done(Error{Errc::connection_lost, "link broke"});
    OrderReport report{OrderId{next_id_++}, std::move(order)};
    if (on_arrival) on_arrival(report);
    if (placing == Placing::silent) {
        silent_.push_back(std::move(done));
        return;
    }
    if (placing == Placing::refuse) return done(refusal);
    report.status = OrderStatus::submitted;
    tell(report);
    if (placing == Placing::fill)
        fill(report.id, report.order.quantity, report.order.limit_price.value_or(Decimal{100}));
    if (after_placing) after_placing(report.id);
    done(old_answers ? report : orders.at(to_number(report.id)));
}

void ScriptedBroker::do_modify_order(OrderId id, OrderRequest&& order, Completion<OrderReport> done)
{
    sent.push_back("modify " + to_string(id) + ' ' + order.describe());
    if (hold_changes)
        return later([this, id, order, kept = keep(std::move(done))] {
            do_modify_order(id, OrderRequest{order}, std::move(*kept));
        });
    if (placing == Placing::refuse) return done(refusal);
    auto& report = orders.at(to_number(id));
    report.order = std::move(order);
    report.remaining = report.order.quantity - report.filled;
    tell(OrderReport{report});
    auto before = report;
    if (after_modifying) after_modifying(id);
    done(old_answers ? before : report);
}

void ScriptedBroker::do_cancel_order(OrderId id, Completion<OrderReport> done)
{
    sent.push_back("cancel " + to_string(id));
    if (on_cancel) on_cancel(id);
    if (hold_cancels)
        return later(
            [this, id, kept = keep(std::move(done))] { do_cancel_order(id, std::move(*kept)); });
    auto found = orders.find(to_number(id));
    if (found == orders.end()) return done(Error{Errc::unknown_order, "no such order"});
    if (!cancels_work) return done(Error{Errc::timed_out, "no answer"});
    if (is_done(found->second.status)) return done(Error{Errc::not_cancellable, "done"});
    auto before = found->second;
    before.status = OrderStatus::pending_cancel;
    found->second.status = OrderStatus::cancelled;
    tell(OrderReport{found->second});
    done(old_answers ? before : found->second);
}

void ScriptedBroker::do_preview_order(OrderRequest&&, Completion<OrderPreview> done)
{
    done(OrderPreview{});
}

void ScriptedBroker::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    sent.push_back("orders");
    if (hold_lists)
        return later([this, filter, kept = keep(std::move(done))] {
            do_get_orders(filter, std::move(*kept));
        });
    if (orders_error) return done(*orders_error);
    std::vector<OrderReport> found;
    for (const auto& [id, report] : orders)
        if (matches(filter, report.status)) found.push_back(report);
    done(std::move(found));
}

void ScriptedBroker::do_find_order(OrderInquiry order, Completion<FateReport> done)
{
    sent.push_back("find " + order.client_order_id);
    look_for(order, keep(std::move(done)));
}

void ScriptedBroker::look_for(const OrderInquiry& order,
                              const std::shared_ptr<Completion<FateReport>>& done)
{
    if (!is_connected()) return (*done)(Error{Errc::not_connected, "no link"});
    if (orders_error) return (*done)(*orders_error);
    for (const auto& [id, report] : orders)
        if (report.order.client_order_id == order.client_order_id)
            return (*done)(FateReport{report});
    // what was on its way may still arrive
    if (!order.acknowledged && clock()->now() - order.sent_at < std::chrono::seconds{20}) {
        looking_[++inquiries_] = clock()->after(std::chrono::seconds{1}, get_executor(),
                                                [this, order, done] { look_for(order, done); });
        return;
    }
    auto lists = lists_since_midnight(time_zone, clock()->now());
    lists.completed = lists.executions = whole_lists;
    (*done)(fate_of_unlisted(order, lists));
}

void ScriptedBroker::do_get_executions(Completion<std::vector<Execution>> done)
{
    done(std::vector<Execution>{});
}

void ScriptedBroker::do_get_positions(Completion<std::vector<Position>> done)
{
    if (positions_error) return done(*positions_error);
    done(positions);
}

void ScriptedBroker::do_get_account(Completion<Account> done)
{
    if (account_error) return done(*account_error);
    done(account);
}

void ScriptedBroker::do_get_portfolio(Completion<Portfolio> done)
{
    done(summarize(account, positions));
}

void ScriptedBroker::do_subscribe(Contract, Completion<> done)
{
    done(Result<>{});
}

void ScriptedBroker::do_unsubscribe(Contract, Completion<> done)
{
    done(Result<>{});
}

void ScriptedBroker::do_get_quote(Contract contract, Completion<Quote> done)
{
    if (late_snapshot) return void(snapshots_.push_back(std::move(done)));
    for (const auto& q : quotes_)
        if (q.contract.same_instrument(contract)) return done(q);
    done(Error{Errc::not_subscribed, contract.describe()});
}

void ScriptedBroker::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    listeners_.emplace_back(listener, contract);
    for (const auto& q : quotes_)
        if (q.contract.same_instrument(contract))
            listener->call([&](QuoteHandlers& to) { to.on_quote(q); });
}

std::vector<Contract> ScriptedBroker::watched() const
{
    std::vector<Contract> all;
    for (const auto& [listener, contract] : listeners_) all.push_back(contract);
    return all;
}

void ScriptedBroker::do_unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    std::erase_if(listeners_, [&](const auto& l) { return l.first == listener; });
}

void ScriptedBroker::do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>> done)
{
    done(std::vector<Bar>{});
}

void ScriptedBroker::do_find_contracts(Contract pattern,
                                       Completion<std::vector<ContractDetails>> done)
{
    if (hold_searches)
        return later([this, pattern, kept = keep(std::move(done))] {
            do_find_contracts(pattern, std::move(*kept));
        });
    ++searches;
    if (on_search) on_search(pattern);
    std::vector<ContractDetails> found;
    for (const auto& details : contracts)
        if (pattern.id ? details.contract.id == pattern.id
                       : details.contract.symbol == pattern.symbol &&
                             details.contract.type == pattern.type)
            found.push_back(details);
    if (found.empty() && knows_contracts) found.emplace_back(pattern);
    if (found.empty()) return done(Error{Errc::unknown_contract, pattern.describe()});
    done(std::move(found));
}

void ScriptedBroker::later(std::function<void()> answer)
{
    held_.push_back(std::move(answer));
}

}  // namespace trademind::test
