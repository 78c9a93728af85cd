// Old lines leave the journal for files beside it: nothing is lost, the chain goes on, and a start
// knows what it knew.
#include "execution/journal_file/archive.hpp"
#include "execution/journal/journal.hpp"
#include "execution/journal_file/damage.hpp"
#include "unit/execution/router_fixture.hpp"

#include <fstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class Archive : public RouterFixture {
protected:
    Archive()
    {
        config.journal.file = directory / "j.db";
        config.journal.keep_days = 8;
        config.risk.max_concentration.reset();
        config.risk.duplicate_window = {};
        config.kill_switch.on_stale_data = KillAction::none;
    }
    ~Archive() override
    {
        router.reset();
        run();
    }
    /// Ten days in which one order fills, one works on, changed on the second day, and a kill came.
    void live_ten_days()
    {
        start();
        auto filled = place(buy(aapl, 1_d).limit(100.02_d).with_client_order_id("filled"));
        ASSERT_TRUE(filled) << filled.error().describe();
        broker->fill(filled->id, 1_d, 100.02_d);
        auto open = place(buy(aapl, 1_d).limit(95_d).with_client_order_id("open"));
        ASSERT_TRUE(open);
        ASSERT_TRUE(modify(open->id, buy(aapl, 1_d).limit(94_d).with_client_order_id("open")));
        for (int day = 0; day < 10; ++day) pass_a_day();
    }
    void pass_a_day()
    {
        advance(24h);
        broker->quote(aapl, 100_d, 100.02_d);
        broker->tell_account();
        run();
    }
    std::vector<JournalEvent> lines_of(const std::filesystem::path& file)
    {
        std::vector<JournalEvent> lines;
        auto read = read_journal(file, {}, [&](const JournalEvent& e) { lines.push_back(e); });
        EXPECT_TRUE(read) << read.error().describe();
        return lines;
    }
    std::filesystem::path older() const { return journal::older_file_of(config.journal.file, 1); }

    TemporaryDirectory directory;
};

TEST_F(Archive, a_program_that_runs_on_moves_old_lines_and_both_files_are_sound)
{
    live_ten_days();
    ASSERT_TRUE(std::filesystem::exists(older()));
    auto old = lines_of(older()), kept = lines_of(config.journal.file);
    ASSERT_FALSE(old.empty());
    ASSERT_FALSE(kept.empty());
    EXPECT_EQ(old.front().sequence, 1);
    EXPECT_EQ(kept.front().sequence, old.back().sequence + 1) << "no line in both, none in neither";
    for (const auto& file : {older(), config.journal.file}) {
        auto found = inspect_journal(file);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->damage, std::vector<std::string>{}) << file;
    }
    EXPECT_EQ(inspect_journal(config.journal.file)->summary.archived, old.back().sequence);
}

TEST_F(Archive, a_start_knows_what_it_knew)
{
    live_ten_days();
    restart();
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    auto again = place(buy(aapl, 1_d).limit(100.02_d).with_client_order_id("filled"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->status, OrderStatus::filled);
    EXPECT_EQ(broker->count("place"), 2U);
}

TEST_F(Archive, executions_without_a_review_count_on)
{
    config.risk.max_executions_without_review = 2;
    start();
    for (int i = 0; i < 2; ++i) {
        Execution execution;
        execution.id = "000" + std::to_string(i) + ".01";
        execution.account = "DU123";
        execution.contract = aapl;
        execution.side = Side::buy;
        execution.quantity = 1_d;
        broker->tell_execution(execution);
    }
    run();
    for (int day = 0; day < 12; ++day) pass_a_day();
    ASSERT_TRUE(std::filesystem::exists(older()));
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::review_needed);
    router->mark_reviewed("tester");
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

TEST_F(Archive, an_altered_old_line_is_found_where_it_stands)
{
    live_ten_days();
    router.reset();
    run();
    Database::open(older(), journal::schema())
        .value()
        .run("UPDATE events SET detail = 'x' WHERE sequence = 2")
        .value();
    EXPECT_EQ(inspect_journal(older())->damage,
              std::vector<std::string>{"line 2 is not as it was written"});
    EXPECT_EQ(inspect_journal(config.journal.file)->damage, std::vector<std::string>{});
}

TEST_F(Archive, a_missing_first_line_is_damage)
{
    live_ten_days();
    router.reset();
    run();
    auto first = lines_of(config.journal.file).front().sequence;
    Database::open(config.journal.file, journal::schema())
        .value()
        .run("DELETE FROM events WHERE sequence = ?", {first})
        .value();
    auto damage = inspect_journal(config.journal.file)->damage;
    ASSERT_FALSE(damage.empty());
    EXPECT_EQ(damage.front(), "line " + std::to_string(first) + " is missing");
}

TEST_F(Archive, where_the_older_file_cannot_be_written_lines_stay_and_trading_goes_on)
{
    std::filesystem::create_directory(older());
    live_ten_days();
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
    EXPECT_EQ(lines_of(config.journal.file).front().sequence, 1);
    EXPECT_TRUE(place(buy(aapl, 1_d).limit(93_d)));
}

TEST_F(Archive, an_older_file_is_no_journal_to_write)
{
    live_ten_days();
    router.reset();
    run();
    JournalConfig wrong;
    wrong.file = older();
    auto opened = journal::Journal::open(wrong);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("older lines"), std::string::npos);
}

TEST_F(Archive, a_repaired_journal_goes_on_behind_its_older_file)
{
    live_ten_days();
    router.reset();
    run();
    auto old = lines_of(older()).back().sequence;
    auto first = lines_of(config.journal.file).front().sequence;
    Database::open(config.journal.file, journal::schema())
        .value()
        .run("UPDATE events SET detail = 'x' WHERE sequence = ?", {first})
        .value();
    auto repaired = repair_journal(config.journal.file, clock->now());
    ASSERT_TRUE(repaired) << repaired.error().describe();
    EXPECT_TRUE(repaired->repaired);
    EXPECT_EQ(lines_of(config.journal.file).front().sequence, old + 1);
    EXPECT_EQ(inspect_journal(config.journal.file)->damage, std::vector<std::string>{});
    for (const auto& lost : repaired->lost)
        EXPECT_EQ(lost.find("intent"), std::string::npos)
            << "its line is in the older file: " << lost;
}

}  // namespace
}  // namespace trademind::test
