// Orders over a real socket: placed, filled, changed, cancelled, refused, previewed.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;

/// At a text version, a mixed one and a protobuf one.
class IbkrOrders : public testing::TestWithParam<int> {
protected:
    IbkrWorld world{GetParam()};
    void SetUp() override
    {
        auto connected = world.connect();
        ASSERT_TRUE(connected) << connected.error().describe();
        world.desk.quote("AAPL", 189_d, 189.1_d, 189.05_d);
    }
};

TEST_P(IbkrOrders, market_order_fills_with_commission)
{
    auto report = world.place(buy(stock("AAPL"), 10_d));
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->id, OrderId{1});
    ASSERT_TRUE(world.until([&] { return world.order(OrderId{1}).commission > 0_d; }));
    auto order = world.order(OrderId{1});
    EXPECT_EQ(order.status, OrderStatus::filled);
    EXPECT_EQ(order.filled, 10_d);
    EXPECT_EQ(order.remaining, 0_d);
    EXPECT_EQ(order.average_fill_price, 189.1_d);
    EXPECT_NE(order.permanent_id, PermanentId{});
    ASSERT_EQ(world.recorder.executions.size(), 1U);
    const auto& fill = world.recorder.executions.front();
    EXPECT_EQ(fill.order_id, OrderId{1});
    EXPECT_EQ(fill.quantity, 10_d);
    EXPECT_EQ(fill.price, 189.1_d);
    EXPECT_EQ(fill.side, Side::buy);
    EXPECT_EQ(format_time(fill.time), "2026-01-05T14:30:00Z");
    ASSERT_EQ(world.recorder.commissions.size(), 1U);
    EXPECT_EQ(world.recorder.commissions.front().amount, 1_d);
}

TEST_P(IbkrOrders, what_is_sent_is_what_was_asked)
{
    auto request = sell(stock("AAPL"), 3_d).stop(180.5_d).limit(180.25_d).good_till_cancelled();
    ASSERT_TRUE(
        world.place(std::move(request).outside_regular_hours().with_client_order_id("mine")));
    auto sent = world.tws.received_of<ibkr::PlaceOrderRequest>();
    ASSERT_EQ(sent.size(), 1U);
    const auto& order = sent.front().order;
    EXPECT_EQ(order.action, "SELL");
    EXPECT_EQ(order.total_quantity, 3_d);
    EXPECT_EQ(order.order_type, "STP LMT");
    EXPECT_EQ(order.limit_price, 180.25);
    EXPECT_EQ(order.aux_price, 180.5);
    EXPECT_EQ(order.time_in_force, "GTC");
    EXPECT_EQ(order.account, "DU1234567");
    EXPECT_EQ(order.order_ref, "mine");
    EXPECT_TRUE(order.outside_rth);
    EXPECT_TRUE(order.transmit);
    EXPECT_EQ(sent.front().contract.con_id, 265598);
}

TEST_P(IbkrOrders, time_in_force_is_always_said)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d)));
    EXPECT_EQ(world.tws.received_of<ibkr::PlaceOrderRequest>().front().order.time_in_force, "DAY");
}

TEST_P(IbkrOrders, limit_order_works_until_it_fills)
{
    auto report = world.place(buy(stock("AAPL"), 10_d).limit(188_d));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->status, OrderStatus::submitted);
    EXPECT_EQ(report->filled, 0_d);
    EXPECT_EQ(world.orders(OrderFilter::open).size(), 1U);
    world.desk.fill(1, 4_d, 188_d);
    world.run();
    auto partial = world.order(OrderId{1});
    EXPECT_EQ(partial.status, OrderStatus::submitted);
    EXPECT_EQ(partial.filled, 4_d);
    EXPECT_EQ(partial.remaining, 6_d);
    world.desk.fill(1, 6_d, 187_d);
    world.run();
    auto filled = world.order(OrderId{1});
    EXPECT_EQ(filled.status, OrderStatus::filled);
    EXPECT_EQ(filled.average_fill_price, 187.4_d);
    EXPECT_EQ(filled.last_fill_price, 187_d);
    EXPECT_EQ(world.orders(OrderFilter::filled).size(), 1U);
    EXPECT_TRUE(world.orders(OrderFilter::open).empty());
}

