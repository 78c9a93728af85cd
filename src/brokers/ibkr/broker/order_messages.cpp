// What TWS tells of orders.
#include "brokers/ibkr/broker/from_wire.hpp"
#include "brokers/ibkr/broker/order_terms.hpp"
#include "brokers/ibkr/broker/orders.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

constexpr std::uint64_t order_tag = std::uint64_t{1} << 63, change_tag = std::uint64_t{1} << 62;

/// 321 has many reasons; the words name this one.
bool says_read_only(const Error& error)
{
    return error.message.find("Read-Only") != std::string::npos;
}

Error read_only(const Error& error)
{
    return {Errc::read_only,
            error.message + " (TWS: Configuration, API, Settings, Read-Only API must be off)"};
}

}  // namespace

std::uint64_t tag_of(OrderId id)
{
    // Ids are 32 bits on the wire; those of orders entered by hand may be below zero.
    return order_tag | static_cast<std::uint32_t>(to_number(id));
}

std::uint64_t change_tag_of(OrderId id)
{
    return tag_of(id) | change_tag;
}

void Orders::apply(OrderRecord& order, Effects effects)
{
    table_.index(order);
    bool is_news = effects.changed || effects.noted;
    changes_ += is_news;
    if (is_news) tell(order);
    auto settle = [&](std::vector<Completion<OrderReport>>& calls, const Outcome& outcome,
                      auto succeed) {
        if (!outcome) return;
        for (auto& done : std::exchange(calls, {})) {
            if (*outcome)
                (this->*succeed)(done, order);
            else
                done(outcome->error());
        }
    };
    settle(order.place, effects.place, &Orders::answer_place);
    settle(order.modify, effects.modify, &Orders::answer);
    settle(order.cancel, effects.cancel, &Orders::answer);
    if (order.machine.waits_for_place() && order.machine.acknowledged() &&
        order.machine.report().status == OrderStatus::inactive && !order.settle_timer)
        give_inactive_time(order);
    if (order.machine.is_unexplained() && !order.settle_timer) give_unexplained_time(order);
    if (effects.look_up && ask_) ask_();
}

void Orders::tell(const OrderRecord& order)
{
    // without terms there is nothing to show: an order to buy 0 of no symbol is none
    if (order.machine.has_terms() && !order.awaits_lists)
        desk_.events.on_order(order.machine.report());
}

void Orders::answer(Completion<OrderReport>& done, const OrderRecord& order)
{
    // more of the same read may follow before the caller gets it
    done(order.machine.report(),
         life_.guard([&order, told = order.machine.revision()](Result<OrderReport>& answer) {
             if (answer && order.machine.revision() != told) answer = order.machine.report();
         }));
}

void Orders::answer_place(Completion<OrderReport>& done, const OrderRecord& order)
{
    done(order.machine.report(),
         life_.guard([&order, told = order.machine.revision()](Result<OrderReport>& answer) {
             if (!answer || order.machine.revision() == told) return;
             const auto& now = order.machine.report();
             if (now.status == OrderStatus::rejected && now.error && now.filled.is_zero())
                 answer = *now.error;
             else
                 answer = now;
         }));
}

OrderRecord& Orders::heard_of(int client_id, std::int64_t order_id, PermanentId permanent_id)
{
    auto known = table_.size();
    auto& order = table_.of(client_id, order_id, permanent_id, desk_.now());
    // the lists come row by row, and only together say how it stands
    if (table_.size() > known) order.awaits_lists = listing_;
    order.gone = false;
    return order;
}

void Orders::look_up(OrderRecord& order)
{
    if (order.machine.has_terms() || listing_ || std::exchange(order.asked_about, true)) return;
    const auto& report = order.machine.report();
    desk_.events.on_notice(Notice{
        Error{Errc::unknown_order, "a status came of order " + to_string(report.id) +
                                       " of client " + std::to_string(report.client_id) +
                                       ", permanent id " +
                                       std::to_string(to_number(report.permanent_id)) +
                                       ", which is not known; the lists of orders are asked for"},
        order.id()});
    if (ask_) ask_();
}

void Orders::report_unread(std::string_view kind, std::int64_t number, const OrderRequest& order,
                           std::optional<OrderId> id)
{
    for (const auto* words : {&order.unknown_words, &order.contract.unknown_words})
        if (!words->empty()) desk_.unread.fields(kind, std::to_string(number), *words, id);
}

