// What the broker reports of orders, and what follows from it.
#include "execution/tracking/order_tracker.hpp"

#include "base/log.hpp"
#include "execution/orders/outcome.hpp"
#include "execution/risk/adoption.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace trademind {

void OrderTracker::on_order(const OrderReport& told)
{
    std::optional<OrderReport> named;
    if (to_number(told.id) == 0 && !add_known_ids(named.emplace(told))) named.reset();
    const OrderReport& report = named ? *named : told;
    auto* order = find(report);
    bool corrected = order && std::exchange(order->corrected, false);
    auto evidence = corrected ? Evidence::correction : Evidence::report;
    // of another account the program hears, and nothing counts it
    if (is_elsewhere(report, order) || track(report, evidence, !context_.reconciling))
        context_.notify(&BrokerObserver::on_order, report);
}

TrackedOrder* OrderTracker::find(const OrderReport& report)
{
    auto& orders = context_.state.orders;
    auto* known = orders.find(report);
    const auto& name = report.order.client_order_id;
    // at a connect the account may come after its orders
    bool account_is_known =
        context_.state.account.account() || !context_.state.config.account.empty();
    bool is_elsewhere = account_is_known && !context_.state.counts(report.order.account);
    bool may_be_past = !known && !name.empty() && !is_elsewhere && !orders.find(name);
    if (!may_be_past) return known;
    if (auto past = context_.own_order(name); !past) context_.record(past.error());
    return orders.find(report);
}

bool OrderTracker::may_be_own(const OrderReport& report) const
{
    const auto& name = report.order.client_order_id;
    return context_.has_past_orders && context_.state.journal_failure && !name.empty() &&
           !context_.state.orders.find(name);
}

void OrderTracker::take_list(const std::vector<OrderReport>& orders, bool books_fills)
{
    // a list with gaps is no better than an event
    auto evidence = lists_complete_ ? Evidence::list : Evidence::report;
    for (OrderReport report : orders) {
        add_known_ids(report);
        const auto* order = find(report);
        auto before = order ? order->progress() : std::nullopt;
        // what an event has said already is none
        if (track(report, evidence, books_fills) && before && *before != OrderProgress{report})
            context_.notify(&BrokerObserver::on_order, report);
    }
}

void OrderTracker::take_foreign(const std::vector<OrderReport>& open)
{
    std::set<const TrackedOrder*> listed;
    for (const auto& report : open) {
        auto* known = find(report);
        if (known && known->own) continue;
        if (track(report, Evidence::report, true))
            context_.notify(&BrokerObserver::on_order, report);
        listed.insert(context_.state.orders.find(report));
    }
    for (const auto& order : context_.state.orders.all()) {
        if (order->own || !order->counts() || listed.contains(order.get())) continue;
        log::info("order {} of another program is open no more", order->request.describe());
        order->stage = TrackedOrder::Stage::done;
        context_.state.book.changed(*order);
    }
}

void OrderTracker::take_found(const OrderReport& report)
{
    if (track(report, Evidence::list, !context_.reconciling))
        context_.notify(&BrokerObserver::on_order, report);
}

void OrderTracker::take_answer(const OrderReport& report, unsigned reports_before)
{
    auto* order = find(report);
    auto known = order && order->own ? order->progress() : std::nullopt;
    bool overtaken = known && order->reports != reports_before;
    if (!overtaken || is_ahead(*known, OrderProgress{report})) {
        track(report, Evidence::report, !context_.reconciling);
        return;
    }
    if (report.order == order->report.order || is_done(known->status)) return;
    // events have gone further, but the terms are those that this answer acknowledges
    OrderReport newest = order->report;
    newest.order = report.order;
    if (newest.order.quantity.sign() > 0) newest.remaining = newest.order.quantity - newest.filled;
    track(newest, Evidence::report, !context_.reconciling);
}

bool OrderTracker::add_known_ids(OrderReport& report)
{
    if (to_number(report.id) != 0) return false;
    // a list of completed orders has no order ids: the journal has those of our own
    auto* order = find(report);
    if (!order || !order->own || order->client_order_id != report.order.client_order_id ||
        order->permanent_id != report.permanent_id || !order->id)
        return false;
    report.id = *order->id;
    return true;
}

