// Verbs that place, change and cancel orders.
#include "scripts/broker_script.hpp"

#include <trademind/bracket.hpp>

namespace trademind::test {
namespace {

Decimal decimal(const YAML::Node& value)
{
    return Decimal::parse(value.Scalar()).value();
}

}  // namespace

/// A stock, with IBKR's id unless `qualify` says that it has to be looked up.
Contract BrokerScript::contract_of(const YAML::Node& value)
{
    auto symbol = value["symbol"] ? value["symbol"].Scalar() : "AAPL";
    auto contract = stock(symbol);
    if (value["sec_type"]) contract.type = parse_security_type(value["sec_type"].Scalar()).value();
    bool lookup = value["qualify"] && value["qualify"].as<bool>();
    if (!lookup) contract.id = value["con_id"] ? value["con_id"].as<std::int64_t>() : 265598;
    return contract;
}

OrderRequest BrokerScript::order_of(const YAML::Node& value)
{
    auto side = parse_side(value["side"] ? value["side"].Scalar() : "BUY").value();
    OrderRequest order{side, contract_of(value),
                       value["quantity"] ? decimal(value["quantity"]) : Decimal{10}};
    if (value["limit"]) order = std::move(order).limit(decimal(value["limit"]));
    if (value["stop"]) order = std::move(order).stop(decimal(value["stop"]));
    if (value["type"]) order.type = parse_order_type(value["type"].Scalar()).value();
    if (value["trail"]) order = std::move(order).trailing(decimal(value["trail"]));
    if (value["tif"]) order.time_in_force = parse_time_in_force(value["tif"].Scalar()).value();
    if (value["account"]) order.account = value["account"].Scalar();
    if (value["id"]) order.client_order_id = value["id"].Scalar();
    if (value["held"]) order.transmit = !value["held"].as<bool>();
    if (value["oca"]) {
        order.oca_group = value["oca"].Scalar();
        order.oca_type = OcaType::cancel_with_block;
    }
    OrderAttributes more;
    if (value["algorithm"])
        more.algorithm = Algorithm{value["algorithm"].Scalar(), {{"adaptivePriority", "Normal"}}};
    if (value["display_size"]) more.display_size = value["display_size"].as<int>();
    if (value["price_above"])
        more.conditions.push_back(
            OrderCondition::price(265598, "SMART", true, decimal(value["price_above"])));
    if (value["operator"]) more.external_operator = value["operator"].Scalar();
    if (more != OrderAttributes{}) order.attributes = RareAttributes{std::move(more)};
    return order;
}

std::string BrokerScript::name_of(const YAML::Node& value, const std::string& fallback)
{
    return value.IsMap() && value["as"] ? value["as"].Scalar() : fallback;
}

void BrokerScript::add_order_verbs()
{
    script_.verb("place", [this](const YAML::Node& value) {
        broker().place_order(order_of(value), into<OrderReport>(name_of(value, "place")));
    });
    // `inside: { event: order, place: {...} }`: called from within the next such event
    script_.verb("inside", [this](const YAML::Node& value) {
        inside_[value["event"].Scalar()] = [this, value] {
            if (auto place = value["place"])
                broker().place_order(order_of(place), into<OrderReport>(name_of(place, "place")));
            if (auto cancel = value["cancel"])
                broker().cancel_order(OrderId{cancel.as<std::int64_t>()},
                                      into<OrderReport>("cancel"));
        };
    });
    // the order as last acknowledged, with the changes that are named
    script_.verb("modify", [this](const YAML::Node& value) {
        auto id = OrderId{value["order"].as<std::int64_t>()};
        std::optional<Result<std::vector<OrderReport>>> all;
        broker().get_orders(OrderFilter::all, [&](auto result) { all = std::move(result); });
        script_.wait([&] { return all.has_value(); }, "orders");
        for (const auto& report : **all) {
            if (report.id != id) continue;
            auto order = report.order;
            if (value["limit"]) order.limit_price = decimal(value["limit"]);
            if (value["stop"]) order.stop_price = decimal(value["stop"]);
            if (value["quantity"]) order.quantity = decimal(value["quantity"]);
            if (value["tif"])
                order.time_in_force = parse_time_in_force(value["tif"].Scalar()).value();
            auto more = order.attributes ? *order.attributes : OrderAttributes{};
            if (value["display_size"]) more.display_size = value["display_size"].as<int>();
            if (value["operator"]) more.external_operator = value["operator"].Scalar();
            if (more != OrderAttributes{}) order.attributes = RareAttributes{std::move(more)};
            return broker().modify_order(id, order, into<OrderReport>(name_of(value, "modify")));
        }
        script_.fail("no order " + to_string(id));
    });
    script_.verb("cancel", [this](const YAML::Node& value) {
        auto id = OrderId{(value.IsMap() ? value["order"] : value).as<std::int64_t>()};
        broker().cancel_order(id, into<OrderReport>(name_of(value, "cancel")));
    });
    script_.verb("preview", [this](const YAML::Node& value) {
        broker().preview_order(order_of(value), into<OrderPreview>(name_of(value, "preview")));
    });
    script_.verb("bracket", [this](const YAML::Node& value) {
        auto orders =
            bracket(order_of(value), decimal(value["take_profit"]), decimal(value["stop_loss"]));
        if (!orders) script_.fail(orders.error().describe());
        broker().place_bracket(std::move(*orders),
                               into<std::vector<OrderReport>>(name_of(value, "bracket")));
    });
    // `get: orders` and so on: asks the broker; `outcome` looks at the answer
    script_.verb("get", [this](const YAML::Node& value) {
        auto what = (value.IsMap() ? value["what"] : value).Scalar();
        auto name = name_of(value, what);
        if (what == "orders")
            broker().get_orders(OrderFilter::all, into<std::vector<OrderReport>>(name));
        else if (what == "open_orders")
            broker().get_orders(OrderFilter::open, into<std::vector<OrderReport>>(name));
        else if (what == "executions")
            broker().get_executions(into<std::vector<Execution>>(name));
        else if (what == "positions")
            broker().get_positions(into<std::vector<Position>>(name));
        else if (what == "account")
            broker().get_account(into<Account>(name));
        else if (what == "accounts")
            broker().get_accounts(into<std::vector<Account>>(name));
        else if (what == "portfolio")
            broker().get_portfolio(into<Portfolio>(name));
        else
            script_.fail("get knows no " + what);
    });
}

}  // namespace trademind::test
