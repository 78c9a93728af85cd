// Where a limit could be walked around: groups that are left, children, other accounts, money that
// is not in the account's values yet, prices that nobody knows.
#include "execution/risk/adoption.hpp"
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RiskEdges : public Checks {};

TEST_F(RiskEdges, a_child_closes_only_what_its_parent_opens)
{
    hold(100_d);
    state.trading = TradingState::reducing;
    auto& parent = work(selling(100_d, 101_d));
    parent.opening = {};  // it closes what is held
    auto child = buying(100_d, 99_d).child_of(*parent.id);
    EXPECT_EQ(reason(child), RiskReason::reducing_only)
        << "after both, a hundred would be held again";
    parent.opening = 40_d;
    EXPECT_EQ(reason(child), RiskReason::reducing_only);
    child.quantity = 40_d;
    EXPECT_EQ(reason(child), RiskReason::ok);
}

TEST_F(RiskEdges, a_change_that_leaves_its_group_is_judged_anew)
{
    limits().max_position_size = 100_d;
    auto& one = work(buying(100_d, 99_d).in_oca_group("g", OcaType::cancel_with_block));
    work(buying(100_d, 98_d).in_oca_group("g", OcaType::cancel_with_block));
    auto same = buying(100_d, 99_d).in_oca_group("g", OcaType::cancel_with_block);
    EXPECT_EQ(reason(same, &one), RiskReason::ok);
    EXPECT_EQ(reason(buying(100_d, 99_d), &one), RiskReason::max_position_size)
        << "then both could fill";
}

TEST_F(RiskEdges, an_order_for_another_account_is_refused)
{
    EXPECT_EQ(reason(buying(1_d, 99_d).for_account("DU1")), RiskReason::ok) << "the one traded";
    EXPECT_EQ(reason(buying(1_d, 99_d).for_account("U7654321")), RiskReason::live_not_allowed);
    EXPECT_EQ(verdict(buying(1_d, 99_d).for_account("U7654321")).message.find("7654321"),
              std::string::npos)
        << "no account number in full";
    EXPECT_EQ(reason(selling(1_d, 101_d).for_account("du1")), RiskReason::live_not_allowed);
    no_account();
    EXPECT_EQ(reason(buying(1_d, 99_d).for_account("DU1")), RiskReason::live_not_allowed)
        << "nobody knows whether it is the one";
    limits().enabled = false;
    EXPECT_EQ(reason(buying(1_d, 99_d).for_account("DU2")), RiskReason::live_not_allowed)
        << "also where the checks are off";
}

TEST_F(RiskEdges, orders_for_groups_and_models_are_refused)
{
    OrderAttributes group, model;
    group.advisor_group = "all";
    model.model_code = "m1";
    EXPECT_EQ(reason(buying(1_d, 99_d).with(group)), RiskReason::live_not_allowed);
    EXPECT_EQ(reason(buying(1_d, 99_d).with(model)), RiskReason::live_not_allowed);
}

