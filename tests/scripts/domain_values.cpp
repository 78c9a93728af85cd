// The domain's values as a script sees them.
#include "scripts/domain_values.hpp"

#include "base/time_zone.hpp"

#include <optional>

namespace trademind::test {
namespace {

using conformance::List;
using conformance::Object;
using conformance::Value;

Value number(const std::optional<Decimal>& d)
{
    return d ? Value{*d} : Value{};
}
Value whole(std::uint64_t n)
{
    return Value{static_cast<std::int64_t>(n)};
}
Value time(TimePoint t)
{
    return t == TimePoint{} ? Value{""} : Value{format_tws_time(t)};
}
void put(Object& into, const Contract& contract)
{
    into["symbol"] = contract.symbol;
    into["con_id"] = contract.id;
    into["sec_type"] = to_string(contract.type);
    into["exchange"] = contract.exchange;
    into["primary_exchange"] = contract.primary_exchange;
}
void put(Object& into, const Error& error)
{
    into["error"] = error.code ? error.code.default_error_condition().message() : std::string{};
    into["code"] = error.code.value();
    into["text"] = error.message;
}
Value attributes(const OrderAttributes& more)
{
    Object out{{"display_size", more.display_size ? Value{*more.display_size} : Value{}},
               {"hidden", more.hidden},
               {"all_or_none", more.all_or_none},
               {"algorithm", more.algorithm ? more.algorithm->strategy : std::string{}},
               {"conditions", static_cast<int>(more.conditions.size())},
               {"model_code", more.model_code},
               {"volatility", more.volatility.has_value()}};
    return out;
}

}  // namespace

Value value_of(const Error& error)
{
    Object out;
    put(out, error);
    return out;
}

Value value_of(const OrderReport& r)
{
    Object out{{"id", to_number(r.id)},
               {"perm_id", to_number(r.permanent_id)},
               {"status", to_string(r.status)},
               {"filled", r.filled},
               {"remaining", r.remaining},
               {"average", number(r.average_fill_price)},
               {"last", number(r.last_fill_price)},
               {"commission", r.commission},
               {"client_id", r.client_id},
               {"why_held", r.why_held},
               {"messages", static_cast<int>(r.messages.size())},
               {"last_message", r.messages.empty() ? std::string{} : r.messages.back().text},
               {"details", r.reject_details},
               {"side", r.order.side_text()},
               {"quantity", r.order.quantity},
               {"type", r.order.type_text()},
               {"limit", number(r.order.limit_price)},
               {"stop", number(r.order.stop_price)},
               {"tif", r.order.time_in_force_text()},
               {"account", r.order.account},
               {"client_order_id", r.order.client_order_id},
               {"parent", r.order.parent_id ? Value{to_number(*r.order.parent_id)} : Value{}},
               {"oca_group", r.order.oca_group}};
    put(out, r.order.contract);
    put(out, r.error.value_or(Error{}));
    if (r.order.attributes) out["attributes"] = attributes(*r.order.attributes);
    return out;
}

Value value_of(const Execution& e)
{
    Object out{{"id", e.id},
               {"order", to_number(e.order_id)},
               {"side", e.side_text()},
               {"quantity", e.quantity},
               {"price", e.price},
               {"account", e.account},
               {"client_id", e.client_id},
               {"time", time(e.time)},
               {"commission", e.commission ? Value{e.commission->amount} : Value{}}};
    put(out, e.contract);
    return out;
}

Value value_of(const Commission& c)
{
    return Object{{"execution", c.execution_id},
                  {"amount", c.amount},
                  {"currency", c.currency},
                  {"realized", number(c.realized_pnl)}};
}

Value value_of(const Position& p)
{
    Object out{{"account", p.account},
               {"quantity", p.quantity},
               {"average_cost", number(p.known_average_cost())},
               {"market_price", number(p.market_price)},
               {"unrealized", number(p.unrealized_pnl)}};
    put(out, p.contract);
    return out;
}

Value value_of(const Account& a)
{
    return Object{
        {"id", a.id},
        {"currency", a.currency},
        {"cash", number(a.cash_balance)},
        {"value", number(a.portfolio_value)},
        {"buying_power", number(a.buying_power)},
        {"realized", number(a.realized_pnl)},
        {"day_trades", a.day_trades_remaining ? Value{*a.day_trades_remaining} : Value{}}};
}

Value value_of(const Portfolio& p)
{
    return Object{{"value", number(p.total_value)},
                  {"cash", number(p.cash_balance)},
                  {"invested", number(p.invested_value)},
                  {"open_positions", p.open_positions}};
}

Value value_of(const OrderPreview& p)
{
    return Object{{"commission", number(p.commission)},
                  {"minimum", number(p.minimum_commission)},
                  {"maximum", number(p.maximum_commission)},
                  {"currency", p.commission_currency},
                  {"initial_margin_after", number(p.initial_margin_after)},
                  {"equity_after", number(p.equity_after)},
                  {"warning", p.warning}};
}

Value value_of(const Quote& q)
{
    Object out{
        {"bid", number(q.bid)},       {"bid_size", number(q.bid_size)},
        {"ask", number(q.ask)},       {"ask_size", number(q.ask_size)},
        {"last", number(q.last)},     {"close", number(q.close)},
        {"volume", number(q.volume)}, {"type", to_string(q.type)},
        {"halted", q.halted},         {"last_time", time(q.last_time.value_or(TimePoint{}))}};
    put(out, q.contract);
    return out;
}

Value value_of(const QuoteStatus& s)
{
    auto out = value_of(s.quote);
    auto& all = out.as<Object>();
    all["age"] = std::chrono::duration<double>{s.age}.count();
    all["stale"] = s.stale;
    all["fell_back"] = s.fell_back;
    all["listeners"] = whole(s.listeners);
    all["updates"] = whole(s.quality.updates);
    all["duplicates"] = whole(s.quality.duplicates);
    all["crossed"] = whole(s.quality.crossed);
    all["locked"] = whole(s.quality.locked);
    all["zeros"] = whole(s.quality.zeros);
    all["out_of_order"] = whole(s.quality.out_of_order);
    all["spikes"] = whole(s.quality.spikes);
    all["silences"] = whole(s.quality.silences);
    return out;
}

Value value_of(const Bar& b)
{
    return Object{{"time", time(b.time)}, {"open", b.open},   {"high", b.high},
                  {"low", b.low},         {"close", b.close}, {"volume", number(b.volume)}};
}

Value value_of(const ContractDetails& d)
{
    Object out{{"long_name", d.long_name}, {"minimum_tick", number(d.minimum_tick)}};
    put(out, d.contract);
    return out;
}

Value value_of(const Notice& n)
{
    Object out;
    put(out, n.error);
    out["order"] = n.order_id ? Value{to_number(*n.order_id)} : Value{};
    return out;
}

Value value_of(const Gap& g)
{
    Object out{{"seconds", std::chrono::duration<double>{g.to - g.from}.count()}};
    put(out, g.contract);
    return out;
}

Value value_of(const ReconcileReport& r)
{
    List missing, differences;
    for (const auto& one : r.missing) missing.emplace_back(one);
    for (const auto& d : r.position_differences) {
        Object out{{"before", d.before}, {"expected", d.expected}, {"now", d.now}};
        put(out, d.contract);
        differences.emplace_back(std::move(out));
    }
    return Object{{"complete", r.complete},
                  {"after_break", r.lost_at.has_value()},
                  {"missing", missing},
                  {"fills_found", value_of(r.fills_found)},
                  {"orders_closed", value_of(r.orders_closed)},
                  {"orders_gone", value_of(r.orders_gone)},
                  {"orders_never_arrived", value_of(r.orders_never_arrived)},
                  {"foreign_orders", value_of(r.foreign_orders)},
                  {"differences", differences}};
}

Value value_of(const ibkr::DepthBook& book)
{
    auto side = [](const std::vector<ibkr::BookRow>& rows) {
        List out;
        for (const auto& row : rows)
            out.push_back(Object{
                {"price", row.price}, {"size", row.size}, {"market_maker", row.market_maker}});
        return out;
    };
    return Object{{"bids", side(book.bids())},
                  {"asks", side(book.asks())},
                  {"faults", whole(book.faults())},
                  {"resets", whole(book.resets())},
                  {"sound", book.is_sound()}};
}

}  // namespace trademind::test
