// Money does not notice restarts: the same days with and without them end with the same account.
#include "unit/paper/file_fixture.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using paper::MarketChange;

/// What an account has come to.
struct Outcome {
    Account account;
    std::vector<Position> positions;
    std::vector<Execution> executions;
    bool operator==(const Outcome&) const = default;
};

class PaperMoney : public PaperFileTest {
protected:
    /// Before a market that is told a program may end: what it knew of the one before is not
    /// needed.
    struct Step {
        Step(std::function<void()> act, bool tells_market = false)
            : act{std::move(act)}, tells_market{tells_market}
        {}
        std::function<void()> act;
        bool tells_market;
    };

    Outcome outcome()
    {
        Outcome found;
        found.account = account();
        found.account.updated_at = {};
        // they depend on the equity at the day's begin, and ticks alone write no marks
        found.account.buying_power = {};
        found.account.daily_pnl = {};
        found.positions = positions();
        found.executions = executions();
        return found;
    }
    /// Takes the steps on a new account, and ends the program behind those that `restarts` names.
    Outcome live(const std::vector<Step>& steps, const std::function<bool(std::size_t)>& restarts)
    {
        begin_anew();
        clock = std::make_shared<ManualClock>();
        start(options);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i].act();
            if (!restarts(i)) continue;
            end();
            start(options);
        }
        return outcome();
    }
    /// Without a restart, with one before each market in turn, and with one before every market.
    /// The last steps, as many as are held, mark the positions: without them they have the file's
    /// marks.
    Outcome expect_no_difference(const std::vector<Step>& steps)
    {
        std::size_t last = steps.size();
        while (last > 0 && steps[last - 1].tells_market) --last;
        auto may = [&](std::size_t i) {
            return i + 1 <= last && i + 1 < steps.size() && steps[i + 1].tells_market;
        };
        auto straight = live(steps, [](std::size_t) { return false; });
        int restarts = 0;
        for (std::size_t at = 0; at < steps.size(); ++at) {
            if (!may(at)) continue;
            ++restarts;
            expect_same(live(steps, [at](std::size_t i) { return i == at; }), straight,
                        "a restart behind step " + std::to_string(at));
        }
        EXPECT_GT(restarts, 1);
        expect_same(live(steps, may), straight, "a restart before each market");
        return straight;
    }
    static void expect_same(const Outcome& is, const Outcome& should, const std::string& when)
    {
        SCOPED_TRACE(when);
        ASSERT_EQ(is.executions.size(), should.executions.size());
        for (std::size_t i = 0; i < is.executions.size(); ++i) {
            EXPECT_EQ(is.executions[i].price, should.executions[i].price) << i;
            EXPECT_EQ(is.executions[i].quantity, should.executions[i].quantity) << i;
            EXPECT_EQ(is.executions[i].commission->amount, should.executions[i].commission->amount)
                << i;
        }
        EXPECT_EQ(is.account.cash_balance, should.account.cash_balance);
        EXPECT_EQ(is.account.portfolio_value, should.account.portfolio_value);
        EXPECT_EQ(is.account.realized_pnl, should.account.realized_pnl);
        EXPECT_EQ(is.account.balances, should.account.balances);
        EXPECT_EQ(is.account.margin, should.account.margin);
        EXPECT_TRUE(is == should);
    }
    Step market(const Contract& contract, Decimal bid, Decimal ask, Decimal size = 1'000)
    {
        return {[this, contract, bid, ask, size] {
                    push(MarketChange{}.with_bid(bid, size).with_ask(ask, size), contract);
                    // a trade marks the position
                    push(MarketChange{}.with_print(bid, 1), contract);
                },
                true};
    }
    Step order(const OrderRequest& request)
    {
        return {[this, request] { (void)take(request); }};
    }
    Step wait(Duration time)
    {
        return {[this, time] { pass(time); }};
    }
};

TEST_F(PaperMoney, the_minimum_of_an_order_is_paid_once_a_day)
{
    auto x = stock("X");
    options.instruments = {x};
    auto end = expect_no_difference({
        market(x, 10_d, 10.02_d, 10),
        order(buy_x(300).limit(10.02_d).good_till_cancelled()),
        market(x, 10_d, 10.02_d, 20),
        wait(24h),
        market(x, 10_d, 10.02_d, 30),
        market(x, 10_d, 10.02_d, 240),
        market(x, 10.50_d, 10.52_d),
    });
    ASSERT_EQ(end.executions.size(), 4U);
    std::vector<Decimal> commissions;
    for (const auto& e : end.executions) commissions.push_back(e.commission->amount.round(2));
    // 1.00 and nothing more on Monday; 1.00 on Tuesday, and 270 x 0.005 less that
    EXPECT_THAT(commissions, testing::ElementsAre(1_d, 0_d, 1_d, 0.35_d));
}

