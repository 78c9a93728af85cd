// The journal: intents first, replay, verification, and what happens when it cannot be written.
#include "execution/journal/journal.hpp"
#include "execution/journal/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <sys/resource.h>

#include <csignal>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class JournalTest : public RouterFixture {
protected:
    JournalTest()
    {
        config.journal.file = directory / "j.db";
        config.risk.max_concentration.reset();
    }
    std::vector<JournalEvent> events(JournalFilter filter = {})
    {
        std::vector<JournalEvent> all;
        EXPECT_TRUE(read_journal(config.journal.file, filter,
                                 [&](const JournalEvent& e) { all.push_back(e); }));
        return all;
    }
    std::vector<std::string> kinds(JournalFilter filter = {})
    {
        std::vector<std::string> all;
        for (const auto& e : events(std::move(filter))) all.push_back(e.kind);
        return all;
    }

    TemporaryDirectory directory;
};

TEST_F(JournalTest, the_intent_is_written_before_the_order_leaves)
{
    start();
    journal::set_write_probe([](const char*, bool) {});
    auto placed = place(buy(aapl, 1_d).limit(99_d).with_client_order_id("a"));
    ASSERT_TRUE(placed);
    JournalFilter filter;
    filter.client_order_id = "a";
    EXPECT_EQ(kinds(filter), (std::vector<std::string>{"intent", "order"}));
    EXPECT_EQ(events(filter)[0].detail, "BUY 1 AAPL LMT 99 DAY");
    EXPECT_EQ(events(filter)[1].order_id, 1);
    journal::set_write_probe(nullptr);
}

TEST_F(JournalTest, refusals_kills_and_changes_are_written)
{
    start();
    EXPECT_FALSE(place(buy(aapl, 2000_d).limit(99_d)));
    ASSERT_TRUE(kill());
    ASSERT_TRUE(resume());
    JournalFilter verdicts;
    verdicts.kind = "verdict";
    ASSERT_EQ(events(verdicts).size(), 1U);
    EXPECT_NE(events(verdicts)[0].detail.find("MAX_ORDER_SIZE"), std::string::npos);
    JournalFilter resumes;
    resumes.kind = "resume";
    ASSERT_EQ(events(resumes).size(), 1U);
    EXPECT_EQ(events(resumes)[0].detail, "active by tester: test over");
    JournalFilter last;
    last.last = 1;
    EXPECT_EQ(kinds(last), (std::vector<std::string>{"resume"}));
}

TEST_F(JournalTest, a_restart_knows_the_orders_of_the_run_before)
{
    start();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("a");
    auto first = place(order);
    ASSERT_TRUE(first);
    restart();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    auto again = place(order);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d).with_client_order_id("a")),
              RiskReason::duplicate_id);
}

TEST_F(JournalTest, an_intent_without_an_answer_is_unknown_after_a_restart)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("a");
    router->place_order(order, [](Result<OrderReport>) {});
    run();
    EXPECT_EQ(broker->count("place"), 1U);
    restart();
    broker->placing = ScriptedBroker::Placing::accept;
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(order), RiskReason::unknown_outcome);
    EXPECT_EQ(refusal(buy(aapl, 3_d).limit(99_d)), RiskReason::not_reconciled)
        << "nothing new while an order of the run before may be live";
    for (int i = 0; i < 4; ++i) advance(10s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(order), RiskReason::ok);
    EXPECT_EQ(broker->count("place"), 2U);
}

TEST_F(JournalTest, the_day_start_survives_a_restart)
{
    start();
    broker->account.portfolio_value = 98500_d;
    restart();
    ASSERT_TRUE(connect());
    EXPECT_EQ(router->trading_state(), TradingState::active);
    broker->account.portfolio_value = 98000_d;
    broker->tell_account();
    run();
    EXPECT_EQ(router->trading_state(), TradingState::reducing)
        << "two percent of the 100,000 that the day began with";
}

TEST_F(JournalTest, not_writable_denies_and_halts)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    // no file may grow any more: the disk is full
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit full = before;
    full.rlim_cur = 1;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
    auto refused = place(buy(aapl, 2_d).limit(99_d));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, RiskReason::journal);
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(broker->count("cancel"), 1U);
    EXPECT_EQ(resume().error(), Errc::input_output) << "a failed journal stays failed";
}

TEST_F(JournalTest, verify_finds_what_was_changed)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    router.reset();
    run();
    auto summary = verify_journal(config.journal.file);
    ASSERT_TRUE(summary) << summary.error().describe();
    EXPECT_EQ(summary->orders, 1);
    EXPECT_EQ(summary->open, 1);
    auto edit = [&](std::string_view sql) {
        auto database = Database::open(config.journal.file, journal::schema()).value();
        database.run(sql).value();
    };
    edit("UPDATE events SET detail = 'SELL 9 AAPL' WHERE kind = 'intent'");
    EXPECT_NE(verify_journal(config.journal.file).error().message.find("not as it was written"),
              std::string::npos);
    edit("DELETE FROM events WHERE sequence = 2");
    EXPECT_NE(verify_journal(config.journal.file).error().message.find("line 2 is missing"),
              std::string::npos);
    EXPECT_EQ(verify_journal(directory / "none.db").error(), Errc::input_output);
}

TEST_F(JournalTest, export_quotes_what_needs_it)
{
    auto journal = journal::Journal::open(config.journal).value();
    journal.note("note", "a \"b\", c\n", ManualClock::start(), "id", 5).value();
    std::vector<std::string> lines;
    auto write = [&](std::string_view line) { lines.emplace_back(line); };
    ASSERT_TRUE(export_journal(config.journal.file, {}, ExportFormat::csv, write));
    ASSERT_TRUE(export_journal(config.journal.file, {}, ExportFormat::json_lines, write));
    EXPECT_EQ(lines, (std::vector<std::string>{
                         "sequence,time,kind,client_order_id,order_id,detail",
                         "1,2026-01-05T14:30:00Z,note,id,5,\"a \"\"b\"\", c\n\"",
                         R"({"sequence":1,"time":"2026-01-05T14:30:00Z","kind":"note",)"
                         R"("client_order_id":"id","order_id":5,"detail":"a \"b\", c\u000a"})"}));
}

}  // namespace
}  // namespace trademind::test
