// Brackets through the router: its own refusals, the broker's, and the risk book afterwards.
#include "unit/execution/router_fixture.hpp"

#include <trademind/bracket.hpp>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class NoStops final : public RiskCheck {
public:
    std::string_view name() const override { return "no stops"; }
    std::optional<std::string> refuse(const RiskInquiry& inquiry) override
    {
        if (inquiry.order.type == OrderType::stop) return "stops are refused";
        return std::nullopt;
    }
};

class RouterBrackets : public RouterFixture {
protected:
    using Reports = Result<std::vector<OrderReport>>;
    Bracket orders() { return bracket(buy(aapl, 10_d).limit(100_d), 104_d, 97_d).value(); }
    Reports place_all_of(Bracket all)
    {
        return answer<Reports>(
            [&](auto token) { router->place_bracket(std::move(all), std::move(token)); });
    }
    /// Neither at the broker nor in the router's book.
    void expect_nothing_left()
    {
        for (const auto& [id, report] : broker->orders)
            EXPECT_TRUE(is_done(report.status)) << id << ' ' << to_string(report.status);
        config.risk.max_open_orders = 1;
        ASSERT_TRUE(reload(config, "tester"));
        let_pass(2s);
        broker->quote(aapl, 100_d, Decimal::parse("100.02"));
        EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
    }
};

TEST_F(RouterBrackets, a_bracket_that_the_broker_accepts_is_placed)
{
    start();
    auto placed = place_all_of(orders());
    ASSERT_TRUE(placed) << placed.error().describe();
    EXPECT_EQ(placed->size(), 3U);
}

TEST_F(RouterBrackets, an_exit_that_the_router_refuses_leaves_nothing)
{
    RouterOptions options;
    options.checks.push_back(std::make_shared<NoStops>());
    start(std::move(options));
    auto placed = place_all_of(orders());
    ASSERT_FALSE(placed);
    EXPECT_EQ(placed.error(), Errc::risk_limit) << placed.error().describe();
    EXPECT_EQ(broker->count("place"), 2U);
    expect_nothing_left();
}

TEST_F(RouterBrackets, an_order_that_the_broker_refuses_later_leaves_nothing)
{
    start();
    std::optional<Reports> answered;
    // before the stop is answered
    broker->on_arrival = [&](const OrderReport& arrived) {
        if (arrived.order.type != OrderType::stop) return;
        OrderReport refused = broker->orders.at(2);
        refused.status = OrderStatus::rejected;
        refused.error = make_tws_error(110, "The price does not conform");
        broker->tell(refused);
    };
    auto placed = place_all_of(orders());
    ASSERT_FALSE(placed);
    EXPECT_EQ(placed.error().code, make_tws_error(110, "").code);
    expect_nothing_left();
}

TEST_F(RouterBrackets, a_kill_on_the_way_leaves_nothing)
{
    start();
    broker->on_arrival = [&](const OrderReport& arrived) {
        if (arrived.order.type == OrderType::limit && arrived.order.side == Side::sell)
            router->kill(TradingState::halted, "tester", "a test", [](Result<KillReport>) {});
    };
    auto placed = place_all_of(orders());
    ASSERT_FALSE(placed);
    for (const auto& [id, report] : broker->orders) EXPECT_TRUE(is_done(report.status)) << id;
}

TEST_F(RouterBrackets, a_break_on_the_way_leaves_nothing_after_it)
{
    start();
    broker->on_arrival = [&](const OrderReport& arrived) {
        if (arrived.order.type == OrderType::stop)
            broker->placing = ScriptedBroker::Placing::silent;
    };
    std::optional<Reports> answered;
    router->place_bracket(orders(), [&](Reports reports) { answered = std::move(reports); });
    run();
    EXPECT_FALSE(answered);
    broker->tell_link(LinkState::lost);
    broker->cancels_work = false;
    for (int id : {1, 2}) {
        auto unknown = broker->orders.at(id);
        unknown.status = OrderStatus::unknown;
        broker->tell(unknown);
    }
    run();
    ASSERT_TRUE(answered);
    EXPECT_FALSE(*answered);
    broker->cancels_work = true;
    broker->placing = ScriptedBroker::Placing::accept;
    broker->on_arrival = nullptr;
    broker->tell_link(LinkState::restored);
    let_pass(60s);
    for (const auto& [id, report] : broker->orders)
        EXPECT_TRUE(is_done(report.status)) << id << ' ' << to_string(report.status);
}

}  // namespace
}  // namespace trademind::test
