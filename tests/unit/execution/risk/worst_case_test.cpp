// The most that an order can pay, trade and close: prices by type, contracts in disguise, families.
#include "execution/risk/worst_case.hpp"

#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;

class WorstCase : public Checks {
protected:
    std::optional<Decimal> highest(const OrderRequest& order) const
    {
        return highest_price(order, 100_d, 0);
    }
    OrderRequest typed(OrderType type, std::optional<Decimal> limit, std::optional<Decimal> stop)
    {
        auto order = buy(contract, 10_d);
        order.type = type;
        order.limit_price = limit;
        order.stop_price = stop;
        return order;
    }
    Decimal opening(const OrderRequest& order, const TrackedOrder* replaces = nullptr)
    {
        Case c{state, order, instrument, replaces, at};
        c.appraise();
        return c.opening;
    }
    /// A child as it was let through.
    TrackedOrder& exit(OrderRequest order)
    {
        auto opens = opening(order);
        auto& placed = work(std::move(order));
        placed.opening = opens;
        state.book.changed(placed);
        return placed;
    }
};

TEST_F(WorstCase, is_the_highest_price_that_any_term_allows)
{
    EXPECT_EQ(highest(buy(contract, 1_d)), 100_d);
    EXPECT_EQ(highest(buying(1_d, 90_d)), 90_d) << "a limit ends what is paid";
    EXPECT_EQ(highest(selling(1_d, 90_d)), 100_d);
    EXPECT_EQ(highest(selling(1_d, 110_d)), 110_d);
    EXPECT_EQ(highest(buy(contract, 1_d).stop(120_d)), 120_d);
    EXPECT_EQ(highest(buy(contract, 1_d).stop(120_d).limit(121_d)), 121_d);
    EXPECT_EQ(highest(buy(contract, 1_d).trailing(5_d)), 105_d);
    EXPECT_EQ(highest(buy(contract, 1_d).trailing(5_d, 130_d)), 130_d);
    EXPECT_EQ(highest(buy(contract, 1_d).trailing_percent(10_d)), 110_d);
    auto trail = typed(OrderType::trailing_stop_limit, {}, 120_d);
    trail.trailing_amount = 1_d;
    trail.limit_offset = 4_d;
    EXPECT_EQ(highest(trail), 124_d);
    trail.limit_offset.reset();
    trail.limit_price = 1_d;
    EXPECT_EQ(highest(trail), 120_d) << "the limit trails with its stop";
    EXPECT_EQ(highest(typed(OrderType::relative, {}, 3_d)), 103_d) << "an offset as auxPrice";
    EXPECT_EQ(highest(typed(OrderType::relative, 90_d, 3_d)), 90_d);
}

TEST_F(WorstCase, a_limit_that_the_type_does_not_keep_bounds_nothing)
{
    for (auto type : {OrderType::box_top, OrderType::market_to_limit, OrderType::snap_to_market,
                      OrderType::pegged_to_market}) {
        EXPECT_EQ(highest(typed(type, 1_d, {})), 100_d) << to_string(type);
        EXPECT_FALSE(worst_limit(typed(type, 1_d, {}))) << to_string(type);
    }
}

TEST_F(WorstCase, without_a_market_only_a_limit_says_what_is_paid)
{
    EXPECT_EQ(highest_price(buying(1_d, 90_d), {}, 0), 90_d);
    EXPECT_FALSE(highest_price(buy(contract, 1_d), {}, 0));
    EXPECT_FALSE(highest_price(buy(contract, 1_d).stop(90_d), {}, 0));
}

TEST_F(WorstCase, the_multiplier_is_the_brokers)
{
    limits().max_order_value = 50'000_d;
    auto order = buying(501_d, 100_d);
    EXPECT_EQ(reason(order), RiskReason::max_order_value);
    order.contract.multiplier = 0.001_d;
    state.book.add(instrument->contract, &order.contract);
    auto said = verdict(order);
    EXPECT_EQ(said.reason, RiskReason::invalid_order);
    EXPECT_EQ(said.message, "contract.multiplier 0.001 is refused: the broker's is 1");
    order.contract.multiplier = 1_d;
    state.book.add(instrument->contract, &order.contract);
    EXPECT_EQ(reason(order), RiskReason::max_order_value);
    Contract by_id;
    by_id.id = instrument->contract.id = 265598;
    by_id.multiplier = 0.001_d;
    auto in_disguise = buy(by_id, 501_d).limit(100_d);
    Case c{state, in_disguise, instrument, nullptr, at};
    EXPECT_EQ(judge(c).reason, RiskReason::invalid_order);
}

