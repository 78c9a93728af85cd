// The journal: intents first, replay, verification, and what happens when it cannot be written.
#include "execution/journal/journal.hpp"
#include "execution/journal_file/schema.hpp"
#include "unit/execution/router_fixture.hpp"

#include <csignal>
#include <fstream>

#include <sys/resource.h>

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
    EXPECT_EQ(broker->count("place"), 1U);
    broker->quote(aapl, 100_d, 100.02_d);
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
                         "1,2026-01-05T14:30:00Z,note,id,5,\"a \"\"b\"\", c\\n\"",
                         R"({"sequence":1,"time":"2026-01-05T14:30:00Z","kind":"note",)"
                         R"("client_order_id":"id","order_id":5,"detail":"a \"b\", c\u000a"})"}));
}

class JournalFile : public JournalTest, public testing::WithParamInterface<bool> {
protected:
    JournalFile() { config.journal.survives_power_cut = GetParam(); }
    journal::Journal open() { return journal::Journal::open(config.journal).value(); }
    TimePoint at = ManualClock::start();
};

TEST_P(JournalFile, a_replay_gives_what_was_written)
{
    auto order = buy(aapl, 5_d).limit(99_d);
    {
        auto journal = open();
        for (auto id : {"intent", "known", "done", "unknown", "refuted"})
            journal.intend(OrderRequest{order}.with_client_order_id(id), at).value();
        OrderReport report{OrderId{41}, order};
        report.status = OrderStatus::submitted;
        report.filled = 2_d;
        report.remaining = 3_d;
        report.average_fill_price = 98.5_d;
        journal.report("known", report, at).value();
        report.id = OrderId{42};
        report.status = OrderStatus::rejected;
        report.error = Error{Errc::rejected, "no"};
        journal.report("done", report, at).value();
        journal.set_state("unknown", journal::OrderState::unknown, "time-out", at).value();
        journal.set_state("refuted", journal::OrderState::refuted, "not there", at).value();
        journal.latch({TradingState::reducing, "ann", "why", at}).value();
        journal.day({std::chrono::floor<std::chrono::days>(at), 100000_d, 101000_d}, at).value();
    }
    auto journal = open();
    auto found = journal.replay().value();
    EXPECT_EQ(found.orders_ever, 5);
    ASSERT_EQ(found.orders.size(), 3U) << "those that may be live";
    for (const auto& known : found.orders)
        EXPECT_EQ(journal::to_string(known.state), known.client_order_id);
    EXPECT_EQ(found.orders[1].report.id, OrderId{41});
    EXPECT_EQ(found.orders[1].report.filled, 2_d);
    EXPECT_EQ(found.orders[1].report.remaining, 3_d);
    EXPECT_EQ(found.orders[1].report.average_fill_price, 98.5_d);
    EXPECT_EQ(found.orders[1].time, at);
    EXPECT_EQ(found.orders[2].state, journal::OrderState::unknown);
    auto done = journal.find("done").value();
    ASSERT_TRUE(done);
    EXPECT_EQ(done->state, journal::OrderState::done);
    ASSERT_TRUE(done->report.error);
    EXPECT_EQ(done->terms, found.orders[0].terms);
    EXPECT_EQ(journal.find("refuted").value()->state, journal::OrderState::refuted);
    EXPECT_EQ(journal.find(OrderId{41}).value()->client_order_id, "known");
    EXPECT_FALSE(journal.find("none").value());
    EXPECT_FALSE(journal.find(OrderId{7}).value());
    EXPECT_EQ(found.orders[0].terms, found.orders[1].terms);
    EXPECT_EQ(journal::highest_order_id(config.journal).value(), 42);
    EXPECT_EQ(journal::latch_of(config.journal).value(), found.latch);
    EXPECT_EQ(found.latch, (KillLatch{TradingState::reducing, "ann", "why", at}));
    ASSERT_TRUE(found.day);
    EXPECT_EQ(found.day->equity, 100000_d);
    EXPECT_EQ(found.day->highest, 101000_d);
    EXPECT_TRUE(verify_journal(config.journal.file));
}

