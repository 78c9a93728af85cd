// The account's file: restarts go on where the program ended.
#include "unit/paper/file_fixture.hpp"

#include <fstream>
#include <set>

namespace trademind::test {
namespace {

class PaperFile : public PaperFileTest {};

TEST_F(PaperFile, P53_a_restart_goes_on_with_the_same_orders_money_and_ids)
{
    start(options);
    quote(10_d, 1000, 10.02_d, 40);
    auto part = take(buy_x(100).limit(10.02_d).good_till_cancelled().with_client_order_id("mine"));
    auto stop = take(sell_x(40).stop(9.50_d).good_till_cancelled());
    auto trail = take(sell_x(10).trailing(0.50_d).good_till_cancelled());
    quote(10.50_d, 1000, 10.60_d, 40);
    print(10.55_d);
    auto done = take(sell_x(5));
    auto gone = take(buy_x(1).limit(9_d));
    ASSERT_TRUE(cancel(gone));
    auto orders_before = orders();
    auto executions_before = executions();
    auto account_before = account();
    auto positions_before = positions();
    ASSERT_EQ(executions_before.size(), 2U);

    restart();
    EXPECT_EQ(executions(), executions_before);
    EXPECT_EQ(positions(), positions_before);
    auto after = account();
    after.updated_at = account_before.updated_at;
    // the trailing stop ties up what its stop is worth, no longer what the market was
    after.buying_power = account_before.buying_power;
    EXPECT_EQ(after, account_before);
    EXPECT_EQ(orders(), orders_before);
    EXPECT_EQ(report(trail).order.stop_price, 10.05_d);

    // they work on
    heard.executions.clear();
    quote(10_d, 1000, 10.01_d, 500);
    EXPECT_EQ(filled(part), 100_d);
    EXPECT_EQ(status(stop), OrderStatus::pre_submitted);
    print(10.01_d);
    EXPECT_EQ(filled(trail), 10_d);
    print(10_d);
    auto again =
        place(buy_x(100).limit(10.02_d).good_till_cancelled().with_client_order_id("mine"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, part) << "placed already";
    auto next = take(buy_x(1).limit(9_d));
    EXPECT_GT(to_number(next), to_number(gone));
    std::set<std::string> ids;
    for (const auto& e : executions()) EXPECT_TRUE(ids.insert(e.id).second) << e.id;
    (void)done;
}

TEST_F(PaperFile, brackets_and_groups_survive)
{
    start(options);
    quote(10.05_d, 1000, 10.10_d, 1000);
    auto parent = take(buy_x(100).limit(10_d).good_till_cancelled().held());
    auto profit = take(sell_x(100).limit(11_d).good_till_cancelled().child_of(parent).held());
    auto loss = take(sell_x(100).stop(9_d).good_till_cancelled().child_of(parent));
    restart();
    quote(9.98_d, 1000, 10_d, 1000);
    EXPECT_EQ(status(parent), OrderStatus::filled);
    restart();
    quote(11_d, 1000, 11.02_d, 1000);
    EXPECT_EQ(status(profit), OrderStatus::filled);
    EXPECT_EQ(status(loss), OrderStatus::cancelled);
    EXPECT_EQ(position(), 0_d);
}

TEST_F(PaperFile, P66_what_was_executed_is_counted_once_after_a_restart)
{
    start(options);
    quote(10_d, 1000, 10.02_d, 100);
    take(buy_x(100));
    for (int i = 0; i < 3; ++i) restart();
    EXPECT_EQ(executions().size(), 1U);
    EXPECT_EQ(position(), 100_d);
}

TEST_F(PaperFile, another_account_or_another_file_is_refused)
{
    start(options);
    quote(10_d, 1000, 10.02_d, 100);
    take(buy_x(100));
    end();
    auto other = options;
    other.account = "OTHER";
    EXPECT_EQ(connect(other).error(), Errc::config);
    auto text = options;
    text.state_file = folder / "text";
    std::ofstream{text.state_file} << "this is no database, whatever its name may say of it";
    EXPECT_EQ(connect(text).error(), Errc::input_output);
}
}  // namespace
}  // namespace trademind::test
