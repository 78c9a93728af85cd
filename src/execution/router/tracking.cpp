// What the broker tells of orders, positions and money, and what follows from it.
#include "base/log.hpp"
#include "execution/router/core.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {

void ExecutionRouter::Core::on_order(const OrderReport& told)
{
    std::optional<OrderReport> named;
    if (to_number(told.id) == 0 && !add_known_ids(named.emplace(told))) named.reset();
    const OrderReport& report = named ? *named : told;
    auto* order = state_.orders.find(report);
    bool corrected = order && std::exchange(order->corrected, false);
    if (track(report, corrected ? Evidence::correction : Evidence::report, !reconciling_))
        router_.notify(&BrokerObserver::on_order, report);
}

void ExecutionRouter::Core::track_list(const std::vector<OrderReport>& orders, bool books_fills)
{
    // a list with gaps is no better than an event
    auto evidence = lists_complete_ ? Evidence::list : Evidence::report;
    for (OrderReport report : orders) {
        add_known_ids(report);
        const auto* order = state_.orders.find(report);
        auto before = order ? order->progress() : std::nullopt;
        // what an event has said already is none
        if (track(report, evidence, books_fills) && before && *before != OrderProgress{report})
            router_.notify(&BrokerObserver::on_order, report);
    }
}

std::optional<Decimal> ExecutionRouter::Core::unit_value_of(const TrackedOrder& order) const
{
    risk::Case c{state_, order.request, order.instrument, nullptr, now()};
    try {
        c.appraise();
        return c.unit_value;
    } catch (const std::overflow_error&) {
        log::warning("order {} cannot be valued", order.client_order_id);
        return std::nullopt;
    }
}

void ExecutionRouter::Core::value_unpriced(risk::Instrument& instrument)
{
    if (instrument.exposure.priced) return;
    // by value: a change may move an order within the list
    auto working = instrument.working;
    for (TrackedOrder* order : working) {
        if (order->unit_value) continue;
        order->unit_value = unit_value_of(*order);
        if (order->unit_value) state_.book.changed(*order);
    }
}

TrackedOrder& ExecutionRouter::Core::adopt(const OrderReport& report, TrackedOrder* own)
{
    TrackedOrder foreign;
    TrackedOrder& order = own ? *own : foreign;
    order.request = report.order;
    order.instrument = &state_.book.add(report.order.contract);
    order.adopted = true;
    order.opening = report.order.quantity;
    order.unit_value = unit_value_of(order);
    if (own) return *own;
    foreign.own = false;
    foreign.stage = TrackedOrder::Stage::working;
    // a name of ours that another program uses, too, stays ours
    if (!state_.orders.find(report.order.client_order_id))
        foreign.client_order_id = report.order.client_order_id;
    // at the first connect they were there before; after a break they are news
    if (ever_ready_ && !is_done(report.status)) {
        auto what = "an order of another program appeared: " + report.order.describe();
        alert(AlertRule::unknown_order,
              fmt::format("{}/{}", to_string(report.id), to_number(report.permanent_id)),
              {AlertSeverity::page, what, "", ""});
        trip(state_.config.kill_switch.on_unknown_order, "foreign", what);
    }
    return state_.orders.add(std::move(foreign));
}

void ExecutionRouter::Core::merge_nameless(const OrderReport& report, TrackedOrder& own)
{
    auto* nameless = state_.orders.find_nameless(report, own);
    if (!nameless) return;
    // what it filled under no name is booked
    own.report.filled = std::max(own.report.filled, nameless->report.filled);
    state_.forget(*nameless);
}

