// Positions, account and portfolio over a real socket.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class IbkrAccount : public testing::TestWithParam<int> {
protected:
    IbkrWorld world{GetParam()};

    std::vector<Position> positions()
    {
        auto all = world.wait<std::vector<Position>>(
            [&](auto done) { world.broker->get_positions(std::move(done)); });
        EXPECT_TRUE(all) << all.error().describe();
        return all ? *all : std::vector<Position>{};
    }
    Result<Account> account()
    {
        return world.wait<Account>([&](auto done) { world.broker->get_account(std::move(done)); });
    }
};

TEST_P(IbkrAccount, positions_of_the_first_image)
{
    world.desk.position("AAPL", 10_d, 150_d);
    ASSERT_TRUE(world.connect());
    auto all = positions();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().account, "DU1234567");
    EXPECT_EQ(all.front().contract.symbol, "AAPL");
    EXPECT_EQ(all.front().contract.id, 265598);
    EXPECT_EQ(all.front().contract.exchange, "") << "TWS names none in its rows";
    EXPECT_EQ(all.front().quantity, 10_d);
    EXPECT_EQ(all.front().average_cost, 150_d);
}

TEST_P(IbkrAccount, positions_follow_trades)
{
    world.desk.quote("AAPL", 189_d, 189.1_d, 189.05_d);
    ASSERT_TRUE(world.connect());
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 10_d)));
    world.run();
    auto all = positions();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().quantity, 10_d);
    ASSERT_FALSE(world.recorder.positions.empty());
    ASSERT_TRUE(world.place(sell(stock("AAPL"), 10_d)));
    world.run();
    EXPECT_TRUE(positions().empty());
    EXPECT_TRUE(world.recorder.positions.back().quantity.is_zero()) << "the close is an event";
}

TEST_P(IbkrAccount, account_values_are_those_of_the_base_currency)
{
    world.desk.cash(250'000_d);
    ASSERT_TRUE(world.connect());
    auto values = account();
    ASSERT_TRUE(values) << values.error().describe();
    EXPECT_EQ(values->id, "DU1234567");
    EXPECT_EQ(values->cash_balance, 250'000_d);
    EXPECT_EQ(values->portfolio_value, 250'000_d);
    EXPECT_TRUE(values->buying_power);
    EXPECT_EQ(values->currency, "USD");
}

TEST_P(IbkrAccount, portfolio_adds_up)
{
    world.desk.position("AAPL", 10_d, 150_d);
    world.desk.quote("AAPL", 189_d, 191_d, 190_d);
    ASSERT_TRUE(world.connect());
    auto portfolio =
        world.wait<Portfolio>([&](auto done) { world.broker->get_portfolio(std::move(done)); });
    ASSERT_TRUE(portfolio) << portfolio.error().describe();
    EXPECT_EQ(portfolio->open_positions, 1);
    ASSERT_EQ(portfolio->positions.size(), 1U);
    EXPECT_EQ(portfolio->invested_value, portfolio->positions.front().market_value);
    ASSERT_TRUE(portfolio->total_value && portfolio->cash_balance && portfolio->invested_value);
    EXPECT_EQ(*portfolio->total_value, *portfolio->cash_balance + *portfolio->invested_value);
}

TEST_P(IbkrAccount, several_accounts_must_be_chosen_from)
{
    world.tws.accounts("DU1,DU2");
    ASSERT_TRUE(world.connect());
    auto values = account();
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error(), Errc::no_account);
    EXPECT_NE(values.error().message.find("DU1, DU2"), std::string::npos);
    auto refused = world.place(buy(stock("AAPL"), 1_d));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::no_account);
    auto named = world.place(buy(stock("AAPL"), 1_d).limit(1_d).for_account("DU2"));
    ASSERT_TRUE(named) << named.error().describe();
    EXPECT_EQ(world.tws.received_of<ibkr::PlaceOrderRequest>().front().order.account, "DU2");
}

TEST_P(IbkrAccount, nothing_is_answered_from_memory_while_the_link_is_down)
{
    world.desk.position("AAPL", 10_d, 150_d);
    ASSERT_TRUE(world.connect());
    ASSERT_EQ(positions().size(), 1U);
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    auto stale = world.wait<std::vector<Position>>(
        [&](auto done) { world.broker->get_positions(std::move(done)); });
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error(), Errc::not_connected);
    EXPECT_EQ(account().error(), Errc::not_connected);
}

TEST_P(IbkrAccount, position_closed_behind_a_break_is_an_event)
{
    world.desk.position("AAPL", 10_d, 150_d);
    ASSERT_TRUE(world.connect());
    ASSERT_EQ(positions().size(), 1U);
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.desk.position("AAPL", 0_d, 0_d);
    world.pass(std::chrono::seconds{7});
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_TRUE(positions().empty());
    EXPECT_TRUE(world.recorder.positions.back().quantity.is_zero());
}

