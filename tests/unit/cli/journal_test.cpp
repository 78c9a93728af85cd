// trademind journal: what it shows, which damage it finds, what it exports.
#include "execution/journal/journal.hpp"
#include "cli/console.hpp"
#include "cli/program.hpp"
#include "execution/journal_file/schema.hpp"
#include "support/json_page.hpp"
#include "unit/cli/program_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace trademind::test {
namespace {

using namespace literals;
using cli::Exit;
using testing::HasSubstr;

class JournalCommand : public ProgramFolder {
protected:
    /// One order that works, one that is refused, and a kill.
    void trade()
    {
        RunningProgram program{config()};
        program.place(buy(stock("AAPL"), 5_d).limit(99_d).with_client_order_id("first")).value();
        EXPECT_FALSE(
            program.place(buy(stock("AAPL"), 5000_d).limit(99_d).with_client_order_id("large")));
        program.router()
            .kill(TradingState::halted, "ann", "a \"test\", no more", asio::use_future)
            .get()
            .value();
    }
    /// With what was printed line by line before the outcome's own.
    cli::Outcome run(std::vector<std::string> arguments) const
    {
        std::istringstream in;
        std::ostringstream out, err;
        cli::Console console{in, out, err, false};
        auto outcome = cli::run_program(std::move(arguments), console);
        outcome.output = out.str() + outcome.output;
        return outcome;
    }
    cli::Outcome journal(std::string verb, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> all{"journal", std::move(verb), "--file", journal_file.string()};
        all.insert(all.end(), more.begin(), more.end());
        return run(std::move(all));
    }
    void edit(std::string_view sql) const
    {
        Database::open(journal_file, journal::schema()).value().run(sql).value();
    }
    std::vector<std::string> damage() const
    {
        return nlohmann::json::parse(journal("verify", {"--json"}).output)["damage"];
    }
};

TEST_F(JournalCommand, ShowsEveryEventInATable)
{
    trade();
    auto outcome = journal("show");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    for (auto words :
         {"Line", "Client order id", "intent", "BUY 5 AAPL LMT 99 DAY", "first",
          "MAX_ORDER_SIZE: Order size 5000 exceeds max 1000", "halted by ann: a \"test\", no more",
          "kill_done", "1 cancels, 0 still working"})
        EXPECT_THAT(outcome.output, HasSubstr(words));
    EXPECT_EQ(run({"journal", "show", "--config", config_file.string()}).output, outcome.output);
}

TEST_F(JournalCommand, ShowsJson)
{
    trade();
    auto list = nlohmann::json::parse(journal("show", {"--json", "--order", "first"}).output);
    ASSERT_GE(list.size(), 2U);
    EXPECT_EQ(list[0]["kind"], "intent");
    EXPECT_EQ(list[0]["order_id"], 0);
    EXPECT_EQ(list[1]["kind"], "order");
    EXPECT_GT(list[1]["order_id"], 0);
    for (const auto& event : list) {
        EXPECT_EQ(event["client_order_id"], "first");
        EXPECT_TRUE(parse_time(event["time"].get<std::string>()));
    }
}

TEST_F(JournalCommand, Filters)
{
    trade();
    auto count = [&](std::vector<std::string> more) {
        more.push_back("--json");
        return nlohmann::json::parse(journal("show", more).output).size();
    };
    EXPECT_EQ(count({"--kind", "verdict"}), 1U);
    EXPECT_EQ(count({"--kind", "intent"}), 1U);
    EXPECT_EQ(count({"--kind", "resume"}), 0U);
    EXPECT_EQ(count({"--last", "2"}), 2U);
    EXPECT_EQ(count({"--since", "2000-01-01T00:00:00Z"}), count({}));
    EXPECT_EQ(count({"--since", "2100-01-01T00:00:00Z"}), 0U);
    EXPECT_EQ(journal("show", {"--kind", "resume"}).output, "no events\n");
    auto last = nlohmann::json::parse(journal("show", {"--json", "--last", "1"}).output);
    EXPECT_EQ(last[0]["kind"], "kill_done");
}

TEST_F(JournalCommand, RefusesWhatMakesNoSense)
{
    trade();
    EXPECT_EQ(run({"journal"}).exit, Exit::wrong_usage);
    EXPECT_EQ(journal("show", {"--last", "0"}).exit, Exit::wrong_usage);
    EXPECT_EQ(journal("export", {"--format", "xml"}).exit, Exit::wrong_usage);
    EXPECT_THAT(journal("show", {"--since", "yesterday"}).problem,
                HasSubstr("--since: \"yesterday\" is not a time such as"));
    EXPECT_THAT(journal("export", {"--since", "12:00"}).problem, HasSubstr("is not a time"));
    EXPECT_THAT(run({"journal", "show"}).problem, HasSubstr("give --config or --file"));
    write("broker: {type: paper}\n");
    for (auto verb : {"show", "verify", "export"})
        EXPECT_THAT(run({"journal", verb, "--config", config_file.string()}).problem,
                    HasSubstr("journal.file is not set"));
}

TEST_F(JournalCommand, AFileThatIsNoJournalIsAnError)
{
    for (auto verb : {"show", "verify", "export"}) {
        auto none = journal(verb);
        EXPECT_EQ(none.exit, Exit::failed) << verb;
        EXPECT_THAT(none.problem, HasSubstr(journal_file.string())) << verb;
    }
    EXPECT_FALSE(std::filesystem::exists(journal_file)) << "looking makes no file";
    std::ofstream{journal_file} << "this is no database, however long the text may be";
    for (auto verb : {"show", "verify", "export"})
        EXPECT_EQ(journal(verb).exit, Exit::failed) << verb;
}

TEST_F(JournalCommand, VerifySaysThatItIsSound)
{
    trade();
    auto outcome = journal("verify");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(" events, 1 orders, 0 open, 0 unknown: sound\n"));
    auto page = journal("verify", {"--json"}).output;
    EXPECT_EQ(keys_of(nlohmann::ordered_json::parse(page)), documented_keys("journal verify"));
    auto json = nlohmann::json::parse(page);
    EXPECT_EQ(json["sound"], true);
    EXPECT_EQ(json["orders"], 1);
    EXPECT_TRUE(json["damage"].empty());
}

