// A broker that does what the test says: answers, stays silent, fills, breaks, and keeps a log.
#pragma once

#include <trademind/broker.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trademind::test {

/// Not connected at first. Accepts every order unless told otherwise.
class ScriptedBroker final : public Broker {
public:
    ScriptedBroker(asio::any_io_executor executor, std::shared_ptr<Clock> clock)
        : Broker{std::move(executor), std::move(clock), std::chrono::seconds{10}}
    {
        account.portfolio_value = account.cash_balance = account.buying_power = Decimal{100'000};
    }

    std::string name() const override { return "scripted"; }
    Capabilities capabilities() const override { return can; }

    // what the test sets
    enum class Placing { accept, fill, refuse, silent, lose };
    Placing placing = Placing::accept;
    Error refusal{Errc::rejected, "no reason"};
    bool cancels_work = true;
    /// Calls that arrive and are not answered before the test says so.
    bool hold_cancels = false, hold_lists = false, hold_searches = false, hold_changes = false;
    /// Called when an order has arrived, before anything is answered.
    std::function<void(const OrderReport&)> on_arrival;
    Capabilities can = [] {
        Capabilities c;
        c.contract_search = true;
        return c;
    }();
    Account account{"DU123"};
    std::vector<Position> positions;
    std::vector<ContractDetails> contracts;
    bool knows_contracts = true;  ///< false: only those in `contracts`
    std::optional<Error> connect_error, account_error, orders_error, positions_error;
    std::map<std::int64_t, OrderReport> orders;
    /// "place AAPL ...", "cancel 3", ...: what would have gone over the wire.
    std::vector<std::string> sent;

    std::size_t count(std::string_view start) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            sent, [&](const std::string& line) { return line.starts_with(start); }));
    }

    // what the test makes happen; on the strand or while nothing runs
    /// get_quote answers only when answer_snapshots is called, with what was true before.
    bool late_snapshot = false;
    void answer_snapshots(const Quote& quote)
    {
        for (auto& done : std::exchange(snapshots_, {})) done(quote);
    }
    void quote(const Quote& given)
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
    void quote(const Contract& contract, std::optional<Decimal> bid, std::optional<Decimal> ask)
    {
        Quote q{contract};
        q.bid = bid;
        q.ask = ask;
        quote(q);
    }
    void tell(const OrderReport& report)
    {
        orders[to_number(report.id)] = report;
        notify(&BrokerObserver::on_order, report);
    }
    /// Told, but not among the orders: another program's, whose id is used here too.
    void tell_only(const OrderReport& report) { notify(&BrokerObserver::on_order, report); }
    /// Fills and, unless told not to, moves the position.
    void fill(OrderId id, Decimal quantity, Decimal price, bool moves_position = true)
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
                 held(report.order.contract) +
                     (report.order.side == Side::buy ? quantity : -quantity));
    }
    Decimal held(const Contract& contract) const
    {
        for (const auto& p : positions)
            if (p.contract.same_instrument(contract)) return p.quantity;
        return {};
    }
    void hold(const Contract& contract, Decimal quantity)
    {
        std::erase_if(positions,
                      [&](const Position& p) { return p.contract.same_instrument(contract); });
        positions.emplace_back(contract, quantity);
        notify(&BrokerObserver::on_position, positions.back());
    }
    void tell_account() { notify(&BrokerObserver::on_account, account); }
    /// Answers what was held, as it is now.
    void release()
    {
        hold_cancels = hold_lists = hold_searches = hold_changes = false;
        for (auto& answer : std::exchange(held_, {})) answer();
    }
    void tell_reconcile(const ReconcileReport& report)
    {
        notify(&BrokerObserver::on_reconcile, report);
    }
    void tell_gap(const Gap& gap) { notify(&BrokerObserver::on_gap, gap); }
    void tell_link(LinkState state) { set_link(state); }
    /// A fill that nobody hears of.
    void fill_unheard(OrderId id, Decimal quantity, Decimal price)
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
    OrderId last_id() const { return OrderId{next_id_ - 1}; }
    void set_next_id(std::int64_t id) { next_id_ = id; }

