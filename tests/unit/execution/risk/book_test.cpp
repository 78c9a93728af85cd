// The book: positions and working orders, and the worst that they can come to.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class RiskBook : public Checks {
protected:
    RiskBook() { quote(100_d, 100_d); }
    Exposure exposure() const { return instrument->exposure; }
    /// The totals are what a recount gives.
    void expect_sound()
    {
        auto counted = state.book.audit(state.orders);
        EXPECT_EQ(state.book.totals().gross, counted.gross);
        EXPECT_EQ(state.book.totals().long_value, counted.long_value);
        EXPECT_EQ(state.book.totals().short_value, counted.short_value);
        EXPECT_EQ(state.book.totals().reserved, counted.reserved);
        EXPECT_EQ(state.book.totals().working, counted.working);
        EXPECT_EQ(state.book.totals().unpriced, counted.unpriced);
    }
    void end(TrackedOrder& order)
    {
        order.stage = TrackedOrder::Stage::done;
        state.book.changed(order);
    }
};

TEST_F(RiskBook, worst_cases_of_orders_on_both_sides)
{
    hold(50_d);
    work(buying(30_d, 99_d), 99_d);
    work(selling(70_d, 101_d), 101_d);
    auto e = exposure();
    EXPECT_EQ(e.buys, 30_d);
    EXPECT_EQ(e.sells, 70_d);
    EXPECT_EQ(e.long_quantity, 80_d);
    EXPECT_EQ(e.short_quantity, -20_d);
    EXPECT_EQ(e.long_value, 50_d * 100_d + 30_d * 99_d);
    EXPECT_EQ(e.short_value, 50_d * 100_d - 70_d * 101_d);
    expect_sound();
}

TEST_F(RiskBook, an_order_of_an_unknown_side_counts_on_both)
{
    auto foreign = buying(30_d, 99_d);
    foreign.side = Side::unknown;
    work(foreign, 99_d);
    auto e = exposure();
    EXPECT_EQ(e.buys, 30_d);
    EXPECT_EQ(e.sells, 30_d);
    EXPECT_EQ(e.long_value, 30_d * 99_d);
    EXPECT_EQ(e.short_value, -(30_d * 99_d));
    expect_sound();
}

TEST_F(RiskBook, every_status_counts_until_nothing_more_can_fill)
{
    auto& order = work(buying(10_d, 100_d));
    for (auto status : {OrderStatus::pending_submit, OrderStatus::submitted,
                        OrderStatus::pending_cancel, OrderStatus::inactive, OrderStatus::unknown}) {
        order.report.status = status;
        state.book.changed(order);
        EXPECT_EQ(exposure().buys, 10_d) << to_string(status);
        EXPECT_EQ(state.book.totals().working, 1) << to_string(status);
    }
    end(order);
    EXPECT_EQ(exposure().buys, 0_d);
    EXPECT_EQ(state.book.totals().working, 0);
    expect_sound();
}

TEST_F(RiskBook, a_fill_moves_from_the_order_to_the_position)
{
    auto& order = work(buying(10_d, 100_d));
    EXPECT_EQ(state.book.totals().reserved, 1000_d);
    order.report.filled = 4_d;
    state.book.fill(*instrument, Side::buy, 4_d, at.uptime);
    state.book.changed(order);
    EXPECT_EQ(exposure().buys, 6_d);
    EXPECT_EQ(exposure().long_quantity, 10_d) << "the worst case is as it was";
    EXPECT_EQ(state.book.totals().reserved, 600_d);
    order.report.filled = 10_d;
    state.book.fill(*instrument, Side::buy, 6_d, at.uptime);
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().reserved, 0_d);
    EXPECT_EQ(state.book.totals().working, 0) << "nothing is left to fill";
    expect_sound();
}

TEST_F(RiskBook, only_the_opening_part_is_reserved)
{
    auto& order = work(selling(10_d, 100_d));
    order.opening = 4_d;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().reserved, 400_d);
    order.report.filled = 8_d;
    state.book.changed(order);
    EXPECT_EQ(state.book.totals().reserved, 200_d) << "no more than what is left";
    expect_sound();
}

TEST_F(RiskBook, of_a_group_the_largest_counts)
{
    auto group = [](OrderRequest order) {
        return std::move(order).in_oca_group("g", OcaType::cancel_with_block);
    };
    auto& small = work(group(buying(10_d, 100_d)));
    auto& large = work(group(buying(30_d, 90_d)), 90_d);
    work(group(buying(20_d, 100_d)));
    EXPECT_EQ(exposure().buys, 30_d);
    EXPECT_EQ(exposure().long_value, 2700_d) << "and the dearest of all: thirty at ninety";
    work(buying(5_d, 100_d));
    EXPECT_EQ(exposure().buys, 35_d) << "an order of its own comes on top";
    end(large);
    EXPECT_EQ(exposure().buys, 25_d) << "the next in size stands for the group";
    end(small);
    EXPECT_EQ(exposure().buys, 25_d);
    expect_sound();
}

