// Connecting, breaking and coming back.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

TEST(IbkrSession, is_ready_with_everything_and_not_before)
{
    IbkrWorld world;
    EXPECT_FALSE(world.broker->is_connected());
    auto refused = world.place(buy(stock("AAPL"), 1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_connected);
    ASSERT_TRUE(world.connect());
    EXPECT_TRUE(world.broker->is_connected());
    EXPECT_EQ(world.broker->link(), LinkState::ready);
    EXPECT_EQ(world.recorder.links, (std::vector{LinkState::connecting, LinkState::ready}));
    ASSERT_EQ(world.recorder.reconciles.size(), 1U);
    EXPECT_TRUE(world.recorder.reconciles.front().found_nothing());
    EXPECT_TRUE(world.connect()) << "again: succeeds";
    EXPECT_EQ(world.tws.connections(), 1);
}

TEST(IbkrSession, asks_for_its_kind_of_market_data_after_each_connect)
{
    IbkrOptions options;
    options.market_data_type = MarketDataType::delayed_frozen;
    IbkrWorld world{200, options};
    ASSERT_TRUE(world.connect());
    auto asked = world.tws.received_of<ibkr::MarketDataTypeRequest>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked.front().market_data_type, 4);
}

TEST(IbkrSession, refused_connection_is_an_error)
{
    IbkrWorld world;
    world.tws.stop_listening();
    auto connected = world.connect();
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error(), Errc::connection_refused);
    EXPECT_EQ(world.broker->link(), LinkState::disconnected);
}

TEST(IbkrSession, disconnect_is_clean_and_can_be_followed_by_connect)
{
    IbkrWorld world;
    EXPECT_TRUE(world.disconnect()) << "not connected: succeeds";
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(world.disconnect());
    EXPECT_EQ(world.broker->link(), LinkState::disconnected);
    EXPECT_FALSE(world.broker->is_connected());
    ASSERT_TRUE(world.connect());
    EXPECT_EQ(world.tws.connections(), 2);
}

TEST(IbkrSession, order_in_doubt_is_unknown_until_reconciled)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.desk.hold(true);
    auto answer = world.begin<OrderReport>([&](auto done) {
        world.broker->place_order(buy(stock("AAPL"), 10_d).limit(188_d), std::move(done));
    });
    world.desk.hold(false);
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return answer->has_value(); }));
    EXPECT_EQ((*answer)->error(), Errc::connection_lost);
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::unknown);
    EXPECT_EQ(world.broker->link(), LinkState::lost);
    auto refused = world.place(buy(stock("AAPL"), 1_d));
    EXPECT_EQ(refused.error(), Errc::not_connected);
    // It had arrived: the reconciliation finds it.
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_EQ(world.broker->link(), LinkState::restored_without_data);
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::pre_submitted);
    EXPECT_TRUE(world.recorder.reconciles.back().orders_never_arrived.empty());
}

TEST(IbkrSession, order_that_never_arrived_is_refuted)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.tws.once<ibkr::PlaceOrderRequest>(
        [](MockSession& session, const ibkr::PlaceOrderRequest&) { session.reset(); });
    auto lost = world.place(buy(stock("AAPL"), 10_d).limit(188_d).with_client_order_id("x"));
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error(), Errc::connection_lost);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::rejected);
    ASSERT_EQ(world.recorder.reconciles.back().orders_never_arrived.size(), 1U);
    // Known not to have arrived, it may be sent again: under a new id.
    auto again = world.place(buy(stock("AAPL"), 10_d).limit(188_d).with_client_order_id("x"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, OrderId{2});
}

TEST(IbkrSession, fill_behind_the_break_is_found)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.desk.fill(1, 10_d, 187.5_d);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    auto order = world.order(OrderId{1});
    EXPECT_EQ(order.status, OrderStatus::filled);
    EXPECT_EQ(order.average_fill_price, 187.5_d);
    const auto& report = world.recorder.reconciles.back();
    ASSERT_EQ(report.fills_found.size(), 1U);
    EXPECT_EQ(report.fills_found.front().quantity, 10_d);
    ASSERT_EQ(report.orders_closed.size(), 1U);
    EXPECT_TRUE(report.position_differences.empty()) << "the fill explains the position";
    ASSERT_TRUE(report.lost_at);
    world.run();
    EXPECT_EQ(world.order(OrderId{1}).commission, 1_d);
}

TEST(IbkrSession, cancel_behind_the_break_is_found)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.desk.cancel(1);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::cancelled);
    EXPECT_EQ(world.recorder.reconciles.back().orders_closed.size(), 1U);
}

