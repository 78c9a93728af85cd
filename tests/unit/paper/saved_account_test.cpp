// Looking at an account's file beside the program that writes it, and ending it.
#include "brokers/paper/store/records.hpp"
#include "unit/paper/file_fixture.hpp"

#include <trademind/brokers/paper/saved_account.hpp>

#include <gmock/gmock.h>

#include <fstream>

namespace trademind::test {
namespace {

namespace fs = std::filesystem;

class SavedAccountTest : public PaperFileTest {
protected:
    void trade()
    {
        quote(10_d, 1000, 10.02_d, 40);
        take(buy_x(100).limit(10.02_d).good_till_cancelled().with_client_order_id("mine"));
        take(sell_x(10));
        take(sell_x(5).stop(9_d).good_till_cancelled());
        auto gone = take(buy_x(1).limit(9_d));
        ASSERT_TRUE(cancel(gone));
    }
};

TEST_F(SavedAccountTest, shows_what_the_broker_says_while_it_trades)
{
    start(options);
    trade();
    auto saved = paper::read_saved_account(file);
    ASSERT_TRUE(saved) << saved.error().describe();
    EXPECT_EQ(saved->orders, orders());
    EXPECT_EQ(saved->executions, executions());
    EXPECT_EQ(saved->positions, positions());
    auto now = account();
    now.updated_at = saved->account.updated_at;
    // what a part-filled order ties up is worked out anew
    now.buying_power = saved->account.buying_power;
    EXPECT_EQ(saved->account, now);
    EXPECT_EQ(saved->account.id, "PAPER");
    EXPECT_EQ(saved->saved_at, clock->now());

    // reading changed nothing: the broker writes on
    take(sell_x(1));
    EXPECT_EQ(paper::read_saved_account(file)->executions.size(), 3U);
}

TEST_F(SavedAccountTest, shows_the_same_after_the_program_ended)
{
    start(options);
    trade();
    auto orders_then = orders();
    auto positions_then = positions();
    end();
    auto saved = paper::read_saved_account(file);
    ASSERT_TRUE(saved) << saved.error().describe();
    EXPECT_EQ(saved->orders, orders_then);
    EXPECT_EQ(saved->positions, positions_then);
    auto again = paper::read_saved_account(file);
    EXPECT_EQ(*saved, *again);
}

TEST_F(SavedAccountTest, keeps_the_name_and_the_currency_of_the_account)
{
    options.account = "DU777";
    options.base_currency = "EUR";
    options.cash = {{"EUR", 5'000_d}};
    options.exchange_rates = {{"USD", 0.9_d}};
    start(options);
    quote(10_d, 1000, 10.02_d, 40);
    take(buy_x(1).limit(9_d));
    auto saved = paper::read_saved_account(file);
    ASSERT_TRUE(saved) << saved.error().describe();
    EXPECT_EQ(saved->account.id, "DU777");
    EXPECT_EQ(saved->account.currency, "EUR");
    EXPECT_EQ(saved->account.cash_balance, 5'000_d);
}

TEST_F(SavedAccountTest, a_missing_file_is_named_and_not_made)
{
    auto missing = folder / "none.db";
    auto read = paper::read_saved_account(missing);
    EXPECT_EQ(read.error(), Errc::input_output);
    EXPECT_THAT(read.error().message, testing::HasSubstr("none.db"));
    auto removed = paper::remove_saved_account(missing);
    EXPECT_EQ(removed.error(), Errc::input_output);
    EXPECT_FALSE(fs::exists(missing));
}

TEST_F(SavedAccountTest, something_else_is_neither_read_nor_removed)
{
    std::ofstream{file} << "this is no database, whatever its name may say of it";
    EXPECT_EQ(paper::read_saved_account(file).error(), Errc::input_output);
    EXPECT_EQ(paper::remove_saved_account(file).error(), Errc::input_output);
    EXPECT_TRUE(fs::exists(file));
    std::ofstream{file, std::ios::trunc};
    EXPECT_EQ(paper::remove_saved_account(file).error(), Errc::input_output)
        << "an empty file is no account either";
    EXPECT_EQ(fs::file_size(file), 0U);
    EXPECT_EQ(paper::read_saved_account(folder).error(), Errc::input_output);
    EXPECT_EQ(paper::remove_saved_account(folder).error(), Errc::input_output);
    EXPECT_TRUE(fs::exists(folder));
}

TEST_F(SavedAccountTest, is_not_removed_under_a_program_that_trades)
{
    start(options);
    trade();
    auto refused = paper::remove_saved_account(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::input_output);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("in use by another program"));
    EXPECT_TRUE(fs::exists(file));
    // the broker has noticed nothing
    take(sell_x(1));
    EXPECT_EQ(executions().size(), 3U);
}

TEST_F(SavedAccountTest, once_removed_the_next_run_begins_anew)
{
    start(options);
    trade();
    end();
    ASSERT_TRUE(paper::remove_saved_account(file));
    EXPECT_TRUE(fs::is_empty(folder)) << "the write-ahead log went too";
    start(options);
    EXPECT_TRUE(executions().empty());
    EXPECT_TRUE(orders().empty());
    EXPECT_EQ(account().cash_balance, 1'000'000_d);
}

TEST_F(SavedAccountTest, an_order_never_meets_a_market_that_was_before_it)
{
    // the fill writes the books; the order behind it writes itself, and the time
    paper::Tape tape;
    tape.contracts = {stock("X")};
    auto add = [&](int second, Decimal bid, Decimal ask) {
        tape.rows.emplace_back(
            0, paper::MarketChange{ManualClock::start() + std::chrono::seconds{second}}
                   .with_bid(bid, 100)
                   .with_ask(ask, 100));
    };
    add(0, 10_d, 10.02_d);
    add(1, 9.88_d, 9.90_d);
    add(2, 10_d, 10.02_d);
    add(3, 10_d, 10.03_d);
    options.tape = std::make_shared<const paper::Tape>(tape);
    options.tape_start = paper::TapeStart::manual;
    start(options);
    auto step = [&] { return ask<bool>([&](auto token) { broker->step(token); }); };
    ASSERT_TRUE(step());
    take(buy_x(10));
    ASSERT_TRUE(step());
    ASSERT_TRUE(step());
    auto late = take(buy_x(10).limit(9.95_d).good_till_cancelled());
    end();

    heard = {};
    start(options);
    while (step()) {}
    EXPECT_EQ(filled(late), 0_d) << "the 9.90 of before was played again";
    EXPECT_EQ(status(late), OrderStatus::submitted);
    EXPECT_EQ(statistics().tape_rows, 4U);
    EXPECT_EQ(executions().size(), 1U);
}

TEST_F(SavedAccountTest, writes_what_a_fill_touches_whatever_else_is_held)
{
    static int writes = 0;
    start(options);
    auto fill_writes = [&] {
        paper::set_write_point([](int) { ++writes; });
        writes = 0;
        take(buy_x(1));
        paper::set_write_point(nullptr);
        return writes;
    };
    quote(10_d, 100'000, 10.02_d, 100'000);
    take(buy_x(1));
    auto alone = fill_writes();
    for (int n = 0; n < 40; ++n) {
        auto other = stock("HELD" + std::to_string(n));
        push(paper::MarketChange{}.with_bid(10_d, 1000).with_ask(10.02_d, 1000), other);
        take(buy(other, 1_d));
    }
    EXPECT_EQ(fill_writes(), alone);

    auto held = positions();
    end();
    auto saved = paper::read_saved_account(file);
    ASSERT_TRUE(saved) << saved.error().describe();
    EXPECT_EQ(saved->positions, held);
}

}  // namespace
}  // namespace trademind::test
