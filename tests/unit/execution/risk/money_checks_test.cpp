// Checks 21 to 27 and the program's own, which judge the account's money and the program's conduct:
// at the limit, beyond it, off, without the datum that they need, and for orders that only close.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

// 21: buying power

TEST_F(AccountChecks, c21_less_the_cushion_and_what_is_reserved)
{
    limits().buying_power = true;
    limits().buying_power_cushion = 0.05_d;
    EXPECT_EQ(reason(buying(950_d, 100_d)), RiskReason::ok) << "95,000 of 100,000";
    EXPECT_EQ(verdict(buying(951_d, 100_d)).message, "Insufficient buying power");
    work(buying(100_d, 100_d));
    EXPECT_EQ(reason(buying(850_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(851_d, 100_d)), RiskReason::buying_power);
    state.account.spend(10000_d);
    EXPECT_EQ(reason(buying(750_d, 100_d)), RiskReason::ok) << "a fill took ten thousand";
    EXPECT_EQ(reason(buying(751_d, 100_d)), RiskReason::buying_power);
    limits().buying_power_cushion = {};
    EXPECT_EQ(reason(buying(800_d, 100_d)), RiskReason::ok);
    limits().buying_power = false;
    EXPECT_EQ(reason(buying(5000_d, 100_d)), RiskReason::ok) << "off";
}

TEST_F(AccountChecks, c21_fills_count_until_the_account_shows_them)
{
    limits().buying_power = true;
    limits().buying_power_cushion = {};
    state.account.spend(60000_d);
    EXPECT_EQ(reason(buying(500_d, 100_d)), RiskReason::buying_power);
    tell_account();
    EXPECT_EQ(reason(buying(500_d, 100_d)), RiskReason::buying_power) << "nothing new in it";
    account.buying_power = 99999_d;
    tell_account();
    EXPECT_EQ(reason(buying(500_d, 100_d)), RiskReason::ok) << "new values show the fill";
}

TEST_F(AccountChecks, c21_a_cash_account_has_its_cash)
{
    limits().buying_power = true;
    limits().buying_power_cushion = {};
    account.buying_power = 400000_d;
    tell_account();
    EXPECT_EQ(reason(buying(2000_d, 100_d)), RiskReason::ok);
    limits().account_type = AccountType::cash;
    EXPECT_EQ(reason(buying(1000_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(1001_d, 100_d)), RiskReason::buying_power);
    account.cash_balance.reset();
    tell_account();
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "The account's cash balance is not known");
}

TEST_F(AccountChecks, c21_needs_values_in_the_right_currency)
{
    limits().buying_power = true;
    hold(10_d);
    expect_needs_account(buying(1_d, 100_d), selling(10_d, 100_d));
    account.currency = "EUR";
    tell_account();
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message,
              "The account is kept in EUR, but risk.currency is USD");
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok);
}

TEST_F(AccountChecks, c21_a_change_does_not_pay_twice)
{
    limits().buying_power = true;
    limits().buying_power_cushion = {};
    auto& working = work(buying(900_d, 100_d));
    EXPECT_EQ(reason(buying(1000_d, 100_d), &working), RiskReason::ok);
    EXPECT_EQ(reason(buying(1001_d, 100_d), &working), RiskReason::buying_power);
}

// 22: day trades

TEST_F(AccountChecks, c22_regimes)
{
    account.day_trades_remaining = 0;
    account.portfolio_value = 24999.99_d;
    tell_account();
    hold(1_d);
    for (auto [regime, expected] :
         {std::pair{DayTradeRegime::intraday_margin, RiskReason::ok},
          std::pair{DayTradeRegime::legacy_warn, RiskReason::ok},
          std::pair{DayTradeRegime::legacy, RiskReason::day_trade_limit}}) {
        limits().day_trade_regime = regime;
        EXPECT_EQ(reason(buying(1_d, 100_d)), expected);
        EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
    }
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "Day trade limit reached");
}

TEST_F(AccountChecks, c22_the_25000_are_dollars_whatever_the_account_is_kept_in)
{
    limits().buying_power = false;
    limits().day_trade_regime = DayTradeRegime::legacy;
    limits().currency = account.currency = "EUR";
    account.day_trades_remaining = 0;
    account.portfolio_value = 23'000_d;
    CurrencyBalance dollars{"USD"};
    account.balances = {dollars};
    tell_account();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::no_exchange_rate);
    account.balances.front().exchange_rate = 0.90_d;
    tell_account();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "25,556 dollars";
    account.portfolio_value = 22'000_d;
    tell_account();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::day_trade_limit) << "24,444 dollars";
}

