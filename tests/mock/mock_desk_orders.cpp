// The desk's orders: accepted, matched, filled, modified, cancelled.
#include "mock/mock_desk.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind::test {

using namespace ibkr;

namespace {

std::optional<Decimal> price_of(const std::optional<double>& value)
{
    return value ? Decimal::from_double(*value) : std::nullopt;
}

Decimal commission_of(Decimal shares, Decimal price)
{
    // IBKR Pro, fixed: half a cent a share, at least a dollar, at most one percent
    auto fee = std::max(shares * Decimal::from_raw(Decimal::one / 200), Decimal{1});
    return std::min(fee, shares * price * Decimal::from_raw(Decimal::one / 100)).round(6);
}

}  // namespace

void MockDesk::attach_orders()
{
    tws_->on_raw<PlaceOrderRequest>(
        [this](MockSession& session, const ReceivedRequest& request) { place(session, request); });
    tws_->on<CancelOrderRequest>([this](MockSession& session, const CancelOrderRequest& request) {
        ask_cancel(session, request.order_id);
    });
    tws_->on<GlobalCancelRequest>([this](MockSession&, const GlobalCancelRequest&) {
        for (auto& [key, order] : orders_)
            if (order.open()) cancel(key.second, "", key.first);
    });
    auto open_orders = [this](MockSession& session, bool all) {
        for (auto& [key, order] : orders_) {
            if (!order.open() || (!all && key.first != session.client_id())) continue;
            send_order(order, session);
            send_status(order, session);
        }
        session.send(OpenOrdersEnd{});
    };
    tws_->on<OpenOrdersRequest>([open_orders](MockSession& session, const OpenOrdersRequest&) {
        open_orders(session, false);
    });
    tws_->on<AllOpenOrdersRequest>(
        [open_orders](MockSession& session, const AllOpenOrdersRequest&) {
            open_orders(session, true);
        });
    tws_->on<CompletedOrdersRequest>([this](MockSession& session, const CompletedOrdersRequest&) {
        for (auto& [key, order] : orders_) {
            if (order.open()) continue;
            CompletedOrder completed;
            completed.contract = order.terms.contract;
            completed.order = order.terms.order;
            completed.order.perm_id = order.perm_id;
            completed.order.filled_quantity = order.filled;
            completed.order_state.status = order.status;
            completed.order_state.completed_status = order.completed_status;
            completed.order_state.completed_time = "20260105 15:00:00 US/Eastern";
            session.send(completed);
        }
        session.send(CompletedOrdersEnd{});
    });
    tws_->on<ExecutionRequest>([this](MockSession& session, const ExecutionRequest& request) {
        for (const auto& execution : executions_) {
            if (execution.client_id != session.client_id() && session.client_id() != 0) continue;
            send_execution(execution, session, request.request_id);
        }
        ExecutionDetailsEnd end;
        end.request_id = request.request_id;
        session.send(end);
        for (const auto& execution : executions_)
            if (execution.client_id == session.client_id() || session.client_id() == 0)
                send_commission(execution, session);
    });
}

void MockDesk::place(MockSession& session, const ReceivedRequest& request)
{
    auto terms = MockTws::decode<PlaceOrderRequest>(request);
    if (terms.order.what_if) return preview(session, terms);
    Key key{session.client_id(), terms.order_id};
    auto known = orders_.find(key);
    if (known == orders_.end()) {
        if (auto rejected = std::exchange(reject_, std::nullopt))
            return session.send_error(terms.order_id, rejected->first, rejected->second);
        if (auto fault = fault_of(terms.contract))
            return session.send_error(terms.order_id, fault->first, fault->second);
        for (const auto& [other, order] : orders_)
            if (other.first == key.first && other.second > key.second)
                return session.send_error(terms.order_id, 103, "Duplicate order id");
        known = orders_.try_emplace(key).first;
        known->second.perm_id = next_perm_id_++;
        known->second.status = "PreSubmitted";
        tws_->next_order_id(std::max(tws_->next_order_id(), key.second + 1));
    } else if (!known->second.open()) {
        return;  // seen: nothing comes back
    }
    auto& order = known->second;
    order.request = request;
    // decoded again, so that its texts are views into what the order keeps
    order.terms = MockTws::decode<PlaceOrderRequest>(order.request);
    order.client_id = key.first;
    order.order_id = key.second;
    order.symbol = find(order.terms.contract)->symbol;
    order.account = order.terms.order.account.empty() ? account_ : order.terms.order.account;
    order.quantity = order.terms.order.total_quantity.value_or(Decimal{});
    order.terms.contract.con_id = find(order.symbol)->con_id;
    if (!order.terms.order.transmit || holding_) return;
    for (auto* held : held_family(order)) {
        held->terms.order.transmit = true;
        start_working(*held);
    }
    start_working(order);
}