TEST(IbkrSession, position_that_no_fill_explains_is_a_difference)
{
    IbkrWorld world;
    world.desk.position("AAPL", 10_d, 100_d);
    ASSERT_TRUE(world.connect());
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.desk.position("AAPL", 15_d, 100_d);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    const auto& report = world.recorder.reconciles.back();
    ASSERT_EQ(report.position_differences.size(), 1U);
    EXPECT_EQ(report.position_differences.front().expected, 10_d);
    EXPECT_EQ(report.position_differences.front().now, 15_d);
}

TEST(IbkrSession, without_the_list_of_open_orders_no_order_is_sent)
{
    IbkrWorld world;
    world.tws.on<ibkr::AllOpenOrdersRequest>(
        [](MockSession&, const ibkr::AllOpenOrdersRequest&) {});
    auto connected = world.begin<void>([&](auto done) {
        world.broker->connect(within(std::chrono::minutes{5}, std::move(done)));
    });
    EXPECT_FALSE(connected->has_value());
    world.pass(11s);
    ASSERT_TRUE(connected->has_value());
    auto refused = world.place(buy(stock("AAPL"), 1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_reconciled);
    EXPECT_FALSE(world.recorder.reconciles.back().complete);
    // It is asked for again until it comes.
    world.tws.on<ibkr::AllOpenOrdersRequest>(
        [](MockSession& session, const ibkr::AllOpenOrdersRequest&) {
            session.send(ibkr::OpenOrdersEnd{});
        });
    world.pass(11s);
    EXPECT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d)));
}

TEST(IbkrSession, a_list_that_did_not_come_is_not_none)
{
    auto orders = [](IbkrWorld& world, OrderFilter filter) {
        return world.wait<std::vector<OrderReport>>(
            [&](auto done) { world.broker->get_orders(filter, std::move(done)); });
    };
    auto executions = [](IbkrWorld& world) {
        return world.wait<std::vector<Execution>>(
            [&](auto done) { world.broker->get_executions(std::move(done)); });
    };
    struct Row {
        const char* list;
        void (*silence)(MockTws&);
        bool open, filled, executions;  // still answered
    };
    for (const auto& row : {
             Row{"open orders",
                 [](MockTws& tws) {
                     tws.on<ibkr::AllOpenOrdersRequest>([](MockSession&, const auto&) {});
                 },
                 false, true, true},
             Row{"completed orders",
                 [](MockTws& tws) {
                     tws.on<ibkr::CompletedOrdersRequest>([](MockSession&, const auto&) {});
                 },
                 true, false, true},
             Row{"executions",
                 [](MockTws& tws) {
                     tws.on<ibkr::ExecutionRequest>([](MockSession&, const auto&) {});
                 },
                 true, true, false},
         }) {
        IbkrWorld world;
        auto early = orders(world, OrderFilter::open);
        ASSERT_FALSE(early) << "never asked for";
        EXPECT_EQ(early.error(), Errc::not_reconciled);
        row.silence(world.tws);
        auto connected =
            world.begin<void>([&](auto done) { world.broker->connect(std::move(done)); });
        world.pass(11s);
        ASSERT_TRUE(connected->has_value());
        EXPECT_EQ(orders(world, OrderFilter::open).has_value(), row.open) << row.list;
        EXPECT_EQ(orders(world, OrderFilter::filled).has_value(), row.filled) << row.list;
        EXPECT_EQ(orders(world, OrderFilter::all).has_value(), row.open && row.filled) << row.list;
        auto fills = executions(world);
        EXPECT_EQ(fills.has_value(), row.executions) << row.list;
        auto all = orders(world, OrderFilter::all);
        const auto& why = all ? fills.error() : all.error();
        EXPECT_EQ(why, Errc::not_reconciled);
        EXPECT_NE(why.message.find(row.list), std::string::npos) << why.message;
    }
}

TEST(IbkrSession, server_loss_keeps_the_socket_and_stops_orders)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d).limit(188_d)));
    world.tws.send_error(-1, 1100, "Connectivity between IBKR and TWS has been lost.");
    world.run();
    EXPECT_EQ(world.broker->link(), LinkState::lost);
    EXPECT_EQ(world.order(OrderId{1}).status, OrderStatus::submitted) << "orders live on";
    EXPECT_EQ(world.place(buy(stock("AAPL"), 1_d)).error(), Errc::not_connected);
    world.tws.send_error(-1, 1102, "Connectivity restored - data maintained.");
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_EQ(world.broker->link(), LinkState::restored);
    EXPECT_EQ(world.tws.connections(), 1);
    EXPECT_EQ(world.recorder.reconciles.size(), 2U);
    EXPECT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d)));
}

