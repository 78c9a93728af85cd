// The database: migrations, transactions, foreign files, and disk errors that are final.
#include "base/database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {
std::atomic<int> syncs{0};
std::atomic<bool> sync_fails{false};
int count_sync(long number, int fd)
{
    ++syncs;
    if (sync_fails) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(number, fd));
}
}  // namespace

// SQLite's calls come here: the program's own symbols win over the C library's.
extern "C" int fsync(int fd)
{
    return count_sync(SYS_fsync, fd);
}
extern "C" int fdatasync(int fd)
{
    return count_sync(SYS_fdatasync, fd);
}

namespace trademind {
namespace {

using namespace literals;
namespace fs = std::filesystem;

const Schema one{0x746D7431, {"CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, price TEXT)"}};
const Schema two{0x746D7431, {one.migrations[0], "ALTER TABLE t ADD COLUMN note TEXT"}};

class DatabaseTest : public testing::Test {
protected:
    DatabaseTest()
    {
        std::string pattern = (fs::temp_directory_path() / "trademind-db-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
    }
    ~DatabaseTest() override
    {
        sync_fails = false;
        fs::remove_all(directory_);
    }
    fs::path file() const { return directory_ / "t.db"; }
    Database open(const Schema& schema = one, DatabaseOptions options = {}) const
    {
        return Database::open(file(), schema, options).value();
    }
    static std::int64_t count(Database& database)
    {
        std::int64_t n = -1;
        EXPECT_TRUE(database.query("SELECT count(*) FROM t", {},
                                   [&](const SqlRow& row) { n = row.integer(0); }));
        return n;
    }

    fs::path directory_;
};

TEST_F(DatabaseTest, keeps_what_was_bound)
{
    auto database = open();
    ASSERT_TRUE(database.run("INSERT INTO t(name, price) VALUES(?, ?)",
                             {std::string{"a'b\0c", 5}, 123456789.000000000001_d}));
    ASSERT_TRUE(
        database.run("INSERT INTO t(name, price) VALUES(?, ?)", {"", std::optional<Decimal>{}}));
    std::vector<std::string> names;
    std::vector<std::optional<Decimal>> prices;
    ASSERT_TRUE(database.query("SELECT name, price FROM t ORDER BY id", {}, [&](const SqlRow& row) {
        names.push_back(row.text(0));
        prices.push_back(row.decimal(1));
        EXPECT_FALSE(row.is_null(0));
    }));
    EXPECT_EQ(names, (std::vector{std::string{"a'b\0c", 5}, std::string{}}));
    EXPECT_EQ(prices, (std::vector<std::optional<Decimal>>{123456789.000000000001_d, {}}));
}

TEST_F(DatabaseTest, survives_reopening_and_is_private)
{
    open().run("INSERT INTO t(name) VALUES('x')").value();
    auto again = open();
    EXPECT_EQ(count(again), 1);
    struct stat status {};
    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(DatabaseTest, migrates_step_by_step)
{
    open(one).run("INSERT INTO t(name) VALUES('kept')").value();
    auto database = open(two);
    ASSERT_TRUE(database.run("UPDATE t SET note = 'new'"));
    EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseTest, a_failing_migration_changes_nothing)
{
    open(one).run("INSERT INTO t(name) VALUES('kept')").value();
    Schema broken{one.application_id, {one.migrations[0], "DELETE FROM t; CREATE TABLE t(x)"}};
    auto failed = Database::open(file(), broken);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("migration 2"), std::string::npos);
    auto database = open(one);
    EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseTest, refuses_what_is_not_its_own)
{
    {
        auto database = open(two);
    }
    auto older = Database::open(file(), one);
    ASSERT_FALSE(older);
    EXPECT_NE(older.error().message.find("newer version"), std::string::npos);
    auto other = Database::open(file(), Schema{42, one.migrations});
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().message.find("another application"), std::string::npos);

