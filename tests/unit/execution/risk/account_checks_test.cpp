// Checks 15 to 20, which judge what would be held and what works: at the limit, beyond it, off,
// without the datum that they need, and for orders that only close.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

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
    second.stage = TrackedOrder::Stage::done;
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
    resting.stage = TrackedOrder::Stage::done;
    state.book.changed(resting);
    EXPECT_EQ(reason(buying(1_d, 101_d)), RiskReason::ok) << "it has ended";
}

TEST_F(AccountChecks, c19_orders_without_a_limit_of_their_own)
{
    limits().allow_self_trade = false;
    hold(100_d);
    auto of = [&](OrderType type) { return buy(contract, 1_d).of_type(type); };
    auto trailing = sell(contract, 100_d).of_type(OrderType::trailing_stop);
    trailing.trailing_amount = 1_d;
    auto touched = sell(contract, 10_d).stop(105_d);
    touched.type = OrderType::market_if_touched;
    struct Row {
        const char* name;
        OrderRequest working, order;
        RiskReason expected;
    };
    for (const auto& row : {
             Row{"a market order that is held", buy(contract, 1_d), selling(10_d, 101_d),
                 RiskReason::self_trade},
             Row{"a peg pays the ask at most", of(OrderType::pegged_to_midpoint),
                 selling(10_d, 100.02_d), RiskReason::self_trade},
             Row{"and no more", of(OrderType::pegged_to_midpoint), selling(10_d, 100.03_d),
                 RiskReason::ok},
             Row{"a relative order", of(OrderType::relative), sell(contract, 10_d),
                 RiskReason::self_trade},
             Row{"an order for the close", of(OrderType::market_on_close), selling(10_d, 100_d),
                 RiskReason::ok},
             Row{"and another", of(OrderType::market_on_close),
                 sell(contract, 10_d).of_type(OrderType::market_on_close), RiskReason::self_trade},
             Row{"a trail waits", buying(1_d, 99_d), trailing, RiskReason::ok},
             Row{"a touch waits", buying(1_d, 99_d), touched, RiskReason::ok},
             Row{"a working trail waits too", trailing, buy(contract, 1_d), RiskReason::ok},
         }) {
        auto& working = work(row.working);
        EXPECT_EQ(reason(row.order), row.expected) << row.name;
        working.stage = TrackedOrder::Stage::done;
        state.book.changed(working);
    }
    work(of(OrderType::pegged_to_midpoint));
    no_quote();
    EXPECT_EQ(reason(selling(10_d, 150_d)), RiskReason::self_trade)
        << "where it stands nobody knows";
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

}  // namespace
}  // namespace trademind::risk