TEST(IbkrSession, quotes_are_asked_for_again_and_the_gap_is_named)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.desk.quote("AAPL", 189_d, 189.1_d);
    std::vector<Quote> quotes;
    auto watching =
        world.broker->watch(stock("AAPL"), [&](const Quote& q) { quotes.push_back(q); });
    ASSERT_TRUE(world.until([&] { return !quotes.empty() && quotes.back().ask == 189.1_d; }));
    auto lost_at = world.clock->now();
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.desk.quote("AAPL", 190_d, 190.1_d);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return quotes.back().ask == 190.1_d; }));
    ASSERT_EQ(world.recorder.gaps.size(), 1U);
    EXPECT_EQ(world.recorder.gaps.front().contract.symbol, "AAPL");
    EXPECT_EQ(world.recorder.gaps.front().from, lost_at);
    EXPECT_EQ(world.recorder.gaps.front().to - lost_at, 7s);
    EXPECT_EQ(world.tws.count<ibkr::MarketDataTypeRequest>(), 2U);
}

TEST(IbkrSession, server_restored_without_data_asks_for_quotes_again)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.desk.quote("AAPL", 189_d, 189.1_d);
    ASSERT_TRUE(world.wait<void>(
        [&](auto done) { world.broker->subscribe(stock("AAPL"), std::move(done)); }));
    auto first = world.tws.received_of<ibkr::MarketDataRequest>();
    world.tws.send_error(-1, 1101, "Connectivity restored - data lost.");
    ASSERT_TRUE(world.until([&] { return world.tws.count<ibkr::MarketDataRequest>() == 2; }));
    auto second = world.tws.received_of<ibkr::MarketDataRequest>();
    EXPECT_NE(first.front().request_id, second.back().request_id) << "new ids are safest";
    EXPECT_EQ(world.recorder.gaps.size(), 1U);
}

TEST(IbkrSession, foreign_orders_are_seen_and_cannot_be_changed)
{
    IbkrWorld world;
    IbkrOptions other;
    other.client_id = 5;
    other.port = world.tws.port();
    auto second = make_unsafe_ibkr_broker(world.io.get_executor(), other, world.clock);
    auto up = world.wait<void>([&](auto done) { second->connect(std::move(done)); });
    ASSERT_TRUE(up);
    auto theirs = world.wait<OrderReport>([&](auto done) {
        second->place_order(buy(stock("MSFT"), 3_d).limit(1_d), std::move(done));
    });
    ASSERT_TRUE(theirs) << theirs.error().describe();
    ASSERT_TRUE(world.connect());
    const auto& report = world.recorder.reconciles.back();
    ASSERT_EQ(report.foreign_orders.size(), 1U);
    EXPECT_EQ(report.foreign_orders.front().client_id, 5);
    auto refused = world.cancel(report.foreign_orders.front().id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_cancellable);
    EXPECT_NE(refused.error().message.find("client 5"), std::string::npos);
    // Its id is that of another client: ours may have the same.
    auto ours = world.place(buy(stock("AAPL"), 1_d).limit(1_d));
    ASSERT_TRUE(ours) << ours.error().describe();
}

TEST(IbkrSession, bad_frame_is_told_and_the_session_lives)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.tws.session().send_payload(std::string_view{"3\0notanumber\0", 13});
    world.tws.session().send_payload(std::string_view{"9999\0x\0", 7});
    world.run();
    EXPECT_TRUE(world.broker->is_connected());
    EXPECT_TRUE(world.place(buy(stock("AAPL"), 1_d).limit(1_d)));
    int unreadable = 0;
    for (const auto& notice : world.recorder.notices)
        if (notice.error == Errc::protocol) ++unreadable;
    EXPECT_EQ(unreadable, 2);
}

TEST(IbkrSession, end_of_the_broker_completes_open_calls)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.desk.hold(true);
    auto answer = world.begin<OrderReport>([&](auto done) {
        world.broker->place_order(buy(stock("AAPL"), 1_d).limit(1_d), std::move(done));
    });
    world.recorder.stop();
    world.broker.reset();
    ASSERT_TRUE(world.until([&] { return answer->has_value(); }));
    EXPECT_EQ((*answer)->error(), Errc::cancelled);
}

