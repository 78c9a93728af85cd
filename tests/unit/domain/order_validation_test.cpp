// Whether an order makes sense: each fault with its words, and the nearest order that has none.
#include <trademind/broker.hpp>
#include <trademind/order_validation.hpp>
#include <trademind/trading_calendar.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trademind {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class OrderValidation : public testing::Test {
protected:
    OrderValidation()
    {
        details.minimum_tick = 0.01_d;
        details.minimum_size = 1_d;
        details.size_increment = 1_d;
        details.time_zone = "US/Eastern";
    }
    ValidationRules rules() const
    {
        ValidationRules rules;
        rules.capabilities = &capabilities;
        rules.details = with_details ? &details : nullptr;
        rules.price_increments = &increments;
        rules.calendar = calendar.get();
        rules.auctions = auctions;
        rules.allow_negative_prices = negative_prices;
        rules.now = now;
        return rules;
    }
    std::string fault(const OrderRequest& order)
    {
        auto found = fault_of(order, rules());
        return found ? found->text : "";
    }
    int tws_code(const OrderRequest& order) { return fault_of(order, rules()).value().tws_code; }

    const Contract aapl = stock("AAPL");
    ContractDetails details{aapl};
    Capabilities capabilities;
    std::vector<PriceIncrement> increments;
    std::shared_ptr<const TradingCalendar> calendar = us_equities_calendar();
    bool with_details = true, negative_prices = false, auctions = true;
    /// 2026-01-05 15:00 UTC, 10:00 in New York.
    const TimePoint now = TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + 15h;
};

TEST_F(OrderValidation, quantities)
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

TEST_F(OrderValidation, ticks)
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
    details.contract.type = SecurityType::option;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0.9999_d)),
              "limit_price 0.9999 is not a multiple of the tick 0.01");
    details.contract = aapl;
    details.minimum_tick = 0_d;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99.995_d)), "") << "no tick told";
}

TEST_F(OrderValidation, prices_of_zero_and_below)
{
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0_d)), "limit_price 0 is not greater than 0");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(-1_d)), "limit_price -1 is not greater than 0");
    EXPECT_EQ(fault(buy(aapl, 1_d).stop(0_d)), "stop_price 0 is not greater than 0");
    auto spread = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
    with_details = false;
    EXPECT_EQ(fault(buy(spread, 1_d).limit(-1_d)), "") << "a combo may be paid for";
    with_details = true;
    negative_prices = true;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(-1_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(0_d)), "");
}

TEST_F(OrderValidation, prices_that_a_type_needs)
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