std::vector<DeskOrder*> MockDesk::held_family(const DeskOrder& order)
{
    auto parent_of = [](const DeskOrder& member) { return member.terms.order.parent_id; };
    auto parent = parent_of(order) == 0 ? order.order_id : parent_of(order);
    std::vector<DeskOrder*> held;
    for (auto& [key, other] : orders_)
        if (key.first == order.client_id && other.open() && !other.terms.order.transmit &&
            (other.order_id == parent || parent_of(other) == parent))
            held.push_back(&other);
    return held;
}

void MockDesk::start_working(DeskOrder& order)
{
    auto stop = order.terms.order.order_type.starts_with("STP");
    order.status = stop && !order.triggered ? "PreSubmitted" : "Submitted";
    acknowledge(order);
    if (matching_) match_order(order);
}

void MockDesk::preview(MockSession& session, const PlaceOrderRequest& terms)
{
    if (auto fault = fault_of(terms.contract))
        return session.send_error(terms.order_id, fault->first, fault->second);
    auto* instrument = find(terms.contract);
    auto quantity = terms.order.total_quantity.value_or(Decimal{});
    auto price = price_of(terms.order.limit_price).value_or(instrument->last.value_or(Decimal{}));
    auto value = quantity * price * instrument->multiplier;
    auto margin = value * Decimal::from_raw(Decimal::one / 4);
    OpenOrder answer;
    answer.order_id = terms.order_id;
    answer.contract = terms.contract;
    answer.contract.con_id = instrument->con_id;
    answer.order = terms.order;
    answer.order.client_id = session.client_id();
    auto& state = answer.order_state;
    state.status = "PreSubmitted";
    auto equity = net_liquidation().to_double();
    state.init_margin_before = state.maint_margin_before = 0.0;
    state.equity_with_loan_before = state.equity_with_loan_after = equity;
    state.equity_with_loan_change = 0.0;
    state.init_margin_change = state.maint_margin_change = margin.to_double();
    state.init_margin_after = state.maint_margin_after = margin.to_double();
    state.commission_and_fees = (commission_of(quantity, price)).to_double();
    state.commission_and_fees_currency = instrument->currency;
    state.margin_currency = instrument->currency;
    session.send(answer);
}

void MockDesk::acknowledge(DeskOrder& order)
{
    for (auto* session : owners(order))
        tell({[&] { send_order(order, *session); }, [&] { send_status(order, *session); }});
}

void MockDesk::tell(std::vector<std::function<void()>> news)
{
    for (std::size_t left = random_ ? news.size() : 0; left > 1; --left)
        std::swap(news[left - 1], news[random_() % left]);
    for (auto& message : news) {
        message();
        if (random_ && random_() % 4 == 0) message();
    }
}

std::vector<MockSession*> MockDesk::owners(const DeskOrder& order)
{
    std::vector<MockSession*> found;
    if (auto* session = tws_->find_session(order.client_id)) found.push_back(session);
    return found;
}

void MockDesk::ask_cancel(MockSession& session, int order_id)
{
    auto known = orders_.find({session.client_id(), order_id});
    if (known == orders_.end())
        return session.send_error(
            order_id, 10147,
            fmt::format("OrderId {} that needs to be cancelled is not found.", order_id));
    if (!known->second.open())
        return session.send_error(
            order_id, 10148,
            fmt::format("OrderId {} that needs to be cancelled cannot be cancelled, "
                        "state: {}.",
                        order_id, known->second.status));
    if (!holding_) cancel(order_id, "", session.client_id());
}

