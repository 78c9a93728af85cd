// Checks 15 to 27, which judge what the account would come to: at the limit, beyond it, off,
// without the datum that they need, and for orders that only close.
#include "unit/execution/desk_of_checks.hpp"

#include <stdexcept>

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class AccountChecks : public Checks {
protected:
    /// What a missing or an old account does to an order that opens and to one that closes.
    void expect_needs_account(const OrderRequest& opens, const OrderRequest& closes,
                              RiskReason expected = RiskReason::no_account)
    {
        no_account();
        EXPECT_EQ(reason(opens), expected) << "no account";
        EXPECT_EQ(reason(closes), RiskReason::ok) << "closing passes";
        tell_account();
        pass(limits().max_account_age);
        quote(100_d, 100.02_d);
        EXPECT_NE(reason(opens), expected) << "at the limit of its age";
        pass(1ns);
        EXPECT_EQ(reason(opens), expected) << "too old";
        EXPECT_EQ(reason(closes), RiskReason::ok);
    }
};

// 15: working orders

TEST_F(AccountChecks, c15_working_orders_in_all)
{
    hold(10_d);
    auto& other = state.book.add(stock("MSFT"));
    other.details = ContractDetails{stock("MSFT")};
    limits().max_open_orders = 2;
    work(buying(1_d, 99_d));
    EXPECT_EQ(reason(buying(1_d, 98_d)), RiskReason::ok);
    auto& second = work(buy(stock("MSFT"), 1_d).limit(99_d));
    EXPECT_EQ(verdict(buying(1_d, 98_d)).message, "2 orders are working already");
    EXPECT_EQ(reason(selling(10_d, 101_d)), RiskReason::ok) << "closing passes";
    EXPECT_EQ(reason(buy(stock("MSFT"), 1_d).limit(98_d), &second), RiskReason::ok) << "a change";
    second.counts = false;
    state.book.changed(second);
    EXPECT_EQ(reason(buying(1_d, 98_d)), RiskReason::ok) << "one has ended";
    limits().max_open_orders.reset();
    for (int i = 0; i < 300; ++i) work(buying(1_d, 90_d));
    EXPECT_EQ(reason(buying(1_d, 98_d)), RiskReason::ok) << "off";
}