TEST_F(OrderValidation, prices_that_a_type_does_not_have)
{
    for (auto type : {OrderType::market, OrderType::stop, OrderType::market_if_touched,
                      OrderType::market_on_close}) {
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

TEST_F(OrderValidation, trailing_orders)
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

TEST_F(OrderValidation, good_till_date)
{
    auto till = [&](const char* text) { return fault(buy(aapl, 1_d).limit(99_d).good_till(text)); };
    EXPECT_EQ(till("20260105 15:00:01 UTC"), "");
    EXPECT_EQ(till("20260105 15:00:00 UTC"), "good_till_date 20260105 15:00:00 UTC has passed");
    EXPECT_EQ(till("20260105 10:00:01"), "") << "without a zone: the instrument's own";
    EXPECT_EQ(till("20260105 09:59:59"), "good_till_date 20260105 09:59:59 has passed");
    EXPECT_EQ(till("20260105"), "") << "a date means its close";
    EXPECT_EQ(till("20260104"), "good_till_date 20260104 has passed");
    EXPECT_EQ(till("tomorrow"), "good_till_date \"tomorrow\" is not a time as TWS writes it");
    EXPECT_EQ(till(""), "good_till_date is missing: GTD needs one");
    auto day = buy(aapl, 1_d).limit(99_d);
    day.good_till_date = "20260106";
    EXPECT_EQ(fault(day), "good_till_date is given, but time_in_force is DAY");
}

TEST_F(OrderValidation, orders_that_wait_cannot_be_at_once)
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

TEST_F(OrderValidation, what_the_broker_can_do)
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

TEST_F(OrderValidation, contracts)
{
    with_details = false;
    EXPECT_EQ(fault(buy(Contract{}, 1_d)), "contract has neither symbol nor id");
    EXPECT_EQ(fault(buy(contract_by_id(265598), 1_d)), "");
    Contract index{SecurityType::index, "SPX"};
    EXPECT_EQ(fault(buy(index, 1_d)), "contract " + index.describe() + ": IND is for data only");
    EXPECT_EQ(tws_code(buy(index, 1_d)), 201);
    EXPECT_EQ(fault(buy(combo("AAPL", {}), 1_d)), "contract is a combo without legs");
    auto call = option("AAPL", "20261218", 100_d, OptionRight::call);
    call.multiplier = 0_d;
    EXPECT_EQ(fault(buy(call, 1_d)), "contract.multiplier is not greater than 0");
}

TEST_F(OrderValidation, the_first_fault_is_the_answer)
{
    with_details = false;
    auto order = buy(Contract{}, 0_d).limit(0_d);
    EXPECT_EQ(fault(order), "contract has neither symbol nor id");
    order.contract = aapl;
    EXPECT_EQ(fault(order), "quantity 0 is not greater than 0");
    order.quantity = 1_d;
    EXPECT_EQ(fault(order), "limit_price 0 is not greater than 0");
}

TEST_F(OrderValidation, codes_of_tws)
{
    EXPECT_EQ(tws_code(buy(aapl, 1.5_d)), 10243);
    EXPECT_EQ(tws_code(buy(aapl, 1_d).limit(99.995_d)), 110);
    EXPECT_EQ(tws_code(buy(aapl, 1_d).of_type(OrderType::market_on_close).good_till_cancelled()),
              113);
    EXPECT_EQ(tws_code(buy(aapl, 1_d).limit(99_d).good_till("20260104")), 201);
    EXPECT_EQ(tws_code(buy(aapl, 0_d)), 0);
    auto fault = fault_of(buy(aapl, 1_d).limit(99.995_d), rules()).value();
    EXPECT_EQ(fault.field, "limit_price");
    EXPECT_EQ(fault.error().code.value(), 110);
    EXPECT_EQ(fault.error().message, fault.text);
    EXPECT_EQ(fault_of(buy(aapl, 0_d), rules()).value().error(), Errc::invalid_order);
}

TEST_F(OrderValidation, a_table_of_increments_goes_before_the_tick)
{
    increments = {{0_d, 0.001_d}, {10_d, 0.05_d}};
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(9.999_d)), "");
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(10.01_d)),
              "limit_price 10.01 is not a multiple of the tick 0.05");
}

TEST_F(OrderValidation, fields_that_the_type_does_not_use)
{
    struct Row {
        const char* what;
        OrderRequest order;
        const char* fault;
    };
    auto with = [](OrderRequest order, const std::function<void(OrderRequest&)>& change) {
        change(order);
        return order;
    };
    auto trail_limit = buy(aapl, 1_d).trailing(1_d).of_type(OrderType::trailing_stop_limit);
    OrderAttributes offset;
    offset.offset = 0.01_d;
    for (const Row& row : {
             Row{"a trailing amount of LMT",
                 with(buy(aapl, 1_d).limit(99_d), [](auto& o) { o.trailing_amount = 1_d; }),
                 "trailing_amount is given, but LMT does not trail"},
             Row{"a limit offset of TRAIL",
                 with(buy(aapl, 1_d).trailing(1_d), [](auto& o) { o.limit_offset = 1_d; }),
                 "limit_offset is given, but TRAIL has none"},
             Row{"TRAIL LIMIT with neither", trail_limit,
                 "TRAIL LIMIT needs either limit_offset or limit_price"},
             Row{"TRAIL LIMIT with an offset",
                 with(trail_limit, [](auto& o) { o.limit_offset = 1_d; }), ""},
             Row{"TRAIL LIMIT with both",
                 with(trail_limit, [](auto& o) { o.limit_offset = 1_d, o.limit_price = 9_d; }),
                 "TRAIL LIMIT needs either limit_offset or limit_price"},
             Row{"TRAIL LIMIT with a limit and no stop",
                 with(trail_limit, [](auto& o) { o.limit_price = 9_d; }),
                 "stop_price is missing: TRAIL LIMIT with limit_price needs one"},
             Row{"TRAIL LIMIT with a limit and a stop",
                 with(trail_limit, [](auto& o) { o.limit_price = 9_d, o.stop_price = 10_d; }), ""},
             Row{"an offset of LMT", buy(aapl, 1_d).limit(99_d).with(offset),
                 "offset is given, but LMT has none"},
             Row{"an offset of REL", buy(aapl, 1_d).of_type(OrderType::relative).with(offset), ""},
             Row{"an OCA type without its group",
                 with(buy(aapl, 1_d), [](auto& o) { o.oca_type = OcaType::cancel_with_block; }),
                 "oca_type is given, but oca_group is empty"},
         })
        EXPECT_EQ(fault(row.order), row.fault) << row.what;
}