void MockDesk::cancel(int order_id, std::string_view why, int client_id)
{
    auto& cancelled = order(order_id, client_id);
    close(cancelled, "Cancelled",
          why.empty() ? "Cancelled by Trader" : "Cancelled by System: " + std::string{why});
    for (auto* session : owners(cancelled))
        session->send_error(order_id, 202, fmt::format("Order Canceled - reason:{}", why));
}

void MockDesk::reject(int order_id, int code, std::string_view text, int client_id)
{
    auto& rejected = order(order_id, client_id);
    close(rejected, "Inactive", std::string{text});
    for (auto* session : owners(rejected)) session->send_error(order_id, code, text);
}

void MockDesk::close(DeskOrder& order, std::string status, std::string completed)
{
    order.status = std::move(status);
    order.completed_status = std::move(completed);
    for (auto* session : owners(order)) send_status(order, *session);
}

DeskOrder& MockDesk::order(int order_id, int client_id)
{
    auto known = std::ranges::find_if(orders_, [&](const auto& entry) {
        return entry.first.second == order_id &&
               (client_id == any_client || entry.first.first == client_id);
    });
    if (known == orders_.end())
        throw std::logic_error{
            fmt::format("MockDesk: no order {} of client {}", order_id, client_id)};
    return known->second;
}

void MockDesk::match_all(std::string_view symbol)
{
    for (auto& [key, order] : orders_)
        if (order.open() && order.symbol == symbol && order.terms.order.transmit)
            match_order(order);
}

void MockDesk::match_order(DeskOrder& order)
{
    auto price = marketable(order);
    if (price) fill(order.order_id, order.remaining(), *price, order.client_id);
    // what cannot fill at once and may not wait
    auto time_in_force = order.terms.order.time_in_force;
    if (order.open() && (time_in_force == "IOC" || time_in_force == "FOK"))
        close(order, "Cancelled", "Cancelled by System: not filled at once");
}

std::optional<Decimal> MockDesk::marketable(DeskOrder& order)
{
    const auto& instrument = *find(order.symbol);
    const auto& terms = order.terms.order;
    auto touch = order.buys() ? instrument.ask : instrument.bid;
    if (!touch) return {};
    if (terms.order_type.starts_with("STP") && !order.triggered) {
        auto stop = price_of(terms.aux_price);
        if (!stop || !instrument.last) return {};
        if (order.buys() ? *instrument.last < *stop : *instrument.last > *stop) return {};
        order.triggered = true;
        order.status = "Submitted";
        acknowledge(order);
    }
    if (terms.order_type == "MKT" || terms.order_type == "STP") return touch;
    auto limit = price_of(terms.limit_price);
    if (!limit) return {};
    if (order.buys() ? *touch <= *limit : *touch >= *limit) return touch;
    return {};
}

const DeskExecution& MockDesk::fill(int order_id, Decimal quantity, Decimal price, int client_id)
{
    auto& filled = order(order_id, client_id);
    filled.filled += quantity;
    filled.notional += quantity * price;
    if (filled.remaining().is_zero()) {
        filled.status = "Filled";
        filled.completed_status = "Filled Size: " + filled.filled.str();
    } else {
        filled.status = "Submitted";
    }
    DeskExecution execution;
    execution.client_id = filled.client_id;
    execution.order_id = filled.order_id;
    execution.perm_id = filled.perm_id;
    execution.id = fmt::format("0000e0d5.{:08x}.01.01", executions_.size() + 1);
    execution.symbol = filled.symbol;
    execution.account = filled.account;
    execution.side = filled.buys() ? "BOT" : "SLD";
    execution.time = time_now();
    execution.order_ref = filled.terms.order.order_ref;
    execution.shares = quantity;
    execution.price = price;
    execution.cumulative = filled.filled;
    execution.average = filled.notional / filled.filled;
    execution.commission = commission_of(quantity, price);
    executions_.push_back(std::move(execution));
    book(executions_.back(), filled);
    for (auto* session : owners(filled))
        tell({[&] { send_execution(executions_.back(), *session); },
              [&] { send_order(filled, *session); }, [&] { send_status(filled, *session); },
              [&] { send_commission(executions_.back(), *session); }});
    account_changed(filled.symbol);
    return executions_.back();
}

