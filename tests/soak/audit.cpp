// Checks a paper account against what its executions and its market say.
#include "soak/audit.hpp"

#include "soak/tape_audit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::soak {
namespace {

std::string count(std::size_t number)
{
    return std::to_string(number);
}

std::string text(const std::optional<Decimal>& value)
{
    return value ? value->str() : "unknown";
}

/// Auctions and prints, which fill pegged orders, are not limited by the size of a quote.
bool fills_from_quotes(const OrderRequest& order)
{
    switch (order.type) {
    case OrderType::market_on_close:
    case OrderType::limit_on_close:
    case OrderType::pegged_to_midpoint:
    case OrderType::midprice: return false;
    default: return order.time_in_force != TimeInForce::opening;
    }
}

}  // namespace

void EventLog::on_order(const OrderReport& report)
{
    orders[report.id] = report;
    if (report.order.limit_price) limits[report.id].insert(*report.order.limit_price);
    if (is_done(report.status))
        live.erase(report.id);
    else
        live.insert(report.id);
}

void EventLog::on_execution(const Execution& execution)
{
    executions.push_back(execution);
}

void EventLog::on_commission(const Commission& commission)
{
    auto last = std::find_if(executions.rbegin(), executions.rend(),
                             [&](const Execution& e) { return e.id == commission.execution_id; });
    if (last != executions.rend()) last->commission = commission;
}

void EventLog::reconcile(const std::vector<OrderReport>& now,
                         const std::vector<Execution>& executed)
{
    std::map<OrderId, OrderReport> kept;
    for (const OrderReport& report : now) kept[report.id] = report;
    for (const auto& [id, told] : orders) {
        auto found = kept.find(id);
        if (found == kept.end()) {
            ++lost_orders;
            continue;
        }
        const OrderReport& is = found->second;
        bool went_back = is.filled < told.filled;
        bool came_back =
            is_done(told.status) && (is.status != told.status || is.filled != told.filled);
        revived_orders += went_back || came_back;
    }
    std::set<std::string> ids;
    for (const Execution& e : executed) ids.insert(e.id);
    for (const Execution& e : executions) lost_executions += !ids.contains(e.id);
    live.clear();
    for (const auto& [id, report] : kept) on_order(report);
}

void Recomputed::add(const Execution& e)
{
    Decimal change = e.side == Side::buy ? e.quantity : -e.quantity;
    Decimal fee = e.commission ? e.commission->amount : Decimal{};
    cash -= change * e.price + fee;
    bool opens = quantity.is_zero() || (quantity.sign() > 0) == (change.sign() > 0);
    if (!opens) {
        Decimal closed = std::min(e.quantity, quantity.abs());
        Decimal sign{quantity.sign() > 0 ? 1 : -1};
        Decimal its_cost = closed == quantity.abs() ? cost : cost * closed / quantity.abs();
        Decimal its_fee = closed == e.quantity ? fee : fee * closed / e.quantity;
        realized += sign * closed * e.price - its_fee - its_cost;
        cost -= its_cost;
        quantity -= sign * closed;
        fee -= its_fee;
        change = change + sign * closed;
        if (change.is_zero()) return;
    }
    cost += change * e.price + fee;
    quantity += change;
}

Audit::Audit(const paper::Tape& tape, Decimal starting_cash)
    : tape_{tape}, starting_cash_{starting_cash}
{}

void Audit::judge(const EventLog& log, const AccountSnapshot& snapshot)
{
    judge_orders(log, snapshot);
    judge_money(snapshot);
    judge_fills(log, snapshot);
}