private:
    void do_connect(Completion<> done) override
    {
        if (connect_error) return done(*connect_error);
        set_link(LinkState::ready);
        done(Result<>{});
    }
    void do_disconnect(Completion<> done) override
    {
        set_link(LinkState::disconnected);
        done(Result<>{});
    }
    void do_place_order(OrderRequest order, Completion<OrderReport> done) override
    {
        sent.push_back("place " + order.describe());
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
        done(orders.at(to_number(report.id)));
    }
    void do_modify_order(OrderId id, OrderRequest order, Completion<OrderReport> done) override
    {
        sent.push_back("modify " + to_string(id) + ' ' + order.describe());
        if (hold_changes)
            return later([this, id, order, kept = keep(std::move(done))] {
                do_modify_order(id, order, std::move(*kept));
            });
        if (placing == Placing::refuse) return done(refusal);
        auto& report = orders.at(to_number(id));
        report.order = std::move(order);
        report.remaining = report.order.quantity - report.filled;
        tell(OrderReport{report});
        done(report);
    }
    void do_cancel_order(OrderId id, Completion<OrderReport> done) override
    {
        sent.push_back("cancel " + to_string(id));
        if (hold_cancels)
            return later([this, id, kept = keep(std::move(done))] {
                do_cancel_order(id, std::move(*kept));
            });
        auto found = orders.find(to_number(id));
        if (found == orders.end()) return done(Error{Errc::unknown_order, "no such order"});
        if (!cancels_work) return done(Error{Errc::timed_out, "no answer"});
        if (is_done(found->second.status)) return done(Error{Errc::not_cancellable, "done"});
        found->second.status = OrderStatus::cancelled;
        tell(OrderReport{found->second});
        done(found->second);
    }
    void do_preview_order(OrderRequest, Completion<OrderPreview> done) override
    {
        done(OrderPreview{});
    }
    void do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done) override
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
    void do_get_executions(Completion<std::vector<Execution>> done) override
    {
        done(std::vector<Execution>{});
    }
    void do_get_positions(Completion<std::vector<Position>> done) override
    {
        if (positions_error) return done(*positions_error);
        done(positions);
    }
    void do_get_account(Completion<Account> done) override
    {
        if (account_error) return done(*account_error);
        done(account);
    }
    void do_get_portfolio(Completion<Portfolio> done) override
    {
        done(summarize(account, positions));
    }
    void do_subscribe(Contract, Completion<> done) override { done(Result<>{}); }
    void do_unsubscribe(Contract, Completion<> done) override { done(Result<>{}); }
    void do_get_quote(Contract contract, Completion<Quote> done) override
    {
        if (late_snapshot) return void(snapshots_.push_back(std::move(done)));
        for (const auto& q : quotes_)
            if (q.contract.same_instrument(contract)) return done(q);
        done(Error{Errc::not_subscribed, contract.describe()});
    }
    void do_watch(Contract contract, std::shared_ptr<QuoteListener> listener) override
    {
        listeners_.emplace_back(listener, contract);
        for (const auto& q : quotes_)
            if (q.contract.same_instrument(contract))
                listener->call([&](QuoteHandlers& to) { to.on_quote(q); });
    }
    void do_unwatch(const std::shared_ptr<QuoteListener>& listener) override
    {
        std::erase_if(listeners_, [&](const auto& l) { return l.first == listener; });
    }
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>> done) override
    {
        done(std::vector<Bar>{});
    }
    void do_find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done) override
    {
        if (hold_searches)
            return later([this, pattern, kept = keep(std::move(done))] {
                do_find_contracts(pattern, std::move(*kept));
            });
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

    template <class T> static std::shared_ptr<Completion<T>> keep(Completion<T> done)
    {
        return std::make_shared<Completion<T>>(std::move(done));
    }
    void later(std::function<void()> answer) { held_.push_back(std::move(answer)); }

    std::vector<std::function<void()>> held_;
    std::int64_t next_id_ = 1;
    int executions_ = 0;
    std::vector<Completion<OrderReport>> silent_;
    std::vector<Completion<Quote>> snapshots_;
    std::vector<Quote> quotes_;
    std::vector<std::pair<std::shared_ptr<QuoteListener>, Contract>> listeners_;
};

}  // namespace trademind::test
