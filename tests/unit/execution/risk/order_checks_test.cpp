// Checks 1 to 11, which judge the order itself: at the limit, beyond it, off, without the datum
// that they need, and for orders that only close.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

// 1: risk.enabled

TEST_F(Checks, c1_off_lets_limits_rest_and_keeps_sense)
{
    limits().max_order_size = 1_d;
    EXPECT_EQ(reason(buying(2_d, 100_d)), RiskReason::max_order_size);
    limits().enabled = false;
    EXPECT_EQ(reason(buying(2_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(0_d, 100_d)), RiskReason::invalid_order);
    state.connected = false;
    EXPECT_EQ(reason(buying(2_d, 100_d)), RiskReason::not_connected);
}

// 2: kill switch

TEST_F(Checks, c2_levels_of_the_kill_switch)
{
    hold(10_d);
    struct Row {
        TradingState state;
        RiskReason opens, closes, crosses;
    };
    for (const auto& row : {
             Row{TradingState::active, RiskReason::ok, RiskReason::ok, RiskReason::ok},
             Row{TradingState::reducing, RiskReason::reducing_only, RiskReason::ok,
                 RiskReason::reducing_only},
             Row{TradingState::halted, RiskReason::halted, RiskReason::halted, RiskReason::halted},
             Row{TradingState::flattening, RiskReason::halted, RiskReason::halted,
                 RiskReason::halted},
         }) {
        state.trading = row.state;
        EXPECT_EQ(reason(buying(1_d, 100_d)), row.opens) << to_string(row.state);
        EXPECT_EQ(reason(selling(10_d, 100_d)), row.closes) << to_string(row.state);
        EXPECT_EQ(reason(selling(11_d, 100_d)), row.crosses) << to_string(row.state);
    }
}

TEST_F(Checks, c2_reducing_says_how_much_would_open)
{
    hold(10_d);
    state.trading = TradingState::reducing;
    EXPECT_EQ(verdict(selling(12_d, 100_d)).message,
              "Only orders that close a position are allowed: 2 of this order would open one");
}

TEST_F(Checks, c2_reducing_closes_a_short_position_by_buying)
{
    hold(-10_d);
    state.trading = TradingState::reducing;
    EXPECT_EQ(reason(buying(10_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(11_d, 100_d)), RiskReason::reducing_only);
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::reducing_only);
}

TEST_F(Checks, c2_reducing_lets_an_order_be_made_smaller_or_cheaper)
{
    auto& working = work(buying(10_d, 100_d));
    state.trading = TradingState::reducing;
    EXPECT_EQ(reason(buying(5_d, 100_d), &working), RiskReason::ok);
    EXPECT_EQ(reason(buying(10_d, 99_d), &working), RiskReason::ok);
    EXPECT_EQ(reason(buying(11_d, 100_d), &working), RiskReason::reducing_only);
    EXPECT_EQ(reason(buying(10_d, 101_d), &working), RiskReason::reducing_only);
}

TEST_F(Checks, c2_a_journal_that_failed_refuses_all)
{
    hold(10_d);
    state.journal_failure = "disk full";
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "The journal cannot be written: disk full");
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::journal) << "closing as well";
}

// 3 and 4: readiness, live guard

TEST_F(Checks, c3_not_connected_or_not_reconciled_refuses_all)
{
    hold(10_d);
    for (const auto& order : {buying(1_d, 100_d), selling(1_d, 100_d)}) {
        state.connected = false;
        EXPECT_EQ(reason(order), RiskReason::not_connected);
        state.connected = true;
        state.reconciled = false;
        EXPECT_EQ(reason(order), RiskReason::not_reconciled);
        state.reconciled = true;
        EXPECT_EQ(reason(order), RiskReason::ok);
    }
}

TEST_F(Checks, c4_the_guard_refuses_all_with_its_words)
{
    hold(10_d);
    state.guard = "broker.mode is paper, but account U1 is not a paper account";
    for (const auto& order : {buying(1_d, 100_d), selling(1_d, 100_d)}) {
        EXPECT_EQ(reason(order), RiskReason::live_not_allowed);
        EXPECT_EQ(verdict(order).message, *state.guard);
    }
}