TEST_P(IbkrOrders, commission_may_come_before_the_execution)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    ibkr::CommissionAndFeesReport early;
    early.exec_id = "early.01";
    early.commission_and_fees = 1.25;
    early.currency = "USD";
    world.tws.send(early);
    world.run();
    EXPECT_EQ(world.order(OrderId{1}).commission, 0_d);
    ibkr::ExecutionDetails fill;
    fill.contract.con_id = 265598;
    fill.contract.symbol = "AAPL";
    fill.contract.sec_type = "STK";
    fill.execution.order_id = 1;
    fill.execution.exec_id = "early.01";
    fill.execution.time = "20260105 09:30:00 US/Eastern";
    fill.execution.account = "DU1234567";
    fill.execution.side = "BOT";
    fill.execution.shares = 10_d;
    fill.execution.price = 188.0;
    fill.execution.client_id = 1;
    world.tws.send(fill);
    world.run();
    auto order = world.order(OrderId{1});
    EXPECT_EQ(order.commission, 1.25_d);
    EXPECT_EQ(order.status, OrderStatus::filled);
    EXPECT_EQ(world.recorder.executions.back().commission->amount, 1.25_d);
    EXPECT_EQ(format_time(world.recorder.executions.back().time), "2026-01-05T14:30:00Z");
}

TEST_P(IbkrOrders, cancel_completes_when_tws_confirms)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    auto report = world.cancel(OrderId{1});
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->status, OrderStatus::cancelled);
    EXPECT_EQ(world.orders(OrderFilter::cancelled).size(), 1U);
    auto again = world.cancel(OrderId{1});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), Errc::not_cancellable);
}

TEST_P(IbkrOrders, cancel_waits_for_tws)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    world.desk.hold(true);
    auto answer = world.begin<OrderReport>(
        [&](auto done) { world.broker->cancel_order(OrderId{1}, std::move(done)); });
    EXPECT_FALSE(answer->has_value());
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::pending_cancel);
    world.pass(std::chrono::seconds{11});
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->error(), Errc::timed_out);
}

TEST_P(IbkrOrders, cancel_of_an_unknown_order_says_so)
{
    auto report = world.cancel(OrderId{77});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::unknown_order);
    EXPECT_EQ(world.tws.count<ibkr::CancelOrderRequest>(), 0U);
}

TEST_P(IbkrOrders, modify_sends_the_whole_order_and_waits_for_its_echo)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d).with_client_order_id("a")));
    auto report = world.modify(OrderId{1}, buy(stock("AAPL"), 12_d).limit(188.5_d));
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->order.limit_price, 188.5_d);
    EXPECT_EQ(report->order.quantity, 12_d);
    EXPECT_EQ(report->order.client_order_id, "a");
    auto sent = world.tws.received_of<ibkr::PlaceOrderRequest>();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent.back().order_id, 1);
    EXPECT_EQ(sent.back().order.order_ref, "a");
}

TEST_P(IbkrOrders, reject_keeps_code_text_and_details)
{
    world.tws.once<ibkr::PlaceOrderRequest>(
        [](MockSession& session, const ibkr::PlaceOrderRequest& order) {
            ibkr::ErrorMessage error;
            error.id = order.order_id;
            error.error_code = 201;
            error.error_message = "Order rejected - reason:no margin";
            error.advanced_order_reject_json = R"({"rejects":[1]})";
            session.send(error);
        });
    auto report = world.place(buy(stock("AAPL"), 10_d));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::rejected);
    EXPECT_EQ(report.error().code.value(), 201);
    EXPECT_EQ(report.error().message, "Order rejected - reason:no margin");
    auto order = world.order(OrderId{1});
    EXPECT_EQ(order.status, OrderStatus::rejected);
    EXPECT_EQ(order.reject_details, R"({"rejects":[1]})");
    EXPECT_TRUE(world.orders(OrderFilter::open).empty());
}

TEST_P(IbkrOrders, unknown_contract_is_refused_before_anything_is_sent)
{
    auto report = world.place(buy(stock("NOPE"), 10_d));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::unknown_contract);
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 0U);
}

TEST_P(IbkrOrders, ambiguous_contract_lists_its_candidates)
{
    DeskInstrument london;
    london.symbol = "AAPL";
    london.currency = "GBP";
    london.primary_exchange = "LSE";
    london.con_id = 42;
    world.desk.add(london);
    auto report = world.place(buy(stock("AAPL"), 10_d).limit(1_d));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error(), Errc::ambiguous_contract);
    EXPECT_NE(report.error().message.find("265598"), std::string::npos);
    EXPECT_NE(report.error().message.find("42"), std::string::npos);
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 0U);
    // By id it is clear.
    EXPECT_TRUE(world.place(buy(stock("AAPL").with_id(265598), 10_d).limit(1_d)));
}

TEST_P(IbkrOrders, contracts_are_looked_up_once)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d)));
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 2_d).limit(1_d)));
    EXPECT_EQ(world.tws.received_of<ibkr::PlaceOrderRequest>().size(), 2U);
    int searches = 0;
    for (const auto& request : world.tws.received())
        if (request.id == static_cast<int>(ibkr::Request::contract_data)) ++searches;
    EXPECT_EQ(searches, 1);
}