TEST_F(RiskBook, a_group_has_two_sides)
{
    auto group = [](OrderRequest order) {
        return std::move(order).in_oca_group("g", OcaType::cancel_with_block);
    };
    work(group(buying(10_d, 99_d)));
    work(group(selling(20_d, 101_d)));
    EXPECT_EQ(exposure().buys, 10_d);
    EXPECT_EQ(exposure().sells, 20_d);
    expect_sound();
}

TEST_F(RiskBook, children_of_one_parent_are_a_group)
{
    auto child = [&](Decimal price) {
        auto order = selling(10_d, price);
        order.parent_id = OrderId{77};
        return order;
    };
    work(child(110_d));
    work(child(90_d));
    EXPECT_EQ(exposure().sells, 10_d);
    auto other = child(95_d);
    other.parent_id = OrderId{78};
    work(other);
    EXPECT_EQ(exposure().sells, 20_d) << "of another parent";
    expect_sound();
}

TEST_F(RiskBook, what_has_no_value_is_unpriced)
{
    auto& order = work(buying(10_d, 100_d), std::nullopt);
    EXPECT_FALSE(exposure().priced);
    EXPECT_EQ(state.book.totals().unpriced, 1);
    order.unit_value = 100_d;
    state.book.changed(order);
    EXPECT_TRUE(exposure().priced);
    EXPECT_EQ(state.book.totals().unpriced, 0);
    expect_sound();
}

TEST_F(RiskBook, a_position_is_marked_by_the_middle_the_last_or_the_broker)
{
    hold(10_d);
    quote(90_d, 110_d);
    EXPECT_EQ(exposure().long_value, 1000_d) << "the middle";
    quote(std::nullopt, std::nullopt, 95_d);
    EXPECT_EQ(exposure().long_value, 950_d) << "the last trade";
    quote(std::nullopt, std::nullopt);
    EXPECT_EQ(exposure().long_value, 1000_d) << "what the broker said";
    expect_sound();
}

TEST_F(RiskBook, two_words_on_a_position_count_at_their_worst)
{
    state.book.set_position(*instrument, 10_d, 100_d, 5s);
    EXPECT_EQ(instrument->differs_since, 5s);
    EXPECT_EQ(exposure().long_quantity, 10_d);
    EXPECT_EQ(exposure().short_quantity, 0_d);
    state.book.fill(*instrument, Side::sell, 3_d, 7s);
    EXPECT_EQ(instrument->differs_since, 5s) << "since the first difference";
    EXPECT_EQ(exposure().long_quantity, 10_d);
    EXPECT_EQ(exposure().short_quantity, -3_d);
    state.book.set_position(*instrument, -3_d, 100_d, 9s);
    EXPECT_EQ(instrument->differs_since, Duration{}) << "they agree";
    EXPECT_EQ(exposure().long_quantity, -3_d);
    expect_sound();
}

TEST_F(RiskBook, an_instrument_is_found_by_every_name_it_was_given)
{
    auto full = stock("MSFT").on("NASDAQ").with_id(272093);
    auto plain = stock("MSFT");
    auto& added = state.book.add(full, &plain);
    EXPECT_EQ(state.book.find(full), &added);
    EXPECT_EQ(state.book.find(plain), &added);
    EXPECT_EQ(state.book.find(contract_by_id(272093)), &added);
    EXPECT_EQ(&state.book.add(plain), &added) << "no second one";
    auto renamed = stock("MSFT.OLD");
    EXPECT_EQ(&state.book.add(full, &renamed), &added);
    EXPECT_EQ(state.book.find(renamed), &added);
    EXPECT_EQ(state.book.find(stock("MSFT").in("EUR")), nullptr);
    EXPECT_EQ(state.book.find(contract_by_id(1)), nullptr);
}

TEST_F(RiskBook, an_order_is_found_by_id_and_name)
{
    auto& order = work(buying(1_d, 100_d));
    EXPECT_EQ(state.orders.find(*order.id), &order);
    EXPECT_EQ(state.orders.find(order.client_order_id), &order);
    EXPECT_EQ(state.orders.find(OrderId{999}), nullptr);
    EXPECT_EQ(state.orders.find("nobody"), nullptr);
    auto before = *order.id;
    state.orders.set_id(order, OrderId{500});
    EXPECT_EQ(state.orders.find(OrderId{500}), &order);
    EXPECT_EQ(state.orders.find(before), nullptr) << "the id moved";
}

TEST_F(RiskBook, an_order_that_never_left_is_forgotten)
{
    auto& order = work(buying(10_d, 100_d));
    auto name = order.client_order_id;
    auto id = *order.id;
    state.forget(order);
    EXPECT_EQ(state.orders.find(name), nullptr);
    EXPECT_EQ(state.orders.find(id), nullptr);
    EXPECT_TRUE(state.orders.all().empty());
    EXPECT_EQ(exposure().buys, 0_d);
    EXPECT_EQ(state.book.totals().reserved, 0_d);
    expect_sound();
}