// 5: structure

TEST_F(Checks, c5_an_instrument_that_nobody_knows)
{
    EXPECT_EQ(reason(buy(stock("NOPE"), 1_d).limit(1_d)), RiskReason::unknown_contract);
}

TEST_F(Checks, c5_a_change_keeps_side_and_contract)
{
    auto& other = state.book.add(stock("MSFT"));
    other.details = ContractDetails{stock("MSFT")};
    auto& working = work(buying(10_d, 100_d));
    EXPECT_EQ(verdict(selling(10_d, 100_d), &working).message,
              "A modification cannot change side or contract");
    EXPECT_EQ(reason(buy(stock("MSFT"), 10_d).limit(100_d), &working), RiskReason::invalid_order);
    EXPECT_EQ(reason(buying(10_d, 99_d), &working), RiskReason::ok);
}

// 6: instruments

TEST_F(Checks, c6_allowed_symbols)
{
    limits().allowed_symbols = {"MSFT", "AAPL"};
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok);
    limits().allowed_symbols = {"MSFT"};
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "AAPL is not in risk.allowed_symbols");
    limits().allowed_symbols.clear();
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "empty means all";
}

TEST_F(Checks, c6_restricted_symbols_may_be_closed_or_not)
{
    hold(10_d);
    limits().restricted_symbols = {"AAPL"};
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::symbol_restricted);
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(11_d, 100_d)), RiskReason::symbol_restricted) << "more than closes";
    limits().restricted_allow_close = false;
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::symbol_restricted);
    limits().restricted_symbols = {"MSFT"};
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok);
}

TEST_F(Checks, c6_security_types_hold_for_closing_too)
{
    hold(10_d);
    limits().allowed_security_types = {SecurityType::option};
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::security_type_not_allowed);
    EXPECT_EQ(reason(selling(1_d, 100_d)), RiskReason::security_type_not_allowed);
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message, "STK is not in risk.allowed_security_types");
}

// 7: size

