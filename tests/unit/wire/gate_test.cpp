// Version gates: a field is refused by name one version before it exists and taken from then on.
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/advisor.hpp>
#include <trademind/brokers/ibkr/messages/config.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/option_requests.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <gtest/gtest.h>

namespace trademind::ibkr::wire {
namespace {

Version before(Version v)
{
    return Version{number(v) - 1};
}

template <class M>
void expect_gate(const M& message, Version since, std::string_view field,
                 Fault::Kind kind = Fault::Kind::needs_server)
{
    std::string out;
    auto fault = encode(out, message, before(since));
    EXPECT_EQ(fault.kind, kind) << field;
    EXPECT_EQ(fault.field, field);
    EXPECT_EQ(fault.message, M::info.name);
    EXPECT_EQ(fault.needed, since);
    EXPECT_TRUE(out.empty());
    fault = encode(out, message, since);
    EXPECT_FALSE(fault) << fault.describe();
    EXPECT_FALSE(out.empty());
}

template <class F> void expect_order_gate(Version since, std::string_view field, F&& set)
{
    PlaceOrderRequest request;
    request.order_id = 1;
    set(request);
    expect_gate(request, since, field);
}

TEST(Gates, OfOrdersInText)
{
    expect_order_gate(Version::customer_account, "order.customerAccount",
                      [](auto& r) { r.order.customer_account = "c"; });
    expect_order_gate(Version::professional_customer, "order.professionalCustomer",
                      [](auto& r) { r.order.professional_customer = true; });
    expect_order_gate(Version::include_overnight, "order.includeOvernight",
                      [](auto& r) { r.order.include_overnight = true; });
    expect_order_gate(Version::cme_tagging, "order.manualOrderIndicator",
                      [](auto& r) { r.order.manual_order_indicator = 0; });
    expect_order_gate(Version::imbalance_only, "order.imbalanceOnly",
                      [](auto& r) { r.order.imbalance_only = true; });
}

TEST(Gates, OfOrdersInProtobuf)
{
    expect_order_gate(Version::additional_order_parameters_1, "postOnly",
                      [](auto& r) { r.order.post_only = true; });
    expect_order_gate(Version::additional_order_parameters_1, "deactivate",
                      [](auto& r) { r.order.deactivate = true; });
    expect_order_gate(Version::additional_order_parameters_1, "allowPreOpen",
                      [](auto& r) { r.order.allow_pre_open = true; });
    expect_order_gate(Version::additional_order_parameters_1, "ignoreOpenAuction",
                      [](auto& r) { r.order.ignore_open_auction = true; });
    expect_order_gate(Version::additional_order_parameters_2, "routeMarketableToBbo",
                      [](auto& r) { r.order.route_marketable_to_bbo = 0; });
    expect_order_gate(Version::additional_order_parameters_2, "seekPriceImprovement",
                      [](auto& r) { r.order.seek_price_improvement = 1; });
    expect_order_gate(Version::additional_order_parameters_2, "whatIfType",
                      [](auto& r) { r.order.what_if_type = 1; });
    expect_order_gate(Version::attached_orders, "slOrderId",
                      [](auto& r) { r.attached_orders.stop_loss_order_id = 0; });
    expect_order_gate(Version::attached_orders, "ptOrderType",
                      [](auto& r) { r.attached_orders.profit_taker_order_type = "LMT"; });
    expect_order_gate(Version::hedge_max_size, "hedgeMaxSize",
                      [](auto& r) { r.order.hedge_max_size = 5; });
}

TEST(Gates, TextNeverLosesWhatOnlyProtobufCarries)
{
    PlaceOrderRequest request;
    request.order.post_only = true;
    std::string out;
    auto fault = encode(out, request, Version{200});
    EXPECT_EQ(fault.describe(),
              "PlaceOrderRequest: order.postOnly needs server 216, connected to 200");
    request.order.post_only = false;
    request.attached_orders.stop_loss_order_id = 7;
    EXPECT_EQ(encode(out, request, Version{202}).field, "attachedOrders.slOrderId");
    EXPECT_TRUE(out.empty());
}

TEST(Gates, AnAuctionStrategyEndsWhereOrdersBecomeProtobuf)
{
    PlaceOrderRequest request;
    request.order.auction_strategy = 1;
    std::string out;
    EXPECT_FALSE(encode(out, request, before(Version::protobuf_place_order)));
    auto fault = encode(out, request, Version::protobuf_place_order);
    EXPECT_EQ(fault.describe(),
              "PlaceOrderRequest: auctionStrategy ended with server 202, connected to 203");
}

TEST(Gates, OfOtherRequests)
{
    CancelOrderRequest cancel;
    cancel.order_cancel.ext_operator = "o";
    expect_gate(cancel, Version::cme_tagging, "extOperator");
    GlobalCancelRequest global;
    global.order_cancel.manual_order_cancel_time = "t";
    expect_gate(global, Version::protobuf_place_order, "manualOrderCancelTime");
    ExerciseOptionsRequest exercise;
    exercise.manual_order_time = "t";
    expect_gate(exercise, Version::manual_time_in_exercise, "manualOrderTime");
    ExecutionRequest executions;
    executions.filter.last_n_days = 3;
    expect_gate(executions, Version::days_of_executions, "lastNDays");
    executions.filter.last_n_days.reset();
    executions.filter.specific_dates = {20260101};
    expect_gate(executions, Version::days_of_executions, "specificDates");
}

TEST(Gates, AdvisorProfilesEndWithTheirServers)
{
    FaRequest request;
    request.fa_data_type = 2;
    std::string out;
    EXPECT_FALSE(encode(out, request, before(Version::fa_profile_gone)));
    auto fault = encode(out, request, Version::fa_profile_gone);
    EXPECT_EQ(fault.describe(), "FARequest: faDataType ended with server 176, connected to 177");
}

TEST(Gates, WholeMessagesAreRefusedByName)
{
    expect_gate(CancelContractData{}, Version::cancel_contract_data, "");
    expect_gate(ConfigRequest{}, Version::config, "");
    expect_gate(UpdateConfigRequest{}, Version::update_config, "");
    expect_gate(CurrentTimeInMillisRequest{}, Version::current_time_in_millis, "");
    std::string out;
    EXPECT_EQ(encode(out, ConfigRequest{}, Version{200}).describe(),
              "ConfigRequest needs server 219, connected to 200");
}

TEST(Gates, AnUnsetFieldIsNoReasonToRefuse)
{
    for (int v = number(Version::oldest); v <= number(Version::newest); ++v) {
        std::string out;
        auto fault = encode(out, PlaceOrderRequest{}, Version{v});
        EXPECT_FALSE(fault) << v << fault.describe();
    }
}

}  // namespace
}  // namespace trademind::ibkr::wire