TEST_F(RiskBook, a_rate_that_comes_or_goes_revalues_what_is_held)
{
    auto euro = stock("SAP").in("EUR");
    auto& sap = state.book.add(euro);
    state.book.set_position(sap, 10_d, 120_d, at.uptime);
    state.book.fill(sap, Side::buy, 10_d, at.uptime);
    EXPECT_FALSE(sap.exposure.priced) << "no rate yet";
    state.book.set_exchange_rate("EUR", 1.1_d, at.uptime);
    EXPECT_TRUE(sap.exposure.priced);
    EXPECT_EQ(sap.exposure.long_value, 1320_d);
    state.book.set_exchange_rate("EUR", 1.2_d, at.uptime);
    EXPECT_EQ(sap.exposure.long_value, 1440_d);
    state.book.set_exchange_rate("EUR", std::nullopt, at.uptime);
    EXPECT_FALSE(sap.exposure.priced);
    EXPECT_EQ(state.book.exchange_rate("USD"), 1_d) << "the account's own is always one";
    expect_sound();
}

TEST_F(RiskBook, what_is_too_large_to_compute_is_unpriced_and_unbounded)
{
    auto& order = work(buying(1e20_d, 1_d), 1e12_d);
    EXPECT_FALSE(exposure().priced);
    EXPECT_EQ(exposure().long_quantity, Decimal::max());
    EXPECT_EQ(exposure().short_quantity, Decimal::min());
    EXPECT_EQ(state.book.totals().unpriced, 1);
    end(order);
    EXPECT_TRUE(exposure().priced) << "and well again when it has ended";
    EXPECT_EQ(state.book.totals().unpriced, 0);
}

TEST_F(RiskBook, leaving_one_order_out_changes_nothing_else)
{
    auto& first = work(buying(10_d, 100_d));
    auto& second = work(buying(20_d, 100_d));
    EXPECT_EQ(state.book.exposure_without(*instrument, &first).buys, 20_d);
    EXPECT_EQ(state.book.exposure_without(*instrument, &second).buys, 10_d);
    EXPECT_EQ(state.book.exposure_without(*instrument, nullptr).buys, 30_d);
    EXPECT_EQ(exposure().buys, 30_d);
}

TEST_F(RiskBook, combos_count_for_their_legs)
{
    auto& other = state.book.add(stock("MSFT"));
    auto pair = combo("AAPL", {ComboLeg{1, 2, Side::buy}, ComboLeg{2, 1, Side::sell}});
    auto& joined = state.book.add(pair);
    state.book.set_legs(joined, {Leg{instrument, 2_d, Side::buy}, Leg{&other, 1_d, Side::sell}});
    auto& bought = work(buy(pair, 5_d).limit(1_d), 300_d);
    EXPECT_EQ(exposure().buys, 10_d);
    EXPECT_EQ(other.exposure.sells, 5_d);
    EXPECT_EQ(exposure().long_value, 0_d) << "its value counts once, with the combo";
    EXPECT_EQ(joined.exposure.long_value, 1500_d);
    auto& sold = work(sell(pair, 1_d).limit(1_d), 300_d);
    EXPECT_EQ(exposure().sells, 2_d);
    EXPECT_EQ(other.exposure.buys, 1_d);
    bought.report.filled = 2_d;
    state.book.changed(bought);
    EXPECT_EQ(exposure().buys, 6_d);
    end(bought);
    end(sold);
    EXPECT_EQ(exposure().buys, 0_d);
    EXPECT_EQ(other.exposure.sells, 0_d);
    expect_sound();
}

TEST_F(RiskBook, a_case_splits_an_order_into_what_closes_and_what_opens)
{
    hold(50_d);
    work(selling(20_d, 101_d));
    struct Row {
        OrderRequest order;
        Decimal closing, opening;
    };
    for (const auto& row :
         {Row{selling(30_d, 100_d), 30_d, 0_d}, Row{selling(31_d, 100_d), 30_d, 1_d},
          Row{selling(10_d, 100_d), 10_d, 0_d}, Row{buying(10_d, 100_d), 0_d, 10_d}}) {
        Case c{state, row.order, instrument, nullptr, at};
        c.appraise();
        EXPECT_EQ(c.leaves - c.opening, row.closing) << row.order.describe();
        EXPECT_EQ(c.opening, row.opening) << row.order.describe();
        EXPECT_EQ(c.leaves, row.order.quantity);
    }
}

TEST_F(RiskBook, the_child_of_a_working_parent_closes_what_it_opens)
{
    auto& parent = work(buying(10_d, 99_d));
    auto child = selling(10_d, 110_d);
    child.parent_id = parent.id;
    Case c{state, child, instrument, nullptr, at};
    c.appraise();
    EXPECT_TRUE(c.only_closes());
    child.quantity = 11_d;
    Case more{state, child, instrument, nullptr, at};
    more.appraise();
    EXPECT_EQ(more.opening, 1_d);
    end(parent);
    child.quantity = 10_d;
    Case late{state, child, instrument, nullptr, at};
    late.appraise();
    EXPECT_EQ(late.opening, 10_d) << "the parent has ended without a fill";
}

}  // namespace
}  // namespace trademind::risk
