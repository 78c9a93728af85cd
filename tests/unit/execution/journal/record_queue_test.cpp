// Records behind the strand: their order, a disk that hangs, another program's lock, a file that
// goes.
#include "execution/journal/journal.hpp"
#include "execution/journal_file/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace trademind::test {
namespace {

using namespace std::chrono_literals;
using namespace literals;

/// Holds up the thread that writes, as a disk that hangs does.
class HangingDisk {
public:
    HangingDisk()
    {
        hangs() = true;
        journal::set_write_probe([](const char* point, bool after) {
            if (after || std::string_view{point} != "order") return;
            std::unique_lock lock{mutex()};
            entered() = true;
            changed().notify_all();
            changed().wait(lock, [] { return !hangs(); });
        });
    }
    ~HangingDisk()
    {
        let_go();
        journal::set_write_probe(nullptr);
    }
    void let_go()
    {
        std::lock_guard lock{mutex()};
        hangs() = false;
        changed().notify_all();
    }
    void await()
    {
        std::unique_lock lock{mutex()};
        changed().wait(lock, [] { return entered(); });
    }

private:
    static std::mutex& mutex()
    {
        static std::mutex instance;
        return instance;
    }
    static std::condition_variable& changed()
    {
        static std::condition_variable instance;
        return instance;
    }
    static bool& hangs()
    {
        static bool value = false;
        return value;
    }
    static bool& entered()
    {
        static bool value = false;
        return value;
    }
};

class RecordQueueTest : public testing::Test {
protected:
    RecordQueueTest() { config.file = directory / "j.db"; }

    journal::Journal open(asio::any_io_executor background = {}, bool syncs = true)
    {
        auto made = journal::Journal::open(config, journal::lock_journal(config).value()).value();
        made.write_behind(
            std::move(background),
            [this](const Error& error) {
                std::lock_guard lock{mutex};
                failures.push_back(error.message);
            },
            syncs);
        return made;
    }
    OrderRequest order(std::string id) const
    {
        auto made = buy(stock("AAPL"), 1_d).limit(99_d);
        made.client_order_id = std::move(id);
        return made;
    }
    static OrderReport report(const OrderRequest& order)
    {
        OrderReport made{OrderId{7}, order};
        made.status = OrderStatus::submitted;
        return made;
    }
    std::vector<std::string> kinds() const
    {
        std::vector<std::string> all;
        EXPECT_TRUE(
            read_journal(config.file, {}, [&](const JournalEvent& e) { all.push_back(e.kind); }));
        return all;
    }
    std::vector<std::string> failed()
    {
        std::lock_guard lock{mutex};
        return failures;
    }

    TemporaryDirectory directory;
    JournalConfig config;
    TimePoint now = system_clock()->now();
    std::mutex mutex;
    std::vector<std::string> failures;
};

TEST_F(RecordQueueTest, keeps_the_order_of_the_calls_and_the_end_writes_what_waits)
{
    {
        auto journal = open();
        for (int i = 0; i < 50; ++i) {
            auto id = "a" + std::to_string(i);
            ASSERT_TRUE(journal.intend(order(id), now));
            ASSERT_TRUE(journal.report(id, report(order(id)), now));
        }
    }
    auto all = kinds();
    ASSERT_EQ(all.size(), 100U);
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_EQ(all[i], i % 2 == 0 ? "intent" : "order") << i;
    EXPECT_TRUE(verify_journal(config.file));
}

TEST_F(RecordQueueTest, an_intent_is_on_disk_when_the_call_returns)
{
    auto journal = open();
    ASSERT_TRUE(journal.intend(order("a"), now));
    EXPECT_EQ(kinds(), std::vector<std::string>{"intent"});
}

TEST_F(RecordQueueTest, a_disk_that_hangs_holds_up_an_intent_for_a_second_and_a_record_not_at_all)
{
    HangingDisk disk;
    {
        auto journal = open();
        ASSERT_TRUE(journal.intend(order("a"), now));
        auto start = std::chrono::steady_clock::now();
        ASSERT_TRUE(journal.report("a", report(order("a")), now));
        for (int i = 0; i < 100; ++i) ASSERT_TRUE(journal.note("kill_done", "x", now));
        EXPECT_LT(std::chrono::steady_clock::now() - start, 500ms);
        disk.await();
        auto refused = journal.intend(order("b"), now);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error(), Errc::input_output);
        start = std::chrono::steady_clock::now();
        EXPECT_FALSE(journal.intend(order("c"), now)) << "and the next one waits no second time";
        EXPECT_LT(std::chrono::steady_clock::now() - start, 500ms);
        disk.let_go();
    }
    auto all = kinds();
    EXPECT_EQ(std::ranges::count(all, "kill_done"), 100);
    EXPECT_EQ(std::ranges::count(all, "intent"), 1) << "what was refused is not an order";
    EXPECT_TRUE(verify_journal(config.file));
}

