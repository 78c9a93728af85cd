// Orders, fills, positions and accounts as JSON.
#include "cli/trading_json.hpp"

#include "cli/trading_log.hpp"

namespace trademind::cli {
namespace {

Json figures(const MarginFigures& m)
{
    return object("initial", m.initial, "maintenance", m.maintenance, "available_funds",
                  m.available_funds, "excess_liquidity", m.excess_liquidity);
}

/// A change of an order says when it happened first.
Json of(const OrderEvent& event)
{
    Json json{{"time", format_time(event.time)}};
    json.update(json_of(event.report));
    return json;
}

}  // namespace

Json text_or_null(std::string_view text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json object_of(std::initializer_list<Json> names_and_values)
{
    auto json = Json::object();
    for (const auto* at = names_and_values.begin(); at != names_and_values.end(); at += 2)
        json[at->get_ref<const std::string&>()] = at[1];
    return json;
}

Json json_of(const OrderReport& r)
{
    // what has filled costs something, or nothing in a currency
    bool commission_known =
        !r.commission_currency.empty() || !r.commission.is_zero() || r.filled.is_zero();
    std::optional<std::int64_t> id, permanent_id;
    if (r.id != OrderId{}) id = to_number(r.id);
    if (r.permanent_id != PermanentId{}) permanent_id = to_number(r.permanent_id);
    std::optional<int> client;
    if (id && r.client_id != OrderReport::no_client_id) client = r.client_id;
    auto messages = Json::array();
    for (const OrderMessage& m : r.messages)
        messages.push_back(object("code", m.code, "text", m.text, "time", m.time));
    const OrderRequest& o = r.order;
    std::optional<Decimal> quantity;
    std::optional<Decimal> remaining = r.remaining;
    if (word_of(o.unknown_words, "quantity", {}).empty())
        quantity = o.quantity;
    else if (!is_done(r.status) && r.remaining.is_zero())
        remaining.reset();
    return object("order_id", id, "permanent_id", permanent_id, "client_id", client,
                  "client_order_id", o.client_order_id, "account", o.account, "contract_id",
                  o.contract.id, "symbol", o.contract.describe(), "security_type",
                  o.contract.type_text(), "exchange", o.contract.exchange, "currency",
                  o.contract.currency, "side", o.side_text(), "quantity", quantity, "order_type",
                  o.type_text(), "limit_price", o.limit_price, "stop_price", o.stop_price,
                  "time_in_force", o.time_in_force_text(), "status", r.status, "filled", r.filled,
                  "remaining", remaining, "average_fill_price", r.average_fill_price, "commission",
                  commission_known ? json_value(r.commission) : Json(nullptr), "error",
                  r.error ? Json(r.error->describe()) : Json(nullptr), "commission_currency",
                  text_or_null(r.commission_currency), "messages", messages);
}

Json json_of(const OrderPreview& p)
{
    return object("commission", p.commission, "minimum_commission", p.minimum_commission,
                  "maximum_commission", p.maximum_commission, "commission_currency",
                  p.commission_currency, "initial_margin_before", p.initial_margin_before,
                  "initial_margin_change", p.initial_margin_change, "initial_margin_after",
                  p.initial_margin_after, "maintenance_margin_before", p.maintenance_margin_before,
                  "maintenance_margin_change", p.maintenance_margin_change,
                  "maintenance_margin_after", p.maintenance_margin_after, "equity_before",
                  p.equity_before, "equity_change", p.equity_change, "equity_after", p.equity_after,
                  "warning", p.warning);
}

Json json_of(const Execution& e)
{
    auto commission = e.commission.value_or(Commission{});
    return object("time", e.time, "execution_id", e.id, "order_id", to_number(e.order_id),
                  "account", e.account, "contract_id", e.contract.id, "symbol",
                  e.contract.describe(), "security_type", e.contract.type_text(), "exchange",
                  e.contract.exchange, "side", e.side_text(), "quantity", e.quantity, "price",
                  e.price, "commission",
                  e.commission ? json_value(commission.amount) : Json(nullptr), "realized_pnl",
                  commission.realized_pnl, "commission_currency", text_or_null(commission.currency),
                  "currency", e.contract.currency);
}

Json json_of(const Position& p)
{
    return object("account", p.account, "contract_id", p.contract.id, "symbol",
                  p.contract.describe(), "security_type", p.contract.type_text(), "exchange",
                  p.contract.exchange, "quantity", p.quantity, "average_cost",
                  p.known_average_cost(), "market_price", p.market_price, "market_value",
                  p.market_value, "unrealized_pnl", p.unrealized_pnl, "realized_pnl",
                  p.realized_pnl, "currency", p.contract.currency, "price_source", p.price_source,
                  "price_time", p.price_time, "updated_at", p.updated_at);
}

Json json_of(const Account& a)
{
    auto balances = Json::array();
    for (const CurrencyBalance& b : a.balances)
        balances.push_back(object("currency", b.currency, "cash", b.cash, "settled_cash",
                                  b.settled_cash, "exchange_rate", b.exchange_rate));
    return object("id", a.id, "currency", a.currency, "cash_balance", a.cash_balance,
                  "portfolio_value", a.portfolio_value, "buying_power", a.buying_power,
                  "gross_position_value", a.gross_position_value, "realized_pnl", a.realized_pnl,
                  "unrealized_pnl", a.unrealized_pnl, "day_trades_remaining",
                  a.day_trades_remaining, "daily_pnl", a.daily_pnl, "settled_cash", a.settled_cash,
                  "accrued_cash", a.accrued_cash, "equity_with_loan", a.equity_with_loan, "margin",
                  figures(a.margin), "full_margin", figures(a.full_margin), "look_ahead",
                  figures(a.look_ahead), "look_ahead_at", a.look_ahead_at, "reg_t_equity",
                  a.reg_t_equity, "reg_t_margin", a.reg_t_margin, "sma", a.sma, "cushion",
                  a.cushion, "balances", balances, "updated_at", a.updated_at);
}

Json json_of(const Portfolio& p)
{
    return object("total_value", p.total_value, "cash_balance", p.cash_balance, "invested_value",
                  p.invested_value, "buying_power", p.buying_power, "open_positions",
                  p.open_positions, "day_trades_remaining", p.day_trades_remaining, "currency",
                  p.currency, "invested_value_lacks", p.invested_value_lacks, "daily_pnl",
                  p.daily_pnl, "unrealized_pnl", p.unrealized_pnl, "realized_pnl", p.realized_pnl,
                  "updated_at", p.updated_at);
}

Json json_of(const ContractDetails& d)
{
    const Contract& c = d.contract;
    return object("contract_id", c.id, "symbol", c.symbol, "security_type", c.type_text(),
                  "exchange", c.exchange, "primary_exchange", c.primary_exchange, "currency",
                  c.currency, "expiry", c.expiry, "strike", c.strike, "right", c.right,
                  "multiplier", c.multiplier, "local_symbol", c.local_symbol, "trading_class",
                  c.trading_class, "long_name", d.long_name, "minimum_tick", d.minimum_tick,
                  "price_magnifier", d.price_magnifier, "valid_exchanges", d.valid_exchanges,
                  "order_types", d.order_types, "time_zone", d.time_zone, "trading_hours",
                  d.trading_hours, "liquid_hours", d.liquid_hours);
}

Json json_of(const Quote& q)
{
    return object("symbol", q.contract.describe(), "time", q.time, "market_data_type", q.type,
                  "bid", q.bid, "bid_size", q.bid_size, "ask", q.ask, "ask_size", q.ask_size,
                  "last", q.last, "last_size", q.last_size, "open", q.open, "high", q.high, "low",
                  q.low, "close", q.close, "volume", q.volume, "halted", q.halted);
}

Json json_of(const Bar& b)
{
    return object("time", format_time(b.time), "open", b.open, "high", b.high, "low", b.low,
                  "close", b.close, "volume", b.volume, "weighted_average", b.weighted_average,
                  "trade_count", b.trade_count);
}

std::string to_json(const TradingRecord& record)
{
    Json orders = Json::array();
    for (const OrderEvent& event : record.orders) orders.push_back(of(event));
    bool known = !record.account_unknown;
    return page(object("broker", record.broker, "orders", orders, "refusals", record.refusals,
                       "executions", json_list(record.executions), "positions",
                       known ? json_list(record.positions) : Json(nullptr), "account",
                       known ? json_of(record.account) : Json(nullptr), "portfolio",
                       known ? json_of(record.portfolio) : Json(nullptr), "may_still_work",
                       record.may_still_work));
}

}  // namespace trademind::cli
