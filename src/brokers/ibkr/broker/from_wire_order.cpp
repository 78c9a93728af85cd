// Orders, their state, executions and commissions as the domain's values.
#include "base/time_zone.hpp"
#include "brokers/ibkr/broker/from_wire.hpp"
#include "brokers/ibkr/broker/order_terms.hpp"

namespace trademind::ibkr_broker {
namespace {

std::optional<Decimal> not_zero(std::optional<Decimal> d)
{
    return d && !d->is_zero() ? d : std::nullopt;
}

}  // namespace

OrderRequest from_wire(const ibkr::Contract& contract, const ibkr::Order& order)
{
    OrderRequest out;
    out.contract = from_wire(contract);
    out.side = parse_side(order.action).value_or(Side::buy);
    out.quantity = order.total_quantity.value_or(Decimal{});
    out.type = parse_order_type(order.order_type).value_or(OrderType::market);
    // TWS echoes prices that nobody set: only those count that the type uses.
    if (trails(out.type)) {
        out.trailing_amount = not_zero(decimal(order.aux_price));
        out.trailing_rate = not_zero(decimal(order.trailing_percent));
        out.stop_price = not_zero(decimal(order.trail_stop_price));
        out.limit_offset = decimal(order.limit_price_offset);
        if (out.type == OrderType::trailing_stop_limit)
            out.limit_price = decimal(order.limit_price);
    } else {
        if (needs_limit_price(out.type)) out.limit_price = decimal(order.limit_price);
        if (needs_stop_price(out.type)) out.stop_price = decimal(order.aux_price);
    }
    out.time_in_force = parse_time_in_force(order.time_in_force).value_or(TimeInForce::day);
    out.good_till_date = order.good_till_date;
    out.good_after_time = order.good_after_time;
    out.outside_rth = order.outside_rth;
    out.account = order.account;
    out.client_order_id = order.order_ref;
    out.oca_group = order.oca_group;
    if (!out.oca_group.empty() && order.oca_type >= 0 && order.oca_type <= 3)
        out.oca_type = static_cast<OcaType>(order.oca_type);
    if (order.parent_id != 0) out.parent_id = OrderId{order.parent_id};
    out.transmit = order.transmit;
    out.trigger_method = static_cast<TriggerMethod>(order.trigger_method);
    out.attributes = attributes_from_wire(contract, order, out.type);
    return out;
}

TermsNews from_wire(const ibkr::OpenOrder& message)
{
    TermsNews news;
    news.order = from_wire(message.contract, message.order);
    const auto& said = message.order;
    news.type_known = said.order_type.empty() || parse_order_type(said.order_type);
    news.time_in_force_known =
        said.time_in_force.empty() || parse_time_in_force(said.time_in_force);
    news.status = parse_order_status(message.order_state.status);
    news.permanent_id = PermanentId{message.order.perm_id};
    news.client_id = message.order.client_id;
    return news;
}

std::optional<StatusNews> from_wire(const ibkr::OrderStatus& message)
{
    auto status = parse_order_status(message.status);
    if (!status) return std::nullopt;
    StatusNews news;
    news.status = *status;
    news.filled = message.filled.value_or(Decimal{});
    news.remaining = message.remaining.value_or(Decimal{});
    if (!news.filled.is_zero()) {
        news.average_price = decimal(message.average_fill_price);
        news.last_price = decimal(message.last_fill_price);
    }
    news.permanent_id = PermanentId{message.perm_id.value_or(0)};
    news.client_id = message.client_id.value_or(0);
    news.why_held = message.why_held;
    return news;
}

Execution from_wire(const ibkr::ExecutionDetails& message, std::string_view zone)
{
    const auto& e = message.execution;
    Execution out;
    out.id = e.exec_id;
    out.order_id = OrderId{e.order_id};
    out.permanent_id = PermanentId{e.perm_id};
    out.client_order_id = e.order_ref;
    out.account = e.account;
    out.contract = from_wire(message.contract);
    out.side = parse_side(e.side).value_or(Side::buy);
    out.quantity = e.shares.value_or(Decimal{});
    out.price = decimal(e.price).value_or(Decimal{});
    out.cumulative_quantity = e.cumulative_quantity.value_or(Decimal{});
    out.average_price = decimal(e.average_price).value_or(Decimal{});
    out.exchange = e.exchange;
    out.client_id = e.client_id;
    out.time = parse_tws_time(e.time, zone).value_or(TimePoint{});
    return out;
}

Commission from_wire(const ibkr::CommissionAndFeesReport& message)
{
    Commission out{std::string{message.exec_id},
                   decimal(message.commission_and_fees).value_or(Decimal{}),
                   std::string{message.currency}};
    out.realized_pnl = decimal(message.realized_pnl);
    return out;
}

OrderPreview from_wire(const ibkr::OrderState& state)
{
    OrderPreview out;
    out.commission = decimal(state.commission_and_fees);
    out.minimum_commission = decimal(state.min_commission_and_fees);
    out.maximum_commission = decimal(state.max_commission_and_fees);
    out.commission_currency = state.commission_and_fees_currency;
    out.initial_margin_before = decimal(state.init_margin_before);
    out.initial_margin_change = decimal(state.init_margin_change);
    out.initial_margin_after = decimal(state.init_margin_after);
    out.maintenance_margin_before = decimal(state.maint_margin_before);
    out.maintenance_margin_change = decimal(state.maint_margin_change);
    out.maintenance_margin_after = decimal(state.maint_margin_after);
    out.equity_before = decimal(state.equity_with_loan_before);
    out.equity_change = decimal(state.equity_with_loan_change);
    out.equity_after = decimal(state.equity_with_loan_after);
    out.warning = state.warning_text;
    return out;
}

}  // namespace trademind::ibkr_broker