TEST_F(RecordQueueTest, a_record_that_another_program_keeps_out_follows_when_it_may)
{
    auto other = Database::open(config.file, journal::schema()).value();
    auto journal = open();
    ASSERT_TRUE(other.run("BEGIN IMMEDIATE"));
    auto start = std::chrono::steady_clock::now();
    ASSERT_TRUE(journal.note("kill_done", "x", now));
    EXPECT_LT(std::chrono::steady_clock::now() - start, 500ms);
    for (int i = 0; i < 100 && failed().empty(); ++i) std::this_thread::sleep_for(100ms);
    ASSERT_EQ(failed().size(), 1U) << "and it is reported, once";
    EXPECT_NE(failed().front().find("locked"), std::string::npos);
    ASSERT_TRUE(other.run("COMMIT"));
    for (int i = 0; i < 100 && kinds().empty(); ++i) std::this_thread::sleep_for(100ms);
    EXPECT_EQ(kinds(), std::vector<std::string>{"kill_done"});
}

TEST_F(RecordQueueTest, no_record_without_its_file)
{
    for (const char* gone : {"", "-wal"}) {
        for (auto end : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(config.file.string() + end);
        auto journal = open();
        ASSERT_TRUE(journal.intend(order("a"), now));
        std::filesystem::remove(config.file.string() + gone);
        auto refused = journal.intend(order("b"), now);
        ASSERT_FALSE(refused) << gone;
        EXPECT_NE(refused.error().message.find("removed or replaced"), std::string::npos);
        EXPECT_FALSE(journal.intend(order("c"), now)) << "for good";
    }
}

TEST_F(RecordQueueTest, on_a_given_executor_a_record_is_its_work)
{
    asio::io_context io;
    auto journal = open(io.get_executor());
    ASSERT_TRUE(journal.note("kill_done", "x", now));
    EXPECT_TRUE(kinds().empty());
    io.poll();
    EXPECT_EQ(kinds().size(), 1U);
    ASSERT_TRUE(journal.note("kill_done", "y", now));
    ASSERT_TRUE(journal.intend(order("a"), now)) << "it writes what is in front of it";
    EXPECT_EQ(kinds(), (std::vector<std::string>{"kill_done", "kill_done", "intent"}));
}

TEST_F(RecordQueueTest, tells_when_a_latch_is_kept)
{
    std::atomic<int> kept{0};
    {
        auto journal = open();
        ASSERT_TRUE(
            journal.latch_later({TradingState::halted, "ann", "why", now}, [&kept] { ++kept; }));
    }
    EXPECT_EQ(kept, 1);
    EXPECT_EQ(journal::latch_of(config)->state, TradingState::halted);
}

TEST_F(RecordQueueTest, what_cannot_wait_any_more_is_refused)
{
    asio::io_context never_run;
    auto journal = open(never_run.get_executor());
    for (std::size_t i = 0; i < journal::RecordQueue::most; ++i)
        ASSERT_TRUE(journal.note("kill_done", "x", now));
    EXPECT_FALSE(journal.note("kill_done", "x", now));
}

}  // namespace
}  // namespace trademind::test
