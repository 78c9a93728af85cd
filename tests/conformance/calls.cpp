// Names of the official calls and of their parameters.
#include "conformance/calls.hpp"
#include "conformance/rename.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace trademind::conformance {

namespace {

const std::map<std::string_view, int> ids{
    {"reqMktData", 1},
    {"cancelMktData", 2},
    {"placeOrder", 3},
    {"cancelOrder", 4},
    {"reqOpenOrders", 5},
    {"reqAccountUpdates", 6},
    {"reqExecutions", 7},
    {"reqIds", 8},
    {"reqContractDetails", 9},
    {"reqMktDepth", 10},
    {"cancelMktDepth", 11},
    {"reqNewsBulletins", 12},
    {"cancelNewsBulletins", 13},
    {"setServerLogLevel", 14},
    {"reqAutoOpenOrders", 15},
    {"reqAllOpenOrders", 16},
    {"reqManagedAccts", 17},
    {"requestFA", 18},
    {"replaceFA", 19},
    {"reqHistoricalData", 20},
    {"exerciseOptions", 21},
    {"reqScannerSubscription", 22},
    {"cancelScannerSubscription", 23},
    {"reqScannerParameters", 24},
    {"cancelHistoricalData", 25},
    {"reqCurrentTime", 49},
    {"reqRealTimeBars", 50},
    {"cancelRealTimeBars", 51},
    {"reqFundamentalData", 52},
    {"cancelFundamentalData", 53},
    {"calculateImpliedVolatility", 54},
    {"calculateOptionPrice", 55},
    {"cancelCalculateImpliedVolatility", 56},
    {"cancelCalculateOptionPrice", 57},
    {"reqGlobalCancel", 58},
    {"reqMarketDataType", 59},
    {"reqPositions", 61},
    {"reqAccountSummary", 62},
    {"cancelAccountSummary", 63},
    {"cancelPositions", 64},
    {"verifyRequest", 65},
    {"verifyMessage", 66},
    {"queryDisplayGroups", 67},
    {"subscribeToGroupEvents", 68},
    {"updateDisplayGroup", 69},
    {"unsubscribeFromGroupEvents", 70},
    {"startApi", 71},
    {"verifyAndAuthRequest", 72},
    {"verifyAndAuthMessage", 73},
    {"reqPositionsMulti", 74},
    {"cancelPositionsMulti", 75},
    {"reqAccountUpdatesMulti", 76},
    {"cancelAccountUpdatesMulti", 77},
    {"reqSecDefOptParams", 78},
    {"reqSoftDollarTiers", 79},
    {"reqFamilyCodes", 80},
    {"reqMatchingSymbols", 81},
    {"reqMktDepthExchanges", 82},
    {"reqSmartComponents", 83},
    {"reqNewsArticle", 84},
    {"reqNewsProviders", 85},
    {"reqHistoricalNews", 86},
    {"reqHeadTimestamp", 87},
    {"reqHistogramData", 88},
    {"cancelHistogramData", 89},
    {"cancelHeadTimestamp", 90},
    {"reqMarketRule", 91},
    {"reqPnL", 92},
    {"cancelPnL", 93},
    {"reqPnLSingle", 94},
    {"cancelPnLSingle", 95},
    {"reqHistoricalTicks", 96},
    {"reqTickByTickData", 97},
    {"cancelTickByTickData", 98},
    {"reqCompletedOrders", 99},
    {"reqWshMetaData", 100},
    {"cancelWshMetaData", 101},
    {"reqWshEventData", 102},
    {"cancelWshEventData", 103},
    {"reqUserInfo", 104},
    {"reqCurrentTimeInMillis", 105},
    {"cancelContractData", 106},
    {"cancelHistoricalTicks", 107},
};

/// Parameters whose name is not the protocol's in snake_case.
const std::map<std::string_view, std::vector<Rename>> renames{
    {"reqMktData",
     {{"generic_ticks", "generic_tick_list"}, {"mkt_data_options", "market_data_options"}}},
    {"reqMktDepth", {{"mkt_depth_options", "market_depth_options"}}},
    {"reqNewsBulletins", {{"all_msgs", "all_messages"}}},
    {"reqAutoOpenOrders", {{"b_auto_bind", "auto_bind"}}},
    {"setServerLogLevel", {{"level", "log_level"}}},
    {"requestFA", {{"p_fa_data_type", "fa_data_type"}}},
    {"replaceFA", {{"p_fa_data_type", "fa_data_type"}, {"cxml", "xml"}}},
    {"reqHistoricalData", {{"duration_str", "duration"}}},
    {"exerciseOptions", {{"req_id", "order_id"}}},
    {"reqFundamentalData", {{"fundamental_data_options", "fundamentals_data_options"}}},
    {"calculateImpliedVolatility", {{"misc_options", "implied_volatility_options"}}},
    {"calculateOptionPrice", {{"misc_options", "option_price_options"}}},
    {"reqAccountSummary", {{"group_name", "group"}}},
    {"reqExecutions", {{"filter", "execution_filter"}}},
};

void rename(Json& object, std::string_view from, std::string_view to)
{
    auto found = object.find(std::string{from});
    if (found == object.end()) return;
    Json value = std::move(*found);
    object.erase(found);
    object[std::string{to}] = std::move(value);
}

/// Moves a member into a part of the message.
void move_into(Json& object, const char* name, const char* part, const char* new_name)
{
    auto found = object.find(name);
    if (found == object.end()) return;
    Json value = std::move(*found);
    object.erase(found);
    object[part][new_name] = std::move(value);
}

void shape_contract(Json& contract)
{
    if (!contract.is_object()) return;
    rename(contract, "primary_exchange", "primary_exch");
    if (contract.contains("combo_legs") && contract["combo_legs"].is_array())
        for (auto& leg : contract["combo_legs"])
            if (leg.is_object()) rename(leg, "short_sale_slot", "short_sales_slot");
}

void shape_condition(Json& condition)
{
    static const std::map<std::string, int> types{{"price", 1},  {"time", 3},
                                                  {"margin", 4}, {"execution", 5},
                                                  {"volume", 6}, {"percent_change", 7}};
    if (!condition.is_object() || !condition.contains("type")) return;
    auto type = condition["type"];
    if (!type.is_string()) return;
    if (auto found = types.find(type.get<std::string>()); found != types.end())
        condition["type"] = found->second;
}

/// A struct with a price, or without when it is unset.
bool is_leg_price(const Json& leg)
{
    return leg.is_object() && leg.size() == leg.count("price");
}

/// The official order has the prices of the legs in a list of its own; the wire has them in the
/// legs. A price that has no leg, and an attached order, leave the order.
void shape_order(Json& args)
{
    if (!args.contains("order") || !args["order"].is_object()) return;
    auto& order = args["order"];
    if (order.contains("conditions") && order["conditions"].is_array())
        for (auto& condition : order["conditions"]) shape_condition(condition);
    if (order.contains("soft_dollar_tier")) rename(order["soft_dollar_tier"], "val", "value");
    for (const char* name : {"sl_order_id", "sl_order_type", "pt_order_id", "pt_order_type"})
        if (order.contains(name)) {
            args["attached_orders"][name] = order[name];
            order.erase(name);
        }
    if (!order.contains("order_combo_legs")) return;
    auto& prices = order["order_combo_legs"];
    auto& contract = args["contract"];
    bool fits = prices.is_array() && contract.contains("combo_legs") &&
                contract["combo_legs"].is_array() &&
                prices.size() <= contract["combo_legs"].size() &&
                std::all_of(prices.begin(), prices.end(), is_leg_price);
    if (!fits) return;
    for (std::size_t i = 0; i < prices.size(); ++i)
        if (prices[i].contains("price"))
            contract["combo_legs"][i]["per_leg_price"] = prices[i]["price"];
    order.erase("order_combo_legs");
}

}  // namespace

std::optional<int> request_id_of(std::string_view call)
{
    auto found = ids.find(call);
    if (found == ids.end()) return {};
    return found->second;
}

Json to_members(std::string_view call, Json args)
{
    if (!args.is_object()) return args;
    if (args.contains("contract")) shape_contract(args["contract"]);
    if (auto found = renames.find(call); found != renames.end())
        for (auto [from, to] : found->second) rename(args, from, to);
    if (call == "placeOrder") shape_order(args);
    if (call == "reqScannerSubscription") {
        rename(args, "subscription", "scanner_subscription");
        for (const char* name :
             {"scanner_subscription_options", "scanner_subscription_filter_options"})
            move_into(args, name, "scanner_subscription", name);
    }
    if (call == "reqWshEventData" && args.contains("wsh_event_data")) {
        Json data = std::move(args["wsh_event_data"]);
        args.erase("wsh_event_data");
        if (data.is_object()) args.update(data);
    }
    return args;
}

}  // namespace trademind::conformance
