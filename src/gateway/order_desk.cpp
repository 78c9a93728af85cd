// The way of an order through the gateway.
#include "gateway/order_desk.hpp"

#include "gateway/order_messages.hpp"
#include "gateway/order_terms.hpp"

#include <list>
#include <utility>

namespace trademind::gateway {
namespace {

/// What TWS refuses before it looks at anything else.
std::optional<TwsAnswer> fault_of(const ibkr::PlaceOrderRequest& request, const OrderRequest& order)
{
    if (order.type == OrderType::unknown)
        return TwsAnswer{code_order_type,
                         "Unsupported order type for this exchange and security type."};
    if (order.side == Side::unknown)
        return TwsAnswer{code_bad_request,
                         "Error validating request.-'gateway' : cause - Invalid side: " +
                             std::string{request.order.action}};
    if (order.time_in_force == TimeInForce::unknown)
        return TwsAnswer{code_bad_request,
                         "Error validating request.-'gateway' : cause - Invalid time in force:" +
                             std::string{request.order.time_in_force}};
    if (order.quantity.sign() <= 0 && !order.is_by_cash())
        return TwsAnswer{code_zero_quantity, "The order size cannot be zero."};
    return std::nullopt;
}

}  // namespace

template <class Use> void OrderDesk::for_each_listener(const OrderKey& key, Use use)
{
    floor_.for_each_client([&](Session& session) {
        bool is_master = session.client_id() == floor_.master_client_id;
        if (session.client_id() == key.client_id || is_master) use(session);
    });
}

void OrderDesk::on(Session& client, const ibkr::IdsRequest&)
{
    ibkr::NextValidId answer;
    answer.order_id = book_.next_order_id(client.client_id());
    client.send(answer);
}

void OrderDesk::on(Session& client, const ibkr::PlaceOrderRequest& request)
{
    if (floor_.read_only)
        return floor_.error(client, request.order_id, code_bad_request,
                            "Error validating request.-'gateway' : cause - The API interface is "
                            "currently in Read-Only mode.");
    auto order = terms_of(request, floor_.broker->capabilities());
    if (auto fault = fault_of(request, order))
        return floor_.error(client, request.order_id, fault->code, fault->text);
    if (!order.account.empty() && order.account != floor_.account)
        return floor_.error(client, request.order_id, code_bad_request,
                            "Error validating request.-'gateway' : cause - Invalid account "
                            "number: " +
                                order.account);
    order.account = floor_.account;
    if (request.order.what_if) return preview(client, request, std::move(order));
    place(client, request, std::move(order));
}

void OrderDesk::place(Session& client, const ibkr::PlaceOrderRequest& request, OrderRequest order)
{
    OrderKey key{client.client_id(), request.order_id};
    auto* known = book_.find(key);
    if (known && known->is_known() && !known->is_open())
        return known->report->status == OrderStatus::filled
                   ? floor_.error(client, key.order_id, code_modify_filled,
                                  "Cannot modify a filled order.")
                   : floor_.error(client, key.order_id, code_duplicate_order_id,
                                  "Duplicate order id");
    if (known && !known->is_known())
        return known->waiting.push_back(floor_.while_alive(
            [this, key, order = std::move(order)]() mutable { modify(key, std::move(order)); }));
    if (known) return modify(key, std::move(order));
    book_.add(key, request.order.order_ref).is_hushed = take(floor_.faults.lost_acknowledgements);
    if (request.order.parent_id == 0) return place_new(key, std::move(order));
    auto* parent = book_.find(OrderKey{client.client_id(), request.order.parent_id});
    if (!parent) {
        book_.erase(key);
        return floor_.error(
            client, key.order_id, code_unknown_order,
            "Can't find order with id = " + std::to_string(request.order.parent_id));
    }
    auto place_child = [this, key, parent_key = parent->key, order]() mutable {
        auto* found = book_.find(parent_key);
        if (!found || !found->report) return;
        order.parent_id = found->report->id;
        place_new(key, std::move(order));
    };
    if (parent->is_known()) return place_child();
    parent->waiting.push_back(floor_.while_alive(std::move(place_child)));
}

void OrderDesk::place_new(const OrderKey& key, OrderRequest order)
{
    auto* known = book_.find(key);
    if (!known) return;
    order.client_order_id = tag_of(key, known->reference);
    floor_.broker->place_order(std::move(order),
                               floor_.while_alive([this, key](Result<OrderReport> result) {
                                   placed(key, std::move(result));
                               }));
}

void OrderDesk::placed(const OrderKey& key, Result<OrderReport> result)
{
    if (!result) return refuse(key, result.error(), About::order);
    auto* known = book_.find(key);
    // the events have told it by now, but for an order that is held
    if (known && !known->is_known()) book_.take(*result);
}

void OrderDesk::refuse(const OrderKey& key, const Error& error, About about)
{
    auto* known = book_.find(key);
    // told with its report
    if (!known || (known->report && known->report->error)) return;
    auto answer = answer_to(error, about);
    tell_error(*known, answer.code, answer.text);
    if (known->is_known()) return;
    auto waiting = std::exchange(known->waiting, {});
    book_.erase(key);
}

void OrderDesk::modify(const OrderKey& key, OrderRequest order)
{
    auto* known = book_.find(key);
    if (!known || !known->report) return;
    order.client_order_id = known->report->order.client_order_id;
    order.parent_id = known->report->order.parent_id;
    floor_.broker->modify_order(known->report->id, std::move(order),
                                floor_.while_alive([this, key](Result<OrderReport> result) {
                                    modified(key, std::move(result));
                                }));
}

void OrderDesk::modified(const OrderKey& key, Result<OrderReport> result)
{
    auto* known = book_.find(key);
    if (!known) return;
    if (!result) {
        auto answer = answer_to(result.error(), About::modify);
        return tell_error(*known, answer.code, answer.text);
    }
    // a change that changes nothing is acknowledged all the same
    tell(*known);
}

void OrderDesk::preview(Session& client, const ibkr::PlaceOrderRequest& request, OrderRequest order)
{
    auto contract = order.contract;
    auto terms = order;
    floor_.broker->preview_order(
        std::move(order), floor_.for_session(client, [this, id = request.order_id, terms](
                                                         Session& to, Result<OrderPreview> result) {
            if (!result) return floor_.error(to, id, result.error(), About::order);
            ClientOrder asked{OrderKey{to.client_id(), id}, terms.client_order_id};
            asked.report.emplace(OrderId{}, terms);
            asked.report->status = OrderStatus::pre_submitted;
            OrderMessages messages{asked, floor_.account};
            auto message = messages.open_order();
            message.order.what_if = true;
            std::list<std::string> texts;
            to.send(OrderMessages::preview(message.contract, message.order, id, *result, texts));
        }));
}

void OrderDesk::on(Session& client, const ibkr::CancelOrderRequest& request)
{
    OrderKey key{client.client_id(), request.order_id};
    auto id = std::to_string(request.order_id);
    auto* known = book_.find(key);
    if (!known)
        return floor_.error(client, request.order_id, code_not_found_to_cancel,
                            "OrderId " + id + " that needs to be cancelled is not found.");
    if (!known->is_known())
        return known->waiting.push_back(floor_.while_alive([this, key] { cancel(key); }));
    if (!known->is_open())
        return floor_.error(client, request.order_id, code_not_cancellable,
                            "OrderId " + id +
                                " that needs to be cancelled cannot be cancelled, "
                                "state: " +
                                std::string{status_word(known->report->status)} + '.');
    cancel(key);
}

void OrderDesk::cancel(const OrderKey& key)
{
    auto* known = book_.find(key);
    if (!known || !known->is_open()) return;
    floor_.broker->cancel_order(known->report->id,
                                floor_.while_alive([this, key](Result<OrderReport> result) {
                                    auto* order = book_.find(key);
                                    if (result || !order || !order->is_open()) return;
                                    auto answer = answer_to(result.error(), About::cancel);
                                    tell_error(*order, answer.code, answer.text);
                                }));
}

void OrderDesk::on(Session& client, const ibkr::GlobalCancelRequest&)
{
    if (floor_.read_only)
        return floor_.error(client, ibkr::ErrorMessage::no_request, code_bad_request,
                            "The API interface is currently in Read-Only mode.");
    book_.for_each([&](ClientOrder& order) {
        if (order.is_open())
            floor_.broker->cancel_order(order.report->id, [](const Result<OrderReport>&) {});
    });
}

void OrderDesk::on_order(const OrderReport& report)
{
    auto* before = book_.find(report.id);
    bool was_over = before && before->report && is_done(before->report->status);
    auto& order = book_.take(report);
    // what waits for its parent is not told before it is sent on
    if (!report.order.transmit) return;
    tell(order);
    if (was_over || !is_done(report.status)) return;
    if (report.status == OrderStatus::rejected && report.error) {
        auto answer = answer_to(*report.error, About::order);
        tell_error(order, answer.code, answer.text);
    } else if (report.status == OrderStatus::cancelled ||
               report.status == OrderStatus::api_cancelled) {
        tell_error(order, code_order_cancelled,
                   "Order Canceled - reason:" + (report.error ? report.error->message : ""));
    }
}

void OrderDesk::tell(const ClientOrder& order)
{
    if (!order.report || order.is_hushed || status_word(order.report->status).empty()) return;
    OrderMessages messages{order, floor_.account};
    auto open = messages.open_order();
    auto status = messages.status();
    for_each_listener(order.key, [&](Session& session) {
        session.send(open);
        session.send(status);
    });
}

void OrderDesk::tell_error(const ClientOrder& order, int code, std::string_view text)
{
    if (order.is_hushed) return;
    for_each_listener(order.key, [&](Session& session) {
        floor_.error(session, order.key.order_id, code, text);
    });
}

}  // namespace trademind::gateway
