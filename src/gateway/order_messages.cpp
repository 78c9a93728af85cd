// What a client is told of its orders.
#include "gateway/order_messages.hpp"

#include "base/time_zone.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"
#include "gateway/contract_messages.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

namespace trademind::gateway {
namespace {

std::optional<double> number_of(const std::optional<Decimal>& d)
{
    return d ? std::optional{d->to_double()} : std::nullopt;
}

constexpr std::string_view currency_of_margins = "USD";

}  // namespace

std::string_view status_word(OrderStatus status)
{
    switch (status) {
    case OrderStatus::rejected: return to_string(OrderStatus::inactive);
    case OrderStatus::unknown: return {};
    default: return to_string(status);
    }
}

std::string zoned_time(TimePoint when)
{
    auto local = std::chrono::floor<std::chrono::seconds>(when + new_york().offset_at(when));
    return fmt::format("{:%Y%m%d %H:%M:%S} US/Eastern", local);
}

ibkr::Contract OrderMessages::wire_contract()
{
    return contract_message(order_.report->order.contract, texts_);
}

ibkr::Order OrderMessages::wire_order()
{
    const auto& report = *order_.report;
    auto out = ibkr_broker::to_wire(report.order, account_);
    out.client_id = order_.key.client_id;
    out.order_id = order_.key.order_id;
    out.perm_id = to_number(report.permanent_id);
    out.order_ref = order_.reference;
    out.parent_id = 0;
    return out;
}

ibkr::OpenOrder OrderMessages::open_order()
{
    ibkr::OpenOrder out;
    out.order_id = order_.key.order_id;
    out.contract = wire_contract();
    out.order = wire_order();
    out.order_state.status = status_word(order_.report->status);
    if (order_.report->error) out.order_state.warning_text = keep(order_.report->error->message);
    return out;
}

ibkr::OrderStatus OrderMessages::status()
{
    const auto& report = *order_.report;
    ibkr::OrderStatus out;
    out.order_id = order_.key.order_id;
    out.status = status_word(report.status);
    out.filled = report.filled;
    out.remaining =
        is_done(report.status) && report.status != OrderStatus::filled && report.filled.is_zero()
            ? report.order.quantity
            : report.remaining;
    out.average_fill_price = number_of(report.average_fill_price).value_or(0.0);
    out.perm_id = to_number(report.permanent_id);
    out.parent_id = 0;
    out.last_fill_price = number_of(report.last_fill_price).value_or(0.0);
    out.client_id = order_.key.client_id;
    out.why_held = report.why_held;
    out.market_cap_price = 0.0;
    return out;
}

ibkr::CompletedOrder OrderMessages::completed()
{
    const auto& report = *order_.report;
    ibkr::CompletedOrder out;
    out.contract = wire_contract();
    out.order = wire_order();
    out.order.filled_quantity = report.filled;
    out.order_state.status = status_word(report.status);
    out.order_state.completed_time = keep(zoned_time(report.updated_at));
    auto told = [&]() -> std::string {
        if (report.status == OrderStatus::filled) return "Filled Size: " + report.filled.str();
        if (report.error) return report.error->message;
        return "Cancelled by Trader";
    };
    out.order_state.completed_status = keep(told());
    return out;
}

ibkr::OpenOrder OrderMessages::preview(const ibkr::Contract& contract, const ibkr::Order& order,
                                       int order_id, const OrderPreview& preview,
                                       std::list<std::string>& texts)
{
    ibkr::OpenOrder out;
    out.order_id = order_id;
    out.contract = contract;
    out.order = order;
    out.order.order_id = order_id;
    auto& state = out.order_state;
    state.status = to_string(OrderStatus::pre_submitted);
    state.init_margin_before = number_of(preview.initial_margin_before);
    state.init_margin_change = number_of(preview.initial_margin_change);
    state.init_margin_after = number_of(preview.initial_margin_after);
    state.maint_margin_before = number_of(preview.maintenance_margin_before);
    state.maint_margin_change = number_of(preview.maintenance_margin_change);
    state.maint_margin_after = number_of(preview.maintenance_margin_after);
    state.equity_with_loan_before = number_of(preview.equity_before);
    state.equity_with_loan_change = number_of(preview.equity_change);
    state.equity_with_loan_after = number_of(preview.equity_after);
    state.commission_and_fees = number_of(preview.commission);
    state.min_commission_and_fees = number_of(preview.minimum_commission);
    state.max_commission_and_fees = number_of(preview.maximum_commission);
    state.commission_and_fees_currency = preview.commission_currency.empty()
                                             ? currency_of_margins
                                             : texts.emplace_back(preview.commission_currency);
    state.margin_currency = currency_of_margins;
    state.warning_text = texts.emplace_back(preview.warning);
    return out;
}

ExecutionMessages::ExecutionMessages(const Execution& execution, const ClientOrder* order)
    : execution_{execution}, order_{order}, time_{zoned_time(execution.time)}
{
    auto tag = parse_tag(execution.client_order_id);
    reference_ = order ? order->reference : tag ? tag->reference : execution.client_order_id;
}

ibkr::ExecutionDetails ExecutionMessages::details(int request_id)
{
    ibkr::ExecutionDetails out;
    out.request_id = request_id;
    out.contract = contract_message(execution_.contract, texts_);
    auto& e = out.execution;
    auto tag = parse_tag(execution_.client_order_id);
    auto key = order_ ? order_->key : tag ? tag->key : OrderKey{};
    e.order_id = key.order_id;
    e.client_id = key.client_id;
    e.exec_id = execution_.id;
    e.time = time_;
    e.account = execution_.account;
    e.exchange = execution_.exchange.empty() ? std::string_view{"SMART"} : execution_.exchange;
    e.side = execution_.side == Side::sell ? "SLD" : "BOT";
    e.shares = execution_.quantity;
    e.price = execution_.price.to_double();
    e.perm_id = to_number(execution_.permanent_id);
    e.cumulative_quantity = execution_.cumulative_quantity;
    e.average_price = execution_.average_price.to_double();
    e.order_ref = reference_;
    e.last_liquidity = 2;
    return out;
}

ibkr::CommissionAndFeesReport ExecutionMessages::commission(const Commission& commission)
{
    ibkr::CommissionAndFeesReport out;
    out.exec_id = commission.execution_id;
    out.commission_and_fees = commission.amount.to_double();
    out.currency = commission.currency;
    out.realized_pnl = number_of(commission.realized_pnl);
    return out;
}

}  // namespace trademind::gateway