void Orders::on(const ibkr::OpenOrder& message)
{
    if (previews_.on(message)) return;
    // Another client's question, which a master client hears too.
    if (message.order.what_if) return;
    auto news = from_wire(message);
    if (news.client_id == desk_.options.client_id) desk_.core.order_ids().saw(message.order_id);
    news.listed = listing_;
    auto& order = heard_of(news.client_id, message.order_id, news.permanent_id);
    order.listed = true;
    // what was sent from here keeps the word that was sent
    if (!order.machine.sent_here())
        report_unread("open order", message.order_id, news.order, OrderId{message.order_id});
    const auto& status = message.order_state.status;
    if (!news.status && !status.empty())
        desk_.unread.fields("open order", to_string(OrderId{message.order_id}),
                            {{"status", std::string{status}}}, OrderId{message.order_id});
    apply(order, order.machine.on_terms(news, desk_.now()));
}

void Orders::on(const ibkr::OrderStatus& message)
{
    // TWS reports to a client its own orders, unless it names another
    auto client_id = message.client_id ? *message.client_id : desk_.options.client_id;
    if (previews_.knows(client_id, message.order_id)) return;
    auto news = from_wire(message);
    if (!news)
        return desk_.unread.fields("order status", "of order " + std::to_string(message.order_id),
                                   {{"status", std::string{message.status}}},
                                   OrderId{message.order_id});
    auto& order = heard_of(client_id, message.order_id, news->permanent_id);
    order.listed = true;
    apply(order, order.machine.on_status(*news, desk_.now()));
    look_up(order);
}

void Orders::on(const ibkr::ExecutionDetails& message)
{
    UnknownWords unread;
    auto execution = from_wire(message, desk_.options.time_zone, unread);
    OrderId of{message.execution.order_id};
    if (!execution) {
        desk_.unread.dropped("execution", std::string{message.execution.exec_id}, unread, of);
        // its order's status may count it
        if (!listing_ && ask_) ask_();
        return;
    }
    desk_.unread.fields("execution", execution->id, unread, of);
    desk_.unread.fields("execution", execution->id, execution->unknown_words, of);
    desk_.unread.fields("execution", execution->id, execution->contract.unknown_words, of);
    auto order_id = to_number(execution->order_id);
    auto client_id = execution->client_id;
    if (client_id == desk_.options.client_id) desk_.core.order_ids().saw(order_id);
    auto permanent_id = execution->permanent_id;
    auto added = executions_.add(std::move(*execution));
    if (added.news == ExecutionNews::duplicate || added.news == ExecutionNews::outdated) return;
    Execution kept = *added.execution;
    added.execution = &kept;
    if (collecting_) collect(kept, added);
    desk_.events.on_execution(kept);
    // A liquidation or an assignment has no order.
    if (order_id <= 0 && permanent_id == PermanentId{}) return;
    auto& order = heard_of(client_id, order_id, permanent_id);
    apply(order, order.machine.on_execution(added, desk_.now()));
    if (added.execution->commission)
        apply(order, order.machine.on_commission(added.commission_change, desk_.now()));
}

void Orders::on(const ibkr::CommissionAndFeesReport& message)
{
    UnknownWords unread;
    auto commission = from_wire(message, unread);
    if (!commission)
        return desk_.unread.dropped("commission", std::string{message.exec_id}, unread);
    auto joined = executions_.add(*commission);
    if (!joined.changed) return;
    desk_.events.on_commission(*commission);
    if (!joined.execution) return;
    const Execution& execution = *joined.execution;
    auto order_id = to_number(execution.order_id);
    if (order_id <= 0 && execution.permanent_id == PermanentId{}) return;
    auto& order = heard_of(execution.client_id, order_id, execution.permanent_id);
    apply(order, order.machine.on_commission(joined.commission_change, desk_.now()));
}

