// Orders, fills, positions and accounts as JSON.
#include "cli/trading_json.hpp"

#include "cli/trading_log.hpp"

namespace trademind::cli {
namespace {

Json count(std::optional<int> value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json time_or_null(std::optional<TimePoint> time)
{
    return time ? Json(format_time(*time)) : Json(nullptr);
}

Json figures(const MarginFigures& m)
{
    return {{"initial", json_number(m.initial)},
            {"maintenance", json_number(m.maintenance)},
            {"available_funds", json_number(m.available_funds)},
            {"excess_liquidity", json_number(m.excess_liquidity)}};
}

Json money_in(const CurrencyBalance& b)
{
    return {{"currency", b.currency},
            {"cash", json_number(b.cash)},
            {"settled_cash", json_number(b.settled_cash)},
            {"exchange_rate", json_number(b.exchange_rate)}};
}

Json time_or_null(TimePoint time)
{
    return time == TimePoint{} ? Json(nullptr) : Json(format_time(time));
}

/// A change of an order says when it happened first.
Json of(const OrderEvent& event)
{
    Json json{{"time", format_time(event.time)}};
    json.update(json_of(event.report));
    return json;
}

}  // namespace

Json json_number(std::optional<Decimal> value)
{
    return value ? Json(value->str()) : Json(nullptr);
}

Json json_of(const OrderReport& r)
{
    // what has filled costs something, or nothing in a currency
    bool commission_known =
        !r.commission_currency.empty() || !r.commission.is_zero() || r.filled.is_zero();
    bool has_number = r.id != OrderId{}, is_permanent = r.permanent_id != PermanentId{};
    bool has_client = has_number && r.client_id != OrderReport::no_client_id;
    Json json{{"order_id", has_number ? Json(to_number(r.id)) : Json(nullptr)},
              {"permanent_id", is_permanent ? Json(to_number(r.permanent_id)) : Json(nullptr)},
              {"client_id", has_client ? Json(r.client_id) : Json(nullptr)},
              {"client_order_id", r.order.client_order_id},
              {"account", r.order.account},
              {"contract_id", r.order.contract.id},
              {"symbol", r.order.contract.describe()},
              {"security_type", r.order.contract.type_text()},
              {"exchange", r.order.contract.exchange},
              {"currency", r.order.contract.currency},
              {"side", r.order.side_text()},
              {"quantity", r.order.quantity.str()},
              {"order_type", r.order.type_text()},
              {"limit_price", json_number(r.order.limit_price)},
              {"stop_price", json_number(r.order.stop_price)},
              {"time_in_force", r.order.time_in_force_text()},
              {"status", to_string(r.status)},
              {"filled", r.filled.str()},
              {"remaining", r.remaining.str()},
              {"average_fill_price", json_number(r.average_fill_price)},
              {"commission", commission_known ? Json(r.commission.str()) : Json(nullptr)}};
    json["error"] = r.error ? Json(r.error->describe()) : Json(nullptr);
    json["commission_currency"] =
        r.commission_currency.empty() ? Json(nullptr) : Json(r.commission_currency);
    json["messages"] = Json::array();
    for (const OrderMessage& m : r.messages)
        json["messages"].push_back(
            {{"code", m.code}, {"text", m.text}, {"time", time_or_null(m.time)}});
    return json;
}

Json json_of(const OrderPreview& p)
{
    return {{"commission", json_number(p.commission)},
            {"minimum_commission", json_number(p.minimum_commission)},
            {"maximum_commission", json_number(p.maximum_commission)},
            {"commission_currency", p.commission_currency},
            {"initial_margin_before", json_number(p.initial_margin_before)},
            {"initial_margin_change", json_number(p.initial_margin_change)},
            {"initial_margin_after", json_number(p.initial_margin_after)},
            {"maintenance_margin_before", json_number(p.maintenance_margin_before)},
            {"maintenance_margin_change", json_number(p.maintenance_margin_change)},
            {"maintenance_margin_after", json_number(p.maintenance_margin_after)},
            {"equity_before", json_number(p.equity_before)},
            {"equity_change", json_number(p.equity_change)},
            {"equity_after", json_number(p.equity_after)},
            {"warning", p.warning}};
}

Json json_of(const Execution& e)
{
    Json json{{"time", time_or_null(e.time)},
              {"execution_id", e.id},
              {"order_id", to_number(e.order_id)},
              {"account", e.account},
              {"contract_id", e.contract.id},
              {"symbol", e.contract.describe()},
              {"security_type", e.contract.type_text()},
              {"exchange", e.contract.exchange},
              {"side", e.side_text()},
              {"quantity", e.quantity.str()},
              {"price", e.price.str()}};
    json["commission"] = e.commission ? Json(e.commission->amount.str()) : Json(nullptr);
    json["realized_pnl"] = e.commission ? json_number(e.commission->realized_pnl) : Json(nullptr);
    json["commission_currency"] = e.commission && !e.commission->currency.empty()
                                      ? Json(e.commission->currency)
                                      : Json(nullptr);
    json["currency"] = e.contract.currency;
    return json;
}

Json json_of(const Position& p)
{
    return {{"account", p.account},
            {"contract_id", p.contract.id},
            {"symbol", p.contract.describe()},
            {"security_type", p.contract.type_text()},
            {"exchange", p.contract.exchange},
            {"quantity", p.quantity.str()},
            {"average_cost", json_number(p.average_cost)},
            {"market_price", json_number(p.market_price)},
            {"market_value", json_number(p.market_value)},
            {"unrealized_pnl", json_number(p.unrealized_pnl)},
            {"realized_pnl", json_number(p.realized_pnl)},
            {"currency", p.contract.currency},
            {"price_source", p.price_source ? Json(to_string(*p.price_source)) : Json(nullptr)},
            {"price_time", time_or_null(p.price_time)},
            {"updated_at", time_or_null(p.updated_at)}};
}

Json json_of(const Account& a)
{
    Json balances = Json::array();
    for (const CurrencyBalance& balance : a.balances) balances.push_back(money_in(balance));
    return {{"id", a.id},
            {"currency", a.currency},
            {"cash_balance", json_number(a.cash_balance)},
            {"portfolio_value", json_number(a.portfolio_value)},
            {"buying_power", json_number(a.buying_power)},
            {"gross_position_value", json_number(a.gross_position_value)},
            {"realized_pnl", json_number(a.realized_pnl)},
            {"unrealized_pnl", json_number(a.unrealized_pnl)},
            {"day_trades_remaining", count(a.day_trades_remaining)},
            {"daily_pnl", json_number(a.daily_pnl)},
            {"settled_cash", json_number(a.settled_cash)},
            {"accrued_cash", json_number(a.accrued_cash)},
            {"equity_with_loan", json_number(a.equity_with_loan)},
            {"margin", figures(a.margin)},
            {"full_margin", figures(a.full_margin)},
            {"look_ahead", figures(a.look_ahead)},
            {"look_ahead_at", time_or_null(a.look_ahead_at)},
            {"reg_t_equity", json_number(a.reg_t_equity)},
            {"reg_t_margin", json_number(a.reg_t_margin)},
            {"sma", json_number(a.sma)},
            {"cushion", json_number(a.cushion)},
            {"balances", std::move(balances)},
            {"updated_at", time_or_null(a.updated_at)}};
}

Json json_of(const Portfolio& p)
{
    return {{"total_value", json_number(p.total_value)},
            {"cash_balance", json_number(p.cash_balance)},
            {"invested_value", json_number(p.invested_value)},
            {"buying_power", json_number(p.buying_power)},
            {"open_positions", p.open_positions},
            {"day_trades_remaining", count(p.day_trades_remaining)},
            {"currency", p.currency},
            {"invested_value_lacks", p.invested_value_lacks},
            {"daily_pnl", json_number(p.daily_pnl)},
            {"unrealized_pnl", json_number(p.unrealized_pnl)},
            {"realized_pnl", json_number(p.realized_pnl)},
            {"updated_at", time_or_null(p.updated_at)}};
}

Json json_of(const ContractDetails& d)
{
    const Contract& c = d.contract;
    Json json{{"contract_id", c.id},
              {"symbol", c.symbol},
              {"security_type", c.type_text()},
              {"exchange", c.exchange},
              {"primary_exchange", c.primary_exchange},
              {"currency", c.currency},
              {"expiry", c.expiry},
              {"strike", json_number(c.strike)},
              {"right", c.right ? Json(to_string(*c.right)) : Json(nullptr)},
              {"multiplier", json_number(c.multiplier)},
              {"local_symbol", c.local_symbol},
              {"trading_class", c.trading_class},
              {"long_name", d.long_name},
              {"minimum_tick", json_number(d.minimum_tick)},
              {"price_magnifier", d.price_magnifier},
              {"valid_exchanges", d.valid_exchanges},
              {"order_types", d.order_types},
              {"time_zone", d.time_zone},
              {"trading_hours", d.trading_hours},
              {"liquid_hours", d.liquid_hours}};
    return json;
}

Json json_of(const Quote& q)
{
    return {{"symbol", q.contract.describe()},
            {"time", time_or_null(q.time)},
            {"market_data_type", to_string(q.type)},
            {"bid", json_number(q.bid)},
            {"bid_size", json_number(q.bid_size)},
            {"ask", json_number(q.ask)},
            {"ask_size", json_number(q.ask_size)},
            {"last", json_number(q.last)},
            {"last_size", json_number(q.last_size)},
            {"open", json_number(q.open)},
            {"high", json_number(q.high)},
            {"low", json_number(q.low)},
            {"close", json_number(q.close)},
            {"volume", json_number(q.volume)},
            {"halted", q.halted}};
}

Json json_of(const Bar& b)
{
    return {{"time", format_time(b.time)},
            {"open", b.open.str()},
            {"high", b.high.str()},
            {"low", b.low.str()},
            {"close", b.close.str()},
            {"volume", json_number(b.volume)},
            {"weighted_average", json_number(b.weighted_average)},
            {"trade_count", b.trade_count}};
}

std::string to_json(const TradingRecord& record)
{
    Json orders = Json::array();
    for (const OrderEvent& event : record.orders) orders.push_back(of(event));
    bool known = !record.account_unknown;
    return page({{"broker", record.broker},
                 {"orders", std::move(orders)},
                 {"refusals", record.refusals},
                 {"executions", json_list(record.executions)},
                 {"positions", known ? json_list(record.positions) : Json(nullptr)},
                 {"account", known ? json_of(record.account) : Json(nullptr)},
                 {"portfolio", known ? json_of(record.portfolio) : Json(nullptr)},
                 {"may_still_work", record.may_still_work}});
}

}  // namespace trademind::cli