TEST_F(Checks, c7_order_size)
{
    limits().max_order_size = 100.5_d;
    EXPECT_EQ(reason(buying(100_d, 100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buying(100.5_d, 100_d)), RiskReason::ok) << "at the limit";
    EXPECT_EQ(verdict(buying(100.6_d, 100_d)).message, "Order size 100.6 exceeds max 100.5");
    hold(1000_d);
    EXPECT_EQ(reason(selling(101_d, 100_d)), RiskReason::max_order_size) << "closing as well";
    limits().max_order_size.reset();
    EXPECT_EQ(reason(buying(1000000_d, 100_d)), RiskReason::ok);
}

TEST_F(Checks, c7_a_change_is_judged_by_its_whole_quantity)
{
    limits().max_order_size = 100_d;
    auto& working = work(buying(100_d, 100_d));
    working.report.filled = 50_d;
    state.book.changed(working);
    EXPECT_EQ(reason(buying(100_d, 100_d), &working), RiskReason::ok);
    EXPECT_EQ(reason(buying(101_d, 100_d), &working), RiskReason::max_order_size);
}

// 8: value

TEST_F(Checks, c8_value_of_each_order_type)
{
    limits().max_order_value = 1000_d;
    struct Row {
        const char* name;
        OrderRequest order;
        RiskReason expected;
    };
    quote(100_d, 101_d);
    for (const auto& row : {
             Row{"a buyer pays the limit", buying(10_d, 100_d), RiskReason::ok},
             Row{"a cent more", buying(10_d, 100.01_d), RiskReason::max_order_value},
             Row{"a market order pays the ask", buy(contract, 9_d), RiskReason::ok},
             Row{"of 101", buy(contract, 10_d), RiskReason::max_order_value},
             Row{"a seller gets the bid", sell(contract, 10_d), RiskReason::ok},
             Row{"or a better limit", selling(10_d, 100.01_d), RiskReason::max_order_value},
             Row{"never less than the bid", selling(10_d, 50_d), RiskReason::ok},
             Row{"a stop may trade at the market", buy(contract, 10_d).stop(90_d),
                 RiskReason::max_order_value},
             Row{"or at the stop", buy(contract, 9_d).stop(112_d), RiskReason::max_order_value},
             Row{"whichever is dearer", buy(contract, 9_d).stop(111_d), RiskReason::ok},
             Row{"a stop limit pays its limit", buy(contract, 10_d).stop(90_d).limit(100_d),
                 RiskReason::ok},
         })
        EXPECT_EQ(reason(row.order), row.expected) << row.name;
}

TEST_F(Checks, c8_a_trailing_order_is_valued_at_the_market_and_its_offset)
{
    limits().max_order_value = 1000_d;
    quote(90_d, 90_d);
    auto trail = [&](Decimal by) {
        auto order = buy(contract, 10_d).of_type(OrderType::trailing_stop);
        order.trailing_amount = by;
        return order;
    };
    EXPECT_EQ(reason(trail(10_d)), RiskReason::ok);
    EXPECT_EQ(reason(trail(10.01_d)), RiskReason::max_order_value);
}

TEST_F(Checks, c8_only_the_part_that_opens_has_a_value)
{
    limits().max_order_value = 1000_d;
    hold(100_d);
    EXPECT_EQ(reason(selling(100_d, 100_d)), RiskReason::ok) << "closes 10,000";
    EXPECT_EQ(reason(selling(110_d, 100_d)), RiskReason::ok) << "and opens 1,000";
    EXPECT_EQ(reason(selling(111_d, 100_d)), RiskReason::max_order_value);
}

TEST_F(Checks, c8_multiplier_and_exchange_rate_multiply)
{
    auto future_contract = future("FDAX", "20260320", "EUREX").in("EUR");
    future_contract.multiplier = 25_d;
    auto& dax = state.book.add(future_contract);
    limits().allowed_security_types.push_back(SecurityType::future);
    limits().max_order_value = 55000_d;
    Quote q{future_contract};
    q.bid = q.ask = 2000_d;
    state.book.set_quote(dax, q, at.uptime);
    auto order = buy(future_contract, 1_d).limit(2000_d);
    EXPECT_EQ(verdict(order).message, "No exchange rate of EUR to USD");
    state.book.set_exchange_rate("EUR", 1.1_d, at.uptime);
    EXPECT_EQ(reason(order), RiskReason::ok) << "2000 x 25 x 1.1";
    state.book.set_exchange_rate("EUR", 1.11_d, at.uptime);
    EXPECT_EQ(reason(order), RiskReason::max_order_value);
    state.book.set_exchange_rate("EUR", std::nullopt, at.uptime);
    EXPECT_EQ(reason(order), RiskReason::no_exchange_rate) << "the rate went away";
    state.book.set_exchange_rate("EUR", 0_d, at.uptime);
    EXPECT_EQ(reason(order), RiskReason::no_exchange_rate) << "a rate of zero is none";
}

TEST_F(Checks, c8_prices_in_pence_and_cents_are_divided_by_their_magnifier)
{
    auto vodafone = stock("VOD").on("LSE").in("GBP");
    auto& pence = state.book.add(vodafone);
    ContractDetails details{vodafone};
    details.price_magnifier = 100;
    Quote q{vodafone};
    q.bid = q.ask = 70_d;
    state.book.set_quote(pence, q, at.uptime);
    state.book.set_exchange_rate("GBP", 1.25_d, at.uptime);
    state.book.set_position(pence, 1000_d, 70_d, at.uptime);
    EXPECT_EQ(pence.exposure.long_value, 87500_d) << "nobody has told of pence";
    state.book.set_details(pence, details);
    EXPECT_EQ(pence.exposure.long_value, 875_d) << "1000 x 70 / 100 x 1.25";
    limits().max_order_value = 875_d;
    EXPECT_EQ(reason(buy(vodafone, 1000_d).limit(70_d)), RiskReason::ok);
    EXPECT_EQ(reason(buy(vodafone, 1001_d).limit(70_d)), RiskReason::max_order_value);

    auto corn_contract = future("ZC", "202612", "CBOT");
    auto& corn = state.book.add(corn_contract);
    limits().allowed_security_types.push_back(SecurityType::future);
    details.contract = Contract{corn_contract}.with_multiplier(5000_d);
    state.book.set_details(corn, details);
    Quote cents{corn_contract};
    cents.bid = cents.ask = 450_d;
    state.book.set_quote(corn, cents, at.uptime);
    limits().max_order_value = 22500_d;
    EXPECT_EQ(reason(buy(corn_contract, 1_d).limit(450_d)), RiskReason::ok) << "4.50 x 5000";
    EXPECT_EQ(reason(buy(corn_contract, 1_d).limit(450.25_d)), RiskReason::max_order_value);
}

TEST_F(Checks, a_crossed_quote_values_neither_orders_nor_positions)
{
    hold(10_d);
    quote(120_d, 100_d, 99_d);
    EXPECT_EQ(instrument->exposure.long_value, 990_d) << "the last trade, not the middle";
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::no_price);
    limits().wrong_side_stops = WrongSideStops::deny;
    EXPECT_EQ(reason(buy(contract, 1_d).stop(90_d)), RiskReason::no_price);
    EXPECT_EQ(reason(sell(contract, 10_d)), RiskReason::ok) << "closing stays possible";
    limits().reduce_without_price = false;
    EXPECT_EQ(reason(sell(contract, 10_d)), RiskReason::no_price);
    quote(100_d, 100_d);
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok) << "locked is not crossed";
}