void Orders::on(const ibkr::CompletedOrder& message)
{
    auto permanent_id = PermanentId{message.order.perm_id};
    auto terms = from_wire(message.contract, message.order);
    report_unread("completed order", message.order.perm_id, terms, {});
    auto status = parse_order_status(message.order_state.status);
    if (!status)
        desk_.unread.fields("completed order", std::to_string(message.order.perm_id),
                            {{"status", std::string{message.order_state.status}}});
    auto* order = table_.find(permanent_id);
    // A completed order has no order id: one that never got its permanent id is found by the
    // caller's own.
    if (!order && !terms.client_order_id.empty()) {
        order = table_.find_client_order_id(terms.client_order_id);
        // The name alone may have been used by another client, or on another day.
        if (order) {
            const auto& ours = order->machine.report();
            if (ours.permanent_id != PermanentId{} || is_done(ours.status) ||
                !same_trade(ours.order, terms))
                order = nullptr;
        }
    }
    auto filled = message.order.filled_quantity;
    // TWS may say no total of an order that is over.
    if (terms.quantity.is_zero() && filled) terms.quantity = *filled;
    if (!order) {
        if (permanent_id == PermanentId{}) return;
        // the list tells neither order id nor client id
        order = &heard_of(OrderReport::no_client_id, 0, permanent_id);
    }
    order->listed = true;
    TermsNews news;
    news.order = std::move(terms);
    news.permanent_id = permanent_id;
    news.client_id = order->machine.report().client_id;
    if (!order->machine.has_terms()) apply(*order, order->machine.on_terms(news, desk_.now()));
    if (!status) return;
    StatusNews ended;
    // a rejected order is Inactive at TWS, and one that is over works no more
    ended.status = *status == OrderStatus::inactive ? OrderStatus::rejected : *status;
    ended.listed = true;
    ended.permanent_id = permanent_id;
    ended.client_id = news.client_id;
    ended.filled = filled ? *filled : order->machine.report().filled;
    ended.remaining = news.order.quantity - *ended.filled;
    if (*status != OrderStatus::filled) ended.why_over = message.order_state.completed_status;
    apply(*order, order->machine.on_status(ended, desk_.now()));
}

void Orders::on(const ibkr::OrderBound& message)
{
    // An order entered by hand has become one of this client.
    if (message.client_id != desk_.options.client_id || !message.perm_id) return;
    desk_.core.order_ids().saw(message.order_id);
    auto* bound =
        table_.bind(PermanentId{*message.perm_id}, OrderId{message.order_id}, desk_.now());
    if (bound) tell(*bound);
}

bool Orders::refuse_read_only(const Error& error)
{
    if (!says_read_only(error)) return false;
    bool any = false;
    table_.each([&](OrderRecord& order) {
        if (order.machine.acknowledged() || is_done(order.machine.report().status)) return;
        // It went to another session, which may have been allowed to trade.
        if (order.outlived) return;
        any = true;
        ErrorNews news{321, read_only(error), {}};
        apply(order, order.machine.on_error(news, desk_.now()));
    });
    return any;
}

bool Orders::on_error(const ibkr::ErrorMessage& message)
{
    ErrorNews news{message.error_code,
                   make_tws_error(message.error_code, std::string{message.error_message}),
                   std::string{message.advanced_order_reject_json}};
    if (message.about() == ibkr::ErrorMessage::no_request) return refuse_read_only(news.error);
    if (says_read_only(news.error)) news.error = read_only(news.error);
    if (previews_.on_error(message.about(), news)) return true;
    auto* order = table_.find_own(message.about());
    if (!order) return false;
    news.is_covered =
        !order->outlived || desk_.days_since(order->machine.report().submitted_at) == 0;
    if (try_another_id(*order, news)) return true;
    auto effects = order->machine.on_error(news, desk_.now());
    bool explained = effects.explained;
    apply(*order, std::move(effects));
    if (!explained) desk_.events.on_notice(Notice{news.error, order->id()});
    return true;
}

