// Connecting: the right account, and everything known before the first order.
#include "base/log.hpp"
#include "execution/risk/adoption.hpp"
#include "execution/router/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace trademind {
namespace {

std::string hidden(const std::string& account, bool show)
{
    if (show || account.size() <= 3) return account;
    return std::string(account.size() - 3, '*') + account.substr(account.size() - 3);
}

/// IBKR's paper accounts begin so.
bool is_paper_account(const std::string& id)
{
    return id.starts_with("DU") || id.starts_with("DF");
}

}  // namespace

void ExecutionRouter::Core::connect(Completion<> done)
{
    if (state_.connected && state_.reconciled) return done(Result<>{});
    connecting_.push_back(std::move(done));
    if (connecting_.size() > 1) return;
    router_.set_link(LinkState::connecting);
    inner_->connect(guarded([this](Result<> up) {
        if (!up) {
            // the session was there and is not used: orders are refused by that reason
            bool unusable = up.error() == Errc::invalid_argument && !state_.config.account.empty();
            state_.guard = unusable ? std::optional{up.error().message} : std::nullopt;
            return finish_connecting(up);
        }
        reconcile([this](Result<> known) { finish_connecting(known); });
    }));
}

void ExecutionRouter::Core::finish_connecting(const Result<>& result)
{
    if (result)
        became_ready();
    else
        router_.set_link(LinkState::disconnected);
    for (auto& done : std::exchange(connecting_, {})) done(result);
}

void ExecutionRouter::Core::disconnect(Completion<> done)
{
    auto shared = std::make_shared<Completion<>>(std::move(done));
    inner_->disconnect(guarded([shared](Result<> down) { (*shared)(down); }));
}

void ExecutionRouter::Core::on_link(LinkState link)
{
    if (is_usable(link)) {
        // while connecting, the router says ready itself, once everything is known
        if (connecting_.empty() && !reconciling_) reconcile_again();
        return;
    }
    if (link == LinkState::disconnected)
        down_since_.reset();
    else if (ever_ready_ && !down_since_)
        down_since_ = now().uptime;
    tally_.link_losses += state_.connected && link != LinkState::disconnected;
    state_.connected = false;
    state_.reconciled = false;
    reconciling_ = false;
    ++reconciliation_;
    reconcile_timer_.reset();
    if (connecting_.empty() || link != LinkState::connecting) router_.set_link(link);
}

void ExecutionRouter::Core::reconcile_again()
{
    reconcile([this](Result<> known) {
        if (known) return became_ready();
        log::error("not reconciled: {}", known.error().describe());
        reconcile_later();
    });
}

void ExecutionRouter::Core::reconcile_later()
{
    if (!state_.connected || state_.guard) return;
    // the link is up: nothing else would ask again
    reconcile_timer_ = after(state_.config.request_timeout, [this] {
        if (state_.connected && !state_.reconciled && !reconciling_ && connecting_.empty())
            reconcile_again();
    });
}

void ExecutionRouter::Core::became_ready()
{
    // whatever happened while the lists were fetched, the broker's link decides
    if (!inner_->is_connected()) return;
    ever_ready_ = true;
    down_since_.reset();
    router_.set_link(inner_->link());
    start_watching();
}

std::optional<std::string> ExecutionRouter::Core::guard_against(const Account& account) const
{
    const Config& c = state_.config;
    auto shown = hidden(account.id, c.log.show_account);
    if (!c.account.empty() && account.id != c.account)
        return fmt::format("broker.account is {}, but the login's account is {}",
                           hidden(c.account, c.log.show_account), shown);
    if (c.type != BrokerType::ibkr) return std::nullopt;
    bool paper = is_paper_account(account.id);
    if (c.mode == TradingMode::paper && !paper)
        return fmt::format("broker.mode is paper, but account {} at port {} is not a paper account",
                           shown, c.ibkr.port);
    if (c.mode == TradingMode::live && paper)
        return fmt::format("broker.mode is live, but account {} at port {} is a paper account",
                           shown, c.ibkr.port);
    if (c.mode == TradingMode::live && !c.allow_live)
        return std::string{"broker.mode is live, but broker.allow_live is not true"};
    return std::nullopt;
}

