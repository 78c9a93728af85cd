// Rows of TWS's lists that cannot be read: such a list is not whole, and what is in it is unknown.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// The message with a text that is no number in place of its 12345.
template <class M> void send_broken(MockSession& session, const M& message)
{
    std::string frame;
    ASSERT_FALSE(ibkr::wire::encode(frame, message, session.version()));
    auto at = frame.rfind("12345");  // account numbers have it too
    ASSERT_NE(at, std::string::npos);
    session.send_bytes(frame.replace(at, 5, "12x45"));
}

ibkr::OpenOrder broken_order()
{
    ibkr::OpenOrder row;
    row.order_id = 99;
    row.contract.symbol = "AAPL";
    row.contract.sec_type = "STK";
    row.order.total_quantity = 12345_d;
    row.order_state.status = "Submitted";
    return row;
}

Result<std::vector<OrderReport>> open_orders(IbkrWorld& world)
{
    return world.wait<std::vector<OrderReport>>(
        [&](auto done) { world.broker->get_orders(OrderFilter::open, std::move(done)); });
}

Result<std::vector<Position>> positions(IbkrWorld& world)
{
    return world.wait<std::vector<Position>>(
        [&](auto done) { world.broker->get_positions(std::move(done)); });
}

TEST(IbkrUnreadRows, an_order_in_doubt_is_not_refuted_by_a_list_that_is_not_whole)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    // TWS has it, and its row in the list cannot be read
    world.tws.on<ibkr::PlaceOrderRequest>([](MockSession&, const auto&) {});
    auto placed = world.begin<OrderReport>([&](auto done) {
        world.broker->place_order(buy(stock("AAPL"), 1_d).limit(1_d).with_client_order_id("mine"),
                                  std::move(done));
    });
    bool broken = true;
    world.tws.on<ibkr::AllOpenOrdersRequest>(
        [&](MockSession& session, const ibkr::AllOpenOrdersRequest&) {
            if (broken) send_broken(session, broken_order());
            session.send(ibkr::OpenOrdersEnd{});
        });
    world.tws.drop_all();
    for (int i = 0; i < 100 && world.recorder.reconciles.size() < 2; ++i) world.pass(100ms);
    ASSERT_TRUE(placed->has_value());
    ASSERT_EQ(world.recorder.reconciles.size(), 2U);
    const auto report = world.recorder.reconciles.back();
    EXPECT_FALSE(report.complete);
    EXPECT_EQ(report.missing, std::vector<std::string>{"open orders: a row cannot be read"});
    EXPECT_TRUE(report.orders_never_arrived.empty()) << "it would be sent twice";
    auto open = open_orders(world);
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error(), Errc::not_reconciled);
    auto refused = world.place(buy(stock("AAPL"), 2_d).limit(1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_reconciled);
    broken = false;
    for (int i = 0; i < 300 && !open; ++i) {
        world.pass(100ms);
        open = open_orders(world);
    }
    EXPECT_TRUE(open) << "it is asked for again";
}

TEST(IbkrUnreadRows, each_unread_order_is_asked_for_also_one_like_the_last)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    for (int i = 1; i <= 3; ++i) {
        auto before = world.recorder.reconciles.size();
        send_broken(world.tws.session(), broken_order());
        world.run();
        EXPECT_EQ(world.recorder.reconciles.size(), before + 1) << i;
        EXPECT_TRUE(open_orders(world)) << "the list came whole";
    }
    EXPECT_EQ(std::ranges::count_if(world.recorder.notices,
                                    [](const Notice& n) { return n.error == Errc::protocol; }),
              1)
        << "reported once";
}

TEST(IbkrUnreadRows, a_position_that_cannot_be_read_is_not_none)
{
    IbkrWorld world;
    world.desk.position("AAPL", 100_d, 90_d);
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(positions(world));
    bool broken = true;
    world.tws.on<ibkr::PositionsRequest>([&](MockSession& session, const ibkr::PositionsRequest&) {
        ibkr::Position row;
        row.account = "DU1234567";
        row.contract.con_id = 265598;
        row.contract.symbol = "AAPL";
        row.contract.sec_type = "STK";
        row.average_cost = 90;
        row.position = broken ? 12345_d : 70_d;
        broken ? send_broken(session, row) : session.send(row);
        session.send(ibkr::PositionEnd{});
    });
    // one row that came by itself, and then the same in the image that is asked for
    ibkr::Position live;
    live.position = 12345_d;
    send_broken(world.tws.session(), live);
    world.run();
    auto held = positions(world);
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error(), Errc::not_reconciled);
    for (const auto& told : world.recorder.positions) EXPECT_NE(told.quantity, 0_d);
    broken = false;
    held = positions(world);
    ASSERT_TRUE(held) << "asked for again";
    ASSERT_EQ(held->size(), 1U);
    EXPECT_EQ(held->front().quantity, 70_d);
}

