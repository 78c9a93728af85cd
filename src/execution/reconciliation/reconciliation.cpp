// Connecting: the right account, and everything known before the first order.
#include "execution/reconciliation/reconciliation.hpp"

#include "base/log.hpp"
#include "execution/risk/account_guard.hpp"
#include "execution/risk/fact_lives.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace trademind {
namespace {

OrderInquiry inquiry_about(const TrackedOrder& order)
{
    OrderInquiry inquiry;
    inquiry.client_order_id = order.client_order_id;
    inquiry.permanent_id = order.permanent_id;
    inquiry.sent_at = order.sent_at;
    inquiry.acknowledged = order.is_acknowledged();
    return inquiry;
}

}  // namespace

class Reconciliation::Round {
public:
    Round(Reconciliation& owner, Done done)
        : owner_{owner}, number_{++owner.round_}, done_{std::move(done)}
    {}

    /// Wraps what is to be done with a list: not after a failure, nor of an older round, whose
    /// lists may be from before the break between them.
    template <class T, class Take> auto take(Take use) const
    {
        return owner_.context_.guarded([round = *this, use = std::move(use)](Result<T> list) {
            if (!round.is_current())
                return round.fail({Errc::connection_lost, "the link broke while reconciling"});
            if (!list) return round.fail(list.error());
            use(*list);
        });
    }
    /// The same of a list that a broker which is there may not have, or not send in time:
    /// positions, quotes and cancels go on without it, and no order is let through.
    template <class T, class Take, class Miss> auto take_known(Take use, Miss miss) const
    {
        return owner_.context_.guarded([taken = take<T>(std::move(use)), miss = std::move(miss),
                                        round = *this](Result<T> list) mutable {
            bool is_missing =
                !list && (list.error() == Errc::not_reconciled || list.error() == Errc::timed_out);
            if (!is_missing || !round.is_current()) return taken(std::move(list));
            log::error("not reconciled: {}", list.error().describe());
            miss();
        });
    }
    void fail(const Error& error) const
    {
        if (number_ == owner_.round_) owner_.context_.reconciling = false;
        done_(error);
    }
    bool is_current() const { return number_ == owner_.round_; }
    void succeed() const { done_(Result<>{}); }

private:
    Reconciliation& owner_;
    unsigned number_;
    Done done_;
};

void Reconciliation::connect(Completion<> done)
{
    auto& state = context_.state;
    if (state.connected && state.reconciled) return done(Result<>{});
    connecting_.push_back(std::move(done));
    if (connecting_.size() > 1) return;
    set_link_(LinkState::connecting);
    context_.inner->connect(context_.guarded([this, &state](Result<> up) {
        if (up) return reconcile([this](Result<> known) { finish_connecting(known); });
        // the session was there and is not used: orders are refused by that reason
        bool unusable = up.error() == Errc::invalid_argument && !state.config.account.empty();
        state.guard = unusable ? std::optional{up.error().message} : std::nullopt;
        finish_connecting(up);
    }));
}

void Reconciliation::finish_connecting(const Result<>& result)
{
    if (result)
        became_ready();
    else
        set_link_(LinkState::disconnected);
    for (auto& done : std::exchange(connecting_, {})) done(result);
}

void Reconciliation::on_link(LinkState link)
{
    if (is_usable(link)) {
        // while connecting, the router says ready itself, once everything is known
        if (connecting_.empty() && !context_.reconciling) reconcile_again();
        return;
    }
    context_.counted.link_losses += context_.state.connected && link != LinkState::disconnected;
    context_.state.connected = context_.state.reconciled = context_.reconciling = false;
    context_.lists = {};
    ++round_;
    retry_timer_.reset();
    if (connecting_.empty() || link != LinkState::connecting) set_link_(link);
}

void Reconciliation::ask_again()
{
    if (context_.state.connected && !context_.reconciling && connecting_.empty()) reconcile_again();
}

void Reconciliation::reconcile_again()
{
    reconcile([this](Result<> known) {
        if (known) return became_ready();
        log::error("not reconciled: {}", known.error().describe());
        reconcile_later();
    });
}

void Reconciliation::on_lists(const ReconcileReport& report)
{
    // its own round asks for everything; and a list that is known to be missing is no news
    bool is_news = report.complete != context_.lists.all();
    if (is_news) ask_again();
}

