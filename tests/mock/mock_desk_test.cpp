// The desk, asked over the wire: what it must do for the tests that stand on it to mean anything.
#include "mock/mock_desk.hpp"
#include "brokers/ibkr/transport/driver.hpp"
#include "mock/run.hpp"
#include "support/manual_clock.hpp"
#include "support/session_messages.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace ibkr;
using namespace trademind::literals;
using session::SendPriority;
using testing::ElementsAre;

/// Writes what comes as short lines: "openOrder 1 Submitted".
class Client : public session::ConnectionEvents {
public:
    void on_frame(std::string_view payload, Version server) override
    {
        test::note_session_messages(*link, payload, server);
        ASSERT_FALSE(
            (wire::Dispatcher<OpenOrder, OrderStatus, ExecutionDetails, CommissionAndFeesReport,
                              Position, PositionEnd, TickPrice, ErrorMessage, HistoricalData,
                              HistoricalDataEnd>::dispatch(payload, server, *this, counters)));
    }
    void on_ready(const session::SessionInfo&) override { ready = true; }
    void on_lost(const session::Disconnect&) override { ready = false; }

    template <class... Parts> void note(const char* format, Parts... parts)
    {
        lines.push_back(fmt::format(fmt::runtime(format), parts...));
    }
    void on(const OpenOrder& m) { note("order {} {}", m.order_id, m.order_state.status); }
    void on(const OrderStatus& m)
    {
        note("status {} {} {}/{}", m.order_id, m.status, m.filled->str(), m.remaining->str());
    }
    void on(const ExecutionDetails& m)
    {
        note("fill {} {} {} at {}", m.execution.order_id, m.execution.side,
             m.execution.shares->str(), *m.execution.price);
    }
    void on(const CommissionAndFeesReport& m)
    {
        note("commission {}{}", *m.commission_and_fees,
             m.realized_pnl ? fmt::format(" realized {}", *m.realized_pnl) : "");
    }
    void on(const Position& m) { note("position {} {}", m.contract.symbol, m.position->str()); }
    void on(const PositionEnd&) { note("positions end"); }
    void on(const TickPrice& m) { note("tick {} {} {}", m.request_id, m.tick_type, *m.price); }
    void on(const ErrorMessage& m)
    {
        if (m.about() >= 0) note("error {} {}", m.about(), m.error_code);
    }
    void on(const HistoricalData& m) { note("{} bars", m.bars.size()); }
    void on(const HistoricalDataEnd& m) { note("bars end {}", m.end_date); }

    session::Connection* link = nullptr;
    bool ready = false;
    std::vector<std::string> lines;
    wire::Counters counters;
};

/// At a text version, a mixed one and a protobuf one.
class DeskTest : public testing::TestWithParam<int> {
protected:
    DeskTest()
    {
        tws_.speak(GetParam());
        desk_.add_stock("AAPL", 265598);
        session::LinkOptions options;
        options.port = tws_.port();
        options.client_id = 3;
        driver_ = std::make_shared<transport::Driver>(test::turns_on(io_), clock_, options);
        client_.link = driver_.get();
        EXPECT_TRUE(driver_->start(client_));
        EXPECT_TRUE(run_until(io_, [this] { return client_.ready; }));
        settle(io_);
        client_.lines.clear();
    }
    ~DeskTest() override
    {
        driver_->detach();
        settle(io_);
    }
    template <class M> void send(const M& message)
    {
        auto sent = driver_->send(message, driver_->session().server, SendPriority::orders);
        ASSERT_TRUE(sent) << sent.error().message;
        settle(io_);
    }
    static PlaceOrderRequest order(int id, std::string_view action, Decimal quantity,
                                   std::optional<double> limit = {})
    {
        PlaceOrderRequest request;
        request.order_id = id;
        request.contract.symbol = "AAPL";
        request.contract.sec_type = "STK";
        request.contract.exchange = "SMART";
        request.contract.currency = "USD";
        request.order.action = action;
        request.order.total_quantity = quantity;
        request.order.order_type = limit ? "LMT" : "MKT";
        request.order.limit_price = limit;
        return request;
    }
    std::vector<std::string> take()
    {
        settle(io_);
        return std::exchange(client_.lines, {});
    }

    asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    MockTws tws_{io_.get_executor(), clock_};
    MockDesk desk_{tws_};
    Client client_;
    std::shared_ptr<transport::Driver> driver_;
};

