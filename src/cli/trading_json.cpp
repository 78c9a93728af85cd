// The trading record as JSON.
#include "cli/trading_log.hpp"

#include <nlohmann/json.hpp>

namespace trademind::cli {
namespace {

using Json = nlohmann::ordered_json;

Json number(std::optional<Decimal> value)
{
    return value ? Json(value->str()) : Json(nullptr);
}
Json count(std::optional<int> value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json of(const OrderEvent& event)
{
    const OrderReport& r = event.report;
    Json json{{"time", format_time(event.time)},
              {"order_id", to_number(r.id)},
              {"permanent_id", to_number(r.permanent_id)},
              {"symbol", r.order.contract.describe()},
              {"side", to_string(r.order.side)},
              {"quantity", r.order.quantity.str()},
              {"order_type", to_string(r.order.type)},
              {"limit_price", number(r.order.limit_price)},
              {"stop_price", number(r.order.stop_price)},
              {"time_in_force", to_string(r.order.time_in_force)},
              {"status", to_string(r.status)},
              {"filled", r.filled.str()},
              {"remaining", r.remaining.str()},
              {"average_fill_price", number(r.average_fill_price)},
              {"commission", r.commission.str()}};
    if (r.error) json["error"] = r.error->describe();
    return json;
}

Json of(const Execution& e)
{
    Json json{{"time", format_time(e.time)},
              {"execution_id", e.id},
              {"order_id", to_number(e.order_id)},
              {"symbol", e.contract.describe()},
              {"side", to_string(e.side)},
              {"quantity", e.quantity.str()},
              {"price", e.price.str()}};
    json["commission"] = e.commission ? Json(e.commission->amount.str()) : Json(nullptr);
    json["realized_pnl"] = e.commission ? number(e.commission->realized_pnl) : Json(nullptr);
    return json;
}

Json of(const Position& p)
{
    return {{"symbol", p.contract.describe()},        {"quantity", p.quantity.str()},
            {"average_cost", p.average_cost.str()},   {"market_price", number(p.market_price)},
            {"market_value", number(p.market_value)}, {"unrealized_pnl", number(p.unrealized_pnl)},
            {"realized_pnl", number(p.realized_pnl)}};
}

Json of(const Account& a)
{
    return {{"id", a.id},
            {"currency", a.currency},
            {"cash_balance", number(a.cash_balance)},
            {"portfolio_value", number(a.portfolio_value)},
            {"buying_power", number(a.buying_power)},
            {"gross_position_value", number(a.gross_position_value)},
            {"realized_pnl", number(a.realized_pnl)},
            {"unrealized_pnl", number(a.unrealized_pnl)},
            {"day_trades_remaining", count(a.day_trades_remaining)}};
}

Json of(const Portfolio& p)
{
    return {{"total_value", number(p.total_value)},
            {"cash_balance", number(p.cash_balance)},
            {"invested_value", number(p.invested_value)},
            {"buying_power", number(p.buying_power)},
            {"open_positions", p.open_positions},
            {"day_trades_remaining", count(p.day_trades_remaining)}};
}

template <class T> Json list(const std::vector<T>& values)
{
    Json json = Json::array();
    for (const T& value : values) json.push_back(of(value));
    return json;
}

}  // namespace

std::string to_json(const TradingRecord& record)
{
    Json json{{"broker", record.broker},
              {"orders", list(record.orders)},
              {"refusals", record.refusals},
              {"executions", list(record.executions)},
              {"positions", list(record.positions)},
              {"account", of(record.account)},
              {"portfolio", of(record.portfolio)}};
    return json.dump(2) + '\n';
}

}  // namespace trademind::cli