TEST_F(AccountChecks, c15_working_orders_of_one_instrument)
{
    hold(10_d);
    limits().max_open_orders_per_symbol = 1;
    auto& other = state.book.add(stock("MSFT"));
    other.details = ContractDetails{stock("MSFT")};
    Quote q{stock("MSFT")};
    q.bid = q.ask = 100_d;
    state.book.set_quote(other, q, at.uptime);
    work(buying(1_d, 99_d));
    EXPECT_EQ(verdict(buying(1_d, 98_d)).message, "1 orders of AAPL are working already");
    EXPECT_EQ(reason(buy(stock("MSFT"), 1_d).limit(98_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(10_d, 101_d)), RiskReason::ok);
}

// 16: position

TEST_F(AccountChecks, c16_size_with_working_orders)
{
    limits().max_position_size = 100_d;
    hold(50_d);
    work(buying(30_d, 99_d));
    EXPECT_EQ(reason(buying(20_d, 99_d)), RiskReason::ok) << "at the limit";
    EXPECT_EQ(verdict(buying(21_d, 99_d)).message, "Position in AAPL could reach 101, max 100");
    EXPECT_EQ(reason(selling(50_d, 100_d)), RiskReason::ok) << "closing";
    EXPECT_EQ(reason(selling(150_d, 100_d)), RiskReason::ok) << "short as much as long";
    EXPECT_EQ(reason(selling(151_d, 100_d)), RiskReason::max_position_size);
}

TEST_F(AccountChecks, c16_the_worse_of_fills_and_the_brokers_word)
{
    limits().max_position_size = 100_d;
    state.book.fill(*instrument, Side::buy, 60_d, at.uptime);
    EXPECT_EQ(reason(buying(41_d, 99_d)), RiskReason::max_position_size) << "the fills say 60";
    state.book.set_position(*instrument, 80_d, 100_d, at.uptime);
    EXPECT_EQ(reason(buying(21_d, 99_d)), RiskReason::max_position_size) << "the broker says 80";
    EXPECT_EQ(reason(buying(20_d, 99_d)), RiskReason::ok);
}

TEST_F(AccountChecks, c16_value)
{
    limits().max_position_value = 10000_d;
    quote(100_d, 100_d);
    hold(50_d);
    EXPECT_EQ(reason(buying(50_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(verdict(buying(51_d, 100_d)).message,
              "Position in AAPL could reach a value of 10100, max 10000");
    EXPECT_EQ(reason(selling(50_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(150_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(151_d, 100_d)), RiskReason::max_position_value);
}

TEST_F(AccountChecks, c16_value_needs_a_price_of_what_is_held)
{
    limits().max_position_value = 10000_d;
    state.book.set_position(*instrument, 50_d, std::nullopt, at.uptime);
    state.book.fill(*instrument, Side::buy, 50_d, at.uptime);
    instrument->quote.reset();
    state.book.refresh(*instrument);
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "No price to value the position in AAPL");
    EXPECT_EQ(reason(selling(50_d, 100_d)), RiskReason::ok);
    state.book.set_position(*instrument, 50_d, 100_d, at.uptime);
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "the broker's own price will do";
}

// 17: gross and net

class TwoInstruments : public AccountChecks {
protected:
    TwoInstruments()
    {
        other = &state.book.add(stock("MSFT"));
        other->details = ContractDetails{stock("MSFT")};
        Quote q{stock("MSFT")};
        q.bid = q.ask = 100_d;
        state.book.set_quote(*other, q, at.uptime);
        quote(100_d, 100_d);
    }
    void hold_other(Decimal quantity)
    {
        state.book.set_position(*other, quantity, 100_d, at.uptime);
        state.book.fill(*other, Side::buy, quantity - other->position, at.uptime);
    }
    Instrument* other = nullptr;
};

TEST_F(TwoInstruments, c17_gross_adds_long_and_short)
{
    limits().max_gross_value = MoneyLimit::amount(10000_d);
    hold_other(-60_d);
    EXPECT_EQ(reason(buying(40_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(verdict(buying(41_d, 100_d)).message, "Gross value could reach 10100, max 10000");
    hold(40_d);
    EXPECT_EQ(reason(selling(40_d, 100_d)), RiskReason::ok) << "closing";
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::max_gross_value);
}

TEST_F(TwoInstruments, c17_net_counts_the_direction)
{
    limits().max_net_value = MoneyLimit::amount(10000_d);
    hold_other(60_d);
    EXPECT_EQ(reason(buying(40_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(verdict(buying(41_d, 100_d)).message, "Net value could reach 10100, max 10000");
    EXPECT_EQ(reason(selling(160_d, 100_d)), RiskReason::ok) << "6,000 long and 16,000 short";
}

TEST_F(TwoInstruments, c17_a_multiple_of_the_equity)
{
    limits().max_gross_value = MoneyLimit::of_equity(0.1_d);
    EXPECT_EQ(reason(buying(100_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(101_d, 100_d)), RiskReason::max_gross_value);
    account.portfolio_value = 50000_d;
    tell_account();
    EXPECT_EQ(reason(buying(51_d, 100_d)), RiskReason::max_gross_value);
    account.portfolio_value.reset();
    tell_account();
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "The account's equity is not known");
}

TEST_F(TwoInstruments, c17_needs_the_account_and_every_price)
{
    limits().max_gross_value = MoneyLimit::of_equity(2_d);
    hold(10_d);
    expect_needs_account(buying(1_d, 100_d), selling(10_d, 100_d));
    tell_account();
    hold_other(5_d);
    other->quote.reset();
    other->reported_price.reset();
    state.book.refresh(*other);
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "No price to value the position in MSFT");
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok);
    limits().max_gross_value = {};
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "off";
}

// 18: concentration

TEST_F(AccountChecks, c18_part_of_the_equity)
{
    limits().max_concentration = 0.25_d;
    quote(100_d, 100_d);
    EXPECT_EQ(reason(buying(250_d, 100_d)), RiskReason::ok) << "25,000 of 100,000";
    EXPECT_EQ(verdict(buying(251_d, 100_d)).message,
              "Position in AAPL could reach a value of 25100, max 25000 of the equity");
    hold(250_d);
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::concentration);
    EXPECT_EQ(reason(selling(250_d, 100_d)), RiskReason::ok);
    expect_needs_account(buying(1_d, 1_d), selling(1_d, 100_d));
    limits().max_concentration.reset();
    EXPECT_EQ(reason(buying(1000_d, 100_d)), RiskReason::ok);
}

// 19: trading with oneself

TEST_F(AccountChecks, c19_which_own_orders_could_meet)
{
    limits().allow_self_trade = false;
    hold(100_d);
    auto& resting = work(selling(10_d, 101_d));
    struct Row {
        const char* name;
        OrderRequest order;
        RiskReason expected;
    };
    for (const auto& row : {
             Row{"below", buying(1_d, 100.99_d), RiskReason::ok},
             Row{"at the same price", buying(1_d, 101_d), RiskReason::self_trade},
             Row{"above", buying(1_d, 102_d), RiskReason::self_trade},
             Row{"at any price", buy(contract, 1_d), RiskReason::self_trade},
             Row{"a stop waits", buy(contract, 1_d).stop(102_d), RiskReason::ok},
             Row{"the same side", selling(1_d, 100_d), RiskReason::ok},
         })
        EXPECT_EQ(reason(row.order), row.expected) << row.name;
    EXPECT_EQ(verdict(buying(1_d, 101_d)).message,
              "It could trade with the own order w1: SELL 10 AAPL LMT 101 DAY");
    resting.counts = false;
    state.book.changed(resting);
    EXPECT_EQ(reason(buying(1_d, 101_d)), RiskReason::ok) << "it has ended";
}

TEST_F(AccountChecks, c19_closing_does_not_excuse_it)
{
    limits().allow_self_trade = false;
    hold(100_d);
    work(buying(10_d, 99_d));
    EXPECT_EQ(reason(selling(100_d, 99_d)), RiskReason::self_trade);
    EXPECT_EQ(reason(selling(100_d, 99.01_d)), RiskReason::ok);
    limits().allow_self_trade = true;
    EXPECT_EQ(reason(selling(100_d, 99_d)), RiskReason::ok);
}

TEST_F(AccountChecks, c19_parts_of_one_group_never_meet)
{
    limits().allow_self_trade = false;
    work(selling(10_d, 101_d).in_oca_group("g", OcaType::cancel_with_block));
    EXPECT_EQ(reason(buying(1_d, 102_d).in_oca_group("g", OcaType::cancel_with_block)),
              RiskReason::ok);
    EXPECT_EQ(reason(buying(1_d, 102_d).in_oca_group("h", OcaType::cancel_with_block)),
              RiskReason::self_trade);
    auto& parent = work(buying(10_d, 99_d));
    auto child = selling(10_d, 98_d);
    child.parent_id = parent.id;
    EXPECT_EQ(reason(child), RiskReason::ok);
}

// 20: short sales

TEST_F(AccountChecks, c20_short_sales)
{
    limits().short_sales = ShortSales::deny;
    EXPECT_EQ(verdict(selling(1_d, 100_d)).message, "It would sell 1 more than is held");
    hold(10_d);
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(11_d, 100_d)), RiskReason::short_not_allowed);
    work(selling(4_d, 101_d));
    EXPECT_EQ(reason(selling(6_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(7_d, 100_d)), RiskReason::short_not_allowed) << "four are spoken for";
    EXPECT_EQ(reason(buying(100_d, 100_d)), RiskReason::ok);
}

TEST_F(AccountChecks, c20_shares_that_can_be_borrowed)
{
    limits().short_requires_locate = true;
    EXPECT_EQ(verdict(selling(1_d, 100_d)).message, "AAPL is not in risk.located_symbols");
    limits().located_symbols = {"AAPL"};
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::ok);
    limits().short_sales = ShortSales::deny;
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::short_not_allowed)
        << "borrowed is not allowed";
}

TEST_F(AccountChecks, c20_futures_are_sold_like_they_are_bought)
{
    auto fut = future("ES", "20260320", "CME");
    auto& es = state.book.add(fut);
    limits().allowed_security_types.push_back(SecurityType::future);
    limits().short_sales = ShortSales::deny;
    Quote q{fut};
    q.bid = q.ask = 100_d;
    state.book.set_quote(es, q, at.uptime);
    EXPECT_EQ(reason(sell(fut, 1_d).limit(100_d)), RiskReason::ok);
}

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
        MarketHours hours;
        RiskReason market, limit;
    };
    for (const auto& row : {Row{MarketHours::open, RiskReason::ok, RiskReason::ok},
                            Row{MarketHours::closed, RiskReason::market_closed, RiskReason::ok},
                            Row{MarketHours::unknown, RiskReason::market_closed, RiskReason::ok}}) {
        instrument->hours = [row](TimePoint) { return row.hours; };
        EXPECT_EQ(reason(buy(contract, 1_d)), row.market);
        EXPECT_EQ(reason(sell(contract, 1_d)), row.market) << "closing waits for the opening too";
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