TEST_F(RiskEdges, an_order_by_cash_is_judged_by_its_amount)
{
    OrderAttributes money;
    money.cash_quantity = 1'000'000_d;
    EXPECT_EQ(reason(buying(1_d, 99_d).with(money)), RiskReason::invalid_order)
        << "valued as one share it would buy for a million";
    limits().max_order_value = 1'000_d;
    EXPECT_EQ(reason(buy(contract, {}).for_cash(1'000_d)), RiskReason::ok);
    EXPECT_EQ(verdict(buy(contract, {}).for_cash(1'000.01_d)).message,
              "Order value 1000.01 exceeds max 1000");
    limits().max_order_size = 9_d;  // 1,000 at 100.02 are 9.998
    EXPECT_EQ(reason(buy(contract, {}).for_cash(1'000_d)), RiskReason::max_order_size);
    EXPECT_EQ(reason(buy(contract, {}).for_cash(900_d)), RiskReason::ok);
    limits().max_order_size.reset();
    limits().max_position_size = 9_d;
    EXPECT_EQ(reason(buy(contract, {}).for_cash(1'000_d)), RiskReason::max_position_size);
    EXPECT_EQ(reason(buy(contract, {}).for_cash(-1_d)), RiskReason::invalid_order);
}

TEST_F(RiskEdges, an_order_by_cash_without_a_price_closes_nothing)
{
    hold(-5_d);
    limits().reduce_without_price = true;
    auto order = buy(contract, {}).for_cash(100_d);
    EXPECT_EQ(reason(order), RiskReason::ok);
    state.trading = TradingState::reducing;
    EXPECT_EQ(reason(order), RiskReason::ok) << "one of the five that are short";
    no_quote();
    EXPECT_EQ(reason(order), RiskReason::reducing_only) << "how much it buys is not known";
    state.trading = TradingState::active;
    EXPECT_EQ(reason(order), RiskReason::no_price);
}

TEST_F(RiskEdges, an_order_by_cash_works_until_it_ends)
{
    auto& order = work(buy(contract, {}).for_cash(1'000_d));
    order.opening = order.cash_units = 10_d;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().reserved, 1'000_d);
    order.report.filled = 4_d;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().reserved, 600_d);
    order.report.filled = 10.5_d;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().working, 1) << "the price fell, and it may buy more";
    order.stage = TrackedOrder::Stage::done;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().working, 0);
    EXPECT_EQ(state.book.totals().reserved, 0_d);
}

// money

TEST_F(RiskEdges, account_values_that_only_tell_a_new_time_show_no_fill)
{
    limits().buying_power = true;
    limits().buying_power_cushion = {};
    account.buying_power = 10'000_d;
    tell_account();
    state.account.spend(9'900_d);
    EXPECT_EQ(reason(buying(2_d, 99_d)), RiskReason::buying_power);
    account.updated_at = at.time;
    account.unrealized_pnl = 5_d;
    tell_account();
    EXPECT_EQ(reason(buying(2_d, 99_d)), RiskReason::buying_power) << "it has not moved yet";
    account.buying_power = 5'000_d;
    tell_account();
    EXPECT_EQ(reason(buying(2_d, 99_d)), RiskReason::ok) << "and now it shows the fill";
}

// prices

TEST_F(RiskEdges, a_stop_without_a_quote_is_no_price)
{
    no_quote();
    for (Side side : {Side::buy, Side::sell}) {
        auto order = OrderRequest{side, contract, 1_d}.stop(120_d);
        EXPECT_EQ(reason(order), RiskReason::no_price) << to_string(side);
    }
    hold(5_d);
    EXPECT_EQ(reason(sell(contract, 5_d).stop(90_d)), RiskReason::ok) << "it closes";
}

TEST_F(RiskEdges, a_trail_by_percent_is_valued_with_its_distance)
{
    limits().max_order_value = 1'050_d;
    // 100.02 and five percent of it
    EXPECT_EQ(reason(buy(contract, 10_d).trailing_percent(5_d)), RiskReason::max_order_value);
    limits().max_order_value = 1'050.21_d;
    EXPECT_EQ(reason(buy(contract, 10_d).trailing_percent(5_d)), RiskReason::ok);
}

TEST_F(RiskEdges, every_order_without_a_limit_needs_the_market_open)
{
    limits().market_orders_outside_hours = OutsideHours::deny;
    instrument->hours = always(MarketState::closed);
    for (auto type :
         {OrderType::market, OrderType::market_to_limit, OrderType::market_with_protection})
        EXPECT_EQ(reason(buy(contract, 1_d).of_type(type)), RiskReason::market_closed)
            << to_string(type);
    EXPECT_EQ(reason(buying(1_d, 99_d)), RiskReason::ok);
    EXPECT_EQ(reason(buy(contract, 1_d).stop(110_d)), RiskReason::ok) << "it waits by itself";
}

// flips through zero

TEST_F(RiskEdges, an_order_that_flips_the_position_opens_what_lies_beyond_zero)
{
    hold(100_d);
    limits().max_order_value = 5'000_d;
    // 150 sold: 100 close, 50 open at the bid of 100
    EXPECT_EQ(reason(sell(contract, 150_d).limit(100_d)), RiskReason::ok);
    EXPECT_EQ(reason(sell(contract, 151_d).limit(100_d)), RiskReason::max_order_value);
    state.trading = TradingState::reducing;
    EXPECT_EQ(reason(sell(contract, 100_d).limit(100_d)), RiskReason::ok);
    EXPECT_EQ(reason(sell(contract, 101_d).limit(100_d)), RiskReason::reducing_only);
    hold(-100_d);
    EXPECT_EQ(reason(buy(contract, 100_d).limit(100_d)), RiskReason::ok);
    EXPECT_EQ(reason(buy(contract, 101_d).limit(100_d)), RiskReason::reducing_only);
}

TEST_F(RiskEdges, two_closing_orders_may_not_close_more_than_is_held)
{
    hold(100_d);
    state.trading = TradingState::reducing;
    work(selling(60_d, 101_d)).opening = {};
    EXPECT_EQ(reason(selling(40_d, 101_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(41_d, 101_d)), RiskReason::reducing_only);
}

TEST_F(RiskEdges, where_fills_and_broker_differ_the_smaller_position_may_be_closed)
{
    state.trading = TradingState::reducing;
    hold(100_d);
    state.book.set_position(*instrument, 40_d, {}, at.uptime);
    EXPECT_EQ(reason(selling(40_d, 101_d)), RiskReason::ok);
    EXPECT_EQ(reason(selling(41_d, 101_d)), RiskReason::reducing_only);
    state.book.set_position(*instrument, -40_d, {}, at.uptime);
    EXPECT_EQ(reason(selling(1_d, 101_d)), RiskReason::reducing_only)
        << "nobody knows on which side of zero it is";
    EXPECT_EQ(reason(buying(1_d, 99_d)), RiskReason::reducing_only);
}

// adopted orders

class Adoption : public Checks {
protected:
    TrackedOrder& adopt(OrderRequest order)
    {
        auto& booked = work(std::move(order));
        booked.adopted = true;
        return booked;
    }
};

TEST_F(Adoption, the_first_orders_close_what_is_held)
{
    hold(100_d);
    auto& first = adopt(selling(60_d, 101_d));
    auto& second = adopt(selling(60_d, 102_d));
    auto& third = adopt(selling(10_d, 103_d));
    auto& other_side = adopt(buying(10_d, 99_d));
    judge_adopted(state.book);
    EXPECT_EQ(first.opening, 0_d);
    EXPECT_EQ(second.opening, 20_d);
    EXPECT_EQ(third.opening, 10_d);
    EXPECT_EQ(other_side.opening, 10_d);
    EXPECT_EQ(state.book.totals().reserved, state.book.audit(state.orders).reserved);
}

TEST_F(Adoption, of_a_group_the_largest_closes)
{
    hold(100_d);
    auto in_group = [](OrderRequest order) {
        return std::move(order).in_oca_group("g", OcaType::cancel_with_block);
    };
    auto& target = adopt(in_group(selling(100_d, 110_d)));
    auto& stop = adopt(in_group(sell(contract, 100_d).stop(90_d)));
    auto& beyond = adopt(selling(1_d, 111_d));
    judge_adopted(state.book);
    EXPECT_EQ(target.opening, 0_d);
    EXPECT_EQ(stop.opening, 0_d) << "one of the two fills";
    EXPECT_EQ(beyond.opening, 1_d);
}

TEST_F(Adoption, what_this_program_let_through_comes_first)
{
    hold(100_d);
    work(selling(70_d, 101_d)).opening = {};
    auto& adopted = adopt(selling(50_d, 101_d));
    judge_adopted(state.book);
    EXPECT_EQ(adopted.opening, 20_d);
}

TEST_F(Adoption, a_short_position_is_closed_by_buying)
{
    hold(-30_d);
    auto& buys = adopt(buying(50_d, 99_d));
    buys.report.filled = 10_d;
    auto& sells = adopt(selling(5_d, 101_d));
    judge_adopted(state.book);
    EXPECT_EQ(buys.opening, 10_d) << "forty may still fill, thirty are short";
    EXPECT_EQ(sells.opening, 5_d);
}

}  // namespace
}  // namespace trademind::risk