TEST_F(JournalCommand, ShowPrintsTheSameTableForOneLineAsForMany)
{
    trade();
    auto all = journal("show").output, last = journal("show", {"--last", "1"}).output;
    EXPECT_EQ(std::ranges::count(last, '\n'), 3) << "headers, a rule and the line: " << last;
    EXPECT_EQ(all.substr(0, 4), last.substr(0, 4));
    EXPECT_EQ(journal("show", {"--json", "--kind", "resume"}).output, "[]\n");
}

TEST_F(JournalCommand, VerifyNamesEachDamage)
{
    trade();
    edit("UPDATE events SET detail = 'SELL 9 AAPL' WHERE kind = 'intent'");
    edit("DELETE FROM events WHERE kind = 'verdict'");
    auto outcome = journal("verify");
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("is damaged"));
    EXPECT_THAT(outcome.output, HasSubstr("DAMAGED\n"));
    auto found = damage();
    ASSERT_EQ(found.size(), 2U) << outcome.output;
    EXPECT_THAT(found[0], HasSubstr("is not as it was written"));
    EXPECT_THAT(found[1], HasSubstr("is missing"));
}

TEST_F(JournalCommand, VerifyFindsAnEndThatWasCutOff)
{
    trade();
    edit("DELETE FROM events WHERE sequence > (SELECT max(sequence) FROM events) - 2");
    auto found = damage();
    ASSERT_FALSE(found.empty());
    EXPECT_THAT(found[0], HasSubstr(" are missing"));
}

TEST_F(JournalCommand, VerifyFindsOrdersThatContradictTheirEvents)
{
    trade();
    edit("UPDATE orders SET state = 'unknown', order_id = 77");
    auto found = damage();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], "order first is unknown, but its last event is order");
    EXPECT_THAT(found[1], HasSubstr("order first has the id 77, but its last event says "));
}

TEST_F(JournalCommand, VerifyFindsAnAddedAndARemovedOrder)
{
    trade();
    edit("UPDATE orders SET client_order_id = 'other'");
    EXPECT_EQ(damage(), (std::vector<std::string>{"order other has no intent among the events",
                                                  "order first is among the events only"}));
}

TEST_F(JournalCommand, VerifyFindsALatchThatNobodySet)
{
    trade();
    edit("UPDATE latch SET state = 'active', who = 'nobody'");
    EXPECT_EQ(damage(),
              std::vector<std::string>{"the latch says active by nobody, which no event does"});
}