TEST_P(IbkrAccount, account_events_come_once_per_batch_and_only_with_news)
{
    ASSERT_TRUE(world.connect());
    world.run();
    auto before = world.recorder.accounts.size();
    ASSERT_GE(before, 1U);
    ibkr::AccountValue value;
    value.key = "BuyingPower";
    value.value = "123456";
    value.currency = "USD";
    value.account = "DU1234567";
    world.tws.send(value);
    world.run();
    EXPECT_EQ(world.recorder.accounts.size(), before) << "half a batch";
    ibkr::AccountUpdateTime time;
    time.time_stamp = "14:31";
    world.tws.send(time);
    world.run();
    ASSERT_EQ(world.recorder.accounts.size(), before + 1);
    EXPECT_EQ(world.recorder.accounts.back().buying_power, 123456_d);
    world.tws.send(time);
    world.run();
    EXPECT_EQ(world.recorder.accounts.size(), before + 1);
}

TEST_P(IbkrAccount, profit_and_loss_of_the_day_are_in_the_account)
{
    ASSERT_TRUE(world.connect());
    EXPECT_EQ(account()->daily_pnl, std::nullopt);
    auto asked = world.tws.received_of<ibkr::PnLRequest>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked.front().account, "DU1234567");
    auto updated_at = account()->updated_at;
    auto events = world.recorder.accounts.size();
    ibkr::PnL pnl;
    pnl.request_id = asked.front().request_id;
    pnl.daily_pnl = -12.5;
    pnl.realized_pnl = 3;
    world.pass(std::chrono::seconds{1});
    world.tws.send(pnl);
    world.run();
    EXPECT_EQ(account()->daily_pnl, -12.5_d);
    EXPECT_EQ(account()->realized_pnl, 3_d);
    EXPECT_EQ(account()->unrealized_pnl, std::nullopt) << "TWS has not reported it";
    EXPECT_EQ(account()->updated_at, updated_at) << "buying power and margin are no newer";
    EXPECT_EQ(world.recorder.accounts.size(), events);
    pnl.daily_pnl.reset();
    world.tws.send(pnl);
    world.run();
    EXPECT_EQ(account()->daily_pnl, std::nullopt);
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.pass(std::chrono::seconds{7});
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    EXPECT_EQ(account()->realized_pnl, std::nullopt) << "of before the break";
}

TEST_P(IbkrAccount, a_position_with_an_open_line_moves_with_it)
{
    world.desk.position("AAPL", 10_d, 150_d);
    ASSERT_TRUE(world.connect());
    world.desk.quote("AAPL", 189_d, 191_d, 190_d);
    ASSERT_EQ(positions().size(), 1U);
    EXPECT_NE(positions().front().price_source, PriceSource::line);
    EXPECT_EQ(positions().front().updated_at.has_value(), true);
    ASSERT_TRUE(world.wait<void>(
        [&](auto done) { world.broker->subscribe(stock("AAPL"), std::move(done)); }));
    world.run();
    world.desk.quote("AAPL", 199_d, 201_d, 200_d);
    world.run();
    auto held = positions().front();
    EXPECT_EQ(held.market_price, 200_d);
    EXPECT_EQ(held.market_value, 2000_d);
    EXPECT_EQ(held.unrealized_pnl, 500_d);
    EXPECT_EQ(held.price_source, PriceSource::line);
    EXPECT_EQ(held.price_time, world.clock->now());
    auto portfolio =
        world.wait<Portfolio>([&](auto done) { world.broker->get_portfolio(std::move(done)); });
    ASSERT_TRUE(portfolio);
    EXPECT_EQ(portfolio->invested_value, 2000_d);
    EXPECT_TRUE(portfolio->updated_at);
}

TEST_P(IbkrAccount, margin_figures_and_balances_come_from_tws)
{
    ASSERT_TRUE(world.connect());
    auto values = account();
    ASSERT_TRUE(values);
    EXPECT_TRUE(values->margin.initial && values->margin.maintenance);
    EXPECT_TRUE(values->margin.available_funds && values->margin.excess_liquidity);
    EXPECT_TRUE(values->settled_cash && values->equity_with_loan);
    ASSERT_EQ(values->balances.size(), 1U);
    EXPECT_EQ(values->balances.front().currency, "USD");
    EXPECT_EQ(values->balances.front().cash, values->cash_balance);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrAccount, testing::Values(176, 200, 225),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace trademind::test