bool ExecutionRouter::Core::track(const OrderReport& report, Evidence evidence, bool books_fills)
{
    auto* found = state_.orders.find(report);
    auto known = found ? found->progress() : std::nullopt;
    const OrderProgress next{report};
    if (known && !may_follow(*known, next, evidence)) return false;
    // an end that an earlier run has written down is no news
    bool confirms = found && found->from_journal && known == next && is_done(next.status);
    note_gap(report, found);
    if (found && found->own) merge_nameless(report, *found);
    bool first = !found || !found->instrument;
    bool settled = found && found->stage == TrackedOrder::Stage::unknown;
    tally_.acknowledged += found && found->own && found->is_unanswered();
    TrackedOrder& order = first ? adopt(report, found) : *found;

    Decimal counted = std::min(report.filled, report.order.quantity);
    // fills of a foreign order are news; those of an own one of an earlier run are in the positions
    // that the connect brought
    Decimal before = !first ? order.report.filled : books_fills && !order.own ? Decimal{} : counted;
    Decimal filled = first                          ? std::max(before, counted)
                     : evidence == Evidence::report ? std::max(before, report.filled)
                                                    : report.filled;
    auto was = order.report.status;
    bool news = !known || known->status != report.status || order.report.filled != filled ||
                order.report.id != report.id ||
                (!order.from_journal && order.report.order != report.order);
    state_.orders.take_names(order, report);
    order.apply(report, filled);
    order.from_journal = order.from_journal && !news && order.stage == TrackedOrder::Stage::done;
    if (Decimal fill = filled - before; !fill.is_zero() && books_fills) {
        book_fill(order, fill);
        if (fill.sign() > 0 && order.unit_value && order.opening.sign() > 0)
            state_.account.spend(
                checked_multiply(fill, *order.unit_value).value_or(Decimal::max()));
        watch_for_mismatch();
    }
    state_.book.changed(order);
    if (known) was = known->status;
    if (order.own) {
        count_end(was, report.status);
        if (news) remember(order, settled);
    }
    // taken back before it left is no refusal by the broker
    bool refused = report.status == OrderStatus::rejected &&
                   !(report.error && *report.error == Errc::cancelled);
    if (refused && was != OrderStatus::rejected && order.own && state_.reconciled)
        count_reject(order.client_order_id,
                     report.error ? report.error->describe() : "no reason given");
    // an order that was on its way when the kill came
    if (trading_state() >= TradingState::halted && is_target(order) && state_.connected &&
        report.status != OrderStatus::pending_cancel && !order.cancelling)
        cancel_one(order, cancel_time(1));
    return !confirms;
}

void ExecutionRouter::Core::book_fill(const TrackedOrder& order, Decimal quantity)
{
    auto at = now().uptime;
    // what a correction takes back is traded the other way round
    Side side = order.request.side;
    // what an unknown side does to the position is for the broker's own figure to say
    if (side == Side::unknown) return;
    if (quantity.sign() < 0) side = opposite(side);
    quantity = quantity.abs();
    if (order.instrument->legs.empty())
        return state_.book.fill(*order.instrument, side, quantity, at);
    // a combo is never held: its legs are
    for (const auto& leg : order.instrument->legs)
        state_.book.fill(*leg.instrument, leg.side_within(side), quantity * leg.ratio, at);
}

void ExecutionRouter::Core::note_gap(const OrderReport& report, const TrackedOrder* order)
{
    if (state_.connected && !reconciling_) return;
    if (!order || !order->own || (!order->instrument && !order->placed_before)) return;
    Decimal missed = report.filled - order->report.filled;
    if (missed.sign() <= 0) return;
    auto what = fmt::format("order {} ({}) filled {} more while nobody listened",
                            report.order.client_order_id, to_string(report.id), missed.str());
    alert(AlertRule::lost_executions, report.order.client_order_id,
          {AlertSeverity::page, what, missed.str(), "0"});
    trip(state_.config.kill_switch.on_lost_executions, "gap", what);
}

void ExecutionRouter::Core::remember(const TrackedOrder& order, bool settled)
{
    const OrderReport& report = order.report;
    journal(journal_.report(order.client_order_id, report, now().time));
    log::info("order {} ({}) {} filled {} of {}{}", order.client_order_id, to_string(report.id),
              to_string(report.status), report.filled.str(), report.order.quantity.str(),
              settled ? ": its outcome is known now" : "");
}

void ExecutionRouter::Core::count_reject(const std::string& client_order_id,
                                         const std::string& told)
{
    auto why = shown(told);
    log::warning("order {} rejected by the broker: {}", client_order_id, why);
    recent_rejects_.add(now().uptime);
    if (state_.conduct.rejected(state_.config.risk, now()))
        lower(TradingState::halted, "risk", "too many orders rejected by the broker, last: " + why);
}

void ExecutionRouter::Core::on_execution(const Execution& execution)
{
    // the broker lists the day's executions after every break and at every start
    std::string replaced;
    auto news = executions_.add(execution.client_order_id, execution.id, &replaced);
    if (news == journal::WrittenExecutions::News::known) return;
    if (news == journal::WrittenExecutions::News::fresh) {
        ++state_.conduct.executions;
        ++tally_.executions;
    } else {
        OrderReport about{execution.order_id, OrderRequest{}};
        about.permanent_id = execution.permanent_id;
        about.order.client_order_id = execution.client_order_id;
        about.order.contract = execution.contract;
        about.order.side = execution.side;
        if (auto* order = state_.orders.find(about)) order->corrected = true;
    }
    journal(journal_.note("execution", journal::execution_line(execution, replaced), now().time,
                          execution.client_order_id, to_number(execution.order_id)));
    router_.notify(&BrokerObserver::on_execution, execution);
}

