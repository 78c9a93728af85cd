// Old lines of a journal, moved by hand: nothing lost, nothing twice, from file to file.
#include "execution/journal/journal.hpp"
#include "execution/journal_file/archive.hpp"
#include "execution/journal_file/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using testing::HasSubstr;

class RotationTest : public testing::Test {
protected:
    RotationTest() { config.file = directory / "j.db"; }

    /// Two lines each: its intent, and that it works.
    void write(int orders, const std::string& name = "order")
    {
        auto journal =
            journal::Journal::open(config, journal::lock_journal(config).value()).value();
        for (int i = 0; i < orders; ++i) {
            OrderRequest order = buy(stock("AAPL"), 10_d).limit(99_d);
            order.client_order_id = name + std::to_string(i);
            ASSERT_TRUE(journal.intend(order, now));
            OrderReport report{OrderId{i + 1}, order};
            report.status = OrderStatus::submitted;
            ASSERT_TRUE(journal.report(order.client_order_id, report, now));
        }
    }
    std::vector<std::int64_t> lines_of(const std::filesystem::path& file)
    {
        std::vector<std::int64_t> lines;
        auto read =
            read_journal(file, {}, [&](const JournalEvent& e) { lines.push_back(e.sequence); });
        EXPECT_TRUE(read) << read.error().describe();
        return lines;
    }
    static void expect_sound(const std::filesystem::path& file)
    {
        auto found = inspect_journal(file);
        ASSERT_TRUE(found) << found.error().describe();
        EXPECT_EQ(found->damage, std::vector<std::string>{}) << file;
    }
    std::filesystem::path older(std::int64_t line = 1) const
    {
        return journal::older_file_of(config.file, line);
    }

    TemporaryDirectory directory;
    JournalConfig config;
    const TimePoint now{24h * 20'000}, tomorrow = now + 24h;
};

TEST_F(RotationTest, all_but_the_newest_line_go_and_twice_is_once)
{
    write(10);
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_TRUE(moved) << moved.error().describe();
    EXPECT_EQ(moved->lines, 19);
    EXPECT_EQ(moved->older_files, std::vector{older()});
    EXPECT_EQ(lines_of(config.file), std::vector<std::int64_t>{20});
    EXPECT_EQ(lines_of(older()).size(), 19U);
    EXPECT_EQ(rotate_journal(config.file, tomorrow)->lines, 0);
    expect_sound(config.file);
    expect_sound(older());
    auto journal = journal::Journal::open(config).value();
    EXPECT_EQ(journal.replay(now)->orders.size(), 10U) << "orders stay";
}

TEST_F(RotationTest, what_is_young_stays)
{
    write(2);
    EXPECT_EQ(rotate_journal(config.file, now)->lines, 0);
    EXPECT_FALSE(std::filesystem::exists(older()));
}

TEST_F(RotationTest, a_program_that_writes_keeps_its_lines)
{
    write(2);
    auto writing = journal::Journal::open(config, journal::lock_journal(config).value()).value();
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_FALSE(moved);
    EXPECT_THAT(moved.error().message, HasSubstr("a program writes this journal"));
}

TEST_F(RotationTest, lines_that_a_crash_left_in_both_files_are_moved_once_more)
{
    write(10);
    {
        // as it is before the journal's own transaction
        auto database = Database::open(config.file, journal::schema()).value();
        EXPECT_EQ(journal::copy_old_lines(database, tomorrow, 3).value().count, 3);
    }
    EXPECT_EQ(lines_of(older()).size(), 3U);
    EXPECT_EQ(rotate_journal(config.file, tomorrow)->lines, 19);
    EXPECT_EQ(lines_of(older()).size(), 19U);
    expect_sound(config.file);
    expect_sound(older());
}

TEST_F(RotationTest, the_older_file_of_another_journal_takes_nothing)
{
    write(10, "first");
    ASSERT_TRUE(rotate_journal(config.file, tomorrow));
    for (auto end : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(config.file.string() + end);
    write(10, "second");
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_FALSE(moved);
    EXPECT_THAT(moved.error().message, HasSubstr("another journal"));
    EXPECT_EQ(lines_of(config.file).size(), 20U);
}

TEST_F(RotationTest, a_journal_in_the_place_of_an_older_file_is_not_written)
{
    write(10);
    {
        JournalConfig wrong;
        wrong.file = older();
        auto journal = journal::Journal::open(wrong).value();
        ASSERT_TRUE(journal.note("start", "here", now));
    }
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_FALSE(moved);
    EXPECT_THAT(moved.error().message, HasSubstr("a journal of its own"));
}

TEST_F(RotationTest, a_damaged_journal_is_repaired_first)
{
    write(10);
    Database::open(config.file, journal::schema())
        .value()
        .run("UPDATE events SET detail = 'x' WHERE sequence = 3")
        .value();
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_FALSE(moved);
    EXPECT_THAT(moved.error().message, HasSubstr("journal repair"));
}

TEST_F(RotationTest, an_older_file_that_is_full_is_followed_by_the_next)
{
    write(10);
    {
        // as if half a million lines had gone before
        auto database = Database::open(config.file, journal::schema()).value();
        constexpr auto before = journal::lines_of_older_file - 5;
        journal::ArchivedLines archived;
        archived.sequence = before;
        archived.last = now;
        database.run("UPDATE events SET sequence = -sequence").value();
        database.run("UPDATE events SET sequence = ?1 - sequence", {before}).value();
        std::int64_t digest = 0;
        std::vector<std::pair<std::int64_t, std::int64_t>> digests;
        database
            .query(
                "SELECT sequence, time, kind, client_order_id, order_id, detail FROM events "
                "ORDER BY sequence",
                {},
                [&](const SqlRow& row) {
                    digest = journal::digest_of(digest, journal::event_of(row));
                    digests.emplace_back(row.integer(0), digest);
                })
            .value();
        for (auto [sequence, its] : digests)
            database.run("UPDATE events SET digest = ?1 WHERE sequence = ?2", {its, sequence})
                .value();
        journal::write_archived(database, archived).value();
    }
    std::filesystem::remove(journal::lock_file_of(config.file));
    expect_sound(config.file);
    auto moved = rotate_journal(config.file, tomorrow);
    ASSERT_TRUE(moved) << moved.error().describe();
    EXPECT_EQ(moved->lines, 19);
    auto last = journal::lines_of_older_file;
    EXPECT_EQ(moved->older_files, (std::vector{older(last), older(last + 1)}));
    EXPECT_EQ(lines_of(older(last)).back(), last);
    EXPECT_EQ(lines_of(older(last + 1)).front(), last + 1);
    for (const auto& file : {config.file, older(last), older(last + 1)}) expect_sound(file);
}

TEST_F(RotationTest, a_folder_with_nothing_to_read_says_so)
{
    EXPECT_THAT(rotate_journal(directory / "none.db", tomorrow).error().message,
                HasSubstr("no journal there yet"));
}

}  // namespace
}  // namespace trademind::test