TEST_F(OrderValidation, auctions)
{
    auto on_close = buy(aapl, 1_d).of_type(OrderType::market_on_close);
    auto on_open = buy(aapl, 1_d).in_force(TimeInForce::opening);
    EXPECT_EQ(fault(on_close), "");
    EXPECT_EQ(fault(on_open), "");
    auctions = false;
    EXPECT_EQ(fault(on_close), "MOC DAY needs an auction, and the market of AAPL has none");
    EXPECT_EQ(fault(on_open), "MKT OPG needs an auction, and the market of AAPL has none");
}

TEST_F(OrderValidation, pairs_and_attributes_that_the_broker_lacks)
{
    capabilities.order_types = {OrderType::market, OrderType::limit, OrderType::stop_limit};
    capabilities.times_in_force = {TimeInForce::day, TimeInForce::immediate_or_cancel};
    capabilities.excluded = {{OrderType::stop_limit, TimeInForce::immediate_or_cancel}};
    auto order = buy(aapl, 1_d).stop(98_d).limit(99_d);
    EXPECT_EQ(fault(order), "");
    order.time_in_force = TimeInForce::immediate_or_cancel;
    EXPECT_EQ(fault(order), "this broker takes no STP LMT with time in force IOC");
    EXPECT_TRUE(capabilities.supports(OrderType::limit, TimeInForce::immediate_or_cancel));
    EXPECT_FALSE(capabilities.supports(OrderType::stop_limit, TimeInForce::immediate_or_cancel));
    EXPECT_FALSE(capabilities.supports(OrderType::stop, TimeInForce::day));

    OrderAttributes hidden;
    hidden.hidden = true;
    hidden.display_size = 100;
    EXPECT_EQ(fault(buy(aapl, 1_d).with(hidden)), "") << "all, where nothing is said";
    capabilities.attributes = {"display size"};
    EXPECT_EQ(fault(buy(aapl, 1_d).with(hidden)), "this broker has no order attributes: hidden");
    EXPECT_FALSE(capabilities.supports(hidden));
    hidden.hidden = false;
    EXPECT_TRUE(capabilities.supports(hidden));
    capabilities.combos = false;
    with_details = false;
    auto spread = combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
    EXPECT_EQ(fault(buy(spread, 1_d)), "contract: this broker has no combos");
}

TEST_F(OrderValidation, triggers_and_products)
{
    with_details = false;
    auto euro = buy(forex("EUR", "USD"), 20'000).stop(1.2_d);
    EXPECT_EQ(fault(euro), "");
    euro.trigger_method = TriggerMethod::double_last;
    EXPECT_EQ(fault(euro), "trigger_method 3 never fires for EUR.USD");
    euro.trigger_method = TriggerMethod{5};
    EXPECT_EQ(fault(euro), "trigger_method 5 never fires for EUR.USD") << "not one of TWS's";
    euro.trigger_method = TriggerMethod::bid_ask;
    EXPECT_EQ(fault(euro), "");
    EXPECT_EQ(fault(buy(forex("EUR", "USD"), 20'000).of_type(OrderType::midprice)),
              "MIDPRICE is for stocks only");
    EXPECT_EQ(fault(buy(aapl, 1_d).of_type(OrderType::midprice)), "");
}

TEST_F(OrderValidation, rare_attributes_in_themselves)
{
    OrderAttributes money;
    money.cash_quantity = 1000_d;
    EXPECT_EQ(fault(buy(aapl, 0_d).with(money)), "") << "money instead of a quantity";
    EXPECT_EQ(fault(buy(aapl, 0_d).for_cash(0_d)), "cash_quantity 0 is not greater than 0");
    OrderAttributes scaled;
    scaled.scale.emplace();
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99_d).with(scaled)),
              "scale.price_increment is not greater than 0");
    scaled.scale->price_increment = 0.05_d;
    EXPECT_EQ(fault(buy(aapl, 1_d).limit(99_d).with(scaled)), "");
    OrderAttributes legs;
    legs.leg_prices = {1_d};
    EXPECT_EQ(fault(buy(aapl, 1_d).with(legs)),
              "leg_prices: one for each leg of the combo is needed");
}

