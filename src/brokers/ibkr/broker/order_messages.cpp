// What TWS tells of orders, as news to them.
#include "brokers/ibkr/broker/order_messages.hpp"

#include "brokers/ibkr/broker/order_terms.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/number_gate.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Of all clients, in one session of the program: far beyond what IBKR lets an account place.
constexpr std::size_t most_orders = 100'000;

/// What an order that works may do cannot be said without them.
bool lacks_size_or_price(const OrderRequest& order)
{
    return std::ranges::any_of(order.unknown_words, [](const UnknownWord& word) {
        return word.field == "quantity" || word.field == "limit_price" ||
               word.field == "stop_price";
    });
}

}  // namespace

void OrderMessages::report_unread(std::string_view kind, std::int64_t number,
                                  const OrderRequest& order, std::optional<OrderId> id)
{
    for (const auto* words : {&order.unknown_words, &order.contract.unknown_words})
        if (!words->empty()) desk_.unread.fields(kind, std::to_string(number), *words, id);
}

bool OrderMessages::may_be_known(std::string_view kind, int client_id, std::int64_t order_id,
                                 PermanentId permanent)
{
    bool named = order_id != 0 || permanent != PermanentId{};
    if (named && (table_.size() < most_orders || table_.find(permanent) ||
                  table_.knows(client_id, order_id)))
        return true;
    desk_.unread.dropped(kind, "of order " + std::to_string(order_id),
                         {{named ? "an order beyond " + std::to_string(most_orders)
                                 : std::string{"orderId and permId"},
                           ""}});
    return false;
}

bool OrderMessages::may_be_known(const Execution& execution)
{
    auto order_id = to_number(execution.order_id);
    bool ours = execution.client_id == desk_.options.client_id && table_.find_own(order_id);
    if (ours || executions_.find(execution.id)) return true;
    if (executions_.is_full()) {
        desk_.unread.dropped("execution", execution.id,
                             {{"an execution beyond " + std::to_string(Executions::most), ""}});
        return false;
    }
    // a liquidation or an assignment has no order
    bool named = order_id > 0 || execution.permanent_id != PermanentId{};
    return !named ||
           may_be_known("execution", execution.client_id, order_id, execution.permanent_id);
}

void OrderMessages::on(const ibkr::OpenOrder& message)
{
    if (previews_.on(message)) return;
    // Another client's question, which a master client hears too.
    if (message.order.what_if) return;
    auto news = from_wire(message);
    if (!may_be_known("open order", news.client_id, message.order_id, news.permanent_id)) return;
    if (news.client_id == desk_.options.client_id) desk_.core.order_ids().saw(message.order_id);
    news.listed = updates_.listing();
    auto& order = updates_.heard_of(news.client_id, message.order_id, news.permanent_id);
    order.listed = true;
    // what was sent from here keeps the word that was sent
    if (!order.machine.sent_here())
        report_unread("open order", message.order_id, news.order, OrderId{message.order_id});
    const auto& status = message.order_state.status;
    if (!news.status && !status.empty())
        desk_.unread.fields("open order", to_string(OrderId{message.order_id}),
                            {{"status", std::string{status}}}, OrderId{message.order_id});
    bool is_unread = !order.machine.sent_here() && !(news.status && is_done(*news.status)) &&
                     lacks_size_or_price(news.order);
    updates_.apply(order, order.machine.on_terms(news, desk_.now()));
    if (is_unread) updates_.unread(ibkr::UnreadSubject::open_order);
}

void OrderMessages::on(const ibkr::OrderStatus& message)
{
    // TWS reports to a client its own orders, unless it names another
    auto client_id = message.client_id ? *message.client_id : desk_.options.client_id;
    if (previews_.knows(client_id, message.order_id)) return;
    auto news = from_wire(message);
    auto source = "of order " + std::to_string(message.order_id);
    if (!news || !news->unread.empty()) {
        desk_.unread.fields(
            "order status", source,
            news ? news->unread : UnknownWords{{"status", std::string{message.status}}},
            OrderId{message.order_id});
        // the lists say how it stands
        if (!updates_.listing()) updates_.doubt();
    }
    if (!news || !may_be_known("order status", client_id, message.order_id, news->permanent_id))
        return;
    auto& order = updates_.heard_of(client_id, message.order_id, news->permanent_id);
    order.listed = true;
    updates_.apply(order, order.machine.on_status(*news, desk_.now()));
    updates_.look_up(order);
}

