// What happens to an order while the program is away is learned once, booked once and told once:
// each point of its life, each way to be away, each end, each order in which TWS's lists come.
#include "unit/execution/risk/worlds.hpp"

#include "execution/journal/journal.hpp"
#include "support/temporary_directory.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/execution/factory.hpp>

#include <algorithm>
#include <array>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

enum class Point { sent, acknowledged, partly_filled, cancel_sent };
enum class Way { clean_stop, killed, broken_link, disconnect };
enum class End { works, filled, cancelled };

constexpr std::array point_names{"sent", "acknowledged", "partly filled", "cancel sent"};
constexpr std::array way_names{"clean stop", "killed", "broken link", "disconnect"};
constexpr std::array end_names{"works", "filled", "cancelled"};
template <class E> const char* name(const auto& names, E value)
{
    return names[static_cast<std::size_t>(value)];
}

class Alerts final : public ExecutionObserver {
public:
    void on_discrepancy(const Discrepancy& found) override
    {
        lost_executions += found.rule == AlertRule::lost_executions;
        others += found.rule != AlertRule::lost_executions;
    }
    int lost_executions = 0, others = 0;
};

/// A program, its journal, and a TWS that answers lists in the order that the test says.
class AwayProgram {
public:
    explicit AwayProgram(std::array<int, 3> order_of_lists) : order_of_lists_{order_of_lists}
    {
        config.type = BrokerType::ibkr;
        config.journal.file = folder_ / "j.db";
        config.journal.survives_power_cut = false;
        config.kill_switch.on_signal = false;
        config.kill_switch.file.clear();
        lift_limits(config.risk);
        desk.add_stock("AAPL", 265598);
        desk.match(false);
        answer_in_order();
    }
    ~AwayProgram()
    {
        stop();
        tws.drop_all();
        settle(io);
    }
    void start()
    {
        IbkrOptions options = ibkr_options(config);
        options.port = tws.port();
        broker = make_unsafe_ibkr_broker(io.get_executor(), options, clock);
        router = ExecutionRouter::make(broker, config).value();
        watching = router->observe_execution(alerts);
        connect();
    }
    void connect()
    {
        ASSERT_TRUE(answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
        desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
        settle(io);
    }
    void stop()
    {
        watching.reset();
        router.reset();
        broker.reset();
        settle(io);
    }
    void pass(Duration time)
    {
        clock->advance(time);
        settle(io);
    }
    template <class R, class Start> R answer(Start start)
    {
        auto got = std::make_shared<std::optional<R>>();
        start([got](R result) { *got = std::move(result); });
        settle(io);
        for (int i = 0; i < 600 && !*got; ++i) pass(100ms);
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return answer<Result<OrderReport>>(
            [&](auto t) { router->place_order(std::move(order), std::move(t)); });
    }
    RiskReason verdict(OrderRequest order)
    {
        return answer<Result<RiskVerdict>>(
                   [&](auto t) { router->check(std::move(order), std::move(t)); })
            .value()
            .reason;
    }
    std::size_t placed() { return tws.count<ibkr::PlaceOrderRequest>(); }
    /// The row of the journal, read by another program.
    journal::KnownOrder row(std::string_view id)
    {
        auto found = journal::Journal::open(config.journal)->find(id);
        if (found && *found) return **found;
        ADD_FAILURE() << "no " << id;
        return {};
    }

    boost::asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    MockTws tws{io.get_executor(), clock};
    MockDesk desk{tws};
    Config config;
    std::shared_ptr<Alerts> alerts = std::make_shared<Alerts>();
    std::shared_ptr<Broker> broker;
    std::shared_ptr<ExecutionRouter> router;
    Subscription watching;

private:
    void answer_in_order()
    {
        tws.on<ibkr::AllOpenOrdersRequest>(
            [this](MockSession& session, const auto&) { asked(0, session, 0); });
        tws.on<ibkr::ExecutionRequest>([this](MockSession& session, const auto& request) {
            asked(1, session, request.request_id);
        });
        tws.on<ibkr::CompletedOrdersRequest>(
            [this](MockSession& session, const auto&) { asked(2, session, 0); });
    }
    void asked(int list, MockSession& session, int request_id)
    {
        if (list == 1) executions_request_ = request_id;
        waiting_ |= 1 << list;
        if (waiting_ != 7) return;
        waiting_ = 0;
        for (int next : order_of_lists_) send_list(next, session);
    }
    void send_list(int list, MockSession& session)
    {
        if (list == 1) {
            for (const auto& execution : desk.executions())
                desk.send_execution(execution, session, executions_request_);
            ibkr::ExecutionDetailsEnd end;
            end.request_id = executions_request_;
            session.send(end);
            for (const auto& execution : desk.executions())
                desk.send_commission(execution, session);
            return;
        }
        for (const auto& [key, order] : desk.orders()) {
            if (order.open() != (list == 0)) continue;
            if (list == 0) {
                desk.send_order(order, session);
                desk.send_status(order, session);
                continue;
            }
            ibkr::CompletedOrder completed;
            completed.contract = order.terms.contract;
            completed.order = order.terms.order;
            completed.order.perm_id = order.perm_id;
            completed.order.filled_quantity = order.filled;
            completed.order_state.status = order.status;
            completed.order_state.completed_status = order.completed_status;
            completed.order_state.completed_time = "20260105 15:00:00 US/Eastern";
            session.send(completed);
        }
        if (list == 0)
            session.send(ibkr::OpenOrdersEnd{});
        else
            session.send(ibkr::CompletedOrdersEnd{});
    }

    TemporaryDirectory folder_;
    std::array<int, 3> order_of_lists_;
    int waiting_ = 0, executions_request_ = 0;
};

OrderRequest the_order()
{
    return buy(stock("AAPL"), 10_d).limit(99_d).with_client_order_id("away");
}

void bring_to(AwayProgram& program, Point point)
{
    program.desk.hold(point == Point::sent);
    if (point == Point::sent) {
        program.router->place_order(the_order(), [](Result<OrderReport>) {});
        settle(program.io);
    } else {
        ASSERT_TRUE(program.place(the_order()));
    }
    ASSERT_EQ(program.desk.orders().size(), 1U);
    int id = program.desk.orders().begin()->first.second;
    if (point == Point::partly_filled) program.desk.fill(id, 4_d, 99_d);
    if (point == Point::cancel_sent) {
        program.desk.hold(true);
        program.router->cancel_order(OrderId{id}, [](Result<OrderReport>) {});
    }
    settle(program.io);
}

void go_away(AwayProgram& program, Way way)
{
    if (way == Way::clean_stop || way == Way::disconnect)
        (void)program.answer<Result<>>([&](auto t) { program.router->disconnect(std::move(t)); });
    if (way == Way::clean_stop || way == Way::killed) program.stop();
    if (way == Way::broken_link) {
        program.tws.stop_listening();
        program.tws.drop_all();
    }
    settle(program.io);
}

void come_back(AwayProgram& program, Way way)
{
    program.desk.hold(false);
    switch (way) {
    case Way::clean_stop:
    case Way::killed: return program.start();
    case Way::disconnect: return program.connect();
    case Way::broken_link: break;
    }
    program.tws.listen();
    for (int i = 0; i < 300 && !program.router->is_connected(); ++i) program.pass(100ms);
    program.desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
    settle(program.io);
}

class Away : public testing::TestWithParam<std::tuple<Point, Way, End>> {};

TEST_P(Away, ends_at_the_truth_in_whatever_order_it_is_told)
{
    auto [point, way, end] = GetParam();
    std::array lists{0, 1, 2};
    do {
        SCOPED_TRACE(std::string{name(point_names, point)} + ", " + name(way_names, way) + ", " +
                     name(end_names, end) + ", lists " + std::to_string(lists[0]) +
                     std::to_string(lists[1]) + std::to_string(lists[2]));
        AwayProgram program{lists};
        program.start();
        bring_to(program, point);
        go_away(program, way);
        auto& order = program.desk.order(program.desk.orders().begin()->first.second);
        if (end == End::filled) program.desk.fill(order.order_id, order.remaining(), 99_d);
        if (end == End::cancelled) program.desk.cancel(order.order_id);
        Decimal filled = order.filled;
        come_back(program, way);
        for (int i = 0; i < 20; ++i) program.pass(500ms);
        program.desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
        settle(program.io);

        // others trade on, and what is held can be sold, no more
        EXPECT_TRUE(program.router->snapshot().reconciled);
        if (filled.sign() > 0) {
            EXPECT_EQ(program.verdict(sell(stock("AAPL"), filled).limit(101_d)), RiskReason::ok);
        }
        EXPECT_EQ(program.verdict(sell(stock("AAPL"), filled + 1_d).limit(101_d)),
                  RiskReason::short_not_allowed);
        bool more = end == End::filled;
        EXPECT_EQ(program.alerts->lost_executions, more ? 1 : 0);
        EXPECT_EQ(program.alerts->others, 0);
        EXPECT_EQ(program.router->snapshot().orders_unconfirmed, 0);
        // the same id is the same order, and is not sent again
        auto again = program.place(the_order());
        ASSERT_TRUE(again) << again.error().describe();
        auto status = parse_order_status(order.status);
        bool cancelling = point == Point::cancel_sent && end == End::works;
        if (!cancelling) {
            EXPECT_EQ(again->status, status);
        }
        EXPECT_EQ(again->filled, filled);
        EXPECT_EQ(program.placed(), 1U);
        program.stop();
        auto row = program.row("away");
        EXPECT_EQ(row.state,
                  end == End::works ? journal::OrderState::known : journal::OrderState::done);
        EXPECT_EQ(row.report.filled, filled);
        if (HasFailure()) return;
    } while (std::ranges::next_permutation(lists).found);
}

INSTANTIATE_TEST_SUITE_P(Lives, Away,
                         testing::Combine(testing::Values(Point::sent, Point::acknowledged,
                                                          Point::partly_filled, Point::cancel_sent),
                                          testing::Values(Way::clean_stop, Way::killed,
                                                          Way::broken_link, Way::disconnect),
                                          testing::Values(End::works, End::filled,
                                                          End::cancelled)));

TEST(AwayBeforeItLeft, an_order_that_never_left_is_free_to_be_sent)
{
    AwayProgram program{{0, 1, 2}};
    {
        auto journal = journal::Journal::open(program.config.journal);
        ASSERT_TRUE(journal);
        ASSERT_TRUE(journal->intend(the_order(), program.clock->now()));
    }
    program.clock->advance(1min);
    program.start();
    for (int i = 0; i < 20; ++i) program.pass(500ms);
    EXPECT_TRUE(program.router->snapshot().reconciled);
    EXPECT_EQ(program.placed(), 0U);
    program.desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
    settle(program.io);
    auto placed = program.place(the_order());
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ(program.placed(), 1U);
    program.stop();
    EXPECT_EQ(program.row("away").state, journal::OrderState::known);
}

TEST(AwayBeforeItLeft, an_id_that_provably_never_reached_tws_may_be_sent_again)
{
    // its frame waits for pacing when the link breaks
    AwayProgram program{{0, 1, 2}};
    program.config.risk.max_rejects = 1;
    program.start();
    for (int i = 0; i < 60; ++i)
        program.router->place_order(buy(stock("AAPL"), 1_d).limit(98_d),
                                    [](Result<OrderReport>) {});
    std::optional<Result<OrderReport>> first;
    program.router->place_order(the_order(), [&](Result<OrderReport> r) { first = std::move(r); });
    settle(program.io);
    auto left = program.placed();
    ASSERT_LT(left, 61U);
    program.tws.drop_all();
    settle(program.io);
    for (int i = 0; i < 200 && !program.router->is_connected(); ++i) program.pass(100ms);
    ASSERT_TRUE(first);
    ASSERT_FALSE(*first);
    program.desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
    settle(program.io);
    auto again = program.place(the_order());
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(program.placed(), left + 1);
    EXPECT_EQ(program.router->trading_state(), TradingState::active)
        << "what never reached TWS it has not rejected";
    program.stop();
    EXPECT_EQ(program.row("away").state, journal::OrderState::known);
}

}  // namespace
}  // namespace trademind::test
