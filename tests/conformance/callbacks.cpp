// The callbacks whose arguments are the message's members, and the way to the others.
#include "conformance/callbacks.hpp"
#include "conformance/rename.hpp"

#include <cstdio>
#include <map>

namespace trademind::conformance {

namespace {

struct Plain {
    const char* callback;
    std::vector<Rename> renames;
};

/// Answers that make one callback with the message's members as arguments.
const std::map<int, Plain> plain{
    {2, {"tickSize", {{"tick_type", "field"}}}},
    {3, {"orderStatus", {}}},
    {6, {"updateAccountValue", {{"value", "val"}}}},
    {7, {"updatePortfolio", {}}},
    {8, {"updateAccountTime", {}}},
    {9, {"nextValidId", {}}},
    {14,
     {"updateNewsBulletin",
      {{"news_msg_id", "msg_id"},
       {"news_msg_type", "msg_type"},
       {"originating_exch", "origin_exch"}}}},
    {15, {"managedAccounts", {}}},
    {16, {"receiveFA", {{"fa_data_type", "p_fa_data_type"}, {"xml", "cxml"}}}},
    {19, {"scannerParameters", {}}},
    {21, {"tickOptionComputation", {}}},
    {45, {"tickGeneric", {}}},
    {46, {"tickString", {}}},
    {47, {"tickEFP", {{"implied_futures_price", "total_dividends"}}}},
    {49, {"currentTime", {{"current_time", "time"}}}},
    {50, {"realtimeBar", {}}},
    {51, {"fundamentalData", {}}},
    {52, {"contractDetailsEnd", {}}},
    {53, {"openOrderEnd", {}}},
    {54, {"accountDownloadEnd", {}}},
    {55, {"execDetailsEnd", {}}},
    {56, {"deltaNeutralValidation", {}}},
    {57, {"tickSnapshotEnd", {}}},
    {58, {"marketDataType", {}}},
    {61, {"position", {}}},
    {62, {"positionEnd", {}}},
    {63, {"accountSummary", {}}},
    {64, {"accountSummaryEnd", {}}},
    {65, {"verifyMessageAPI", {}}},
    {66, {"verifyCompleted", {}}},
    {67, {"displayGroupList", {}}},
    {68, {"displayGroupUpdated", {}}},
    {69, {"verifyAndAuthMessageAPI", {{"xyz_challenge", "xyz_challange"}}}},
    {70, {"verifyAndAuthCompleted", {}}},
    {71, {"positionMulti", {{"position", "pos"}}}},
    {72, {"positionMultiEnd", {}}},
    {73, {"accountUpdateMulti", {}}},
    {74, {"accountUpdateMultiEnd", {}}},
    {76, {"securityDefinitionOptionalParameterEnd", {}}},
    {77, {"softDollarTiers", {{"soft_dollar_tiers", "tiers"}}}},
    {78, {"familyCodes", {}}},
    {80,
     {"mktDepthExchanges", {{"depth_market_data_descriptions", "depth_mkt_data_descriptions"}}}},
    {81, {"tickReqParams", {}}},
    {83, {"newsArticle", {}}},
    {84, {"tickNews", {{"timestamp", "time_stamp"}}}},
    {85, {"newsProviders", {}}},
    {86, {"historicalNews", {}}},
    {87, {"historicalNewsEnd", {}}},
    {88, {"headTimestamp", {}}},
    {89, {"histogramData", {{"histogram_data_entries", "data"}}}},
    {90, {"historicalDataUpdate", {{"historical_data_bar", "bar"}}}},
    {91, {"rerouteMktDataReq", {{"con_id", "conid"}}}},
    {92, {"rerouteMktDepthReq", {{"con_id", "conid"}}}},
    {93, {"marketRule", {}}},
    {94, {"pnl", {}}},
    {95, {"pnlSingle", {{"position", "pos"}}}},
    {96, {"historicalTicks", {{"historical_ticks", "ticks"}, {"is_done", "done"}}}},
    {97, {"historicalTicksBidAsk", {{"historical_ticks_bid_ask", "ticks"}, {"is_done", "done"}}}},
    {98, {"historicalTicksLast", {{"historical_ticks_last", "ticks"}, {"is_done", "done"}}}},
    {100, {"orderBound", {}}},
    {102, {"completedOrdersEnd", {}}},
    {103, {"replaceFAEnd", {}}},
    {104, {"wshMetaData", {}}},
    {105, {"wshEventData", {}}},
    {106, {"historicalSchedule", {{"historical_sessions", "sessions"}}}},
    {107, {"userInfo", {}}},
    {108, {"historicalDataEnd", {}}},
    {109, {"currentTimeInMillis", {{"current_time_in_millis", "time_in_millis"}}}},
};

Callbacks commission_callbacks(Value message, const AnswerContext&)
{
    message.rename("bond_yield", "yield");
    Value args;
    args.member("commission_and_fees_report") = std::move(message);
    return {{"commissionAndFeesReport", std::move(args)}};
}

using Shape = Callbacks (*)(Value, const AnswerContext&);
const std::map<int, Shape> by_shape{
    {1, tick_price_callbacks},      {4, error_callbacks},
    {5, open_order_callbacks},      {10, contract_details_callbacks},
    {11, execution_callbacks},      {12, depth_callbacks},
    {13, depth_callbacks},          {17, historical_data_callbacks},
    {18, bond_details_callbacks},   {20, scanner_callbacks},
    {59, commission_callbacks},     {75, option_parameters_callbacks},
    {79, symbol_samples_callbacks}, {82, smart_components_callbacks},
    {99, tick_by_tick_callbacks},   {101, completed_order_callbacks}};

/// Names inside of the parts.
void shape_parts(Value& args, const AnswerContext& context)
{
    if (args["contract"].is<Object>()) shape_contract(args.member("contract"), context);
    if (args["bar"].is<Object>()) {
        args.member("bar").rename("date", "time");
        args.member("bar").rename("bar_count", "count");
    }
    if (args["tiers"].is<List>())
        for (auto& tier : args.member("tiers").as<List>()) tier.rename("value", "val");
    if (args["family_codes"].is<List>())
        for (auto& code : args.member("family_codes").as<List>())
            code.rename("family_code", "family_code_str");
}

}  // namespace

std::string six_decimals(double x)
{
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, "%f", x);
    return buffer;
}

