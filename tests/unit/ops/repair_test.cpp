// Repairing a journal: what can be read is kept, the rest is named, and nobody trades on it.
#include "execution/journal/journal.hpp"
#include "execution/journal_file/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace trademind::test {
namespace {

using namespace literals;
using testing::HasSubstr;

class RepairTest : public testing::Test {
protected:
    RepairTest() { config.file = directory / "j.db"; }

    void write(int orders)
    {
        for (auto end : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(config.file.string() + end);
        auto journal =
            journal::Journal::open(config, journal::lock_journal(config).value()).value();
        for (int i = 0; i < orders; ++i) {
            OrderRequest order = buy(stock("AAPL"), 10_d).limit(99_d);
            order.client_order_id = "order-" + std::to_string(i);
            ASSERT_TRUE(journal.intend(order, now));
            OrderReport report{OrderId{i + 1}, order};
            report.status = OrderStatus::submitted;
            ASSERT_TRUE(journal.report(order.client_order_id, report, now));
        }
    }
    void tamper(const std::string& sql) const
    {
        auto database = Database::open(config.file, journal::schema()).value();
        database.run(sql).value();
    }
    /// Overwrites bytes of the file, as a bad disk does.
    void spoil(std::streamoff at, std::size_t size) const
    {
        {
            auto database = Database::open(config.file, journal::schema()).value();
            ASSERT_TRUE(
                database.query("PRAGMA wal_checkpoint(TRUNCATE)", {}, [](const SqlRow&) {}));
        }
        std::fstream file{config.file, std::ios::binary | std::ios::in | std::ios::out};
        file.seekp(at);
        file << std::string(size, '\x55');
    }
    std::size_t orders() const
    {
        auto journal = journal::Journal::open(config).value();
        return journal.replay(now)->orders.size();
    }
    std::string text(const JournalRepair& done) const
    {
        std::string all;
        for (const auto& what : done.lost) all += what + '\n';
        return all;
    }

    TemporaryDirectory directory;
    JournalConfig config;
    TimePoint now = parse_time("2026-01-05T15:00:00Z").value();
};

TEST_F(RepairTest, leaves_a_sound_journal_alone)
{
    write(3);
    auto done = repair_journal(config.file, now);
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_FALSE(done->repaired);
    EXPECT_EQ(journal::latch_of(config)->state, TradingState::active);
}

TEST_F(RepairTest, names_what_is_lost_and_keeps_the_rest)
{
    struct Row {
        const char *name, *sql, *lost;
        std::size_t orders;
    };
    for (const auto& row : {
             Row{"a line", "DELETE FROM events WHERE sequence = 3", "line 3 is lost", 3},
             Row{"an altered line", "UPDATE events SET detail = 'x' WHERE sequence = 2",
                 "line 2 is not as it was written", 3},
             Row{"the end", "DELETE FROM events WHERE sequence > 4", "", 3},
             Row{"an order", "DELETE FROM orders WHERE client_order_id = 'order-1'",
                 "order order-1: its row is lost", 3},
             Row{"all events", "DELETE FROM events", "", 3},
             Row{"a state", "UPDATE orders SET state = 'intent'", "", 3},
             Row{"an id", "UPDATE orders SET order_id = 77", "", 3},
             Row{"a latch", "INSERT INTO latch VALUES(1, 'reducing', 'x', 'y', 5)", "", 3},
         }) {
        write(3);
        tamper(row.sql);
        EXPECT_FALSE(verify_journal(config.file)) << row.name;
        auto done = repair_journal(config.file, now);
        ASSERT_TRUE(done) << row.name << ": " << done.error().describe();
        EXPECT_TRUE(done->repaired) << row.name;
        EXPECT_THAT(text(*done), HasSubstr(row.lost)) << row.name;
        auto sound = verify_journal(config.file);
        EXPECT_TRUE(sound) << row.name << ": " << sound.error().message;
        EXPECT_EQ(orders(), row.orders) << row.name;
        EXPECT_EQ(journal::latch_of(config)->state, TradingState::halted) << row.name;
        EXPECT_TRUE(std::filesystem::exists(done->damaged_file)) << row.name;
        std::filesystem::remove(done->damaged_file);
        EXPECT_FALSE(repair_journal(config.file, now)->repaired) << "it is sound now: " << row.name;
    }
}

TEST_F(RepairTest, reads_around_bytes_that_are_gone)
{
    constexpr int many = 400;
    constexpr std::streamoff page = 4096;
    for (std::streamoff at : {std::streamoff{0}, 20 * page, 25 * page + 100}) {
        write(many);
        spoil(at, at == 0 ? 100 : 3000);
        auto done = repair_journal(config.file, now);
        ASSERT_TRUE(done) << at << ": " << done.error().describe();
        EXPECT_TRUE(done->repaired) << at;
        EXPECT_TRUE(verify_journal(config.file)) << at;
        EXPECT_GT(orders(), many * 8 / 10) << at << ": " << text(*done);
        EXPECT_EQ(journal::latch_of(config)->state, TradingState::halted);
        std::filesystem::remove(done->damaged_file);
    }
}

TEST_F(RepairTest, that_cannot_be_done_changes_nothing)
{
    EXPECT_THAT(repair_journal(config.file, now).error().message, HasSubstr("no journal"));
    std::ofstream{config.file} << std::string(100, 'x');
    EXPECT_FALSE(repair_journal(config.file, now));
    EXPECT_EQ(std::filesystem::file_size(config.file), 100U);
    write(1);
    tamper("DELETE FROM events WHERE sequence = 1");
    auto held = journal::lock_journal(config).value();
    EXPECT_THAT(repair_journal(config.file, now).error().message, HasSubstr("stop it first"));
}

}  // namespace
}  // namespace trademind::test
