// A program that ends in the middle of an order's life, and the next one that goes on from its
// file.
#include "brokers/paper/store/schema.hpp"
#include "unit/paper/file_fixture.hpp"

#include <trademind/brokers/paper/saved_account.hpp>

#include <gmock/gmock.h>

#include <functional>

#include <sys/stat.h>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PaperRestart : public PaperFileTest {
public:
    using PaperTest::modify;
    using PaperTest::print;
    using PaperTest::push;
    using PaperTest::quote;
    using PaperTest::take;
};

/// How an order gets into a state, and what a market that falls to 8 and then rises to 12 does to
/// it after the restart.
struct Interrupted {
    const char* name;
    std::function<OrderId(PaperRestart&)> reach;
    Decimal filled;
};

class PaperRestartIn : public PaperRestart, public testing::WithParamInterface<Interrupted> {
protected:
    /// What the rest of the day brings.
    void go_on()
    {
        quote(8_d, 1'000, 8.02_d, 1'000);
        print(8_d);
        quote(12_d, 1'000, 12.02_d, 1'000);
        print(12_d);
    }
};

TEST_P(PaperRestartIn, the_order_is_the_same_before_and_after)
{
    start(options);
    quote(9.90_d, 1'000, 10.02_d, 40);
    auto id = GetParam().reach(*this);
    auto before = report(id);
    restart();
    EXPECT_EQ(report(id), before);
    restart();
    EXPECT_EQ(report(id), before) << "a second restart changes nothing either";
}

TEST_P(PaperRestartIn, it_ends_as_if_there_had_been_no_restart)
{
    auto live = [&](bool with_restart) {
        begin_anew();
        start(options);
        quote(9.90_d, 1'000, 10.02_d, 40);
        auto id = GetParam().reach(*this);
        if (with_restart) restart();
        go_on();
        auto fills = heard.fills();
        EXPECT_EQ(filled(id), GetParam().filled);
        return std::pair{report(id).status, fills};
    };
    auto uninterrupted = live(false);
    EXPECT_EQ(live(true), uninterrupted);
}

TEST_P(PaperRestartIn, it_can_be_modified_and_cancelled_afterwards)
{
    start(options);
    quote(9.90_d, 1'000, 10.02_d, 40);
    auto id = GetParam().reach(*this);
    restart();
    auto order = report(id).order;
    order.quantity -= 10;
    ASSERT_TRUE(modify(id, order));
    EXPECT_EQ(report(id).order.quantity, order.quantity);
    ASSERT_TRUE(cancel(id));
    go_on();
    EXPECT_EQ(status(id), OrderStatus::cancelled);
}

const Interrupted interrupted[] = {
    {"resting", [](PaperRestart& s) { return s.take(buy_x(100).limit(9_d)); }, 100_d},
    {"part_filled", [](PaperRestart& s) { return s.take(buy_x(100).limit(10.02_d)); }, 100_d},
    {"market_order_without_size", [](PaperRestart& s) { return s.take(buy_x(100)); }, 100_d},
    {"armed", [](PaperRestart& s) { return s.take(buy_x(100).stop(11_d)); }, 100_d},
    {"armed_to_sell", [](PaperRestart& s) { return s.take(sell_x(100).stop(9_d)); }, 100_d},
    {"if_touched",
     [](PaperRestart& s) {
         auto order = buy_x(100).of_type(OrderType::market_if_touched);
         order.stop_price = 9_d;
         return s.take(std::move(order));
     },
     100_d},
    {"fired_and_resting",
     [](PaperRestart& s) {
         auto id = s.take(buy_x(100).stop(10.01_d).limit(9.95_d));
         s.print(10.01_d);
         return id;
     },
     100_d},
    {"fired_out_of_reach",
     [](PaperRestart& s) {
         auto id = s.take(buy_x(100).stop(10.01_d).limit(7_d));
         s.print(10.01_d);
         return id;
     },
     0_d},
    {"trailing",
     [](PaperRestart& s) {
         auto id = s.take(sell_x(100).trailing(1_d, 8.90_d));
         s.print(10_d);
         return id;
     },
     100_d},
    {"trailing_by_percent",
     [](PaperRestart& s) {
         auto id = s.take(sell_x(100).trailing_percent(10_d));
         s.print(10_d);
         return id;
     },
     100_d},
    {"trailing_limit",
     [](PaperRestart& s) {
         auto order = sell_x(100).trailing(1_d).of_type(OrderType::trailing_stop_limit);
         order.limit_offset = 0.50_d;
         auto id = s.take(std::move(order));
         s.print(10_d);
         return id;
     },
     100_d},
    {"child",
     [](PaperRestart& s) {
         auto parent = s.take(buy_x(100).limit(9_d));
         return s.take(sell_x(100).limit(11.50_d).child_of(parent));
     },
     100_d},
    {"child_of_a_part_filled_parent",
     [](PaperRestart& s) {
         auto parent = s.take(buy_x(100).limit(10.02_d));
         return s.take(sell_x(100).limit(11.50_d).child_of(parent));
     },
     100_d},
    {"pegged",
     [](PaperRestart& s) { return s.take(buy_x(100).of_type(OrderType::pegged_to_midpoint)); },
     100_d},
    {"relative",
     [](PaperRestart& s) {
         auto order = buy_x(100).of_type(OrderType::relative).limit(9.95_d);
         order.type = OrderType::relative;
         order.stop_price = 0.01_d;
         return s.take(std::move(order));
     },
     100_d},
    {"member_of_a_group",
     [](PaperRestart& s) {
         s.take(buy_x(50).limit(7_d).in_oca_group("g", OcaType::cancel_with_block));
         return s.take(buy_x(100).limit(9_d).in_oca_group("g", OcaType::cancel_with_block));
     },
     100_d},
    {"unsent", [](PaperRestart& s) { return s.take(buy_x(100).limit(9_d).held()); }, 0_d},
    {"waiting_for_its_time",
     [](PaperRestart& s) {
         auto order = buy_x(100).limit(9_d);
         order.good_after_time = "20260105-15:00:00";
         return s.take(std::move(order));
     },
     0_d},
    {"modified",
     [](PaperRestart& s) {
         auto id = s.take(buy_x(100).limit(5_d));
         EXPECT_TRUE(s.modify(id, buy_x(80).limit(9_d)));
         return id;
     },
     80_d},
};

INSTANTIATE_TEST_SUITE_P(Each, PaperRestartIn, testing::ValuesIn(interrupted),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperRestart, a_second_program_is_kept_off_the_account)
{
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(10).limit(9_d));
    auto refused = connect(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::input_output);
    EXPECT_THAT(refused.error().message, HasSubstr("in use by another program"));
    // the first has noticed nothing
    ASSERT_TRUE(cancel(id));
    // nor by another name of the file, or when the lock file is gone
    for (bool hard : {false, true}) {
        auto other = options;
        other.state_file = folder / (hard ? "hard.db" : "link.db");
        if (hard)
            std::filesystem::create_hard_link(file, other.state_file);
        else
            std::filesystem::create_symlink(file, other.state_file);
        EXPECT_THAT(connect(other).error().message, HasSubstr("in use by another program"));
    }
    std::filesystem::remove(file.string() + "-lock");
    EXPECT_THAT(connect(options).error().message, HasSubstr("in use by another program"));
    end();
    EXPECT_THAT(connect(options).error().message, HasSubstr("has 2 names"))
        << "its write-ahead log lies beside one of them";
    std::filesystem::remove(folder / "hard.db");
    EXPECT_TRUE(connect(options)) << "the lock ends with its holder";
}

TEST_F(PaperRestart, an_account_that_is_no_file_is_refused_by_name_and_waited_for_by_nobody)
{
    std::filesystem::create_directories(folder);
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    std::filesystem::create_symlink("/dev/zero", folder / "device");
    for (const auto& [name, text] :
         {std::pair{"fifo", "is a FIFO"}, {"device", "is a device"}, {".", "is a directory"}}) {
        auto other = options;
        other.state_file = folder / name;
        auto refused = connect(other);
        ASSERT_FALSE(refused) << name;
        EXPECT_THAT(refused.error().message, HasSubstr(text));
    }
}

TEST_F(PaperRestart, a_modify_keeps_the_name_by_which_an_order_is_found_again)
{
    start(options);
    quote(10_d, 1'000, 10.02_d, 1'000);
    auto id = take(buy_x(10).limit(9_d).with_client_order_id("mine"));
    ASSERT_TRUE(modify(id, buy_x(20).limit(9_d)));
    EXPECT_EQ(report(id).order.client_order_id, "mine");
    EXPECT_EQ(modify(id, buy_x(20).limit(9_d).with_client_order_id("other")).error().code.value(),
              105);
    restart();
    auto again = place(buy_x(20).limit(9_d).with_client_order_id("mine"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, id) << "the same order, not a second one";
    EXPECT_EQ(place(buy_x(10).limit(9_d).with_client_order_id("mine")).error(),
              Errc::duplicate_order)
        << "not even under its first terms";
    EXPECT_EQ(orders().size(), 1U);
}

TEST_F(PaperRestart, a_short_option_still_knows_what_it_stands_on)
{
    auto call = option("X", "20261218", 100_d, OptionRight::call);
    call.multiplier = 100_d;
    options.instruments = {stock("X"), call};
    start(options);
    quote(90_d, 1'000, 90.02_d, 1'000);
    push(paper::MarketChange{}.with_bid(2_d, 100).with_ask(2.10_d, 100), call);
    take(sell(call, 1));
    ASSERT_TRUE(account().buying_power);
    restart();
    quote(90_d, 1'000, 90.02_d, 1'000);
    EXPECT_TRUE(account().buying_power) << "the margin of the call is known";
    EXPECT_EQ(status(take(buy_x(10))), OrderStatus::filled);
}

TEST_F(PaperRestart, an_option_may_be_listed_before_what_it_stands_on)
{
    auto call = option("X", "20261218", 100_d, OptionRight::call);
    call.multiplier = 100_d;
    options.instruments = {call, stock("X")};
    start(options);
    quote(90_d, 1'000, 90.02_d, 1'000);
    push(paper::MarketChange{}.with_bid(2_d, 100).with_ask(2.10_d, 100), call);
    auto sold = place(sell(call, 1));
    ASSERT_TRUE(sold) << sold.error().describe();
    EXPECT_EQ(sold->status, OrderStatus::filled);
    restart();
    quote(90_d, 1'000, 90.02_d, 1'000);
    EXPECT_TRUE(account().buying_power);
}

TEST_F(PaperRestart, price_steps_are_those_of_before)
{
    ContractDetails details{future("F", "202612", "CME")};
    details.minimum_tick = 0.25_d;
    details.minimum_size = 1_d;
    auto listed = options;
    listed.instruments = {stock("X"), details};
    start(listed);
    auto price = [&](Decimal at) {
        push(paper::MarketChange{}.with_bid(at, 10).with_ask(at + 0.25_d, 10).with_print(at, 1),
             details.contract);
    };
    price(5'000_d);
    auto trail = take(sell(details.contract, 1).trailing_percent(1_d).good_till_cancelled());
    price(5'010.50_d);
    // 5010.50 less 1% is 4960.395
    EXPECT_EQ(report(trail).order.stop_price, 4'960.25_d);

    // the file alone knows the future now, as where another broker had described it
    restart();
    EXPECT_EQ(report(trail).order.stop_price, 4'960.25_d);
    EXPECT_EQ(place(buy(details.contract, 1).limit(5'000.10_d)).error().code.value(), 110);
    price(5'020.75_d);
    EXPECT_EQ(report(trail).order.stop_price, 4'970.50_d) << "4970.5425 rounded away from it";
}

TEST_F(PaperRestart, what_the_options_say_of_an_instrument_holds_for_orders_of_before)
{
    start(options);
    print(10_d);
    quote(9.90_d, 100, 10.02_d, 100);
    auto trail = take(sell_x(10).trailing_percent(3_d).good_till_cancelled());
    EXPECT_EQ(report(trail).order.stop_price, 9.70_d);
    ContractDetails coarse{stock("X")};
    coarse.minimum_tick = 0.05_d;
    options.instruments = {coarse};
    restart();
    print(10.99_d);
    // 10.99 less 3% is 10.6603
    EXPECT_EQ(report(trail).order.stop_price, 10.65_d);
}

TEST_F(PaperRestart, an_order_keeps_its_route)
{
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto contract = stock("X");
    contract.exchange = "ISLAND";
    auto id = take(buy(contract, 150).limit(10.02_d));
    EXPECT_EQ(report(id).order.contract.exchange, "ISLAND");
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(heard.executions[0].exchange, "ISLAND");
    restart();
    EXPECT_EQ(report(id).order.contract.exchange, "ISLAND");
    EXPECT_EQ(executions().front().exchange, "ISLAND");
    EXPECT_EQ(position(), 100_d) << "the paper market is one place";
}

TEST_F(PaperRestart, a_currency_that_is_new_has_the_rate_of_the_options)
{
    options.cash = {{"USD", 100'000_d}, {"EUR", 10'000_d}};
    options.exchange_rates = {{"EUR", 1.1_d}};
    start(options);
    quote(10_d, 1'000, 10.02_d, 1'000);
    take(buy_x(10));
    options.exchange_rates = {{"EUR", 1.2_d}, {"GBP", 1.3_d}};
    options.instruments = {stock("X"), stock("L").in("GBP")};
    restart();
    EXPECT_EQ(*account().cash_balance, 100'000_d - 100.20_d - 1.00003_d + 11'000_d)
        << "a rate that the account knows stays";
    push(paper::MarketChange{}.with_bid(5_d, 100).with_ask(5.01_d, 100), stock("L").in("GBP"));
    auto bought = place(buy(stock("L").in("GBP"), 10));
    ASSERT_TRUE(bought) << bought.error().describe();
    EXPECT_EQ(bought->status, OrderStatus::filled);
}

TEST_F(PaperRestart, a_bracket_that_ended_at_the_close_is_not_there_next_morning)
{
    options.calendar = us_equities_calendar();
    start(options);
    quote(50_d, 100, 50.10_d, 100);
    auto parent = take(buy_x(10).limit(40_d).held());
    take(sell_x(10).limit(60_d).child_of(parent));
    auto behind = take(buy_x(10).limit(45_d));
    end();
    clock->advance(24h);
    start(options);
    EXPECT_EQ(status(parent), OrderStatus::cancelled);
    EXPECT_EQ(status(behind), OrderStatus::cancelled);
    quote(39_d, 100, 39.50_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperRestart, orders_on_their_way_end_with_the_program_and_their_families_with_them)
{
    paper::LatencySettings latency;
    latency.submit = 1s;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    broker->place_order(buy_x(10).limit(9_d), [](Result<OrderReport>) {});
    broker->place_order(sell_x(10).limit(11_d).child_of(OrderId{1}), [](Result<OrderReport>) {});
    run();
    restart();
    for (OrderId id : {OrderId{1}, OrderId{2}}) EXPECT_EQ(status(id), OrderStatus::cancelled);
    quote(8_d, 100, 8.02_d, 100);
    EXPECT_THAT(heard.fills(), IsEmpty());
}

TEST_F(PaperRestart, a_file_of_the_first_version_is_brought_up_to_date)
{
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(10).limit(9_d).good_till_cancelled());
    end();
    {
        // back to what the first version wrote
        auto file = Database::open(options.state_file, paper::account_schema());
        ASSERT_TRUE(file);
        for (const char* sql :
             {"ALTER TABLE instruments DROP COLUMN minimum_tick",
              "ALTER TABLE instruments DROP COLUMN size_increment",
              "ALTER TABLE instruments DROP COLUMN minimum_size",
              "ALTER TABLE orders DROP COLUMN exchange",
              "ALTER TABLE orders DROP COLUMN relative_price",
              "ALTER TABLE positions DROP COLUMN priced_at",
              "ALTER TABLE positions DROP COLUMN changed_at", "PRAGMA user_version=1"})
            ASSERT_TRUE(file->run(sql)) << sql;
    }
    start(options);
    EXPECT_EQ(status(id), OrderStatus::submitted);
    quote(8.90_d, 100, 9_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 9"));
}

}  // namespace
}  // namespace trademind::test
