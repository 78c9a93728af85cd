// Doubts about a journal: what its lock file knows of it, at a start and for those who look.
#include "execution/journal_file/damage.hpp"

#include "execution/journal/journal.hpp"
#include "execution/journal_file/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace trademind::test {
namespace {

using namespace literals;

class DamageTest : public RouterFixture {
protected:
    DamageTest()
    {
        config.journal.file = directory / "j.db";
        config.kill_switch.file = directory / "kill";
    }
    /// A run that places an order, and what it leaves.
    void trade()
    {
        start();
        ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
        router.reset();
        run();
    }
    void tamper(const std::string& sql) const
    {
        Database::open(config.journal.file, journal::schema()).value().run(sql).value();
    }

    TemporaryDirectory directory;
};

TEST_F(DamageTest, a_start_that_cannot_trust_its_journal_is_halted_and_says_how_to_go_on)
{
    struct Row {
        const char *name, *sql;
    };
    for (const auto& row : {
             Row{"shorter",
                 "DELETE FROM events WHERE sequence = (SELECT max(sequence) FROM "
                 "events)"},
             Row{"a gap", "DELETE FROM events WHERE sequence = 2"},
             Row{"altered", "UPDATE events SET detail = 'x' WHERE sequence = 2"},
             Row{"an order lost", "DELETE FROM orders"},
             Row{"an order that disagrees", "UPDATE orders SET state = 'intent'"},
         }) {
        for (auto end : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(config.journal.file.string() + end);
        std::filesystem::remove(config.kill_switch.file);
        trade();
        tamper(row.sql);
        EXPECT_EQ(kill_status(config)->state, TradingState::halted) << row.name;
        make();
        EXPECT_EQ(router->trading_state(), TradingState::halted) << row.name;
        EXPECT_NE(router->latch().reason.find("journal repair"), std::string::npos) << row.name;
        restart();
        EXPECT_EQ(router->trading_state(), TradingState::halted) << "and the next: " << row.name;
        router.reset();
        run();
    }
}

TEST_F(DamageTest, a_journal_that_is_gone_or_another_is_missed)
{
    trade();
    for (auto end : {"", "-wal", "-shm"})
        std::filesystem::remove(config.journal.file.string() + end);
    make();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_NE(router->latch().reason.find("and had"), std::string::npos) << router->latch().reason;
    router.reset();
    run();
    // a person has looked: the next start trades
    ASSERT_TRUE(release_kill(config, "ann", "a new journal"));
    make();
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
}

TEST_F(DamageTest, a_first_start_that_was_killed_leaves_a_journal_that_starts)
{
    std::ofstream{config.journal.file};
    EXPECT_EQ(journal::highest_order_id(config.journal).value(), 0);
    make();
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
}

TEST_F(DamageTest, a_sound_journal_starts_active)
{
    trade();
    EXPECT_EQ(kill_status(config)->state, TradingState::active);
    make();
    EXPECT_EQ(router->trading_state(), TradingState::active) << router->latch().reason;
}

TEST_F(DamageTest, what_was_kept_beside_it)
{
    trade();
    auto database = journal::open_for_reading(config.journal.file).value();
    std::int64_t last = 0, digest = 0;
    ASSERT_TRUE(database.query("SELECT sequence, digest FROM events ORDER BY sequence", {},
                               [&](const SqlRow& row) {
                                   last = row.integer(0);
                                   digest = row.integer(1);
                               }));
    auto missing = [&](const std::string& kept) {
        return journal::missing_since(database, kept)->value_or("");
    };
    EXPECT_EQ(missing(journal::kept_words(last, digest)), "");
    EXPECT_EQ(missing(""), "");
    EXPECT_EQ(missing("something else"), "");
    EXPECT_NE(missing(journal::kept_words(last + 1, digest)), "");
    EXPECT_NE(missing(journal::kept_words(last, digest + 1)), "");
}

}  // namespace
}  // namespace trademind::test