void Orders::connection_lost(const ibkr::session::Disconnect& loss)
{
    bool asked_for = !loss.why.code;
    Error why{asked_for ? Errc::cancelled : Errc::connection_lost,
              asked_for ? "disconnected before TWS answered"
                        : "the connection broke before TWS answered: " + loss.why.message};
    previews_.fail_all(why);
    for (auto tag : loss.not_sent) {
        if (!(tag & order_tag)) continue;
        auto* order = table_.find_own(static_cast<std::int32_t>(tag & 0xFFFF'FFFF));
        if (!order) continue;
        Error unsent{Errc::not_connected, "the connection broke before it left"};
        if (tag & change_tag)
            apply(*order, order->machine.modify_not_sent(unsent, desk_.now()));
        else if (!order->machine.acknowledged())
            apply(*order, order->machine.never_sent(unsent, desk_.now()));
    }
    unacknowledged_.clear();
    acknowledge_timer_.reset();
    table_.each([&](OrderRecord& order) {
        order.outlived = true;
        order.settle_timer.reset();
        apply(order, order.machine.connection_lost(why, desk_.now()));
    });
}

void Orders::interrupted()
{
    collecting_ = true;
    found_.clear();
    moves_.clear();
    table_.each(
        [](OrderRecord& order) { order.was_open = !is_done(order.machine.report().status); });
}

void Orders::begin_reconcile()
{
    // A break, or a reconciliation that a break ended, has begun it.
    if (!collecting_) interrupted();
    listing_ = true;
    table_.each([](OrderRecord& order) { order.listed = false; });
}

bool Orders::has_open_foreign() const
{
    bool any = false;
    table_.each([&](const OrderRecord& order) {
        any |= table_.is_foreign(order) && !order.gone && is_open(order.machine.report().status);
    });
    return any;
}

void Orders::begin_refresh()
{
    table_.each([](OrderRecord& order) { order.listed = false; });
}

bool Orders::end_refresh(bool complete)
{
    // a reconciliation that has begun meanwhile judges by lists of its own
    if (!complete || listing_) return false;
    bool any = false;
    table_.each([&](OrderRecord& order) {
        if (order.listed || !table_.is_foreign(order) || !is_open(order.machine.report().status))
            return;
        any = order.gone = true;
        ++changes_;
    });
    return any;
}

void Orders::collect(const Execution& fill, const Executions::Added& added)
{
    auto stem = split_execution_id(fill.id).base;
    auto corrected = std::ranges::find_if(
        found_, [&](const Execution& known) { return split_execution_id(known.id).base == stem; });
    if (corrected != found_.end())
        *corrected = fill;
    else
        found_.push_back(fill);
    // Of a combo only the legs are held.
    if (fill.contract.type == SecurityType::combo) return;
    auto change = fill.quantity - added.previous_quantity;
    // of an unknown side the change is unknown, too: the position will differ from what is expected
    if (fill.side == Side::unknown) return;
    moves_.push_back({fill.account, fill.contract, fill.side == Side::buy ? change : -change});
}

void Orders::end_reconcile(const ListCoverage& lists, bool judges, ReconcileReport& report)
{
    collecting_ = listing_ = false;
    report.fills_found = std::exchange(found_, {});
    table_.each([&](OrderRecord& order) {
        const auto& now = order.machine.report();
        if (!order.machine.has_terms()) return;
        bool open = is_open(now.status);
        if (table_.is_foreign(order) && open && order.listed) report.foreign_orders.push_back(now);
        if (!order.was_open) return;
        if (is_done(now.status)) {
            report.orders_closed.push_back(now);
            return;
        }
        // What is in no list is judged only where all lists came.
        if (order.listed || !judges) return;
        // Only a client's own orders were asked for.
        if (table_.is_foreign(order) && !desk_.options.see_foreign_orders) return;
        // It left by the socket that still stands: TWS has it, though it does not say so.
        if (!order.machine.acknowledged() && !order.outlived) return;
        bool acknowledged = order.machine.acknowledged();
        auto fate = judge_fate(std::nullopt, now.submitted_at, acknowledged, lists);
        bool never_arrived = fate == OrderFate::not_received;
        Error why{Errc::unknown_order,
                  acknowledged    ? "TWS lists it neither as open nor as completed"
                  : never_arrived ? "it never reached TWS"
                                  : "TWS's lists do not reach back to the day when it was sent"};
        apply(order, order.machine.not_found(why, desk_.now(), acknowledged || never_arrived));
        if (order.machine.report().status == OrderStatus::rejected)
            report.orders_never_arrived.push_back(order.machine.report());
        else
            report.orders_gone.push_back(order.machine.report());
    });
    table_.each([&](OrderRecord& order) {
        if (std::exchange(order.awaits_lists, false)) tell(order);
    });
}

}  // namespace trademind::ibkr_broker