TEST_P(IbkrOrders, same_client_order_id_places_once)
{
    auto order = buy(stock("AAPL"), 10_d).limit(188_d).with_client_order_id("once");
    auto first = world.place(order), second = world.place(order);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_EQ(first->id, second->id);
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 1U);
    auto other = world.place(buy(stock("AAPL"), 11_d).limit(188_d).with_client_order_id("once"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error(), Errc::duplicate_order);
}

TEST_P(IbkrOrders, malformed_orders_never_leave)
{
    auto refused = [&](OrderRequest order) {
        auto report = world.place(std::move(order));
        return !report && report.error() == Errc::invalid_order;
    };
    EXPECT_TRUE(refused(buy(stock("AAPL"), 0_d)));
    EXPECT_TRUE(refused(buy(stock("AAPL"), -1_d)));
    EXPECT_TRUE(refused(buy(stock("AAPL"), 1_d).of_type(OrderType::limit)));
    EXPECT_TRUE(refused(buy(stock("AAPL"), 1_d).of_type(OrderType::stop)));
    EXPECT_TRUE(refused(buy(stock("AAPL"), 1_d).of_type(OrderType::trailing_stop)));
    EXPECT_TRUE(refused(buy(stock("AAPL"), 1_d).in_force(TimeInForce::good_till_date)));
    EXPECT_TRUE(refused(buy(combo("SPY", {}), 1_d)));
    EXPECT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 0U);
}

TEST_P(IbkrOrders, preview_places_nothing)
{
    auto preview = world.wait<OrderPreview>([&](auto done) {
        world.broker->preview_order(buy(stock("AAPL"), 100_d).limit(100_d), std::move(done));
    });
    ASSERT_TRUE(preview) << preview.error().describe();
    EXPECT_EQ(preview->initial_margin_change, 2500_d);
    EXPECT_EQ(preview->commission, 1_d);
    EXPECT_EQ(preview->commission_currency, "USD");
    EXPECT_TRUE(world.orders().empty());
    EXPECT_TRUE(world.desk.orders().empty());
    EXPECT_TRUE(world.tws.received_of<ibkr::PlaceOrderRequest>().front().order.what_if);
}

TEST_P(IbkrOrders, preview_of_a_refused_order_fails)
{
    world.tws.once<ibkr::PlaceOrderRequest>(
        [](MockSession& session, const ibkr::PlaceOrderRequest& order) {
            ibkr::ErrorMessage error;
            error.id = order.order_id;
            error.error_code = 201;
            error.error_message = "Order rejected - reason:no";
            session.send(error);
        });
    auto preview = world.wait<OrderPreview>([&](auto done) {
        world.broker->preview_order(buy(stock("AAPL"), 100_d), std::move(done));
    });
    ASSERT_FALSE(preview);
    EXPECT_EQ(preview.error(), Errc::rejected);
}

TEST_P(IbkrOrders, warning_leaves_the_order_alive_and_is_told)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    world.tws.send_error(1, 399, "Order Message: Warning: not before the open");
    world.tws.send_error(1, 10999, "something new");
    world.run();
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::submitted);
    EXPECT_TRUE(world.recorder.noticed(399));
    EXPECT_TRUE(world.recorder.noticed(10999));
}

TEST_P(IbkrOrders, silence_makes_an_order_unknown_and_asks)
{
    world.desk.hold(true);
    auto before = world.tws.count<ibkr::AllOpenOrdersRequest>();
    auto answer = world.begin<OrderReport>([&](auto done) {
        world.broker->place_order(buy(stock("AAPL"), 10_d).limit(188_d),
                                  within(std::chrono::minutes{1}, std::move(done)));
    });
    world.pass(std::chrono::seconds{11});
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->error(), Errc::timed_out);
    EXPECT_EQ(world.tws.count<ibkr::AllOpenOrdersRequest>(), before + 1);
    ASSERT_TRUE(world.until([&] {
        auto status = world.order(OrderId{1}).status;
        return status == OrderStatus::unknown || status == OrderStatus::pre_submitted;
    }));
}

TEST_P(IbkrOrders, order_held_back_is_answered_at_once)
{
    auto report = world.place(buy(stock("AAPL"), 10_d).limit(188_d).held());
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_EQ(report->status, OrderStatus::pending_submit);
    world.run();
    ASSERT_EQ(world.tws.count<ibkr::PlaceOrderRequest>(), 1U);
    EXPECT_FALSE(world.tws.received_of<ibkr::PlaceOrderRequest>().front().order.transmit);
}

TEST_P(IbkrOrders, executions_are_listed)
{
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d)));
    world.run();
    auto all = world.wait<std::vector<Execution>>(
        [&](auto done) { world.broker->get_executions(std::move(done)); });
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().commission->amount, 1_d);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrOrders, testing::Values(176, 200, 207, 225),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace trademind::test