TrackedOrder& OrderTracker::adopt(const OrderReport& report, TrackedOrder* own)
{
    TrackedOrder foreign;
    TrackedOrder& order = own ? *own : foreign;
    order.adopted = true;
    // without a quantity the report is no better than what the journal has: its list is not whole
    bool says_less = report.order.quantity.is_zero() && !report.order.is_by_cash();
    if (own && own->instrument && says_less) return *own;
    // in doubt it counted by what the journal has of it
    if (order.instrument) context_.state.stop_counting(order);
    order.request = report.order;
    order.instrument = &context_.state.book.add(report.order.contract);
    risk::value(context_.state, order, context_.now());
    order.opening = report.order.is_by_cash() ? order.cash_units : report.order.quantity;
    if (own) return *own;
    foreign.own = false;
    foreign.stage = TrackedOrder::Stage::working;
    // a name of ours that another program uses, too, stays ours
    if (!context_.state.orders.find(report.order.client_order_id))
        foreign.client_order_id = report.order.client_order_id;
    // at the first connect they were there before; after a break they are news
    if (context_.ever_ready && !is_done(report.status)) {
        auto what = "an order of another program appeared: " + report.order.describe();
        auto scope = fmt::format("{}/{}", to_string(report.id), to_number(report.permanent_id));
        context_.report(&ExecutionObserver::on_discrepancy,
                        Discrepancy{AlertRule::unknown_order, scope, what, "", ""});
        kill_switch_.trip(context_.state.config.kill_switch.on_unknown_order, "foreign", what);
    }
    return context_.state.orders.add(std::move(foreign));
}

void OrderTracker::merge_nameless(const OrderReport& report, TrackedOrder& own)
{
    auto* nameless = context_.state.orders.find_nameless(report, own);
    if (!nameless) return;
    // what it filled under no name is booked
    own.report.filled = std::max(own.report.filled, nameless->report.filled);
    context_.state.forget(*nameless);
}

bool OrderTracker::is_elsewhere(const OrderReport& report, const TrackedOrder* known) const
{
    return !(known && known->own) && !context_.state.counts(report.order.account);
}

bool OrderTracker::track(const OrderReport& report, Evidence evidence, bool books_fills)
{
    auto* found = find(report);
    if (is_elsewhere(report, found)) return false;
    // what it filled the positions have: it must not be booked twice
    if (!found && is_done(report.status) && may_be_own(report)) return false;
    auto known = found ? found->progress() : std::nullopt;
    if (known && !may_follow(*known, OrderProgress{report}, evidence)) return false;
    // an end that an earlier run has written down is no news
    bool confirms =
        found && found->from_journal && known == OrderProgress{report} && is_done(report.status);
    note_gap(report, found);
    if (found && found->own) merge_nameless(report, *found);
    bool settled = found && found->stage == TrackedOrder::Stage::unknown;
    context_.counted.orders_acknowledged += found && found->own && found->is_unanswered();
    bool in_doubt = found && found->is_in_doubt();
    bool first = !found || !found->instrument || in_doubt;
    // nothing tells whether the positions that the connect brought have its fills
    bool positions_in_doubt = in_doubt && books_fills && report.filled > found->report.filled;
    TrackedOrder& order = first ? adopt(report, found) : *found;

    auto was = known ? known->status : order.report.status;
    Decimal before = order.report.filled;
    // fills of a foreign order are news; those of an own one of an earlier run are in the positions
    // that the connect brought
    if (first && !order.recalled) before = books_fills && !order.own ? Decimal{} : report.filled;
    Decimal filled =
        !first && evidence == Evidence::report ? std::max(before, report.filled) : report.filled;
    bool news = !known || known->status != report.status || order.report.filled != filled ||
                order.report.id != report.id ||
                (!order.from_journal && order.report.order != report.order);
    context_.state.orders.take_names(order, report);
    order.apply(report, filled);
    bool never = order.own && proves_not_received(order.report);
    if (never) order.stage = TrackedOrder::Stage::not_received;
    order.from_journal = order.from_journal && !news && order.stage == TrackedOrder::Stage::done;
    if (Decimal fill = filled - before; !fill.is_zero() && books_fills) book_fill(order, fill);
    context_.state.book.changed(order);
    if (order.own) {
        count_end(was, report.status);
        if (news) remember(order, settled);
        if (news && never) forget_sending(order);
    }
    bool refused = report.status == OrderStatus::rejected && was != OrderStatus::rejected &&
                   !never && !(report.error && !is_reject(*report.error));
    if (refused && order.own && context_.state.reconciled)
        count_reject(order.client_order_id,
                     report.error ? report.error->describe() : "no reason given");
    kill_switch_.order_reported(order);
    if (positions_in_doubt) context_.ask_lists();
    return !confirms;
}

