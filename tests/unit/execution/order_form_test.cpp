// Whether an order makes sense: each fault with its words, and the nearest order that has none.
#include "execution/validation/order_form.hpp"

#include <gtest/gtest.h>

namespace trademind::validation {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class OrderForm : public testing::Test {
protected:
    OrderForm()
    {
        details.minimum_tick = 0.01_d;
        details.minimum_size = 1_d;
        details.size_increment = 1_d;
        details.time_zone = "US/Eastern";
    }
    std::string fault(const OrderRequest& order)
    {
        return fault_of(order, {.details = with_details ? &details : nullptr,
                                .capabilities = &capabilities,
                                .allow_negative_prices = negative_prices,
                                .now = now})
            .value_or("");
    }

    const Contract aapl = stock("AAPL");
    ContractDetails details{aapl};
    Capabilities capabilities;
    bool with_details = true, negative_prices = false;
    /// 2026-01-05 15:00 UTC, 10:00 in New York.
    const TimePoint now = TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + 15h;
};

TEST_F(OrderForm, quantities)
{
    struct Row {
        Decimal quantity;
        const char* fault;
    };
    for (const auto& row : {
             Row{1_d, ""},
             Row{100_d, ""},
             Row{0_d, "quantity 0 is not greater than 0"},
             Row{-1_d, "quantity -1 is not greater than 0"},
             Row{0.5_d, "quantity 0.5 is less than the least size 1"},
             Row{1.5_d, "quantity 1.5 is not a multiple of 1"},
         })
        EXPECT_EQ(fault(buy(aapl, row.quantity)), row.fault);
    details.size_increment = 0.25_d;
    EXPECT_EQ(fault(buy(aapl, 1.75_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1.8_d)), "quantity 1.8 is not a multiple of 0.25");
    details.size_increment = 0_d;
    details.minimum_size.reset();
    EXPECT_EQ(fault(buy(aapl, 0.001_d)), "") << "no increment told";
    with_details = false;
    EXPECT_EQ(fault(buy(aapl, 0.001_d)), "");
}

TEST_F(OrderForm, ticks)
{
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99.99_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99.995_d)),
              "limit_price 99.995 is not a multiple of the tick 0.01");
    EXPECT_EQ(fault(buy(aapl, 1_d).stop(99.995_d)),
              "stop_price 99.995 is not a multiple of the tick 0.01");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0.9999_d)), "")
        << "a stock below one dollar trades in hundredths of a cent";
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(1.0001_d)),
              "limit_price 1.0001 is not a multiple of the tick 0.01");
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    EXPECT_EQ(fault(buy(call, 1_d).limit(0.9999_d)),
              "limit_price 0.9999 is not a multiple of the tick 0.01");
    details.minimum_tick = 0_d;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99.995_d)), "") << "no tick told";
}

TEST_F(OrderForm, prices_of_zero_and_below)
{
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0_d)), "limit_price 0 is not greater than 0");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(-1_d)), "limit_price -1 is not greater than 0");
    EXPECT_EQ(fault(buy(aapl, 1_d).stop(0_d)), "stop_price 0 is not greater than 0");
    auto spread = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
    EXPECT_EQ(fault(buy(spread, 1_d).limit(-1_d)), "") << "a combo may be paid for";
    negative_prices = true;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(-1_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0_d)), "");
}

TEST_F(OrderForm, prices_that_a_type_needs)
{
    struct Row {
        OrderType type;
        bool limit, stop;
    };
    for (const auto& row : {
             Row{OrderType::market, false, false},
             Row{OrderType::limit, true, false},
             Row{OrderType::stop, false, true},
             Row{OrderType::stop_limit, true, true},
             Row{OrderType::market_if_touched, false, true},
             Row{OrderType::limit_if_touched, true, true},
             Row{OrderType::limit_on_close, true, false},
             Row{OrderType::market_on_close, false, false},
         }) {
        auto name = std::string{to_string(row.type)};
        auto order = buy(aapl, 1_d);
        order.type = row.type;
        if (row.limit) order.limit_price = 99_d;
        if (row.stop) order.stop_price = 98_d;
        EXPECT_EQ(fault(order), "") << name;
        if (row.limit) {
            auto without = order;
            without.limit_price.reset();
            EXPECT_EQ(fault(without), "limit_price is missing: " + name + " needs one");
        }
        if (row.stop) {
            auto without = order;
            without.stop_price.reset();
            EXPECT_EQ(fault(without), "stop_price is missing: " + name + " needs one");
        }
    }
}

TEST_F(OrderForm, prices_that_a_type_does_not_have)
{
    for (auto type : {OrderType::market, OrderType::stop, OrderType::market_if_touched,
                      OrderType::market_on_close, OrderType::market_to_limit}) {
        auto order = buy(aapl, 1_d);
        order.type = type;
        if (needs_stop_price(type)) order.stop_price = 98_d;
        order.limit_price = 99_d;
        EXPECT_EQ(fault(order),
                  "limit_price is given, but " + std::string{to_string(type)} + " has none");
    }
    for (auto type : {OrderType::market, OrderType::limit}) {
        auto order = buy(aapl, 1_d);
        order.type = type;
        if (needs_limit_price(type)) order.limit_price = 99_d;
        order.stop_price = 98_d;
        EXPECT_EQ(fault(order),
                  "stop_price is given, but " + std::string{to_string(type)} + " has none");
    }
}