TEST_F(Checks, c8_c11_without_a_price)
{
    hold(10_d);
    no_quote();
    EXPECT_EQ(verdict(buy(contract, 1_d)).message, "No usable ask price of AAPL");
    EXPECT_EQ(verdict(sell(contract, 11_d)).message, "No usable bid price of AAPL");
    EXPECT_EQ(reason(buying(1_d, 100_d)), RiskReason::ok) << "its limit is the price";
    EXPECT_EQ(reason(sell(contract, 10_d)), RiskReason::ok) << "staying in is worse";
    limits().reduce_without_price = false;
    EXPECT_EQ(reason(sell(contract, 10_d)), RiskReason::no_price);
    EXPECT_EQ(reason(selling(10_d, 100_d)), RiskReason::ok) << "a limit is a price";
}

TEST_F(Checks, c11_age_of_the_quote)
{
    limits().max_quote_age = 5s;
    pass(5s);
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok) << "at the limit";
    pass(1ns);
    EXPECT_EQ(verdict(buy(contract, 1_d)).message,
              "The quote of AAPL is older than risk.max_quote_age");
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::stale_price);
}

TEST_F(Checks, c11_delayed_quotes_have_an_age_of_their_own)
{
    for (auto type : {MarketDataType::delayed, MarketDataType::delayed_frozen}) {
        Quote q{contract};
        q.bid = q.ask = 100_d;
        q.type = type;
        state.book.set_quote(*instrument, q, at.uptime);
        pass(60s);
        EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok);
        pass(1ns);
        EXPECT_EQ(verdict(buy(contract, 1_d)).message,
                  "The quote of AAPL is older than risk.max_quote_age_delayed");
    }
}

TEST_F(Checks, c11_the_last_trade_stands_in_where_it_may)
{
    quote(100_d, std::nullopt, 100.01_d);
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::no_price);
    limits().allow_last_price = true;
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok);
    quote(100_d, std::nullopt, 0_d);
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::no_price) << "zero is no price";
    limits().allow_negative_prices = true;
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok) << "unless it may be";
}

// 9: collar

TEST_F(Checks, c9_the_collar_on_both_sides)
{
    limits().price_collar = 0.05_d;
    EXPECT_EQ(reason(buying(1_d, 105.02_d)), RiskReason::ok);
    EXPECT_EQ(verdict(buying(1_d, 105.03_d)).message,
              "Limit 105.03 is above 105.021, the market 100.02 and its collar");
    EXPECT_EQ(reason(buying(1_d, 1_d)), RiskReason::ok) << "below the market is no danger";
    hold(10_d);
    EXPECT_EQ(reason(selling(1_d, 95_d)), RiskReason::ok) << "at the limit";
    EXPECT_EQ(verdict(selling(1_d, 94.99_d)).message,
              "Limit 94.99 is below 95, the market 100 and its collar");
    EXPECT_EQ(reason(selling(1_d, 500_d)), RiskReason::ok);
    limits().price_collar.reset();
    EXPECT_EQ(reason(buying(1_d, 1000_d)), RiskReason::ok) << "off";
}