void shape_contract(Value& contract, const AnswerContext& context)
{
    contract.rename("primary_exch", "primary_exchange");
    if (contract["multiplier"].is<double>())
        contract.member("multiplier") = six_decimals(contract["multiplier"].as<double>());
    if (context.is_protobuf())  // the official decoder does not copy these
        for (auto name : {"sec_id_type", "sec_id", "include_expired"}) contract.take(name);
    if (!contract["combo_legs"].is<List>()) return;
    for (auto& leg : contract.member("combo_legs").as<List>()) {
        leg.rename("short_sales_slot", "short_sale_slot");
        leg.take("per_leg_price");
    }
}

Callbacks callbacks_of(Value message, const AnswerContext& context)
{
    if (message.is_unset()) message = Object{};
    if (auto found = by_shape.find(context.id); found != by_shape.end())
        return found->second(std::move(message), context);
    auto found = plain.find(context.id);
    if (found == plain.end()) return {};
    for (auto [from, to] : found->second.renames) message.rename(from, to);
    // newer than the official decoder
    for (auto name : {"last_price_precision", "last_size_precision"}) message.take(name);
    shape_parts(message, context);
    return {{found->second.callback, std::move(message)}};
}

Callbacks error_callbacks(Value message, const AnswerContext&)
{
    message.rename("error_msg", "error_string");
    if (message["id"].is_unset()) message.member("id") = 0;  // the official reading of no id
    return {{"error", std::move(message)}};
}

}  // namespace trademind::conformance
