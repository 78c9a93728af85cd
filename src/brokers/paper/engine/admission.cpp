// Which orders and modifications are accepted.
#include "brokers/paper/engine/admission.hpp"

#include <fmt/format.h>

namespace trademind::paper {

Error unlisted(const Contract& contract)
{
    return make_tws_error(200, "No security definition has been found for " + contract.describe() +
                                   ": the paper market does not list it");
}

Result<InstrumentId> Admission::admit(const OrderRequest& request) const
{
    auto instrument = state_.instruments().find(request.contract);
    if (!instrument) return unlisted(request.contract);
    if (state_.expired.contains(*instrument))
        return make_tws_error(
            201, "Order rejected - reason: " + request.contract.describe() + " has expired");
    if (auto fault = find_terms_fault(request, *instrument)) return *fault;
    if (auto fault = find_relation_fault(request)) return *fault;
    return *instrument;
}

std::optional<Error> Admission::find_terms_fault(const OrderRequest& request,
                                                 InstrumentId instrument) const
{
    auto rules = sessions_.rules_for(instrument);
    rules.has_parent = !request.parent_id || state_.orders.find(*request.parent_id);
    if (auto fault = find_fault(request, rules, state_.options.account)) return fault;
    return sessions_.find_auction_fault(request, instrument);
}

std::optional<Error> Admission::find_relation_fault(const OrderRequest& request) const
{
    if (auto fault = groups_.find_fault(request)) return fault;
    if (!request.parent_id) return std::nullopt;
    const Order* parent = state_.orders.find(*request.parent_id);
    if (parent && parent->done() && parent->status != OrderStatus::filled)
        return make_tws_error(201, fmt::format("Order rejected - reason: parent order {} is {}",
                                               to_number(parent->id), to_string(parent->status)));
    return std::nullopt;
}

std::optional<Error> Admission::find_modify_fault(const Order& order,
                                                  const OrderRequest& request) const
{
    if (order.status == OrderStatus::filled)
        return make_tws_error(104, "Cannot modify a filled order");
    if (order.done() || order.cancel_pending)
        return make_tws_error(
            134, fmt::format("Modify order failed, state: {}", to_string(order.status)));
    auto instrument = state_.instruments().find(request.contract);
    if (instrument != order.instrument || request.side != order.side ||
        request.parent_id != order.parent())
        return make_tws_error(105,
                              "Order being modified does not match original order: contract, "
                              "side and parent stay");
    if (request.client_order_id != order.client_order_id())
        return make_tws_error(105,
                              "Order being modified does not match original order: its client "
                              "order id stays");
    if (order.place != Place::untransmitted) {
        if (request.oca_group != order.oca_group())
            return make_tws_error(10326, "OCA group revision is not allowed");
        if (request.oca_type != order.oca_type)
            return make_tws_error(10327, "OCA group type revision is not allowed");
    }
    if (auto fault = find_terms_fault(request, order.instrument)) return fault;
    bool auction = order.place == Place::opening_auction || order.place == Place::closing_auction;
    if (auction && (request.type != order.type || request.time_in_force != order.time_in_force))
        return make_tws_error(329, "Order modify failed. Cannot change to the new order type");
    return std::nullopt;
}

}  // namespace trademind::paper