TEST_F(Checks, c9_cheap_instruments_get_a_few_ticks)
{
    limits().price_collar = 0.05_d;
    quote(0.1_d, 0.1_d);
    EXPECT_EQ(reason(buying(1_d, 0.12_d)), RiskReason::ok) << "two ticks, not half of one";
    EXPECT_EQ(reason(buying(1_d, 0.13_d)), RiskReason::price_collar);
    limits().price_collar_minimum_ticks = 0;
    EXPECT_EQ(reason(buying(1_d, 0.11_d)), RiskReason::price_collar);
}

TEST_F(Checks, c9_a_stop_limit_is_measured_from_its_stop)
{
    limits().price_collar = 0.05_d;
    hold(10_d);
    struct Row {
        const char* name;
        OrderRequest order;
        RiskReason expected;
    };
    auto touched = buying(1_d, 106_d).stop(110_d);
    touched.type = OrderType::limit_if_touched;
    for (const auto& row : {
             Row{"a protection far below the market", selling(10_d, 85_d).stop(86_d),
                 RiskReason::ok},
             Row{"at its collar", selling(10_d, 81.7_d).stop(86_d), RiskReason::ok},
             Row{"beyond it", selling(10_d, 81.69_d).stop(86_d), RiskReason::price_collar},
             Row{"a breakout far above", buying(1_d, 121_d).stop(120_d), RiskReason::ok},
             Row{"at its collar", buying(1_d, 126_d).stop(120_d), RiskReason::ok},
             Row{"beyond it", buying(1_d, 126.01_d).stop(120_d), RiskReason::price_collar},
             Row{"a stop that has passed: the market", buying(1_d, 105.03_d).stop(90_d),
                 RiskReason::price_collar},
             Row{"a touch may trade at the market", touched, RiskReason::price_collar},
         })
        EXPECT_EQ(reason(row.order), row.expected) << row.name;
    EXPECT_EQ(verdict(selling(10_d, 81.69_d).stop(86_d)).message,
              "Limit 81.69 is below 81.7, the stop 86 and its collar");
    no_quote();
    EXPECT_EQ(reason(buying(1_d, 121_d).stop(120_d)), RiskReason::no_price);
}

TEST_F(Checks, c9_options_have_a_collar_of_their_own)
{
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    auto& held = state.book.add(call);
    limits().allowed_security_types.push_back(SecurityType::option);
    limits().price_collar = 0.05_d;
    limits().price_collar_options = 0.5_d;
    Quote q{call};
    q.bid = q.ask = 2_d;
    state.book.set_quote(held, q, at.uptime);
    EXPECT_EQ(reason(buy(call, 1_d).limit(3_d)), RiskReason::ok);
    EXPECT_EQ(reason(buy(call, 1_d).limit(3.01_d)), RiskReason::price_collar);
}

TEST_F(Checks, c9_without_a_quote)
{
    limits().price_collar = 0.05_d;
    hold(10_d);
    no_quote();
    EXPECT_EQ(verdict(buying(1_d, 100_d)).message,
              "No usable ask price of AAPL to compare the limit with");
    EXPECT_EQ(reason(selling(10_d, 1_d)), RiskReason::ok) << "closing passes without a quote";
    limits().price_collar_needs_quote = false;
    EXPECT_EQ(reason(buying(1_d, 1000_d)), RiskReason::ok);
}

TEST_F(Checks, c9_beyond_the_collar_closing_is_refused_as_well)
{
    limits().price_collar = 0.05_d;
    hold(10_d);
    EXPECT_EQ(reason(selling(10_d, 50_d)), RiskReason::price_collar) << "a typing error closes too";
}

// 10: stop distance

}  // namespace
}  // namespace trademind::risk