void ExecutionRouter::Core::reconcile(std::function<void(Result<>)> done)
{
    state_.connected = true;
    state_.reconciled = false;
    reconciling_ = true;
    reconcile_timer_.reset();
    auto number = ++reconciliation_;
    // a kill comes before everything else that is sent
    if (trading_state() >= TradingState::halted) start_cancelling();
    auto fail = [this, done, number](const Error& error) {
        if (number == reconciliation_) reconciling_ = false;
        done(error);
    };
    // of two that overlap, the older one's lists may be from before the break between them
    auto stale = [this, number] { return number != reconciliation_; };
    const Error broken{Errc::connection_lost, "the link broke while reconciling"};
    inner_->get_account(guarded([this, done, fail, stale, broken](Result<Account> account) {
        if (stale()) return fail(broken);
        if (!account) return fail(account.error());
        if (state_.guard = guard_against(*account); state_.guard) {
            log::error("refused to connect: {}", *state_.guard);
            state_.connected = false;
            inner_->disconnect([](Result<>) {});
            return fail(RiskVerdict{RiskReason::live_not_allowed, *state_.guard}.error());
        }
        take_account(*account);
        inner_->get_orders(
            OrderFilter::all,
            guarded([this, done, fail, stale, broken](Result<std::vector<OrderReport>> orders) {
                if (stale()) return fail(broken);
                if (!orders) return fail(orders.error());
                track_list(*orders, false);
                ask_fates(*orders);
                if (lists_complete_) confirm(*orders);
                inner_->get_positions(guarded([this, done, fail, stale,
                                               broken](Result<std::vector<Position>> held) {
                    if (stale()) return fail(broken);
                    if (!held) return fail(held.error());
                    // whatever is not in the list is not held
                    for (const auto& i : state_.book.instruments()) {
                        i->position = {};
                        state_.book.set_position(*i, {}, {}, now().uptime);
                    }
                    for (const auto& position : *held) take_position(position, true);
                    risk::judge_adopted(state_.book);
                    reconciling_ = false;
                    state_.reconciled = !state_.orders.is_fate_outstanding();
                    journal(journal_.note("start",
                                          fmt::format("reconciled: {} positions, {} working "
                                                      "orders",
                                                      held->size(), state_.book.totals().working),
                                          now().time));
                    // in `reducing` only now is it known what opens
                    if (trading_state() != TradingState::active) start_cancelling();
                    done(Result<>{});
                }));
            }));
    }));
}

void ExecutionRouter::Core::ask_fates(const std::vector<OrderReport>& listed)
{
    std::set<std::string_view> names;
    for (const auto& report : listed) names.insert(report.order.client_order_id);
    for (const auto& order : state_.orders.all()) {
        bool open = order->stage == TrackedOrder::Stage::unknown ||
                    order->stage == TrackedOrder::Stage::working;
        if (order->own && open && !names.contains(order->client_order_id)) ask_fate(*order);
    }
}

void ExecutionRouter::Core::ask_fate(TrackedOrder& order)
{
    if (!state_.connected || std::exchange(order.asked_for, true)) return;
    OrderInquiry inquiry;
    inquiry.client_order_id = order.client_order_id;
    inquiry.permanent_id = order.permanent_id;
    inquiry.sent_at = order.sent_at;
    inquiry.acknowledged = order.stage == TrackedOrder::Stage::working;
    inner_->find_order(std::move(inquiry),
                       guarded([this, id = order.client_order_id](Result<FateReport> fate) {
                           take_fate(id, fate);
                       }));
}

void ExecutionRouter::Core::ask_fates_later()
{
    if (fate_timer_) return;
    fate_timer_ = after(state_.config.request_timeout, [this] {
        fate_timer_ = {};
        for (const auto& order : state_.orders.all())
            if (order->own && order->stage == TrackedOrder::Stage::unknown) ask_fate(*order);
    });
}

void ExecutionRouter::Core::take_fate(const std::string& client_order_id,
                                      const Result<FateReport>& fate)
{
    auto* order = state_.orders.find_own(client_order_id);
    if (!order) return;
    order->asked_for = false;
    if (!fate) return ask_fates_later();  // nothing is proven
    bool unknown = order->stage == TrackedOrder::Stage::unknown;
    if (fate->report && fate->fate != OrderFate::not_received) {
        if (track(*fate->report, Evidence::list, !reconciling_))
            router_.notify(&BrokerObserver::on_order, *fate->report);
    } else if (unknown || order->stage == TrackedOrder::Stage::working) {
        bool never = unknown && fate->fate == OrderFate::not_received;
        if (never)
            log::warning("order {}: {}", client_order_id, fate->reason);
        else if (unknown)
            log::error("order {}: {}; look at positions and trade log", client_order_id,
                       fate->reason);
        else
            log::info("order {} is no longer known to the broker", client_order_id);
        if (unknown && !never) {
            // never sent again under its id
            order->report.order.client_order_id = client_order_id;
            order->report.status = OrderStatus::unknown;
        }
        uncount(*order, never ? TrackedOrder::Stage::not_received : TrackedOrder::Stage::done);
        journal(journal_.set_state(client_order_id,
                                   never ? journal::OrderState::refuted : journal::OrderState::done,
                                   fate->reason, now().time));
    }
    if (state_.connected && !reconciling_ && !state_.orders.is_fate_outstanding())
        state_.reconciled = true;
}

void ExecutionRouter::Core::confirm(const std::vector<OrderReport>& orders)
{
    std::vector<OrderId> working;
    for (const auto& report : orders)
        if (const auto* order = state_.orders.find(report);
            order && order->own && !is_done(report.status))
            working.push_back(report.id);
    journal(journal_.confirm(working, now().time));
}

}  // namespace trademind
