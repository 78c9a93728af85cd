// Verbs that make the server say what TWS says of orders, in fewer words than its messages need.
#include "scripts/broker_script.hpp"

#include "mock/run.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::test {
namespace {

constexpr std::int64_t first_perm_id = 1'900'000'000;

std::int64_t perm_id_of(int order_id)
{
    return first_perm_id + order_id;
}
std::optional<Decimal> given_decimal(const YAML::Node& value)
{
    return value ? Decimal::parse(value.Scalar()) : std::nullopt;
}
ibkr::PlaceOrderRequest last_placed(Script& script, int order_id)
{
    std::optional<ibkr::PlaceOrderRequest> found;
    auto arrived = [&] {
        for (auto& placed : script.tws().received_of<ibkr::PlaceOrderRequest>())
            if (placed.order_id == order_id) found = std::move(placed);
        return found.has_value();
    };
    settle(script.io());
    script.wait(arrived, "order " + std::to_string(order_id));
    return *std::move(found);
}

}  // namespace

void BrokerScript::send_status(const YAML::Node& value)
{
    ibkr::OrderStatus message;
    message.order_id = value["order"].as<int>();
    auto status = value["status"].Scalar();
    message.status = status;
    message.filled = given_decimal(value["filled"]).value_or(Decimal{});
    message.remaining = given_decimal(value["remaining"]).value_or(Decimal{});
    if (auto average = given_decimal(value["average"])) {
        message.average_fill_price = average->to_double();
        message.last_fill_price = average->to_double();
    }
    message.perm_id = perm_id_of(message.order_id);
    message.client_id = script_.tws().session().client_id();
    std::string why = value["why_held"] ? value["why_held"].Scalar() : "";
    message.why_held = why;
    script_.tws().send(message);
    settle(io_);
}

void BrokerScript::send_order(const YAML::Node& value)
{
    auto order_id = value["order"].as<int>();
    auto placed = last_placed(script_, order_id);
    auto status = value["status"] ? value["status"].Scalar() : "Submitted";
    ibkr::OpenOrder message;
    message.order_id = order_id;
    message.contract = placed.contract;
    message.order = placed.order;
    message.order.perm_id = perm_id_of(order_id);
    message.order.client_id = script_.tws().session().client_id();
    message.order_state.status = status;
    script_.tws().send(message);
    if (value["alone"]) return settle(io_);
    auto quantity = placed.order.total_quantity.value_or(Decimal{});
    auto filled = given_decimal(value["filled"]).value_or(Decimal{});
    ibkr::OrderStatus told;
    told.order_id = order_id;
    told.status = status;
    told.filled = filled;
    told.remaining = quantity - filled;
    told.perm_id = message.order.perm_id;
    told.client_id = message.order.client_id;
    script_.tws().send(told);
    settle(io_);
}

void BrokerScript::send_fill(const YAML::Node& value)
{
    ibkr::ExecutionDetails message;
    message.request_id = value["request"] ? value["request"].as<int>() : -1;
    auto& execution = message.execution;
    execution.order_id = value["order"].as<int>();
    auto id = value["exec"].Scalar();
    execution.exec_id = id;
    auto time = value["time"] ? value["time"].Scalar() : "20260105-14:30:00";
    execution.time = time;
    std::string account = value["account"] ? value["account"].Scalar() : "DU1234567";
    execution.account = account;
    execution.exchange = "NASDAQ";
    std::string side = value["side"] ? value["side"].Scalar() : "BOT";
    execution.side = side;
    execution.shares = given_decimal(value["quantity"]);
    execution.price = given_decimal(value["price"]).value().to_double();
    execution.perm_id = perm_id_of(execution.order_id);
    execution.client_id = script_.tws().session().client_id();
    execution.cumulative_quantity = given_decimal(value["cumulative"]).value_or(*execution.shares);
    execution.average_price = execution.price;
    message.contract.con_id = 265598;
    message.contract.symbol = "AAPL";
    message.contract.sec_type = "STK";
    message.contract.exchange = "SMART";
    message.contract.currency = "USD";
    script_.tws().send(message);
    settle(io_);
}

void BrokerScript::add_server_verbs()
{
    // `accepts: 7`, `accepts: { order: 7, status: PreSubmitted }`: OPEN_ORDER with the terms as
    // they came, and ORDER_STATUS; `alone`: without the status
    script_.verb("accepts", [this](const YAML::Node& value) {
        if (value.IsMap()) return send_order(value);
        YAML::Node order;
        order["order"] = value;
        send_order(order);
    });
    script_.verb("status", [this](const YAML::Node& value) { send_status(value); });
    script_.verb("fill", [this](const YAML::Node& value) { send_fill(value); });
    // `fee: { exec: e1.01, amount: "1.00" }`
    script_.verb("fee", [this](const YAML::Node& value) {
        ibkr::CommissionAndFeesReport message;
        auto id = value["exec"].Scalar();
        message.exec_id = id;
        message.commission_and_fees = given_decimal(value["amount"]).value().to_double();
        message.currency = "USD";
        message.realized_pnl.reset();
        if (auto realized = given_decimal(value["realized"]))
            message.realized_pnl = realized->to_double();
        script_.tws().send(message);
        settle(io_);
    });
    // `error: { id: 7, code: 201, text: "...", json: "..." }`; without an id: of none
    script_.verb("error", [this](const YAML::Node& value) {
        ibkr::ErrorMessage message;
        message.id = value["id"] ? value["id"].as<int>() : ibkr::ErrorMessage::no_request;
        message.error_code = value["code"].as<int>();
        auto text = value["text"].Scalar();
        message.error_message = text;
        std::string json = value["json"] ? value["json"].Scalar() : "";
        message.advanced_order_reject_json = json;
        script_.tws().send(message);
        settle(io_);
    });
}

}  // namespace trademind::test