void Audit::judge_orders(const EventLog& log, const AccountSnapshot& snapshot)
{
    checks.emplace_back("executions told", count(snapshot.executions.size()),
                        count(log.executions.size()));
    std::set<std::string> ids;
    for (const Execution& e : log.executions) ids.insert(e.id);
    checks.emplace_back("executions told once", count(snapshot.executions.size()),
                        count(ids.size()));
    checks.emplace_back("orders lost by restarts", count(log.lost_orders), "0");
    checks.emplace_back("executions lost by restarts", count(log.lost_executions), "0");
    checks.emplace_back("ended orders that came back", count(log.revived_orders), "0");

    std::map<OrderId, Decimal> filled, value, commission;
    for (const Execution& e : snapshot.executions) {
        filled[e.order_id] += e.quantity;
        value[e.order_id] += e.quantity * e.price;
        if (e.commission) commission[e.order_id] += e.commission->amount;
    }
    std::size_t agree = 0, as_told = 0;
    for (const OrderReport& o : snapshot.orders) {
        Decimal quantity = filled[o.id];
        bool average = quantity.is_zero() ? !o.average_fill_price
                                          : o.average_fill_price == value[o.id] / quantity;
        bool state = o.status != OrderStatus::filled || o.remaining.is_zero();
        agree += o.filled == quantity && average && state && o.commission == commission[o.id] &&
                 quantity <= o.order.quantity;
        auto told = log.orders.find(o.id);
        as_told += told != log.orders.end() && told->second.status == o.status &&
                   told->second.filled == o.filled;
    }
    checks.emplace_back("orders equal to their executions", count(snapshot.orders.size()),
                        count(agree));
    checks.emplace_back("orders as last told", count(snapshot.orders.size()), count(as_told));
}

void Audit::judge_money(const AccountSnapshot& snapshot)
{
    std::map<std::string, Recomputed> recount;
    for (const Execution& e : snapshot.executions) recount[e.contract.symbol].add(e);
    Decimal cash = starting_cash_, realized, held_value, cost;
    for (auto& [symbol, line] : recount) cash += line.cash, realized += line.realized;

    std::size_t equal = 0, known = 0;
    for (const Position& p : snapshot.positions) {
        if (p.quantity.is_zero()) continue;
        const Recomputed& line = recount[p.contract.symbol];
        ++known;
        positions.push_back({p.contract.symbol, p.quantity, line.quantity,
                             p.realized_pnl.value_or(Decimal{}), line.realized});
        equal += p.quantity == line.quantity && p.realized_pnl == line.realized;
        if (p.market_price) held_value += line.quantity * *p.market_price;
        cost += line.cost;
    }
    auto expected = static_cast<std::size_t>(std::ranges::count_if(
        recount, [](const auto& line) { return !line.second.quantity.is_zero(); }));
    checks.emplace_back("positions tracked", count(known), count(expected));
    checks.emplace_back("positions equal to their executions", count(known), count(equal));
    const Account& a = snapshot.account;
    checks.emplace_back("cash", text(a.cash_balance), cash.str());
    checks.emplace_back("realized P&L", text(a.realized_pnl), realized.str());
    checks.emplace_back("unrealized P&L", text(a.unrealized_pnl), (held_value - cost).str());
    checks.emplace_back("net liquidation", text(a.portfolio_value), (cash + held_value).str());
    std::optional<Decimal> total;
    if (a.realized_pnl && a.unrealized_pnl) total = *a.realized_pnl + *a.unrealized_pnl;
    checks.emplace_back("total P&L", text(total), (cash + held_value - starting_cash_).str());
}

void Audit::judge_fills(const EventLog& log, const AccountSnapshot& snapshot)
{
    std::map<OrderId, OrderRequest> orders;
    std::map<OrderId, TimePoint> submitted;
    for (const OrderReport& o : snapshot.orders) {
        orders[o.id] = o.order;
        submitted[o.id] = o.submitted_at;
    }
    TapeAudit tape{tape_};
    std::size_t outside = 0, too_early = 0;
    for (const Execution& e : snapshot.executions) {
        if (e.time < submitted[e.order_id]) {
            ++too_early;
            faults.push_back(fmt::format("execution {} at {}: its order came at {}", e.id,
                                         format_time(e.time), format_time(submitted[e.order_id])));
        }
        auto limits = log.limits.find(e.order_id);
        bool at_its_limit = limits != log.limits.end() && limits->second.contains(e.price);
        if (!tape.is_inside(e) && !(at_its_limit && tape.is_no_better(e))) {
            ++outside;
            faults.push_back(fmt::format("execution {} of {}, {} at {}: outside the quotes", e.id,
                                         orders[e.order_id].describe(), e.price.str(),
                                         format_time(e.time)));
        }
        if (fills_from_quotes(orders[e.order_id])) tape.count(e);
    }
    checks.emplace_back("fills before their order came", count(too_early), "0");
    checks.emplace_back("fills outside quote and limit", count(outside), "0");
    auto overfilled = tape.overfilled();
    checks.emplace_back("quotes that filled more than they showed", count(overfilled.size()), "0");
    faults.insert(faults.end(), overfilled.begin(), overfilled.end());
}

}  // namespace trademind::soak