TEST_F(AccountChecks, c22_without_an_account)
{
    limits().day_trade_regime = DayTradeRegime::legacy;
    no_account();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::no_account);
    account.day_trades_remaining = 0;
    account.portfolio_value.reset();
    tell_account();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::no_account) << "equity unknown";
}

TEST_F(AccountChecks, c22_needs_an_account_that_is_fresh)
{
    limits().day_trade_regime = DayTradeRegime::legacy;
    account.day_trades_remaining = 3;
    tell_account();
    hold(1_d);
    expect_needs_account(buying(1_d, 100_d), selling(1_d, 100_d));
}

// 23: daily loss

TEST_F(AccountChecks, c23_loss_of_the_day)
{
    limits().max_daily_loss = MoneyLimit::of_equity(0.02_d);
    hold(1_d);
    auto at_equity = [&](Decimal equity) {
        account.portfolio_value = equity;
        tell_account();
        EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok) << "closing always passes";
        return reason(buying(1_d, 100_d));
    };
    EXPECT_EQ(at_equity(100000_d), RiskReason::ok);
    EXPECT_EQ(at_equity(98000.01_d), RiskReason::ok);
    EXPECT_EQ(at_equity(98000_d), RiskReason::daily_loss) << "exactly two percent";
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "Loss today 2000 reaches max 2000");
    EXPECT_EQ(at_equity(110000_d), RiskReason::ok);
    at.time += 24h;
    EXPECT_EQ(at_equity(50000_d), RiskReason::ok) << "a new day begins with what there is";
    limits().max_daily_loss = MoneyLimit::amount(500_d);
    EXPECT_EQ(at_equity(49500.01_d), RiskReason::ok);
    EXPECT_EQ(at_equity(49500_d), RiskReason::daily_loss);
    limits().max_daily_loss = {};
    EXPECT_EQ(at_equity(1_d), RiskReason::ok) << "off";
}

TEST_F(AccountChecks, c23_needs_the_account)
{
    limits().max_daily_loss = MoneyLimit::of_equity(0.02_d);
    hold(1_d);
    expect_needs_account(buying(1_d, 100_d), selling(1_d, 100_d));
}

// 24: drawdown

TEST_F(AccountChecks, c24_fall_from_the_highest)
{
    limits().max_drawdown = 0.1_d;
    hold(1_d);
    auto at_equity = [&](Decimal equity) {
        account.portfolio_value = equity;
        tell_account();
        EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
        return reason(buying(1_d, 100_d));
    };
    EXPECT_EQ(at_equity(120000_d), RiskReason::ok);
    EXPECT_EQ(at_equity(108000.01_d), RiskReason::ok);
    EXPECT_EQ(at_equity(108000_d), RiskReason::drawdown);
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message,
              "Equity fell by 12000 from its highest, max 12000");
    limits().max_drawdown.reset();
    EXPECT_EQ(at_equity(1_d), RiskReason::ok);
    limits().max_drawdown = 0.1_d;
    expect_needs_account(buying(1_d, 100_d), selling(1_d, 100_d));
}

// 25: session

TEST_F(AccountChecks, c25_orders_without_a_limit_need_the_market_open)
{
    limits().market_orders_outside_hours = OutsideHours::deny;
    hold(1_d);
    struct Row {
        MarketState hours;
        RiskReason market, limit;
    };
    for (const auto& row : {Row{MarketState::open, RiskReason::ok, RiskReason::ok},
                            Row{MarketState::closed, RiskReason::market_closed, RiskReason::ok},
                            Row{MarketState::unknown, RiskReason::market_closed, RiskReason::ok}}) {
        instrument->hours = always(row.hours);
        EXPECT_EQ(reason(buy(contract, 1_d)), row.market);
        auto closing = row.hours == MarketState::unknown ? RiskReason::ok : row.market;
        EXPECT_EQ(reason(sell(contract, 1_d)), closing)
            << "closing waits for the opening too, and never for hours that nobody knows";
        EXPECT_EQ(reason(buying(1_d, 100_d)), row.limit);
        auto auction = buy(contract, 1_d);
        auction.time_in_force = TimeInForce::opening;
        EXPECT_EQ(reason(auction), RiskReason::ok) << "is meant for the opening";
    }
    instrument->hours = {};
    EXPECT_EQ(verdict(buy(contract, 1_d)).message, "The trading hours of AAPL are not known");
    limits().market_orders_outside_hours = OutsideHours::allow;
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok);
}