TEST_F(OrderValidation, a_good_till_date_ends_at_the_close_of_that_day)
{
    auto end = [&](std::string_view text) { return format_time(expiry_of(text, rules()).value()); };
    EXPECT_EQ(end("20260105"), "2026-01-05T21:00:00Z");
    EXPECT_EQ(end("20261127"), "2026-11-27T18:00:00Z") << "an early close";
    EXPECT_EQ(end("20260704"), "2026-07-05T04:00:00Z") << "no session: the last midnight";
    EXPECT_EQ(end("20260105 15:30:00"), "2026-01-05T20:30:00Z");
    EXPECT_EQ(end("20260105-15:30:00"), "2026-01-05T15:30:00Z");
    EXPECT_EQ(expiry_of("20261301", rules()).error(), Errc::invalid_argument);
    calendar = always_open_calendar();
    EXPECT_EQ(end("20260105"), "2026-01-06T05:00:00Z");
    calendar = nullptr;
    EXPECT_EQ(end("20260105"), "2026-01-06T05:00:00Z");
    auto zoned = rules();
    zoned.time_zone = "Asia/Tokyo";
    EXPECT_EQ(format_time(expiry_of("20260105", zoned).value()), "2026-01-05T15:00:00Z")
        << "the rules' zone goes before the instrument's";
    EXPECT_EQ(format_time(begin_of("20260105", zoned).value()), "2026-01-04T15:00:00Z");
}

TEST_F(OrderValidation, a_time_to_begin_must_be_one)
{
    auto order = buy(aapl, 1_d).limit(99_d);
    order.good_after_time = "20260105 15:30:00";
    EXPECT_EQ(fault(order), "");
    order.good_after_time = "tomorrow";
    EXPECT_EQ(fault(order), "good_after_time \"tomorrow\" is not a time as TWS writes it");
    EXPECT_EQ(fault_of(order, rules()).value().code, Errc::invalid_argument);
}

TEST_F(OrderValidation, a_client_order_id_is_one_line_of_text)
{
    auto why = [](std::string id) {
        auto found = fault_of(buy(stock("AAPL"), 1_d).with_client_order_id(std::move(id)), {});
        return found ? found->text : std::string{"taken"};
    };
    EXPECT_EQ(why(""), "taken");
    EXPECT_EQ(why("dip 7/\u00e4 #1"), "taken");
    EXPECT_EQ(why(std::string(128, 'x')), "taken");
    EXPECT_EQ(why(std::string(5000, 'x')), "client_order_id has 5000 bytes, the longest has 128");
    for (std::string id : {"a\nb", "a\rb", "a\tb",
                           "a\x7f"
                           "b",
                           "a\x1b[2J"})
        EXPECT_EQ(why(id), "client_order_id has a control character, byte 2");
    EXPECT_EQ(why(std::string{"a\0b", 3}), "client_order_id has a control character, byte 2");
    EXPECT_EQ(why(" a"), "client_order_id begins or ends with a blank");
    auto fault = fault_of(buy(stock("AAPL"), 1_d).with_client_order_id("a\nb"), {});
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->field, "client_order_id");
}

TEST_F(OrderValidation, a_parent_that_is_not_there_is_refused)
{
    ValidationRules rules;
    auto child = buy(stock("AAPL"), 1_d).child_of(OrderId{77});
    EXPECT_FALSE(fault_of(child, rules)) << "not known, not checked";
    rules.has_parent = true;
    EXPECT_FALSE(fault_of(child, rules));
    rules.has_parent = false;
    auto fault = fault_of(child, rules);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->field, "parent_id");
    EXPECT_EQ(fault->text, "parent_id 77: there is no such order");
    EXPECT_EQ(fault->tws_code, 10006);
}

}  // namespace
}  // namespace trademind