/// A file that is broken below the level of its rows.
TEST_F(JournalCommand, VerifyFailsOnAFileThatWasBrokenAndLeavesItAsItIs)
{
    trade();
    const std::string whole = text(journal_file);
    auto with = [&](std::size_t place, std::string_view bytes) {
        std::string broken = whole;
        broken.replace(place, bytes.size(), bytes);
        return broken;
    };
    auto intent = whole.find("BUY 5 AAPL LMT 99 DAY");
    ASSERT_NE(intent, std::string::npos);
    struct Row {
        const char* name;
        std::string bytes;
    };
    for (const auto& row : {
             Row{"empty", ""},
             Row{"only its header", whole.substr(0, 100)},
             Row{"cut within a page", whole.substr(0, whole.size() - 5000)},
             Row{"its last page gone", whole.substr(0, whole.size() - 4096)},
             Row{"its first half", whole.substr(0, whole.size() / 8192 * 4096)},
             Row{"another file's header", with(0, "SQLite format 4")},
             Row{"another program's mark", with(68, std::string_view{"\x12\x34\x56\x78", 4})},
             Row{"a later version of itself", with(60, std::string_view{"\0\0\0\x63", 4})},
             Row{"one letter of an intent", with(intent + 4, "9")},
             Row{"a page of zeros", with(4096, std::string(4096, '\0'))},
             Row{"a page of noise", with(8192, std::string(4096, '\x5a'))},
         }) {
        std::ofstream{journal_file, std::ios::binary} << row.bytes;
        auto outcome = journal("verify");
        EXPECT_EQ(outcome.exit, Exit::failed) << row.name << outcome.output;
        EXPECT_THAT(outcome.problem, HasSubstr(journal_file.string())) << row.name;
        EXPECT_EQ(text(journal_file), row.bytes) << "looking repairs nothing: " << row.name;
        auto shown = journal("show");
        EXPECT_TRUE(shown.exit == Exit::done || !shown.problem.empty()) << row.name;
    }
    std::ofstream{journal_file, std::ios::binary} << whole;
    EXPECT_EQ(journal("verify").exit, Exit::done) << "and the whole one is sound";
}

TEST_F(JournalCommand, VerifyFailsWhereATableIsGone)
{
    for (auto table : {"events", "orders", "latch"}) {
        for (auto end : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(journal_file.string() + end);
        trade();
        edit("DROP TABLE " + std::string{table});
        auto outcome = journal("verify");
        EXPECT_EQ(outcome.exit, Exit::failed) << table;
        EXPECT_THAT(outcome.output + outcome.problem, HasSubstr(table));
        std::filesystem::remove(kill_file);
    }
}

TEST_F(JournalCommand, ExportsCsvAndJsonLines)
{
    trade();
    auto csv = journal("export");
    EXPECT_EQ(csv.exit, Exit::done);
    EXPECT_THAT(csv.output, testing::StartsWith("sequence,time,kind,client_order_id,order_id,"
                                                "detail\n1,"));
    EXPECT_THAT(csv.output, HasSubstr("\"halted by ann: a \"\"test\"\", no more\""));
    std::istringstream lines{journal("export", {"--format", "json"}).output};
    std::string line;
    std::size_t count = 0;
    while (std::getline(lines, line)) {
        auto json = nlohmann::json::parse(line);
        EXPECT_EQ(json["sequence"], ++count);
    }
    EXPECT_EQ(count, nlohmann::json::parse(journal("show", {"--json"}).output).size());
    EXPECT_EQ(journal("export", {"--kind", "verdict", "--format", "json"}).output.find('\n') + 1,
              journal("export", {"--kind", "verdict", "--format", "json"}).output.size())
        << "the filter holds for exports: one line";
}

TEST_F(JournalCommand, ExportsToAFile)
{
    trade();
    auto file = folder / "out.csv";
    auto outcome = journal("export", {"--output", file.string()});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr(" lines to " + file.string()));
    EXPECT_EQ(text(file), journal("export").output);
    auto refused = journal("export", {"--output", (folder / "no" / "out.csv").string()});
    EXPECT_EQ(refused.exit, Exit::failed);
    EXPECT_THAT(refused.problem, HasSubstr("there is no folder"));
    EXPECT_EQ(journal("export", {"--format", "json", "--output", file.string()}).exit, Exit::done)
        << "an older export is replaced";
}

TEST_F(JournalCommand, an_export_never_replaces_the_journal_or_its_configuration)
{
    trade();
    for (const auto& file : {journal_file, config_file}) {
        auto before = text(file);
        auto refused = journal("export", {"--output", file.string()});
        EXPECT_EQ(refused.exit, Exit::failed) << file;
        EXPECT_THAT(refused.problem, HasSubstr("not overwritten")) << file;
        EXPECT_EQ(text(file), before) << file;
    }
    EXPECT_EQ(journal("verify").exit, Exit::done);
}

TEST_F(JournalCommand, ReadsWhileTheProgramRuns)
{
    RunningProgram program{config()};
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 5_d).limit(99_d)));
    EXPECT_THAT(journal("show").output, HasSubstr("BUY 5 AAPL LMT 99 DAY"));
    EXPECT_THAT(journal("verify").output, HasSubstr("1 orders, 1 open, 0 unknown: sound"));
    ASSERT_TRUE(program.place(buy(stock("AAPL"), 6_d).limit(99_d))) << "reading disturbs nothing";
}

TEST_F(JournalCommand, before_there_is_one_it_says_where_it_would_be)
{
    for (const char* command : {"show", "verify", "export"}) {
        auto outcome = run({"journal", command, "--config", config_file.string()});
        EXPECT_EQ(outcome.exit, Exit::failed) << command;
        EXPECT_THAT(outcome.problem, HasSubstr("no journal there yet, at " + journal_file.string()))
            << command;
    }
    EXPECT_FALSE(std::filesystem::exists(journal_file));
}

}  // namespace
}  // namespace trademind::test
