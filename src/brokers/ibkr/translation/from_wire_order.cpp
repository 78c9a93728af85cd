// Orders, their state, executions and commissions as the domain's values.
#include "base/time_zone.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/number_gate.hpp"
#include "brokers/ibkr/translation/words.hpp"

namespace trademind::ibkr_broker {
namespace {

std::optional<Decimal> not_zero(std::optional<Decimal> d)
{
    return d && !d->is_zero() ? d : std::nullopt;
}

std::optional<OcaType> oca_type_of(int number)
{
    if (number < 0 || number > 3) return std::nullopt;
    return static_cast<OcaType>(number);
}

std::optional<TriggerMethod> trigger_method_of(int number)
{
    bool is_known = (number >= 0 && number <= 4) || number == 7 || number == 8;
    return is_known ? std::optional{static_cast<TriggerMethod>(number)} : std::nullopt;
}

/// The prices that its type needs and TWS left out. A combo may have them in its legs.
void note_missing_prices(OrderRequest& out, const ibkr::Order& order)
{
    if (is_trailing(out.type) || out.contract.type == SecurityType::combo) return;
    auto note = [&](const char* field, const std::optional<double>& told) {
        out.unknown_words.emplace_back(field, told ? std::to_string(*told) : "unset");
    };
    if (needs_limit_price(out.type) && !out.limit_price) note("limit_price", order.limit_price);
    if (needs_stop_price(out.type) && !out.stop_price) note("stop_price", order.aux_price);
}

}  // namespace

OrderRequest from_wire(const ibkr::Contract& contract, const ibkr::Order& order)
{
    OrderRequest out;
    out.contract = from_wire(contract);
    auto& words = out.unknown_words;
    out.side = known_or<Side::unknown>(side_of(order.action), "side", order.action, words);
    auto quantity = count_of(order.total_quantity);
    if (quantity) out.quantity = *quantity;
    out.type = known_or<OrderType::unknown>(parse_order_type(order.order_type), "type",
                                            order.order_type, words);
    // TWS echoes prices that nobody set: only those count that the type uses.
    if (is_trailing(out.type)) {
        out.trailing_amount = not_zero(decimal(order.aux_price));
        out.trailing_rate = not_zero(decimal(order.trailing_percent));
        out.stop_price = not_zero(decimal(order.trail_stop_price));
        bool has_limit = out.type == OrderType::trailing_stop_limit ||
                         out.type == OrderType::trailing_limit_if_touched;
        if (has_limit) out.limit_offset = decimal(order.limit_price_offset);
        // TWS echoes the limit beside the offset that makes it; an order has one of them
        if (out.type == OrderType::trailing_stop_limit && !out.limit_offset)
            out.limit_price = decimal(order.limit_price);
    } else {
        if (needs_limit_price(out.type)) out.limit_price = decimal(order.limit_price);
        if (needs_stop_price(out.type)) out.stop_price = decimal(order.aux_price);
    }
    note_missing_prices(out, order);
    out.time_in_force = known_or<TimeInForce::unknown>(parse_time_in_force(order.time_in_force),
                                                       "time_in_force", order.time_in_force, words);
    out.good_till_date = order.good_till_date;
    out.good_after_time = order.good_after_time;
    out.outside_rth = order.outside_rth;
    out.account = order.account;
    out.client_order_id = order.order_ref;
    out.oca_group = order.oca_group;
    if (!out.oca_group.empty())
        out.oca_type = known_or<OcaType::unknown>(oca_type_of(order.oca_type), "oca_type",
                                                  std::to_string(order.oca_type), words);
    if (order.parent_id != 0) out.parent_id = OrderId{order.parent_id};
    out.transmit = order.transmit;
    out.trigger_method =
        known_or<TriggerMethod::unknown>(trigger_method_of(order.trigger_method), "trigger_method",
                                         std::to_string(order.trigger_method), words);
    out.attributes = attributes_from_wire(contract, order, out.type);
    // an order by cash has none
    if (!quantity && !out.is_by_cash())
        words.emplace_back("quantity",
                           order.total_quantity ? order.total_quantity->str() : "unset");
    return out;
}

TermsNews from_wire(const ibkr::OpenOrder& message)
{
    TermsNews news;
    news.order = from_wire(message.contract, message.order);
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
    news.filled = count_of(message.filled);
    news.remaining = count_of(message.remaining);
    // of an order that is filled, what filled is not nothing
    if ((message.filled || *status == OrderStatus::filled) && !news.filled)
        news.unread.emplace_back("filled", message.filled ? message.filled->str() : "unset");
    if (message.remaining && !news.remaining)
        news.unread.emplace_back("remaining", message.remaining->str());
    if (news.filled && !news.filled->is_zero()) {
        // 0 says that there is none; an average comes from the executions where they are known
        news.average_price = not_zero(price_of(message.average_fill_price));
        news.last_price = not_zero(price_of(message.last_fill_price));
    }
    if (message.perm_id) news.permanent_id = PermanentId{*message.perm_id};
    news.client_id = message.client_id;
    news.why_held = message.why_held;
    return news;
}

std::optional<Execution> from_wire(const ibkr::ExecutionDetails& message, std::string_view zone,
                                   UnknownWords& unread)
{
    const auto& e = message.execution;
    auto price = price_of(e.price);
    auto shares = count_of(e.shares);
    if (!shares) unread.emplace_back("shares", e.shares ? e.shares->str() : "");
    if (!price) unread.emplace_back("price", "");
    if (!shares || !price) return std::nullopt;
    Execution out;
    out.id = e.exec_id;
    out.order_id = OrderId{e.order_id};
    out.permanent_id = PermanentId{e.perm_id};
    out.client_order_id = e.order_ref;
    out.account = e.account;
    out.contract = from_wire(message.contract);
    out.side = known_or<Side::unknown>(side_of(e.side), "side", e.side, out.unknown_words);
    out.quantity = *shares;
    out.price = *price;
    // of the order so far: what TWS leaves out is what this fill makes, or more
    auto cumulative = count_of(e.cumulative_quantity);
    out.cumulative_quantity = cumulative ? *cumulative : out.quantity;
    auto average = price_of(e.average_price);
    out.average_price = average ? *average : out.price;
    out.exchange = e.exchange;
    out.client_id = e.client_id;
    if (auto time = parse_tws_time(e.time, zone))
        out.time = *time;
    else
        unread.emplace_back("time", std::string{e.time});
    return out;
}

std::optional<Commission> from_wire(const ibkr::CommissionAndFeesReport& message,
                                    UnknownWords& unread)
{
    auto amount = decimal(message.commission_and_fees);
    if (!amount) {
        unread.emplace_back("commissionAndFees", "");
        return std::nullopt;
    }
    Commission out{std::string{message.exec_id}, *amount, std::string{message.currency}};
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
