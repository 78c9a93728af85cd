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
    auto* booked = find_booked(report);
    bool corrected = booked && std::exchange(booked->corrected, false);
    if (track(report, corrected ? Evidence::correction : Evidence::report, !reconciling_))
        router_.notify(&BrokerObserver::on_order, report);
}

void ExecutionRouter::Core::track_list(const std::vector<OrderReport>& orders, bool books_fills)
{
    // a list with gaps is no better than an event
    auto evidence = lists_complete_ ? Evidence::list : Evidence::report;
    for (OrderReport report : orders) {
        add_known_ids(report);
        auto* booked = find_booked(report);
        auto before = progress_of(find_entry(report, booked), booked);
        // what an event has said already is none
        if (track(report, evidence, books_fills) && before && *before != OrderProgress{report})
            router_.notify(&BrokerObserver::on_order, report);
    }
}

ExecutionRouter::Core::Entry* ExecutionRouter::Core::find_entry(const OrderReport& report,
                                                                const risk::BookedOrder* booked)
{
    if (booked && !booked->own) return nullptr;
    auto found = entries_.find(booked ? booked->client_order_id : report.order.client_order_id);
    if (found == entries_.end()) return nullptr;
    // another program's order may carry the same name
    auto ours = found->second.report.permanent_id;
    bool another = ours != PermanentId{} && report.permanent_id != PermanentId{} &&
                   ours != report.permanent_id;
    return another ? nullptr : &found->second;
}

std::optional<OrderProgress> ExecutionRouter::Core::progress_of(const Entry* entry,
                                                                const risk::BookedOrder* booked)
{
    if (entry) {
        bool reported = entry->phase == Entry::Phase::known || entry->phase == Entry::Phase::done;
        return reported ? std::optional{OrderProgress{entry->report}} : std::nullopt;
    }
    if (booked && !booked->own) return OrderProgress{booked->status, booked->filled};
    return std::nullopt;
}

risk::BookedOrder* ExecutionRouter::Core::find_booked(const OrderReport& report)
{
    auto& book = state_.book;
    const auto& name = report.order.client_order_id;
    if (!name.empty())
        if (auto* named = book.find_order(name);
            named &&
            (named->permanent_id == PermanentId{} || report.permanent_id == PermanentId{} ||
             named->permanent_id == report.permanent_id))
            return named;
    // ids are unique per client only: another program's order may carry one of ours
    if (auto* numbered = book.find_order(report.id);
        numbered && numbered->request.side == report.order.side && numbered->instrument &&
        numbered->instrument->is(report.order.contract) &&
        (name.empty() || numbered->client_order_id.empty()))
        return numbered;
    if (to_number(report.permanent_id) == 0) return nullptr;
    auto same = std::ranges::find_if(book.orders(), [&](const auto& order) {
        return order->permanent_id == report.permanent_id;
    });
    return same == book.orders().end() ? nullptr : same->get();
}

std::optional<Decimal> ExecutionRouter::Core::unit_value_of(const risk::BookedOrder& order) const
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
    for (risk::BookedOrder* order : working) {
        if (order->unit_value) continue;
        order->unit_value = unit_value_of(*order);
        if (order->unit_value) state_.book.changed(*order);
    }
}

risk::BookedOrder& ExecutionRouter::Core::adopt(const OrderReport& report, const Entry* entry)
{
    const OrderRequest& order = report.order;
    risk::BookedOrder booked;
    booked.own = entry != nullptr;
    // a name of ours that another program uses, too, stays ours
    if (booked.own || !entries_.contains(order.client_order_id))
        booked.client_order_id = order.client_order_id;
    booked.request = order;
    auto& instrument = state_.book.add(order.contract);
    booked.instrument = &instrument;
    booked.adopted = true;
    booked.opening = order.quantity;
    booked.filled = std::min(report.filled, order.quantity);
    booked.unit_value = unit_value_of(booked);
    // at the first connect they were there before; after a break they are news
    if (!booked.own && ever_ready_ && !is_done(report.status)) {
        auto what = "an order of another program appeared: " + order.describe();
        alert(AlertRule::unknown_order,
              fmt::format("{}/{}", to_string(report.id), to_number(report.permanent_id)),
              {AlertSeverity::page, what, "", ""});
        trip(state_.config.kill_switch.on_unknown_order, "foreign", what);
    }
    return state_.book.add_order(std::move(booked));
}