TEST_F(OrderForm, trailing_orders)
{
    auto order = buy(aapl, 1_d);
    order.type = OrderType::trailing_stop;
    EXPECT_EQ(fault(order), "TRAIL needs either trailing_amount or trailing_rate");
    order.trailing_amount = 1_d;
    EXPECT_EQ(fault(order), "");
    order.trailing_rate = 1_d;
    EXPECT_EQ(fault(order), "TRAIL needs either trailing_amount or trailing_rate");
    order.trailing_amount.reset();
    EXPECT_EQ(fault(order), "");
    for (Decimal rate : {0_d, -1_d, 100_d}) {
        order.trailing_rate = rate;
        EXPECT_EQ(fault(order), "trailing_rate is not between 0 and 100 percent");
    }
    order.trailing_rate.reset();
    order.trailing_amount = 0_d;
    EXPECT_EQ(fault(order), "trailing_amount is not greater than 0");
    auto limit = buy(aapl, 1_d).limit(99_d);
    limit.trailing_rate = 1_d;
    EXPECT_EQ(fault(limit), "trailing_rate is given, but LMT does not trail");
}

TEST_F(OrderForm, good_till_date)
{
    auto till = [&](const char* text) { return fault(buy(aapl, 1_d).limit(99_d).good_till(text)); };
    EXPECT_EQ(till("20260105 15:00:01 UTC"), "");
    EXPECT_EQ(till("20260105 15:00:00 UTC"), "good_till_date 20260105 15:00:00 UTC has passed");
    EXPECT_EQ(till("20260105 10:00:01"), "") << "without a zone: the instrument's own";
    EXPECT_EQ(till("20260105 09:59:59"), "good_till_date 20260105 09:59:59 has passed");
    EXPECT_EQ(till("20260105"), "") << "a date means its end";
    EXPECT_EQ(till("20260104"), "good_till_date 20260104 has passed");
    EXPECT_EQ(till("tomorrow"), "good_till_date \"tomorrow\" is not a time as TWS writes it");
    EXPECT_EQ(till(""), "good_till_date \"\" is not a time as TWS writes it");
    auto day = buy(aapl, 1_d).limit(99_d);
    day.good_till_date = "20260106";
    EXPECT_EQ(fault(day), "good_till_date is given, but time_in_force is DAY");
}

TEST_F(OrderForm, orders_that_wait_cannot_be_at_once)
{
    for (auto tif : {TimeInForce::immediate_or_cancel, TimeInForce::fill_or_kill}) {
        auto stop = buy(aapl, 1_d).stop(99_d);
        stop.time_in_force = tif;
        EXPECT_EQ(fault(stop), "STP cannot be " + std::string{to_string(tif)});
        auto limit = buy(aapl, 1_d).limit(99_d);
        limit.time_in_force = tif;
        EXPECT_EQ(fault(limit), "");
    }
}

TEST_F(OrderForm, what_the_broker_can_do)
{
    capabilities.order_types = {OrderType::market, OrderType::limit};
    capabilities.times_in_force = {TimeInForce::day};
    EXPECT_EQ(fault(buy(aapl, 1_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1_d).stop(99_d)), "this broker has no order type STP");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99_d).good_till_cancelled()),
              "this broker has no time in force GTC");
    capabilities = {};
    EXPECT_EQ(fault(buy(aapl, 1_d).stop(99_d)), "") << "nothing told: anything goes";
}

TEST_F(OrderForm, contracts)
{
    EXPECT_EQ(fault(buy(Contract{}, 1_d)), "contract has neither symbol nor id");
    EXPECT_EQ(fault(buy(contract_by_id(265598), 1_d)), "");
    Contract index{SecurityType::index, "SPX"};
    EXPECT_EQ(fault(buy(index, 1_d)), "IND is for data only");
    EXPECT_EQ(fault(buy(combo("AAPL", {}), 1_d)), "contract is a combo without legs");
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    call.multiplier = 0_d;
    EXPECT_EQ(fault(buy(call, 1_d)), "contract.multiplier is not greater than 0");
}

TEST_F(OrderForm, the_first_fault_is_the_answer)
{
    auto order = buy(Contract{}, 0_d).limit(0_d);
    EXPECT_EQ(fault(order), "contract has neither symbol nor id");
    order.contract = aapl;
    EXPECT_EQ(fault(order), "quantity 0 is not greater than 0");
    order.quantity = 1_d;
    EXPECT_EQ(fault(order), "limit_price 0 is not greater than 0");
}

}  // namespace
}  // namespace trademind::validation