TEST_F(AccountChecks, c25_a_halted_instrument)
{
    hold(1_d);
    instrument->quote->halted = true;
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "Trading in AAPL is halted");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
}

// 26 and 27: conduct

TEST_F(AccountChecks, c26_refusals_by_the_broker)
{
    limits().max_rejects = 2;
    limits().rejects_window = 60s;
    state.conduct.take_limits(limits());
    hold(1_d);
    EXPECT_FALSE(state.conduct.rejected(limits(), at));
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok);
    pass(1s);
    EXPECT_TRUE(state.conduct.rejected(limits(), at)) << "the one that halts";
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::reject_burst);
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
    pass(59s);
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "the first is a minute old";
    limits().max_rejects.reset();
    EXPECT_FALSE(state.conduct.rejected(limits(), at));
}

TEST_F(AccountChecks, c26_refusals_of_one_reason_count_apart)
{
    limits().max_denials = 2;
    limits().denials_window = 10s;
    state.conduct.take_limits(limits());
    EXPECT_FALSE(state.conduct.refused(RiskReason::no_price, limits(), at));
    EXPECT_FALSE(state.conduct.refused(RiskReason::max_order_size, limits(), at));
    pass(10s);
    EXPECT_FALSE(state.conduct.refused(RiskReason::no_price, limits(), at)) << "the window slid";
    EXPECT_TRUE(state.conduct.refused(RiskReason::no_price, limits(), at));
    limits().max_denials.reset();
    EXPECT_FALSE(state.conduct.refused(RiskReason::no_price, limits(), at));
}

TEST_F(AccountChecks, c27_executions_wait_for_a_review)
{
    limits().max_executions_without_review = 3;
    hold(1_d);
    state.conduct.executions = 2;
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok);
    state.conduct.executions = 3;
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "3 executions wait for a person's review");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
    limits().max_executions_without_review.reset();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok);
}

// the program's own

class Opinion final : public RiskCheck {
public:
    explicit Opinion(std::optional<std::string> why) : why_{std::move(why)} {}
    std::string_view name() const override { return "opinion"; }
    std::optional<std::string> refuse(const RiskInquiry& inquiry) override
    {
        ++asked;
        position = inquiry.position;
        opening = inquiry.opening;
        value = inquiry.value;
        modification = inquiry.is_modification;
        return why_;
    }
    int asked = 0;
    Decimal position, opening;
    std::optional<Decimal> value;
    bool modification = false;

private:
    std::optional<std::string> why_;
};

TEST_F(AccountChecks, own_checks_are_told_what_the_order_would_do)
{
    auto yes = std::make_shared<Opinion>(std::nullopt);
    auto no = std::make_shared<Opinion>("not today");
    state.user_checks = {yes, no};
    hold(10_d);
    EXPECT_EQ(verdict(selling(12_d, 100_d)).message, "opinion: not today");
    EXPECT_EQ(yes->position, 10_d);
    EXPECT_EQ(yes->opening, 2_d);
    EXPECT_EQ(yes->value, 200_d);
    EXPECT_FALSE(yes->modification);
    EXPECT_EQ(no->asked, 1);
    state.user_checks = {yes};
    auto& working = work(buying(1_d, 99_d));
    EXPECT_EQ(reason(buying(2_d, 99_d), &working), RiskReason::ok);
    EXPECT_TRUE(yes->modification);
    limits().max_order_size = 1_d;
    int before = yes->asked;
    EXPECT_EQ(reason(buying(2_d, 99_d)), RiskReason::max_order_size);
    EXPECT_EQ(yes->asked, before) << "the library's own come first";
}

TEST_F(AccountChecks, a_value_beyond_decimal_is_an_overflow)
{
    EXPECT_EQ(reason(buying(1e20_d, 1e12_d)), RiskReason::overflow);
    hold(1_d);
    limits().max_position_size = 100_d;
    EXPECT_EQ(reason(buying(Decimal::max(), 1_d)), RiskReason::overflow);
}

}  // namespace
}  // namespace trademind::risk