bool ExecutionRouter::Core::track(const OrderReport& report, Evidence evidence, bool books_fills)
{
    auto* booked = find_booked(report);
    auto* entry = find_entry(report, booked);
    auto known = progress_of(entry, booked);
    const OrderProgress next{report};
    if (known && !may_follow(*known, next, evidence)) return false;
    // an end that an earlier run has written down is no news
    bool confirms = entry && entry->of_earlier_run && known == next && is_done(next.status);
    note_gap(report, booked);
    if (!booked) {
        booked = &adopt(report, entry);
        // fills of a foreign order are news; those of an own one of an earlier run are in the
        // positions that the connect brought
        if (books_fills && !booked->own) booked->filled = {};
    }
    if (to_number(report.id) != 0 && (booked->own || !booked->id))
        state_.book.set_id(*booked, report.id);
    if (report.permanent_id != PermanentId{}) booked->permanent_id = report.permanent_id;
    if (report.order.quantity.sign() > 0) {
        booked->request = report.order;
        booked->request.client_order_id = booked->client_order_id;
    }
    Decimal before = booked->filled;
    booked->filled = evidence == Evidence::report ? std::max(before, report.filled) : report.filled;
    auto was = std::exchange(booked->status, report.status);
    booked->counts = !is_done(report.status);
    if (Decimal fill = booked->filled - before; !fill.is_zero() && books_fills) {
        book_fill(*booked, fill);
        if (fill.sign() > 0 && booked->unit_value && booked->opening.sign() > 0)
            state_.account.spend(
                checked_multiply(fill, *booked->unit_value).value_or(Decimal::max()));
        watch_for_mismatch();
    }
    state_.book.changed(*booked);
    if (known) was = known->status;
    if (entry) {
        count_end(was, report.status);
        remember(*entry, *booked, report);
    }
    // taken back before it left is no refusal by the broker
    bool refused = report.status == OrderStatus::rejected &&
                   !(report.error && *report.error == Errc::cancelled);
    if (refused && was != OrderStatus::rejected && entry && state_.reconciled)
        count_reject(booked->client_order_id,
                     report.error ? report.error->describe() : "no reason given");
    // an order that was on its way when the kill came
    if (trading_state() >= TradingState::halted && is_target(*booked) && state_.connected &&
        booked->status != OrderStatus::pending_cancel && !booked->cancelling)
        cancel_one(*booked, cancel_time(1));
    return !confirms;
}

void ExecutionRouter::Core::book_fill(const risk::BookedOrder& order, Decimal quantity)
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

void ExecutionRouter::Core::note_gap(const OrderReport& report, const risk::BookedOrder* booked)
{
    if (state_.connected && !reconciling_) return;
    std::optional<Decimal> known;
    if (booked && booked->own)
        known = booked->filled;
    else if (auto entry = entries_.find(report.order.client_order_id);
             !booked && entry != entries_.end() && entry->second.of_earlier_run)
        known = entry->second.report.filled;
    if (!known || report.filled <= *known) return;
    auto what = fmt::format("order {} ({}) filled {} more while nobody listened",
                            report.order.client_order_id, to_string(report.id),
                            (report.filled - *known).str());
    alert(AlertRule::lost_executions, report.order.client_order_id,
          {AlertSeverity::page, what, (report.filled - *known).str(), "0"});
    trip(state_.config.kill_switch.on_lost_executions, "gap", what);
}

void ExecutionRouter::Core::remember(Entry& entry, const risk::BookedOrder& booked,
                                     const OrderReport& report)
{
    bool reported = entry.phase == Entry::Phase::known || entry.phase == Entry::Phase::done;
    // the terms of an earlier run's order stand in the journal as text
    bool news = !reported || entry.report.status != report.status ||
                entry.report.filled != booked.filled || entry.report.id != report.id ||
                (!entry.of_earlier_run && entry.report.order != report.order);
    bool settled = entry.phase == Entry::Phase::unknown;
    tally_.acknowledged += settled || entry.phase == Entry::Phase::sent;
    ++entry.reports;
    entry.phase = is_done(report.status) ? Entry::Phase::done : Entry::Phase::known;
    entry.report = report;
    if (entry.report.filled != booked.filled) {
        entry.report.filled = booked.filled;
        entry.report.remaining = report.order.quantity - booked.filled;
    }
    entry.of_earlier_run = entry.of_earlier_run && !news && entry.phase == Entry::Phase::done;
    if (!news) return;
    journal(journal_.report(booked.client_order_id, entry.report, now().time));
    log::info("order {} ({}) {} filled {} of {}{}", booked.client_order_id, to_string(report.id),
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
        if (auto* booked = find_booked(about)) booked->corrected = true;
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