TEST_P(JournalFile, more_lines_than_a_page_are_read_in_their_order)
{
    {
        auto journal = open();
        auto database = Database::open(config.journal.file, journal::schema()).value();
        database
            .transaction([&]() -> Result<> {
                for (int i = 1; i <= 2'500; ++i)
                    database
                        .run("INSERT INTO events VALUES(?, ?, ?, '', 0, '', 0)",
                             {i, at.time_since_epoch().count(), i % 2 ? "note" : "start"})
                        .value();
                return {};
            })
            .value();
    }
    auto lines = [&](std::string kind, std::int64_t last) {
        std::vector<std::int64_t> found;
        JournalFilter filter;
        filter.kind = std::move(kind);
        filter.last = last;
        read_journal(config.journal.file, filter, [&](const JournalEvent& e) {
            found.push_back(e.sequence);
        }).value();
        EXPECT_TRUE(std::ranges::is_sorted(found));
        return found;
    };
    EXPECT_EQ(lines("", 0).size(), 2'500U);
    EXPECT_EQ(lines("note", 0).size(), 1'250U);
    EXPECT_EQ(lines("", 1'000).front(), 1'501);
    EXPECT_EQ(lines("start", 1'100).size(), 1'100U);
    EXPECT_EQ(lines("start", 1'100).back(), 2'500);
    EXPECT_EQ(lines("kill", 5).size(), 0U);
}

TEST_P(JournalFile, two_writers_keep_one_sequence)
{
    auto first = open(), second = open();
    for (int i = 0; i < 5; ++i) {
        first.note("note", "first", at).value();
        second.note("note", "second", at).value();
    }
    auto summary = verify_journal(config.journal.file);
    ASSERT_TRUE(summary) << summary.error().describe();
    EXPECT_EQ(summary->events, 10);
}

TEST_P(JournalFile, intending_again_replaces_the_terms)
{
    auto journal = open();
    journal.intend(buy(aapl, 5_d).limit(99_d).with_client_order_id("a"), at).value();
    journal.set_state("a", journal::OrderState::refuted, "lost", at).value();
    journal.intend(buy(aapl, 6_d).limit(99_d).with_client_order_id("a"), at).value();
    auto found = journal.replay().value();
    ASSERT_EQ(found.orders.size(), 1U);
    EXPECT_EQ(found.orders[0].state, journal::OrderState::intent);
    EXPECT_NE(found.orders[0].terms.find("BUY 6"), std::string::npos);
}

TEST_P(JournalFile, an_empty_one_has_no_order_and_no_latch)
{
    EXPECT_EQ(journal::highest_order_id(config.journal).value(), 0);
    EXPECT_EQ(journal::latch_of(config.journal).value(), KillLatch{});
    config.journal.file.clear();
    EXPECT_EQ(journal::highest_order_id(config.journal).value(), 0)
        << "nor has one that is not kept";
    EXPECT_EQ(journal::latch_of(config.journal).value(), KillLatch{});
}

TEST_P(JournalFile, a_change_after_the_intent_is_known)
{
    auto journal = open();
    for (auto id : {"same", "changed"})
        journal.intend(buy(aapl, 5_d).limit(99_d).with_client_order_id(id), at).value();
    journal.note("modify", "BUY 6 AAPL LMT 99 DAY", at, "changed", 2).value();
    auto found = journal.replay().value();
    ASSERT_EQ(found.orders.size(), 2U);
    EXPECT_FALSE(found.orders[0].changed);
    EXPECT_TRUE(found.orders[1].changed);
}

INSTANTIATE_TEST_SUITE_P(Durability, JournalFile, testing::Values(false, true),
                         [](const auto& given) { return given.param ? "power" : "process"; });

class DamagedJournal : public JournalTest {
protected:
    void write_one()
    {
        start();
        ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d).with_client_order_id("a")));
        ASSERT_TRUE(kill());
        router.reset();
        run();
    }
    void edit(std::string_view sql)
    {
        Database::open(config.journal.file, journal::schema()).value().run(sql).value();
    }
    Result<std::shared_ptr<ExecutionRouter>> opened_again()
    {
        return ExecutionRouter::make(broker, config);
    }
};

TEST_F(DamagedJournal, a_file_that_is_no_database_makes_no_router)
{
    std::ofstream{config.journal.file} << "this is no database, however long the text may be";
    auto refused = opened_again();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::input_output);
    EXPECT_NE(refused.error().message.find("j.db"), std::string::npos);
}

TEST_F(DamagedJournal, a_file_of_another_program_makes_no_router)
{
    const Schema foreign{0x12345678, {"CREATE TABLE other(a INTEGER)"}};
    ASSERT_TRUE(Database::open(config.journal.file, foreign));
    EXPECT_EQ(opened_again().error(), Errc::input_output);
    EXPECT_EQ(inspect_journal(config.journal.file).error(), Errc::input_output);
}

TEST_F(DamagedJournal, a_folder_that_is_not_there_makes_no_router)
{
    config.journal.file = directory / "none" / "j.db";
    EXPECT_EQ(opened_again().error(), Errc::input_output);
}

TEST_F(DamagedJournal, a_file_cut_in_half_is_noticed)
{
    start();
    for (int i = 1; i <= 40; ++i) {
        ASSERT_TRUE(place(buy(aapl, Decimal{i}).limit(50_d)));
        ASSERT_TRUE(cancel(broker->last_id()));
        advance(1s);
        broker->quote(aapl, 100_d, 100.02_d);
    }
    router.reset();
    run();
    auto size = std::filesystem::file_size(config.journal.file);
    ASSERT_GT(size, 20'000U);
    std::filesystem::resize_file(config.journal.file, size / 2 / 4096 * 4096);
    EXPECT_FALSE(verify_journal(config.journal.file));
}

TEST_F(DamagedJournal, a_latch_that_cannot_be_read_is_a_latch)
{
    write_one();
    edit("UPDATE latch SET state = 'perhaps'");
    make();
    EXPECT_EQ(router->trading_state(), TradingState::halted);
    router.reset();
}

TEST_F(DamagedJournal, a_state_that_cannot_be_read_is_unknown)
{
    write_one();
    ASSERT_TRUE(release_kill(config, "ann", "looked at it"));
    edit("UPDATE orders SET state = 'perhaps'");
    broker->orders.clear();
    make();
    ASSERT_TRUE(connect());
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d).with_client_order_id("a")),
              RiskReason::unknown_outcome);
    EXPECT_EQ(refusal(buy(aapl, 2_d).limit(99_d)), RiskReason::halted)
        << "what contradicts its events is damage";
    router.reset();
    run();
}