    std::ofstream{directory_ / "text"} << std::string(5000, 'x');
    auto text = Database::open(directory_ / "text", one);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error(), Errc::input_output);
    auto nowhere = Database::open(directory_ / "no" / "t.db", one);
    ASSERT_FALSE(nowhere);
    EXPECT_NE(nowhere.error().message.find("No such file"), std::string::npos);
}

TEST_F(DatabaseTest, a_transaction_is_all_or_nothing)
{
    auto database = open();
    auto insert = [&] { return database.run("INSERT INTO t(name) VALUES('x')"); };
    EXPECT_TRUE(database.transaction([&]() -> Result<> {
        insert().value();
        return database.transaction([&] { return insert(); });
    }));
    EXPECT_EQ(count(database), 2);
    auto failed = database.transaction([&]() -> Result<> {
        insert().value();
        return Error{Errc::cancelled, "no"};
    });
    EXPECT_EQ(failed.error(), Errc::cancelled);
    EXPECT_THROW(static_cast<void>(database.transaction([&]() -> Result<> {
                     insert().value();
                     throw std::runtime_error{"thrown"};
                 })),
                 std::runtime_error);
    EXPECT_EQ(count(database), 2);
    EXPECT_TRUE(insert());
}

TEST_F(DatabaseTest, a_wrong_statement_is_an_error_that_passes)
{
    auto database = open();
    EXPECT_EQ(database.run("INSERT INTO nowhere VALUES(1)").error(), Errc::input_output);
    EXPECT_EQ(database.run("INSERT INTO t(name) VALUES(?)").error(), Errc::internal);
    EXPECT_FALSE(database.run("INSERT INTO t(id) VALUES(1)").has_error());
    EXPECT_NE(database.run("INSERT INTO t(id) VALUES(1)").error().message.find("UNIQUE"),
              std::string::npos);
    EXPECT_FALSE(database.failure());
    EXPECT_TRUE(database.run("INSERT INTO t(id) VALUES(2)"));
}

TEST_F(DatabaseTest, power_syncs_at_each_commit_and_process_does_not)
{
    auto cost = [&](Durability durability) {
        fs::remove_all(file());
        auto database = open(one, {.durability = durability});
        int before = syncs;
        for (int i = 0; i < 5; ++i) database.run("INSERT INTO t(name) VALUES('x')").value();
        return syncs - before;
    };
    EXPECT_GE(cost(Durability::power), 5);
    EXPECT_EQ(cost(Durability::process), 0);
}

TEST_F(DatabaseTest, a_failed_fsync_is_final)
{
    auto database = open(one, {.durability = Durability::power});
    sync_fails = true;
    auto failed = database.run("INSERT INTO t(name) VALUES('x')");
    ASSERT_FALSE(failed);
    ASSERT_TRUE(database.failure());
    sync_fails = false;
    EXPECT_EQ(database.run("INSERT INTO t(name) VALUES('y')").error(), *database.failure());
    EXPECT_EQ(database.transaction([]() -> Result<> { return {}; }).error(), *database.failure());
}

TEST_F(DatabaseTest, a_reader_sees_a_running_writers_commits_and_cannot_write)
{
    auto writer = open();
    writer.run("INSERT INTO t(name) VALUES('x')").value();
    auto reader = open(one, {.read_only = true});
    EXPECT_EQ(count(reader), 1);
    EXPECT_FALSE(reader.run("INSERT INTO t(name) VALUES('y')"));
    writer.run("INSERT INTO t(name) VALUES('z')").value();
    EXPECT_EQ(count(reader), 2);
    EXPECT_TRUE(reader.verify());
}

TEST_F(DatabaseTest, a_killed_process_loses_no_commit)
{
    pid_t child = ::fork();
    if (child == 0) {
        auto database = open();
        for (int i = 0; i < 50; ++i) database.run("INSERT INTO t(name) VALUES('x')").value();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto database = open();
    EXPECT_EQ(count(database), 50);
    EXPECT_TRUE(database.verify());
}

TEST(Durability, names)
{
    EXPECT_EQ(parse_durability("power"), Durability::power);
    EXPECT_EQ(parse_durability("process"), Durability::process);
    EXPECT_EQ(parse_durability("none"), std::nullopt);
    EXPECT_EQ(to_string(Durability::power), "power");
}

}  // namespace
}  // namespace trademind