TEST_F(WorstCase, fields_that_contradict_the_brokers_contract_are_refused_by_name)
{
    struct Row {
        const char* field;
        void (*set)(Contract&);
    };
    instrument->contract.id = instrument->details->contract.id = 5;
    for (const auto& row : {
             Row{"contract.symbol", [](Contract& c) { c.symbol = "PNY"; }},
             Row{"contract.type", [](Contract& c) { c.type = SecurityType::future; }},
             Row{"contract.currency", [](Contract& c) { c.currency = "EUR"; }},
         }) {
        auto order = buying(1_d, 100_d);
        order.contract.id = 5;
        row.set(order.contract);
        Case c{state, order, instrument, nullptr, at};
        auto said = judge(c);
        EXPECT_EQ(said.reason, RiskReason::invalid_order) << row.field;
        EXPECT_TRUE(said.message.starts_with(row.field)) << said.message;
    }
    auto by_id_alone = buy(contract_by_id(5, "SMART"), 1_d).limit(100_d);
    Case c{state, by_id_alone, instrument, nullptr, at};
    EXPECT_EQ(judge(c).reason, RiskReason::ok);
}

// families

TEST_F(WorstCase, exits_of_one_entry_close_together_what_it_opens)
{
    auto& parent = work(buying(100_d, 99_d));
    auto child = [&](Decimal price) { return selling(100_d, price).child_of(*parent.id); };
    exit(child(110_d));
    EXPECT_EQ(opening(child(90_d)), 0_d) << "the other exit of a bracket";
    auto loose = child(105_d).in_oca_group("g", OcaType::cancel_with_block);
    EXPECT_EQ(opening(loose), 100_d) << "it fills beside the first";
    EXPECT_EQ(opening(child(90_d).in_oca_group("h", OcaType::reduce_with_block)), 100_d);
}

TEST_F(WorstCase, what_closes_the_position_is_not_closed_again_by_an_exit)
{
    hold(60_d);
    auto& parent = work(buying(100_d, 99_d));
    exit(selling(60_d, 101_d));
    EXPECT_EQ(opening(selling(100_d, 110_d).child_of(*parent.id)), 0_d);
    EXPECT_EQ(opening(selling(101_d, 110_d).child_of(*parent.id)), 1_d);
    parent.report.filled = 60_d;  // of a hundred: they are held and sold above
    hold(120_d);
    state.book.changed(parent);
    EXPECT_EQ(opening(selling(100_d, 110_d).child_of(*parent.id)), 0_d);
}

TEST_F(WorstCase, a_position_sold_before_its_exit_is_attached_is_gone)
{
    auto& parent = work(buying(100_d, 99_d));
    parent.report.filled = 60_d;
    hold(60_d);
    state.book.changed(parent);
    exit(selling(60_d, 101_d));
    EXPECT_EQ(opening(selling(100_d, 110_d).child_of(*parent.id)), 60_d);
}

TEST_F(WorstCase, exits_of_other_entries_take_nothing_of_what_is_held)
{
    hold(50_d);
    for (int i = 0; i < 3; ++i) {
        auto& parent = work(buying(100_d, 99_d));
        EXPECT_EQ(exit(selling(100_d, 110_d).child_of(*parent.id)).opening, 0_d) << i;
        EXPECT_EQ(exit(selling(100_d, 90_d).child_of(*parent.id)).opening, 0_d) << i;
    }
    EXPECT_EQ(opening(selling(50_d, 101_d)), 0_d);
    EXPECT_EQ(opening(selling(51_d, 101_d)), 1_d);
}

TEST_F(WorstCase, exits_in_a_group_with_block_close_the_same_position)
{
    hold(100_d);
    exit(selling(100_d, 110_d).in_oca_group("g", OcaType::cancel_with_block));
    EXPECT_EQ(opening(selling(100_d, 90_d).in_oca_group("g", OcaType::cancel_with_block)), 0_d);
    EXPECT_EQ(opening(selling(100_d, 90_d).in_oca_group("h", OcaType::cancel_with_block)), 100_d);
    for (auto type : {OcaType::none, OcaType::reduce_without_block})
        EXPECT_EQ(opening(selling(100_d, 90_d).in_oca_group("g", type)), 100_d) << "both may fill";
}

TEST_F(WorstCase, groups_without_block_count_every_member)
{
    limits().max_position_size = 150_d;
    for (auto type : {OcaType::none, OcaType::reduce_without_block}) {
        auto name = "g" + std::to_string(static_cast<int>(type));
        auto& first = work(buying(100_d, 99_d).in_oca_group(name, type));
        EXPECT_EQ(reason(buying(100_d, 98_d).in_oca_group(name, type)),
                  RiskReason::max_position_size);
        first.stage = TrackedOrder::Stage::done;
        state.book.changed(first);
    }
}

}  // namespace
}  // namespace trademind::risk
