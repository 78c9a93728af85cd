// What of an order counts.
#include "gateway/order_terms.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"
#include "gateway/contract_messages.hpp"

#include <utility>

namespace trademind::gateway {
namespace {

void drop_formalities(OrderAttributes& a, const Capabilities& can)
{
    if (can.supports_attribute("manual order indicator")) return;
    a.exempt_code.reset();
    a.manual_order_indicator.reset();
    a.use_price_management_algorithm.reset();
    a.not_held = a.solicited = a.opt_out_smart_routing = false;
    a.override_percentage_constraints = a.professional_customer = false;
    for (auto* text :
         {&a.open_close, &a.rule_80a, &a.settling_firm, &a.clearing_account, &a.clearing_intent,
          &a.customer_account, &a.mifid2_decision_maker, &a.mifid2_decision_algo,
          &a.mifid2_execution_trader, &a.mifid2_execution_algo, &a.external_operator,
          &a.manual_order_time, &a.submitter, &a.bond_accrued_interest})
        text->clear();
}

}  // namespace

OrderRequest terms_of(const ibkr::PlaceOrderRequest& request, const Capabilities& can)
{
    auto wire = request.order;
    // empty is what clients send for the usual
    if (wire.time_in_force.empty()) wire.time_in_force = "DAY";
    if (wire.exempt_code == 0) wire.exempt_code = -1;
    auto order = ibkr_broker::from_wire(request.contract, wire);
    order.contract = contract_of(request.contract);
    order.parent_id.reset();
    if (!order.attributes) return order;
    auto attributes = *order.attributes;
    drop_formalities(attributes, can);
    order.attributes =
        attributes == OrderAttributes{} ? RareAttributes{} : RareAttributes{std::move(attributes)};
    return order;
}

}  // namespace trademind::gateway