void ExecutionRouter::Core::on_commission(const Commission& commission)
{
    router_.notify(&BrokerObserver::on_commission, commission);
}

void ExecutionRouter::Core::on_position(const Position& position)
{
    take_position(position, reconciling_);
    router_.notify(&BrokerObserver::on_position, position);
}

void ExecutionRouter::Core::take_position(const Position& position, bool is_baseline)
{
    auto& instrument = state_.book.add(position.contract);
    if (is_baseline) instrument.position = position.quantity;
    state_.book.set_position(instrument, position.quantity, position.market_price, now().uptime);
    if (!is_baseline) watch_for_mismatch();
}

void ExecutionRouter::Core::watch_for_mismatch()
{
    if (mismatch_timer_ || !state_.reconciled) return;
    bool differs = std::ranges::any_of(state_.book.instruments(),
                                       [](const auto& i) { return i->position != i->reported; });
    if (!differs) return;
    mismatch_timer_ = after(state_.config.kill_switch.position_mismatch_after, [this] {
        mismatch_timer_ = {};
        look_for_mismatch();
    });
}

void ExecutionRouter::Core::look_for_mismatch()
{
    auto limit = state_.config.kill_switch.position_mismatch_after;
    for (const auto& i : state_.book.instruments()) {
        if (i->position == i->reported || now().uptime - i->differs_since < limit) continue;
        auto what = fmt::format("the broker holds {} of {}, the fills make {}", i->reported.str(),
                                i->contract.describe(), i->position.str());
        // the broker's word counts from here on
        state_.book.fill(*i, Side::buy, i->reported - i->position, now().uptime);
        alert(AlertRule::position_mismatch, i->contract.describe(),
              {AlertSeverity::page, "position mismatch: " + what, i->reported.str(), ""});
        trip(state_.config.kill_switch.on_position_mismatch, "mismatch",
             "position mismatch: " + what);
    }
    watch_for_mismatch();
}

void ExecutionRouter::Core::on_account(const Account& account)
{
    take_account(account);
    router_.notify(&BrokerObserver::on_account, account);
}

void ExecutionRouter::Core::take_account(const Account& account)
{
    auto before = state_.account.day();
    auto at = now();
    state_.account.update(account, state_.config.risk.currency, at.uptime, at.time);
    const auto& day = state_.account.day();
    if (!day) return;
    // the peak too, in steps: losing it over a restart would loosen risk.max_drawdown
    Decimal step = checked_divide(day->equity.abs(), Decimal{1000}).value_or(Decimal{});
    bool peak = before && before->day == day->day && state_.config.risk.max_drawdown &&
                day->highest > written_peak_ && day->highest - written_peak_ >= step;
    if (!before || before->day != day->day || peak) {
        written_peak_ = day->highest;
        journal(journal_.day(*day, at.time));
    }
    const auto& limits = state_.config.risk;
    auto most = state_.account.money(limits.max_daily_loss, day->equity);
    if (auto loss = state_.account.loss_today(); limits.enabled && most && loss && *loss >= *most)
        lower(limits.daily_loss_flattens ? TradingState::flattening : TradingState::reducing,
              "risk", fmt::format("the loss of the day {} reaches {}", loss->str(), most->str()));
    auto equity = state_.account.equity();
    if (limits.enabled && limits.max_drawdown && equity &&
        day->highest - *equity >= day->highest * *limits.max_drawdown)
        lower(TradingState::reducing, "risk",
              fmt::format("equity fell from {} to {}", day->highest.str(), equity->str()));
}

void ExecutionRouter::Core::on_notice(const Notice& notice)
{
    router_.notify(&BrokerObserver::on_notice, notice);
}

void ExecutionRouter::Core::on_reconcile(const ReconcileReport& report)
{
    lists_complete_ = report.complete;
    // the lists are the new baseline: only the broker's side has seen both sides of the break
    for (const auto& d : report.position_differences) {
        auto what = fmt::format(
            "position mismatch: after the break the broker holds {} of {}, the "
            "fills make {}",
            d.now.str(), d.contract.describe(), d.expected.str());
        alert(AlertRule::position_mismatch, d.contract.describe(),
              {AlertSeverity::page, what, d.now.str(), d.expected.str()});
        trip(state_.config.kill_switch.on_position_mismatch, "mismatch", what);
    }
    router_.notify(&BrokerObserver::on_reconcile, report);
}

void ExecutionRouter::Core::on_gap(const Gap& gap)
{
    router_.notify(&BrokerObserver::on_gap, gap);
}

}  // namespace trademind
