// The account's rules as orders meet them: day trades, settled cash, currencies, multipliers, fees
// over partial fills.
#include "unit/paper/paper_fixture.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::HasSubstr;

class PaperAccount : public PaperTest {
protected:
    static paper::Options free_of_fees(Decimal cash)
    {
        paper::Options options;
        options.cash = {{"USD", cash}};
        options.fee_model = std::make_shared<paper::NoFees>();
        return options;
    }
    void round_trip()
    {
        ASSERT_TRUE(place(buy_x(1)));
        ASSERT_TRUE(place(sell_x(1)));
    }
    void wide_market(const Contract& contract, Decimal bid, Decimal ask)
    {
        push(MarketChange{}.with_bid(bid, 10'000).with_ask(ask, 10'000), contract);
    }
};

// --- settled cash

TEST_F(PaperAccount, a_sale_settles_on_no_holiday_of_the_banks)
{
    auto options = free_of_fees(1'000);
    options.margin_model = std::make_shared<paper::CashAccountMargin>();
    options.calendar = us_equities_calendar();
    start(options);
    until("2026-10-08T15:30:00Z");
    wide_market(stock("X"), 99.99_d, 100_d);
    ASSERT_TRUE(place(buy_x(10)));
    until("2026-10-09T15:30:00Z");
    wide_market(stock("X"), 100_d, 100.01_d);
    ASSERT_TRUE(place(sell_x(10)));
    until("2026-10-12T15:30:00Z");
    wide_market(stock("X"), 99.9_d, 100_d);
    auto early = place(buy_x(5));
    ASSERT_FALSE(early) << "Columbus Day: the exchange trades, nothing settles";
    EXPECT_EQ(early.error(), Errc::buying_power);
    until("2026-10-13T15:30:00Z");
    wide_market(stock("X"), 99.9_d, 100_d);
    EXPECT_TRUE(place(buy_x(5)));
}

// --- day trades

TEST_F(PaperAccount, under_the_old_rule_the_fourth_opening_is_refused_and_closing_is_not)
{
    auto options = free_of_fees(20'000);
    options.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
    start(options);
    wide_market(stock("X"), 10_d, 10_d + 0.02_d);
    EXPECT_EQ(account().day_trades_remaining, 3);
    for (int i = 0; i < 2; ++i) round_trip();
    EXPECT_EQ(account().day_trades_remaining, 1);
    ASSERT_TRUE(place(buy_x(2)));
    ASSERT_TRUE(place(sell_x(1)));
    EXPECT_EQ(account().day_trades_remaining, 0);
    auto refused = place(buy_x(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::day_trade_limit);
    EXPECT_THAT(refused.error().message, HasSubstr("can only be closed"));
    EXPECT_TRUE(place(sell_x(1))) << "closing stays possible";
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperAccount, the_old_rule_spares_accounts_of_25000)
{
    auto options = free_of_fees(25'000);
    options.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
    start(options);
    wide_market(stock("X"), 10_d, 10_d + 0.02_d);
    for (int i = 0; i < 6; ++i) round_trip();
    EXPECT_EQ(account().day_trades_remaining, std::nullopt);
}

TEST_F(PaperAccount, the_other_regimes_count_no_day_trades)
{
    for (auto regime : {paper::DayTradeRegime::intraday_margin, paper::DayTradeRegime::off}) {
        auto options = free_of_fees(5'000);
        options.day_trade_regime = regime;
        start(options);
        wide_market(stock("X"), 10_d, 10_d + 0.02_d);
        for (int i = 0; i < 6; ++i) round_trip();
        EXPECT_EQ(account().day_trades_remaining, std::nullopt);
    }
}

TEST_F(PaperAccount, a_position_of_yesterday_is_no_day_trade)
{
    auto options = free_of_fees(20'000);
    options.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
    start(options);
    wide_market(stock("X"), 10_d, 10_d + 0.02_d);
    ASSERT_TRUE(place(buy_x(10)));
    pass(24h);
    wide_market(stock("X"), 10_d, 10_d + 0.03_d);
    ASSERT_TRUE(place(sell_x(10)));
    EXPECT_EQ(account().day_trades_remaining, 3);
}

// --- the cash account

class PaperCashAccount : public PaperAccount {
protected:
    void begin(Decimal cash)
    {
        auto options = free_of_fees(cash);
        options.margin_model = std::make_shared<paper::CashAccountMargin>();
        start(options);
        wide_market(stock("X"), 50_d, 50_d);
        wide_market(stock("X"), 49.99_d, 50_d);
    }
};

TEST_F(PaperCashAccount, spends_what_has_settled_and_no_more)
{
    begin(10'000);
    EXPECT_EQ(account().buying_power, 10'000_d);
    ASSERT_TRUE(place(buy_x(200)));
    EXPECT_EQ(account().buying_power, 0_d);
    ASSERT_TRUE(place(sell_x(200)));
    EXPECT_EQ(account().cash_balance, 9'998_d) << "traded cash is back at once";
    auto early = place(buy_x(1));
    ASSERT_FALSE(early) << "sales settle a day later";
    EXPECT_EQ(early.error(), Errc::buying_power);
    EXPECT_THAT(early.error().message, HasSubstr("settled"));
    pass(24h);
    wide_market(stock("X"), 49.98_d, 50_d);
    EXPECT_TRUE(place(buy_x(199)));
}

TEST_F(PaperCashAccount, a_friday_sale_settles_on_monday)
{
    begin(1'000);
    pass(4 * 24h);  // Friday, 2026-01-09
    wide_market(stock("X"), 49.99_d, 50_d);
    ASSERT_TRUE(place(buy_x(20)));
    ASSERT_TRUE(place(sell_x(20)));
    pass(48h);  // Sunday
    wide_market(stock("X"), 49.98_d, 50_d);
    EXPECT_FALSE(place(buy_x(1)));
    pass(24h);
    wide_market(stock("X"), 49.97_d, 50_d);
    EXPECT_TRUE(place(buy_x(1)));
}

TEST_F(PaperCashAccount, several_orders_share_the_same_cash)
{
    begin(1'000);
    auto first = take(buy_x(12).limit(49_d));
    auto second = place(buy_x(9).limit(49_d));
    ASSERT_FALSE(second) << "588 are set aside, 412 are left, 441 are needed";
    EXPECT_EQ(second.error(), Errc::buying_power);
    EXPECT_TRUE(place(buy_x(8).limit(49_d)));
    ASSERT_TRUE(cancel(first));
    EXPECT_TRUE(place(buy_x(12).limit(49_d))) << "a cancel gives it back";
}

// --- currencies

TEST_F(PaperAccount, a_euro_stock_is_paid_in_euros_and_valued_in_dollars)
{
    auto options = free_of_fees(10'000);
    options.exchange_rates = {{"EUR", 1.10_d}};
    start(options);
    auto e = stock("E").in("EUR");
    wide_market(e, 20_d, 20_d + 0.02_d);
    ASSERT_TRUE(place(buy(e, 100)));
    wide_market(e, 21_d, 21.02_d);
    push(MarketChange{}.with_print(21_d, 1), e);
    // 100 x (21 - 20.02) euros gained
    EXPECT_EQ(account().portfolio_value, 10'000_d + 98_d * 1.10_d);
    EXPECT_EQ(account().unrealized_pnl, 98_d * 1.10_d);
    EXPECT_EQ(account().gross_position_value, 2'100_d * 1.10_d);
}

TEST_F(PaperAccount, positions_say_when_they_were_priced_and_changed)
{
    start(free_of_fees(10'000));
    wide_market(stock("X"), 10_d, 10.02_d);
    ASSERT_TRUE(place(buy_x(1)));
    auto bought = clock->now();
    pass(std::chrono::seconds{5});
    wide_market(stock("X"), 11_d, 11.02_d);
    push(MarketChange{}.with_print(11_d, 1), stock("X"));
    auto held = positions().front();
    EXPECT_EQ(held.market_price, 11_d);
    EXPECT_EQ(held.price_source, PriceSource::broker);
    EXPECT_EQ(held.price_time, clock->now());
    EXPECT_EQ(held.updated_at, bought);
}

TEST_F(PaperAccount, a_currency_without_rate_makes_values_unknown_and_refuses_orders)
{
    start(free_of_fees(10'000));
    auto e = stock("E").in("CHF");
    wide_market(e, 20_d, 20_d + 0.02_d);
    auto refused = place(buy(e, 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::no_price);
    EXPECT_THAT(refused.error().message, HasSubstr("CHF"));
    EXPECT_EQ(account().portfolio_value, 10'000_d) << "nothing happened";
}

TEST_F(PaperAccount, spot_forex_moves_cash_between_currencies)
{
    auto options = free_of_fees(20'000);
    start(options);
    auto pair = forex("EUR", "USD");
    wide_market(pair, 1.0999_d, 1.10_d);
    push(MarketChange{}.with_print(1.10_d, 1), pair);
    ASSERT_TRUE(place(buy(pair, 10'000)));
    // 10,000 euros for 11,000 dollars, still worth that
    EXPECT_EQ(account().portfolio_value, 20'000_d);
    wide_market(pair, 1.12_d, 1.1201_d);
    push(MarketChange{}.with_print(1.12_d, 1), pair);
    EXPECT_EQ(account().portfolio_value, 9'000_d + 11'200_d);
}

// --- multipliers

TEST_F(PaperAccount, a_future_moves_by_its_multiplier_and_costs_nothing_to_hold)
{
    auto options = free_of_fees(100'000);
    auto es = future("ES", "202603", "CME");
    es.multiplier = 50_d;
    start(options);
    wide_market(es, 5'000_d, 5'000.25_d);
    push(MarketChange{}.with_print(5'000.25_d, 1), es);
    ASSERT_TRUE(place(buy(es, 2)));
    EXPECT_EQ(account().cash_balance, 100'000_d) << "no cash moves at trade";
    wide_market(es, 5'010.25_d, 5'010.50_d);
    push(MarketChange{}.with_print(5'010.25_d, 1), es);
    EXPECT_EQ(account().portfolio_value, 100'000_d + 2 * 50 * 10);
    ASSERT_TRUE(place(sell(es, 2)));
    EXPECT_EQ(account().realized_pnl, 1'000_d);
}

TEST_F(PaperAccount, an_option_costs_a_hundred_times_its_price)
{
    start(free_of_fees(10'000));
    auto call = option("X", "20261218", 100_d, OptionRight::call);
    call.multiplier = 100_d;
    wide_market(call, 4.90_d, 5_d);
    ASSERT_TRUE(place(buy(call, 3)));
    EXPECT_EQ(account().cash_balance, 8'500_d);
    auto too_many = place(buy(call, 18).limit(5_d));
    ASSERT_FALSE(too_many) << "long options are paid in full";
    EXPECT_EQ(too_many.error(), Errc::buying_power);
}

TEST_F(PaperAccount, a_pair_whose_fee_has_no_exchange_rate_opens_nothing_and_may_be_closed)
{
    auto pair = forex("EUR", "GBP");
    paper::Options options;
    options.margin_model = std::make_shared<paper::NoMargin>();
    options.instruments = {pair};
    options.exchange_rates = {{"GBP", 1.25_d}};
    start(options);
    push(paper::MarketChange{}.with_bid(0.80_d, 1'000'000).with_ask(0.81_d, 1'000'000), pair);
    ASSERT_TRUE(place(buy(pair, 1'000'000)));
    ASSERT_EQ(heard.commissions.size(), 1U);
    EXPECT_EQ(heard.commissions[0].amount, 20.25_d) << "0.2 basis points of 1,012,500 USD";

    options.exchange_rates.clear();
    start(options);
    push(paper::MarketChange{}.with_bid(0.80_d, 1'000'000).with_ask(0.81_d, 1'000'000), pair);
    auto refused = place(buy(pair, 1'000'000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::no_price);
    EXPECT_NE(refused.error().message.find("exchange rate of GBP to USD"), std::string::npos)
        << refused.error().message;
    auto told = preview(buy(pair, 1'000'000));
    ASSERT_TRUE(told);
    EXPECT_FALSE(told->commission);
    EXPECT_EQ(told->minimum_commission, 2_d);
    EXPECT_NE(told->warning.find("exchange rate of GBP to USD"), std::string::npos);
}

// --- fees over the life of an order

class PaperFeeLife : public PaperTest {
protected:
    /// Buys 50 on one day and 50 on the next; what was charged.
    std::vector<Decimal> two_days(paper::MinimumScope scope)
    {
        paper::Options options;
        options.minimum_scope = scope;
        start(options);
        heard.commissions.clear();
        quote(9.90_d, 100, 10_d, 50);
        take(buy_x(100).limit(10_d).good_till_cancelled());
        pass(24h);
        quote(9.90_d, 100, 10_d, 60);
        std::vector<Decimal> charged;
        for (const auto& c : heard.commissions) charged.push_back(c.amount.round(2));
        return charged;
    }
};

TEST_F(PaperFeeLife, the_minimum_is_paid_once_or_once_a_day)
{
    EXPECT_EQ(two_days(paper::MinimumScope::order), (std::vector{1_d, 0_d}));
    EXPECT_EQ(two_days(paper::MinimumScope::order_day), (std::vector{1_d, 1_d}));
    EXPECT_EQ(two_days(paper::MinimumScope::order_day_version), (std::vector{1_d, 1_d}));
}

TEST_F(PaperFeeLife, a_modify_pays_the_minimum_again_only_where_asked)
{
    for (auto [scope, second] : {std::pair{paper::MinimumScope::order_day, 0_d},
                                 std::pair{paper::MinimumScope::order_day_version, 1_d}}) {
        paper::Options options;
        options.minimum_scope = scope;
        start(options);
        heard.commissions.clear();
        quote(9.90_d, 100, 10_d, 50);
        auto id = take(buy_x(100).limit(10_d));
        ASSERT_TRUE(modify(id, buy_x(90).limit(10_d)));
        quote(9.90_d, 100, 10_d, 60);
        ASSERT_EQ(heard.commissions.size(), 2U);
        EXPECT_EQ(heard.commissions[0].amount.round(2), 1_d);
        EXPECT_EQ(heard.commissions[1].amount.round(2), second);
    }
}

TEST_F(PaperFeeLife, C37_increments_of_one_order_add_up_to_its_commission)
{
    start();
    for (Decimal size : {50_d, 100_d, 150_d}) {
        quote(9.90_d, 100, 10_d, size);
        if (size == 50_d) take(buy_x(300).limit(10_d));
    }
    ASSERT_EQ(heard.commissions.size(), 3U);
    // CAT comes on top: 0.000003 a share
    EXPECT_EQ(heard.commissions[0].amount, 1_d + 0.00015_d);
    EXPECT_EQ(heard.commissions[1].amount, 0.0003_d);
    EXPECT_EQ(heard.commissions[2].amount, 0.50_d + 0.00045_d);
    EXPECT_EQ(report(OrderId{1}).commission, 1.5009_d);
}

TEST_F(PaperFeeLife, the_plans_charge_what_they_say)
{
    struct Plan {
        std::shared_ptr<const paper::FeeModel> model;
        Decimal hundred;  ///< bought at 10, rounded to a cent
    };
    for (const auto& [model, expected] : {Plan{std::make_shared<paper::IbkrProFixed>(), 1_d},
                                          // minimum 0.35, removing 100 x 0.003, clearing 0.02
                                          Plan{std::make_shared<paper::IbkrProTiered>(), 0.67_d},
                                          Plan{std::make_shared<paper::IbkrLite>(), 0_d},
                                          Plan{std::make_shared<paper::NoFees>(), 0_d}}) {
        paper::Options options;
        options.fee_model = model;
        start(options);
        heard.commissions.clear();
        quote(9.99_d, 100, 10_d, 100);
        take(buy_x(100));
        ASSERT_EQ(heard.commissions.size(), 1U);
        EXPECT_EQ(heard.commissions[0].amount.round(2), expected);
    }
}

}  // namespace
}  // namespace trademind::test