std::string Reconciliation::missing() const
{
    std::string_view absent = !context_.lists.open_orders ? "open orders"
                              : !context_.lists.positions ? "positions"
                                                          : "";
    if (!absent.empty())
        return fmt::format("The broker's list of {} has not come; it is asked for again", absent);
    return in_doubt_.uncounted();
}

void Reconciliation::judge_known()
{
    auto& state = context_.state;
    if (!state.connected || context_.reconciling) return;
    state.missing = missing();
    state.reconciled = state.missing.empty();
}

void Reconciliation::reconcile_later()
{
    const auto& state = context_.state;
    if (!state.connected || state.guard) return;
    // the link is up: nothing else would ask again
    retry_timer_ = context_.after(state.config.request_timeout, [this, &state] {
        if (!state.reconciled) ask_again();
    });
}

void Reconciliation::became_ready()
{
    // whatever happened while the lists were fetched, the broker's link decides
    if (!context_.inner->is_connected()) return;
    context_.ever_ready = true;
    set_link_(context_.inner->link());
    ready_();
}

void Reconciliation::reconcile(Done done)
{
    auto& state = context_.state;
    state.connected = true;
    state.reconciled = false;
    state.missing.clear();
    context_.lists = {};
    context_.reconciling = true;
    retry_timer_.reset();
    Round round{*this, std::move(done)};
    // a kill comes before everything else that is sent
    if (kill_switch_.state() >= TradingState::halted) kill_switch_.start_cancelling();
    auto with_account = round.take<Account>([this, round](const Account& account) {
        auto& known = context_.state;
        if (known.guard = risk::account_fault(account, known.config); known.guard) {
            log::error("refused to connect: {}", *known.guard);
            known.connected = false;
            context_.inner->disconnect([](Result<>) {});
            return round.fail(RiskVerdict{RiskReason::live_not_allowed, *known.guard}.error());
        }
        positions_.take_account(account);
        context_.lists.account = true;
        ask_orders(round, OrderFilter::all);
    });
    context_.inner->get_account(with_account);
}

void Reconciliation::ask_orders(const Round& round, OrderFilter filter)
{
    auto take = round.take_known<std::vector<OrderReport>>(
        [this, round, filter](const auto& all) {
            context_.lists.open_orders = true;
            context_.lists.completed_orders = filter == OrderFilter::all;
            take_orders(all);
            ask_executions(round);
        },
        [this, round, filter] {
            filter == OrderFilter::all ? ask_orders(round, OrderFilter::open)
                                       : ask_executions(round);
        });
    context_.inner->get_orders(filter, std::move(take));
}

void Reconciliation::ask_executions(const Round& round)
{
    // they were reported as they came: here it is only asked whether the list has come
    context_.inner->get_executions(
        context_.guarded([this, round](const Result<std::vector<Execution>>& all) {
            if (!all) log::warning("executions: {}", all.error().describe());
            context_.lists.executions = all && round.is_current();
            ask_positions(round);
        }));
}

void Reconciliation::ask_positions(const Round& round)
{
    auto take = round.take_known<std::vector<Position>>(
        [this, round](const auto& held) {
            context_.lists.positions = true;
            positions_.take_baseline(held);
            finish(round);
        },
        [this, round] { finish(round); });
    context_.inner->get_positions(std::move(take));
}

void Reconciliation::take_orders(const std::vector<OrderReport>& orders)
{
    orders_.take_list(orders, false);
    ask_fates(orders);
    if (orders_.lists_are_complete()) confirm(orders);
}

void Reconciliation::finish(const Round& round)
{
    auto& state = context_.state;
    context_.reconciling = false;
    judge_known();
    if (!context_.lists.open_orders || !context_.lists.positions) reconcile_later();
    auto held = std::ranges::count_if(state.book.instruments(),
                                      [](const auto& i) { return !i->reported.is_zero(); });
    context_.record(context_.journal.note("start",
                                          fmt::format("reconciled: {} positions, {} working orders",
                                                      held, state.book.totals().working),
                                          context_.now().time));
    // in `reducing` only now is it known what opens
    if (kill_switch_.state() != TradingState::active) kill_switch_.start_cancelling();
    in_doubt_.count();
    round.succeed();
}

void Reconciliation::confirm(const std::vector<OrderReport>& orders)
{
    std::vector<OrderId> working;
    for (const auto& report : orders)
        if (const auto* order = context_.state.orders.find(report);
            order && order->own && !is_done(report.status))
            working.push_back(report.id);
    context_.record(context_.journal.confirm(working, context_.now().time));
}