void OrderTracker::book_fill(const TrackedOrder& order, Decimal fill)
{
    // what an unknown side does to the position is for the broker's own figure to say
    if (order.request.side == Side::unknown) return;
    auto at = context_.now().uptime;
    auto& book = context_.state.book;
    // what a correction takes back is traded the other way round
    Side side = fill.sign() < 0 ? opposite(order.request.side) : order.request.side;
    if (order.instrument->legs.empty()) book.fill(*order.instrument, side, fill.abs(), at);
    // a combo is never held: its legs are
    for (const auto& leg : order.instrument->legs)
        book.fill(*leg.instrument, leg.side_within(side), fill.abs() * leg.ratio, at);
    if (fill.sign() > 0 && order.unit_value && order.opening.sign() > 0)
        context_.state.account.spend(
            checked_multiply(fill, *order.unit_value).value_or(Decimal::max()));
    positions_.watch_for_mismatch();
}

void OrderTracker::note_gap(const OrderReport& report, const TrackedOrder* order)
{
    if (context_.state.connected && !context_.reconciling) return;
    if (!order || !order->own || (!order->instrument && !order->placed_before)) return;
    Decimal missed = report.filled - order->report.filled;
    if (missed.sign() <= 0) return;
    auto what = fmt::format("order {} ({}) filled {} more while nobody listened",
                            report.order.client_order_id, to_string(report.id), missed.str());
    context_.report(&ExecutionObserver::on_discrepancy,
                    Discrepancy{AlertRule::lost_executions, report.order.client_order_id, what,
                                missed.str(), "0"});
    kill_switch_.trip(context_.state.config.kill_switch.on_lost_executions, "gap", what);
}

void OrderTracker::count_end(OrderStatus was, OrderStatus now)
{
    if (now == was) return;
    switch (now) {
    case OrderStatus::filled: ++context_.counted.orders_filled; break;
    case OrderStatus::cancelled:
    case OrderStatus::api_cancelled: ++context_.counted.orders_cancelled; break;
    case OrderStatus::rejected: ++context_.counted.orders_rejected; break;
    default: break;
    }
}

void OrderTracker::remember(const TrackedOrder& order, bool settled)
{
    const OrderReport& report = order.report;
    context_.record(context_.journal.report(order.client_order_id, report, context_.now().time));
    log::info("order {} ({}) {} filled {} of {}{}", order.client_order_id, to_string(report.id),
              to_string(report.status), report.filled.str(), report.order.quantity.str(),
              settled ? ": its outcome is known now" : "");
}

void OrderTracker::forget_sending(const TrackedOrder& order)
{
    context_.record(context_.journal.set_state(order.client_order_id, journal::OrderState::refuted,
                                               order.report.error->message, context_.now().time));
}

void OrderTracker::count_reject(const std::string& client_order_id, const std::string& told)
{
    auto why = context_.redact(told);
    log::warning("order {} rejected by the broker: {}", client_order_id, why);
    context_.report(&ExecutionObserver::on_reject, client_order_id, why);
    if (context_.state.conduct.rejected(context_.state.config.risk, context_.now()))
        kill_switch_.lower(TradingState::halted, "risk",
                           "too many orders rejected by the broker, last: " + why);
}

void OrderTracker::on_execution(const Execution& execution)
{
    if (!context_.state.counts(execution.account))
        return context_.notify(&BrokerObserver::on_execution, execution);
    // the broker lists the day's executions after every break and at every start
    std::string replaced;
    auto news =
        executions_.add(execution.client_order_id, execution.id, context_.now().time, &replaced);
    if (news == journal::WrittenExecutions::News::known) return;
    if (news == journal::WrittenExecutions::News::fresh) {
        ++context_.state.conduct.executions;
        ++context_.counted.executions;
    } else {
        OrderReport about{execution.order_id, OrderRequest{}};
        about.client_id = execution.client_id;
        about.permanent_id = execution.permanent_id;
        about.order.client_order_id = execution.client_order_id;
        about.order.contract = execution.contract;
        about.order.side = execution.side;
        if (auto* order = find(about)) order->corrected = true;
    }
    context_.record(context_.journal.note("execution", journal::execution_line(execution, replaced),
                                          context_.now().time, execution.client_order_id,
                                          to_number(execution.order_id)));
    context_.notify(&BrokerObserver::on_execution, execution);
}

void OrderTracker::on_reconcile(const ReconcileReport& report)
{
    lists_complete_ = report.complete;
    // the lists are the new baseline: only the broker's side has seen both sides of the break
    for (const auto& d : report.position_differences)
        if (context_.state.counts(d.account))
            positions_.report_mismatch(
                d.contract, d.now,
                fmt::format("position mismatch: after the break the broker holds {} of {}, the "
                            "fills make {}",
                            d.now.str(), d.contract.describe(), d.expected.str()),
                d.expected.str());
    context_.notify(&BrokerObserver::on_reconcile, report);
}

}  // namespace trademind