TEST_P(DeskTest, fills_a_marketable_order_and_books_it)
{
    desk_.quote("AAPL", 189_d, 189.10_d, 189.05_d);
    send(order(1, "BUY", 100_d));
    EXPECT_THAT(take(), ElementsAre("order 1 Submitted", "status 1 Submitted 0/100",
                                    "fill 1 BOT 100 at 189.1", "order 1 Filled",
                                    "status 1 Filled 100/0", "commission 1"));
    EXPECT_EQ(desk_.position("AAPL").quantity, 100_d);
    EXPECT_EQ(desk_.cash(), 1'000'000_d - 18'910_d - 1_d);
    desk_.quote("AAPL", 190.10_d, 190.20_d, 190.10_d);
    send(order(2, "SELL", 100_d, 190.0));
    EXPECT_EQ(take().back(), "commission 1 realized 99");
    EXPECT_EQ(desk_.position("AAPL").quantity, 0_d);
    EXPECT_EQ(desk_.cash(), 1'000'098_d);
}

TEST_P(DeskTest, keeps_a_resting_order_until_the_quote_reaches_it)
{
    desk_.quote("AAPL", 189_d, 189.10_d, 189.05_d);
    send(order(1, "BUY", 10_d, 188.5));
    EXPECT_THAT(take(), ElementsAre("order 1 Submitted", "status 1 Submitted 0/10"));
    desk_.quote("AAPL", 188.30_d, 188.40_d);
    EXPECT_EQ(take()[0], "fill 1 BOT 10 at 188.4");
}

TEST_P(DeskTest, fills_in_parts_by_hand_modifies_and_cancels)
{
    desk_.match(false);
    send(order(1, "BUY", 10_d, 188.5));
    take();
    desk_.fill(1, 4_d, 188.45_d);
    EXPECT_THAT(take(), ElementsAre("fill 1 BOT 4 at 188.45", "order 1 Submitted",
                                    "status 1 Submitted 4/6", "commission 1"));
    send(order(1, "BUY", 20_d, 188.6));
    EXPECT_THAT(take(), ElementsAre("order 1 Submitted", "status 1 Submitted 4/16"));
    CancelOrderRequest cancel;
    cancel.order_id = 1;
    send(cancel);
    EXPECT_THAT(take(), ElementsAre("status 1 Cancelled 4/16", "error 1 202"));
    send(cancel);
    EXPECT_THAT(take(), ElementsAre("error 1 10148"));
    cancel.order_id = 9;
    send(cancel);
    EXPECT_THAT(take(), ElementsAre("error 9 10147"));
}

TEST_P(DeskTest, refuses_as_told_and_what_it_does_not_know)
{
    desk_.reject_next(201, "Order rejected - reason:no money");
    send(order(1, "BUY", 10_d));
    EXPECT_THAT(take(), ElementsAre("error 1 201"));
    auto unknown = order(2, "BUY", 10_d);
    unknown.contract.symbol = "NONE";
    send(unknown);
    EXPECT_THAT(take(), ElementsAre("error 2 200"));
    send(order(5, "BUY", 10_d, 1.0));
    send(order(4, "BUY", 10_d, 1.0));
    EXPECT_EQ(take().back(), "error 4 103");
}

TEST_P(DeskTest, what_happens_while_the_client_is_away_is_told_when_asked)
{
    send(order(1, "BUY", 10_d, 188.5));
    send(order(2, "BUY", 10_d, 188.5));
    tws_.drop_all();
    ASSERT_TRUE(run_until(io_, [this] { return !client_.ready; }));
    desk_.fill(1, 10_d, 188.5_d);
    take();
    clock_->advance(std::chrono::seconds{10});
    ASSERT_TRUE(run_until(io_, [this] { return client_.ready; }));
    EXPECT_THAT(take(), ElementsAre());
    send(OpenOrdersRequest{});
    EXPECT_THAT(take(), ElementsAre("order 2 Submitted", "status 2 Submitted 0/10"));
    ExecutionRequest executions;
    executions.request_id = 77;
    send(executions);
    EXPECT_THAT(take(), ElementsAre("fill 1 BOT 10 at 188.5", "commission 1"));
    EXPECT_EQ(tws_.next_order_id(), 3);
}

TEST_P(DeskTest, streams_quotes_and_positions)
{
    MarketDataRequest request;
    request.request_id = 40;
    request.contract.symbol = "AAPL";
    send(request);
    EXPECT_THAT(take(), ElementsAre("error 40 321")) << "no exchange";
    request.contract.exchange = "SMART";
    request.contract.con_id = 265598;
    request.contract.currency = "EUR";
    send(request);
    EXPECT_THAT(take(), ElementsAre("error 40 478")) << "of another currency";
    request.contract.currency = "USD";
    send(request);
    take();
    desk_.quote("AAPL", 1_d, 2_d);
    EXPECT_THAT(take(), ElementsAre("tick 40 1 1", "tick 40 2 2"));
    CancelMarketData cancel;
    cancel.request_id = 40;
    send(cancel);
    EXPECT_EQ(desk_.lines(), 0u);
    send(PositionsRequest{});
    EXPECT_THAT(take(), ElementsAre("positions end"));
    desk_.position("AAPL", 5_d, 1_d);
    EXPECT_THAT(take(), ElementsAre("position AAPL 5"));
}

TEST_P(DeskTest, answers_history_with_what_it_was_given)
{
    HistoricalDataRequest request;
    request.request_id = 50;
    request.contract.symbol = "AAPL";
    send(request);
    EXPECT_THAT(take(), ElementsAre("error 50 162"));
    desk_.bars("AAPL", {{"20260102", 1_d, 2_d, 1_d, 2_d, 100_d}});
    send(request);
    EXPECT_EQ(take().front(), "1 bars");
}

INSTANTIATE_TEST_SUITE_P(versions, DeskTest, testing::Values(176, 200, 208, 225));

}  // namespace
}  // namespace trademind::test