// a size or a price that TWS leaves out

ibkr::OpenOrder order_of_another_client()
{
    ibkr::OpenOrder row;
    row.order_id = 99;
    row.contract.con_id = 265598;
    row.contract.symbol = "AAPL";
    row.contract.sec_type = "STK";
    row.contract.exchange = "SMART";
    row.contract.currency = "USD";
    row.order.order_id = 99;
    row.order.client_id = 7;
    row.order.perm_id = 999;
    row.order.account = "DU1234567";
    row.order.action = "BUY";
    row.order.order_type = "STP LMT";
    row.order.time_in_force = "DAY";
    row.order.total_quantity = 5_d;
    row.order.limit_price = 10.0;
    row.order.aux_price = 11.0;
    row.order_state.status = "Submitted";
    return row;
}

/// What the broker says of its open orders where TWS lists this row alone, and of the row.
class ListedRow {
public:
    ListedRow(int version, const ibkr::OpenOrder& row) : world{version}
    {
        EXPECT_TRUE(world.connect());
        world.tws.on<ibkr::AllOpenOrdersRequest>(
            [row](MockSession& session, const ibkr::AllOpenOrdersRequest&) {
                session.send(row);
                session.send(ibkr::OpenOrdersEnd{});
            });
        world.tws.session().send(row);
        world.run();
        open = open_orders(world);
        if (!world.recorder.orders.empty()) shown = world.recorder.orders.back().describe();
    }

    IbkrWorld world;
    Result<std::vector<OrderReport>> open{std::vector<OrderReport>{}};
    std::string shown;
};

TEST(IbkrUnreadRows,
     an_open_order_without_size_or_price_is_shown_as_such_and_listed_by_no_whole_list)
{
    using Spoil = void (*)(ibkr::Order&);
    constexpr std::array spoils{
        std::pair<const char*, Spoil>{"BUY unset AAPL",
                                      [](ibkr::Order& o) { o.total_quantity.reset(); }},
        std::pair<const char*, Spoil>{"BUY -5 AAPL",
                                      [](ibkr::Order& o) { o.total_quantity = -5_d; }},
        std::pair<const char*, Spoil>{"BUY 100000000001 AAPL",
                                      [](ibkr::Order& o) { o.total_quantity = 100000000001_d; }},
        std::pair<const char*, Spoil>{"STP LMT stop 11",
                                      [](ibkr::Order& o) { o.limit_price.reset(); }},
        std::pair<const char*, Spoil>{"STP LMT 10 DAY",
                                      [](ibkr::Order& o) { o.aux_price.reset(); }}};
    for (int version : {176, 225}) {
        for (const auto& [text, spoil] : spoils) {
            SCOPED_TRACE(text);
            auto row = order_of_another_client();
            spoil(row.order);
            ListedRow listed{version, row};
            EXPECT_NE(listed.shown.find(text), std::string::npos) << listed.shown;
            ASSERT_FALSE(listed.open);
            EXPECT_EQ(listed.open.error(), Errc::not_reconciled);
        }
    }
}

TEST(IbkrUnreadRows, an_order_by_cash_or_one_that_is_over_needs_no_size)
{
    for (int version : {176, 225}) {
        auto whole = order_of_another_client();
        EXPECT_TRUE((ListedRow{version, whole}.open));
        auto by_cash = whole;
        by_cash.order.order_type = "MKT";
        by_cash.order.total_quantity.reset();
        by_cash.order.cash_quantity = 500.0;
        EXPECT_TRUE((ListedRow{version, by_cash}.open));
        auto over = whole;
        over.order.total_quantity.reset();
        over.order_state.status = "Cancelled";
        EXPECT_TRUE((ListedRow{version, over}.open));
    }
}

TEST(IbkrUnreadRows, a_status_filled_without_a_count_asks_for_the_lists)
{
    IbkrWorld world;
    ASSERT_TRUE(world.connect());
    world.desk.match(false);
    auto placed = world.place(buy(stock("AAPL"), 5_d).limit(1_d));
    ASSERT_TRUE(placed);
    auto before = world.recorder.reconciles.size();
    ibkr::OrderStatus status;
    status.order_id = static_cast<int>(to_number(placed->id));
    status.status = "Filled";
    status.perm_id = to_number(placed->permanent_id);
    status.client_id = placed->client_id;
    world.tws.session().send(status);
    world.run();
    EXPECT_EQ(world.recorder.reconciles.size(), before + 1);
}

}  // namespace
}  // namespace trademind::test