void OrderMessages::on(const ibkr::ExecutionDetails& message)
{
    UnknownWords unread;
    auto execution = from_wire(message, desk_.options.time_zone, unread);
    OrderId of{message.execution.order_id};
    if (!execution) {
        desk_.unread.dropped("execution",
                             std::string{message.execution.exec_id} + " (ExecutionDetails)", unread,
                             of);
        // its order's status may count it
        updates_.unread(ibkr::UnreadSubject::execution);
        return;
    }
    if (!may_be_known(*execution)) return;
    desk_.unread.fields("execution", execution->id, unread, of);
    desk_.unread.fields("execution", execution->id, execution->unknown_words, of);
    desk_.unread.fields("execution", execution->id, execution->contract.unknown_words, of);
    auto order_id = to_number(execution->order_id);
    auto client_id = execution->client_id;
    if (client_id == desk_.options.client_id) desk_.core.order_ids().saw(order_id);
    auto permanent_id = execution->permanent_id;
    auto added = executions_.add(std::move(*execution), desk_.now());
    if (added.news == ExecutionNews::duplicate || added.news == ExecutionNews::outdated) return;
    Execution kept = *added.execution;
    added.execution = &kept;
    reconciliation_.collect(kept, added);
    desk_.events.on_execution(kept);
    // A liquidation or an assignment has no order.
    if (order_id <= 0 && permanent_id == PermanentId{}) return;
    auto& order = updates_.heard_of(client_id, order_id, permanent_id);
    updates_.apply(order, order.machine.on_execution(added, desk_.now()));
    if (added.execution->commission)
        updates_.apply(order, order.machine.on_commission(added.commission_change, desk_.now()));
}

void OrderMessages::on(const ibkr::CommissionAndFeesReport& message)
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
    auto& order = updates_.heard_of(execution.client_id, order_id, execution.permanent_id);
    updates_.apply(order, order.machine.on_commission(joined.commission_change, desk_.now()));
}

void OrderMessages::on(const ibkr::CompletedOrder& message)
{
    auto permanent_id = PermanentId{message.order.perm_id};
    auto terms = from_wire(message.contract, message.order);
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
    auto filled = count_of(message.order.filled_quantity);
    // TWS may say no total of an order that is over.
    if (terms.quantity.is_zero() && filled) {
        terms.quantity = *filled;
        std::erase_if(terms.unknown_words,
                      [](const UnknownWord& word) { return word.field == "quantity"; });
    }
    if (!filled && status == OrderStatus::filled) {
        // filled whole, whatever that is
        if (terms.quantity.sign() > 0)
            filled = terms.quantity;
        else
            updates_.unread(ibkr::UnreadSubject::completed_order);
    }
    report_unread("completed order", message.order.perm_id, terms, {});
    if (!order) {
        if (permanent_id == PermanentId{}) {
            desk_.unread.dropped("completed order", terms.client_order_id, {{"permId", ""}});
            return updates_.unread(ibkr::UnreadSubject::completed_order);
        }
        if (!may_be_known("completed order", OrderReport::no_client_id, 0, permanent_id)) return;
        // the list tells neither order id nor client id
        order = &updates_.heard_of(OrderReport::no_client_id, 0, permanent_id);
    }
    order->listed = true;
    TermsNews news;
    news.order = std::move(terms);
    news.permanent_id = permanent_id;
    news.client_id = order->machine.report().client_id;
    if (!order->machine.has_terms())
        updates_.apply(*order, order->machine.on_terms(news, desk_.now()));
    if (!status) return;
    StatusNews ended;
    // a rejected order is Inactive at TWS, and one that is over works no more
    ended.status = *status == OrderStatus::inactive ? OrderStatus::rejected : *status;
    ended.listed = true;
    ended.permanent_id = permanent_id;
    ended.client_id = news.client_id;
    ended.filled = filled ? *filled : order->machine.report().filled;
    if (news.order.quantity.sign() > 0) ended.remaining = news.order.quantity - *ended.filled;
    if (*status != OrderStatus::filled) ended.why_over = message.order_state.completed_status;
    updates_.apply(*order, order->machine.on_status(ended, desk_.now()));
}

void OrderMessages::on(const ibkr::OrderBound& message)
{
    // An order entered by hand has become one of this client.
    if (message.client_id != desk_.options.client_id || !message.perm_id) return;
    desk_.core.order_ids().saw(message.order_id);
    auto* bound =
        table_.bind(PermanentId{*message.perm_id}, OrderId{message.order_id}, desk_.now());
    if (bound) updates_.tell(*bound);
}

std::vector<Execution> OrderMessages::executions() const
{
    auto out = executions_.all();
    std::ranges::stable_sort(out, {}, &Execution::time);
    return out;
}

}  // namespace trademind::ibkr_broker