void MockDesk::book(const DeskExecution& execution, DeskOrder& order)
{
    auto& instrument = *find(order.symbol);
    auto& position = positions_[order.symbol];
    auto change = order.buys() ? execution.shares : -execution.shares;
    cash_ -= change * execution.price * instrument.multiplier + execution.commission;
    auto opens = position.quantity.is_zero() || position.quantity.sign() == change.sign();
    auto after = position.quantity + change;
    if (opens) {
        position.average_cost =
            (position.average_cost * position.quantity.abs() + execution.price * change.abs()) /
            after.abs();
    } else {
        auto closed = std::min(position.quantity.abs(), change.abs());
        auto gain = (execution.price - position.average_cost) * closed * instrument.multiplier;
        executions_.back().realized =
            (position.quantity.sign() > 0 ? gain : -gain) - execution.commission;
        if (after.is_zero())
            position.average_cost = 0;
        else if (after.sign() != position.quantity.sign())
            position.average_cost = execution.price;
    }
    position.quantity = after;
}

void MockDesk::send_order(const DeskOrder& order, MockSession& session)
{
    OpenOrder message;
    message.order_id = order.order_id;
    message.contract = order.terms.contract;
    message.order = order.terms.order;
    message.order.order_id = order.order_id;
    message.order.client_id = order.client_id;
    message.order.perm_id = order.perm_id;
    message.order.account = order.account;
    message.order_state.status = order.status;
    session.send(message);
}

void MockDesk::send_status(const DeskOrder& order, MockSession& session)
{
    OrderStatus message;
    message.order_id = order.order_id;
    message.status = order.status;
    message.filled = order.filled;
    message.remaining = order.remaining();
    message.average_fill_price =
        order.filled.is_zero() ? 0.0 : (order.notional / order.filled).to_double();
    message.last_fill_price = 0.0;
    for (const auto& execution : executions_)
        if (execution.perm_id == order.perm_id)
            message.last_fill_price = execution.price.to_double();
    message.perm_id = order.perm_id;
    message.parent_id = order.terms.order.parent_id;
    message.client_id = order.client_id;
    message.market_cap_price = 0.0;
    if (order.status == "PreSubmitted" && order.terms.order.order_type.starts_with("STP"))
        message.why_held = "trigger";
    session.send(message);
}

void MockDesk::send_execution(const DeskExecution& execution, MockSession& session, int request_id)
{
    ExecutionDetails message;
    message.request_id = request_id;
    message.contract = contract_of(*find(execution.symbol));
    auto& fill = message.execution;
    fill.order_id = execution.order_id;
    fill.exec_id = execution.id;
    fill.time = execution.time;
    fill.account = execution.account;
    fill.exchange = "ISLAND";
    fill.side = execution.side;
    fill.shares = execution.shares;
    fill.price = execution.price.to_double();
    fill.perm_id = execution.perm_id;
    fill.client_id = execution.client_id;
    fill.cumulative_quantity = execution.cumulative;
    fill.average_price = execution.average.to_double();
    fill.order_ref = execution.order_ref;
    fill.last_liquidity = 2;
    session.send(message);
}

void MockDesk::send_commission(const DeskExecution& execution, MockSession& session)
{
    CommissionAndFeesReport message;
    message.exec_id = execution.id;
    message.commission_and_fees = execution.commission.to_double();
    message.currency = find(execution.symbol)->currency;
    message.realized_pnl =
        execution.realized ? std::optional{execution.realized->to_double()} : std::nullopt;
    message.bond_yield.reset();
    session.send(message);
}

}  // namespace trademind::test