void Reconciliation::ask_fates(const std::vector<OrderReport>& listed)
{
    std::set<std::string_view> names;
    // one that the broker lists without knowing what became of it is asked for, too
    for (const auto& report : listed)
        if (report.status != OrderStatus::unknown) names.insert(report.order.client_order_id);
    for (const auto& order : context_.state.orders.all()) {
        bool open = order->stage == TrackedOrder::Stage::unknown ||
                    order->stage == TrackedOrder::Stage::working;
        if (order->own && open && !names.contains(order->client_order_id)) ask_fate(*order);
    }
}

void Reconciliation::ask_fate(TrackedOrder& order)
{
    if (!context_.state.connected || std::exchange(order.asked_for, true)) return;
    context_.inner->find_order(inquiry_about(order),
                               context_.guarded([this, id = order.client_order_id,
                                                 sent_at = order.sent_at](Result<FateReport> fate) {
                                   auto* asked = find_asked(id, sent_at);
                                   if (!asked) return;
                                   asked->asked_for = false;
                                   if (!fate) return ask_fates_later();  // nothing is proven
                                   take_fate(*asked, *fate);
                               }));
}

void Reconciliation::find_fate(const TrackedOrder& order, Duration patience,
                               std::function<void()> next)
{
    auto answered = [this, id = order.client_order_id, sent_at = order.sent_at,
                     next = std::move(next)](Result<FateReport> fate) {
        auto* asked = find_asked(id, sent_at);
        if (fate && asked && asked->is_in_doubt()) take_fate(*asked, *fate);
        next();
    };
    context_.inner->find_order(inquiry_about(order),
                               Within{patience, context_.guarded(std::move(answered))});
}

void Reconciliation::look_at_foreign_orders()
{
    auto& state = context_.state;
    auto uptime = context_.now().uptime;
    bool any = std::ranges::any_of(
        state.orders.all(), [](const auto& order) { return !order->own && order->counts(); });
    if (!any || !state.reconciled || uptime - foreign_orders_at_ < risk::foreign_orders_life)
        return;
    foreign_orders_at_ = uptime;
    context_.inner->get_orders(
        OrderFilter::open,
        context_.guarded([this, round = round_](Result<std::vector<OrderReport>> open) {
            if (!open)
                log::warning("orders of other programs: {}", open.error().describe());
            else if (round == round_)
                orders_.take_foreign(*open);
        }));
}

void Reconciliation::ask_fates_later()
{
    if (fate_timer_) return;
    fate_timer_ = context_.after(context_.state.config.request_timeout, [this] {
        fate_timer_ = {};
        for (const auto& order : context_.state.orders.all())
            if (order->own &&
                (order->stage == TrackedOrder::Stage::unknown || order->is_in_doubt()))
                ask_fate(*order);
    });
}

TrackedOrder* Reconciliation::find_asked(const std::string& client_order_id, TimePoint sent_at)
{
    // the name may be another order's by now: this one never arrived, and was placed again
    auto* order = context_.state.orders.find_own(client_order_id);
    return order && order->sent_at == sent_at ? order : nullptr;
}

void Reconciliation::take_fate(TrackedOrder& order, const FateReport& fate)
{
    bool found = fate.fate == OrderFate::live || fate.fate == OrderFate::ended;
    if (found && fate.report)
        orders_.take_found(*fate.report);
    else if (order.stage == TrackedOrder::Stage::unknown ||
             order.stage == TrackedOrder::Stage::working)
        settle(order, fate);
    judge_known();
}

void Reconciliation::settle(TrackedOrder& order, const FateReport& fate)
{
    const auto& id = order.client_order_id;
    bool unknown = !order.is_acknowledged();
    bool never = unknown && fate.fate == OrderFate::not_received;
    if (never)
        log::warning("order {}: {}", id, fate.reason);
    else if (unknown)
        log::error("order {}: {}; look at positions and trade log", id, fate.reason);
    else
        log::info("order {} is no longer known to the broker", id);
    if (unknown && !never) {
        // never sent again under its id
        order.report.order.client_order_id = id;
        order.report.status = OrderStatus::unknown;
    }
    order.stage = never ? TrackedOrder::Stage::not_received : TrackedOrder::Stage::done;
    context_.state.book.changed(order);
    context_.record(context_.journal.set_state(
        id, never ? journal::OrderState::refuted : journal::OrderState::done, fate.reason,
        context_.now().time));
}

}  // namespace trademind