TEST_F(PaperMoney, tiers_count_the_month_and_the_next_begins_anew)
{
    auto x = stock("X");
    options.instruments = {x};
    options.cash = {{"USD", 100'000'000_d}};
    options.fee_model = std::make_shared<paper::IbkrProTiered>();
    auto end = expect_no_difference({
        market(x, 10_d, 10.02_d, 300'000),
        order(buy_x(300'000)),
        market(x, 10_d, 10.03_d, 300'000),
        order(buy_x(100'000)),
        wait(27 * 24h),
        market(x, 10_d, 10.02_d, 300'000),
        order(buy_x(100'000)),
        market(x, 10.50_d, 10.52_d),
    });
    ASSERT_EQ(end.executions.size(), 3U);
    auto rate = [&](std::size_t i) {
        // clearing, venue and regulators are the same a share
        return end.executions[i].commission->amount / end.executions[i].quantity;
    };
    EXPECT_LT(rate(1), rate(0) - 0.001_d) << "0.0020 instead of 0.0035";
    EXPECT_EQ(rate(2), rate(0)) << "February";
}

TEST_F(PaperMoney, a_cash_account_waits_for_its_money)
{
    auto x = stock("X");
    options.instruments = {x};
    options.cash = {{"USD", 10'000_d}};
    options.margin_model = std::make_shared<paper::CashAccountMargin>();
    options.calendar = us_equities_calendar();
    Step refused = {[this] {
        auto answer = place(buy_x(100));
        ASSERT_FALSE(answer) << "its money has not settled";
        EXPECT_EQ(answer.error(), Errc::buying_power);
    }};
    auto end = expect_no_difference({
        market(x, 50_d, 50.02_d),
        order(buy_x(150)),
        market(x, 50_d, 50.03_d),
        order(sell_x(150)),
        market(x, 49.98_d, 50_d),
        refused,
        wait(24h),
        market(x, 50_d, 50.02_d),
        order(buy_x(100)),
        market(x, 51_d, 51.02_d),
    });
    EXPECT_EQ(end.positions.at(0).quantity, 100_d);
}

TEST_F(PaperMoney, day_trades_are_remembered)
{
    auto x = stock("X");
    options.instruments = {x};
    options.cash = {{"USD", 20'000_d}};
    options.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
    std::vector<Step> steps{market(x, 10_d, 10.02_d)};
    for (int i = 0; i < 3; ++i) {
        steps.push_back(order(buy_x(10)));
        steps.push_back(market(x, 10_d, 10.02_d, 500 + i));
        steps.push_back(order(sell_x(10)));
        steps.push_back(market(x, 10_d, 10.02_d, 600 + i));
    }
    steps.emplace_back([this] { EXPECT_EQ(place(buy_x(10)).error(), Errc::day_trade_limit); });
    steps.push_back(market(x, 10_d, 10.03_d));
    auto end = expect_no_difference(steps);
    EXPECT_EQ(end.account.day_trades_remaining, 0);
}

TEST_F(PaperMoney, gains_of_futures_become_cash_at_night)
{
    auto es = future("ES", "202612", "CME");
    es.multiplier = 50_d;
    options.instruments = {es};
    auto end = expect_no_difference({
        market(es, 5'000_d, 5'000.25_d, 10),
        order(buy(es, 2)),
        market(es, 5'010_d, 5'010.25_d, 10),
        wait(24h),
        market(es, 5'020_d, 5'020.25_d, 10),
        order(sell(es, 1)),
        wait(24h),
        market(es, 5'015_d, 5'015.25_d, 10),
        order(sell(es, 1)),
        market(es, 4'000_d, 4'000.25_d, 10),
    });
    Decimal fees;
    for (const auto& e : end.executions) fees += e.commission->amount;
    EXPECT_TRUE(end.positions.empty());
    // bought at 5000.25, sold at 5020 and 5015
    EXPECT_EQ(*end.account.cash_balance, 1'000'000_d + 50_d * 19.75_d + 50_d * 14.75_d - fees);
}

TEST_F(PaperMoney, three_currencies_and_an_inverse_pair)
{
    auto euro = stock("E").in("EUR"), yen = stock("J").in("JPY");
    auto eur_usd = forex("EUR", "USD"), usd_jpy = forex("USD", "JPY");
    options.instruments = {euro, yen, eur_usd, usd_jpy};
    options.cash = {{"USD", 100'000_d}, {"EUR", 20'000_d}};
    options.exchange_rates = {{"EUR", 1.10_d}};
    auto end = expect_no_difference({
        market(eur_usd, 1.10_d, 1.1001_d, 1'000'000),
        market(usd_jpy, 150_d, 150.01_d, 1'000'000),
        order(buy(usd_jpy, 20'000)),
        market(euro, 50_d, 50.02_d),
        order(buy(euro, 100)),
        market(yen, 2'000_d, 2'001_d),
        order(buy(yen, 300)),
        wait(48h),
        market(usd_jpy, 155_d, 155.01_d, 1'000'000),
        market(eur_usd, 1.12_d, 1.1201_d, 1'000'000),
        market(euro, 50.50_d, 50.53_d),
        order(sell(euro, 40)),
        market(yen, 2'100_d, 2'101_d),
        market(euro, 51_d, 51.02_d),
        market(usd_jpy, 156_d, 156.01_d, 1'000'000),
        market(eur_usd, 1.13_d, 1.1301_d, 1'000'000),
    });
    ASSERT_TRUE(end.account.portfolio_value);
    EXPECT_EQ(end.executions.size(), 4U);
    EXPECT_EQ(end.executions[0].commission->currency, "USD");
    EXPECT_EQ(end.executions[1].commission->currency, "EUR");
    EXPECT_EQ(end.executions[2].commission->currency, "JPY");
}

TEST_F(PaperMoney, an_account_in_euros_that_trades_dollars)
{
    auto x = stock("X");
    auto pair = forex("EUR", "USD");
    options.instruments = {x, pair};
    options.base_currency = "EUR";
    options.cash = {{"EUR", 50'000_d}};
    auto end = expect_no_difference({
        market(pair, 1.25_d, 1.2501_d, 1'000'000),
        market(x, 100_d, 100.02_d),
        order(buy_x(100)),
        market(x, 110_d, 110.02_d),
        wait(24h),
        market(x, 110_d, 110.03_d),
        order(sell_x(100)),
        market(pair, 1.25_d, 1.2501_d, 1'000'000),
        market(x, 90_d, 90.02_d),
    });
    EXPECT_TRUE(end.positions.empty());
    Decimal fees;
    for (const auto& e : end.executions) fees += e.commission->amount;
    // 998 dollars less fees, at 1.25 dollars a euro
    Decimal gain = (998_d - fees) / 1.25_d;
    EXPECT_EQ(end.account.cash_balance->round(8), (50'000_d + gain).round(8));
    EXPECT_EQ(end.account.currency, "EUR");
}

TEST_F(PaperMoney, fractions_and_odd_lots)
{
    ContractDetails sliced{stock("S")};
    sliced.size_increment = 0.001_d;
    Contract coin{SecurityType::crypto, "BTC"};
    options.instruments = {sliced, coin};
    options.cash = {{"USD", 500'000_d}};
    auto end = expect_no_difference({
        market(sliced.contract, 33.33_d, 33.34_d, 7),
        order(buy(sliced.contract, 10.123_d).limit(33.34_d).good_till_cancelled()),
        market(sliced.contract, 33.33_d, 33.34_d, 5),
        market(coin, 60'000_d, 60'001_d, 0.3_d),
        order(buy(coin, 0.5_d).limit(60'001_d).good_till_cancelled()),
        market(coin, 59'999_d, 60'000_d, 0.1234_d),
        market(coin, 59'999_d, 60'001_d, 1),
        order(sell(coin, 0.00000001_d)),
        market(sliced.contract, 33.34_d, 33.35_d, 500),
        order(sell(sliced.contract, 3.7_d)),
        market(coin, 61'000_d, 61'001_d, 1),
        market(sliced.contract, 34_d, 34.01_d, 100),
    });
    ASSERT_EQ(end.positions.size(), 2U);
    EXPECT_EQ(end.positions[0].quantity, 6.423_d);
    EXPECT_EQ(end.positions[1].quantity, 0.49999999_d);
    Decimal cash = 500'000_d;
    for (const auto& e : end.executions)
        cash -= (e.side == Side::buy ? e.quantity : -e.quantity) * e.price + e.commission->amount;
    EXPECT_EQ(*end.account.cash_balance, cash);
}

}  // namespace
}  // namespace trademind::test
