// One order, four verdicts: fault_of with the broker's rules, the broker itself, and router.check
// in front of it, on paper and over IBKR. They must be the same.
#include "unit/execution/risk/both_brokers.hpp"

#include <trademind/order_validation.hpp>

#include <functional>
#include <string>

namespace trademind::test {
namespace {

/// The clock stands at 2026-01-05T14:30Z, 09:30 in New York.
struct VerdictRow {
    const char* name;
    OrderRequest order;
    bool on_paper, on_ibkr;  ///< whether it is well formed
};

class OrderVerdicts : public RiskOnBothBrokers {
protected:
    void begin()
    {
        lift_limits(config.risk);
        config.risk.max_order_size.reset();
        config.risk.max_order_value.reset();
        config.risk.price_collar.reset();
        config.risk.max_rejects.reset();
        config.risk.wrong_side_stops = WrongSideStops::allow;
        config.risk.buying_power = false;
        start();
    }
    /// What the function says by the rules of the broker behind.
    bool is_formed(const OrderRequest& order)
    {
        ContractDetails known = find(order.contract);
        ValidationRules rules = world->broker()->rules_for(known.contract);
        if (!rules.details) rules.details = &known;
        return !fault_of(order, rules);
    }
    ContractDetails find(const Contract& contract)
    {
        return world
            ->answer<Result<std::vector<ContractDetails>>>(
                [&](auto t) { world->broker()->find_contracts(contract, std::move(t)); })
            .value()
            .at(0);
    }
    RiskVerdict check(const OrderRequest& order)
    {
        return world
            ->answer<Result<RiskVerdict>>([&](auto t) { router->check(order, std::move(t)); })
            .value();
    }
    Result<OrderReport> place_behind(const OrderRequest& order)
    {
        return world->answer<Result<OrderReport>>(
            [&](auto t) { world->broker()->place_order(order, std::move(t)); });
    }
};

OrderRequest with(OrderRequest order, const std::function<void(OrderRequest&)>& change)
{
    change(order);
    return order;
}

OrderRequest aapl(Decimal quantity = 1)
{
    return buy(stock("AAPL"), quantity);
}

OrderRequest hidden()
{
    OrderAttributes more;
    more.hidden = true;
    return aapl().limit(90_d).with(more);
}

OrderRequest offset(OrderType type)
{
    OrderAttributes more;
    more.offset = 0.01_d;
    auto order = aapl().of_type(type).with(more);
    if (needs_limit_price(type)) order.limit_price = 90_d;
    return order;
}

const VerdictRow rows[] = {
    {"plain_limit", aapl().limit(90_d), true, true},
    {"plain_stop", aapl().stop(110_d), true, true},
    {"date_of_today", aapl().limit(90_d).good_till("20260105"), true, true},
    {"date_of_yesterday", aapl().limit(90_d).good_till("20260104"), false, false},
    {"time_without_a_zone", aapl().limit(90_d).good_till("20260105 10:00:00"), true, true},
    {"passed_without_a_zone", aapl().limit(90_d).good_till("20260105 09:29:59"), false, false},
    {"passed_in_utc", aapl().limit(90_d).good_till("20260105-14:30:00"), false, false},
    {"no_date", aapl().limit(90_d).in_force(TimeInForce::good_till_date), false, false},
    {"date_of_a_day_order",
     with(aapl().limit(90_d), [](auto& o) { o.good_till_date = "20260106"; }), false, false},
    {"begins_tomorrow", with(aapl().limit(90_d), [](auto& o) { o.good_after_time = "tomorrow"; }),
     false, false},
    {"trail_limit_with_neither", aapl().trailing(1_d).of_type(OrderType::trailing_stop_limit),
     false, false},
    {"trail_limit_with_an_offset",
     with(aapl().trailing(1_d).of_type(OrderType::trailing_stop_limit),
          [](auto& o) { o.limit_offset = 0.5_d; }),
     true, true},
    {"trail_with_neither", aapl().of_type(OrderType::trailing_stop), false, false},
    {"limit_that_trails", with(aapl().limit(90_d), [](auto& o) { o.trailing_amount = 1_d; }), false,
     false},
    {"limit_with_a_stop_price", with(aapl().limit(90_d), [](auto& o) { o.stop_price = 98_d; }),
     false, false},
    {"stop_with_a_limit_price", with(aapl().stop(110_d), [](auto& o) { o.limit_price = 98_d; }),
     false, false},
    {"limit_without_a_price", aapl().of_type(OrderType::limit), false, false},
    {"oca_type_without_a_group",
     with(aapl().limit(90_d), [](auto& o) { o.oca_type = OcaType::reduce_without_block; }), false,
     false},
    {"fraction", aapl(1.5_d).limit(90_d), false, false},
    {"off_the_tick", aapl().limit(90.001_d), false, false},
    {"stop_off_the_tick", aapl().stop(110.001_d), false, false},
    {"negative_price", aapl().limit(-1_d), false, false},
    {"no_quantity", aapl(0_d).limit(90_d), false, false},
    {"absurd_quantity", aapl(2'000'000'000_d).limit(90_d), false, true},
    {"immediate_stop",
     with(aapl().stop(110_d), [](auto& o) { o.time_in_force = TimeInForce::immediate_or_cancel; }),
     false, false},
    {"on_close_for_ever", aapl().of_type(OrderType::market_on_close).good_till_cancelled(), false,
     false},
    {"offset_of_a_limit", offset(OrderType::limit), false, false},
    {"offset_of_a_relative", offset(OrderType::relative), true, true},
    // what the paper broker does not simulate, and TWS takes
    {"immediate_stop_limit", aapl().stop(110_d).limit(111_d).immediate_or_cancel(), false, true},
    {"hidden", hidden(), false, true},
    {"box_top", aapl().of_type(OrderType::box_top), false, true},
    {"overnight", aapl().limit(90_d).in_force(TimeInForce::overnight), false, true},
};

TEST_P(OrderVerdicts, are_the_same_in_every_row)
{
    begin();
    if (mock()) mock()->desk().find("AAPL")->size_increment = 1_d;
    for (const VerdictRow& row : rows) {
        bool expected = GetParam() == BrokerType::paper ? row.on_paper : row.on_ibkr;
        EXPECT_EQ(is_formed(row.order), expected) << row.name;
        auto verdict = check(row.order);
        EXPECT_EQ(verdict.ok(), expected) << row.name << ": " << verdict.message;
        auto placed = place_behind(row.order);
        EXPECT_EQ(placed.has_value(), expected)
            << row.name << (placed ? "" : ": " + placed.error().describe());
    }
}

INSTANTIATE_TEST_SUITE_P(Each, OrderVerdicts, testing::Values(BrokerType::paper, BrokerType::ibkr),
                         [](const auto& one) {
                             return one.param == BrokerType::paper ? "paper" : "ibkr";
                         });

}  // namespace
}  // namespace trademind::test