TEST(IbkrSession, a_handler_may_watch_a_broker_that_it_has_just_let_go)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    auto* raw = world.broker.get();
    Subscription again;
    std::optional<Error> told;
    auto watching = raw->watch(stock("AAPL"), [&](const Quote&) {
        if (!world.broker) return;
        world.recorder.stop();
        world.broker.reset();
        again = raw->watch(
            stock("AAPL"), [](const Quote&) {}, [&](const Error& e) { told = e; });
    });
    world.run();
    world.desk.quote("AAPL", 189_d, 189.1_d);
    world.run();
    ASSERT_TRUE(told);
    EXPECT_EQ(*told, Errc::cancelled);
    watching.reset();
    again.reset();
    world.run();
}

TEST(IbkrSession, bars_for_a_broker_that_has_ended_are_dropped)
{
    IbkrWorld world;
    std::vector<int> asked;
    world.tws.on<ibkr::HistoricalDataRequest>(
        [&](MockSession&, const ibkr::HistoricalDataRequest& r) { asked.push_back(r.request_id); });
    ASSERT_TRUE(world.connect());
    auto client = unsafe_ibkr_client(*world.broker).value();
    HistoryRequest request{stock("AAPL")};
    auto answer = world.begin<std::vector<Bar>>(
        [&](auto done) { world.broker->get_historical_data(request, std::move(done)); });
    ASSERT_EQ(asked.size(), 1U);
    world.recorder.stop();
    world.broker.reset();
    world.run();
    // The client keeps the connection, and the answer comes.
    ibkr::HistoricalData bars;
    bars.request_id = asked.front();
    bars.bars.resize(1);
    bars.bars.front().date = "1767623400";
    world.tws.send(bars);
    world.run();
    EXPECT_NE(client.server_version(), ibkr::Version{});
    ASSERT_TRUE(*answer) << "at the broker's end, not at the deadline";
    EXPECT_EQ((**answer).error(), Errc::cancelled);
}

TEST(IbkrSession, a_client_that_outlives_its_broker_keeps_only_its_own_streams)
{
    struct Prices {
        std::vector<double> seen;
        void on(const ibkr::TickPrice& tick) { seen.push_back(tick.price.value_or(0)); }
        void on_end(const Error&) {}
    };
    IbkrWorld world;
    std::vector<int> asked, cancelled;
    world.tws.on<ibkr::MarketDataRequest>(
        [&](MockSession&, const ibkr::MarketDataRequest& r) { asked.push_back(r.request_id); });
    world.tws.on<ibkr::CancelMarketData>(
        [&](MockSession&, const ibkr::CancelMarketData& r) { cancelled.push_back(r.request_id); });
    ASSERT_TRUE(world.connect());
    auto client = unsafe_ibkr_client(*world.broker).value();
    auto contract = stock("AAPL");
    contract.id = 265598;
    auto watching = world.broker->watch(contract, [](const Quote&) {});
    world.run();
    auto prices = std::make_shared<Prices>();
    ibkr::MarketDataRequest request;
    request.contract.con_id = 272093;
    auto following = client.follow(request, prices);
    world.run();
    ASSERT_EQ(asked.size(), 2U);
    world.recorder.stop();
    world.broker.reset();
    world.run();
    EXPECT_EQ(cancelled, std::vector{asked.front()});
    ibkr::TickPrice tick;
    tick.request_id = asked.back();
    tick.tick_type = 4;
    tick.price = 412.5;
    world.tws.send(tick);
    world.run();
    EXPECT_EQ(prices->seen, std::vector{412.5});
}

TEST(IbkrSession, a_thousands_long_queue_of_history_ends_with_the_connection)
{
    IbkrWorld world;
    world.tws.on<ibkr::HistoricalDataRequest>(
        [](MockSession&, const ibkr::HistoricalDataRequest&) {});
    ASSERT_TRUE(world.connect());
    std::size_t connection_lost = 0, not_connected = 0, others = 0;
    constexpr std::size_t calls = 20'000;
    for (std::size_t n = 0; n < calls; ++n) {
        HistoryRequest request{stock("AAPL")};
        request.contract.id = 265598;
        world.broker->get_historical_data(request, [&](const Result<std::vector<Bar>>& bars) {
            if (bars) return void(++others);
            ++(bars.error() == Errc::connection_lost ? connection_lost
               : bars.error() == Errc::not_connected ? not_connected
                                                     : others);
        });
    }
    world.run();
    world.tws.drop_all();
    world.run();
    EXPECT_GT(connection_lost, 0U);
    EXPECT_LE(connection_lost, 50U) << "as many as may be open; of these some wait for pacing";
    EXPECT_EQ(connection_lost + not_connected, calls);
    EXPECT_EQ(others, 0U);
}

}  // namespace
}  // namespace trademind::test