TEST_F(DamagedJournal, every_damage_is_named)
{
    write_one();
    edit("UPDATE events SET order_id = 9 WHERE kind = 'intent'");
    edit("UPDATE orders SET order_id = 77");
    edit("UPDATE latch SET reason = 'another'");
    auto found = inspect_journal(config.journal.file);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->damage.size(), 3U);
    EXPECT_NE(found->damage[0].find("is not as it was written"), std::string::npos);
    EXPECT_NE(found->damage[1].find("order a has the id 77"), std::string::npos);
    EXPECT_NE(found->damage[2].find("the latch says halted by tester"), std::string::npos);
    EXPECT_EQ(found->summary.orders, 1);
    auto verdict = verify_journal(config.journal.file);
    ASSERT_FALSE(verdict);
    for (const auto& what : found->damage)
        EXPECT_NE(verdict.error().message.find(what), std::string::npos);
}

TEST_F(DamagedJournal, lines_taken_out_are_counted)
{
    write_one();
    edit("DELETE FROM events WHERE sequence BETWEEN 2 AND 3");
    auto found = inspect_journal(config.journal.file).value();
    ASSERT_FALSE(found.damage.empty());
    EXPECT_EQ(found.damage[0], "lines 2 to 3 are missing");
}

}  // namespace
}  // namespace trademind::test
