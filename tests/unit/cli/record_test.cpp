// trademind record on paper markets: tapes that play back to themselves, and what is refused.
#include "support/source_dir.hpp"
#include "unit/cli/program_folder.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <nlohmann/json.hpp>

namespace trademind::test {
namespace {

using testing::HasSubstr;

class Record : public ProgramFolder {
protected:
    std::string path(const std::string& name) const { return (folder / name).string(); }
    /// A configuration that plays the tape.
    std::string playing(const std::string& tape) const
    {
        auto file = path("of_" + std::filesystem::path{tape}.filename().string() + ".yaml");
        std::ofstream{file} << "broker:\n  type: paper\n  paper:\n    tape: " << tape << "\n";
        return file;
    }
    cli::Outcome record(const std::string& tape, const std::string& out)
    {
        return run({"record", "--config", playing(tape), "--out", path(out)});
    }
    const std::string demo = source_dir() / "docs/examples/data/demo_tape.csv";
};

TEST_F(Record, makes_a_tape_that_plays_back_to_the_same_bytes)
{
    auto first = record(demo, "first.csv");
    EXPECT_EQ(first.exit, cli::Exit::done) << first.problem;
    EXPECT_THAT(first.output, HasSubstr("3009 rows of 3 contracts"));
    auto second = record(path("first.csv"), "second.csv");
    EXPECT_EQ(second.exit, cli::Exit::done) << second.problem;
    EXPECT_EQ(text(path("first.csv")), text(path("second.csv")));
    EXPECT_EQ(paper::read_tape(path("first.csv"))->rows.size(),
              paper::read_tape(demo)->rows.size());
}

TEST_F(Record, takes_the_symbols_that_are_named)
{
    auto outcome = run({"record", "--config", playing(demo), "--out", path("one.csv"), "--symbols",
                        "MSFT", "--json"});
    ASSERT_EQ(outcome.exit, cli::Exit::done) << outcome.problem;
    auto told = nlohmann::json::parse(outcome.output);
    EXPECT_EQ(told["contracts"], 1);
    EXPECT_EQ(told["ended_by"], "the end of the tape");
    auto tape = paper::read_tape(path("one.csv"));
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_EQ(tape->contracts, std::vector{stock("MSFT")});
    EXPECT_EQ(tape->rows.size(), told["rows"]);
}

TEST_F(Record, of_a_market_without_an_end_stops_after_its_time)
{
    std::ofstream{path("g.yaml")} << "broker:\n  type: paper\n  paper:\n    market: generated\n"
                                     "    generated:\n      interval: 1 ms\n";
    auto outcome =
        run({"record", "--config", path("g.yaml"), "--out", path("g.csv"), "--seconds", "1"});
    ASSERT_EQ(outcome.exit, cli::Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, HasSubstr("of 3 contracts"));
    EXPECT_THAT(outcome.output, HasSubstr("until the time limit"));
    auto tape = paper::read_tape(path("g.csv"));
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_GT(tape->rows.size(), 10U);
}

TEST_F(Record, never_overwrites_and_leaves_no_empty_tape)
{
    std::ofstream{path("mine.csv")} << "mine";
    auto outcome = record(demo, "mine.csv");
    EXPECT_EQ(outcome.exit, cli::Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("exists already: it is not overwritten"));
    EXPECT_EQ(text(path("mine.csv")), "mine");
    EXPECT_EQ(
        run({"record", "--config", playing(demo), "--out", path("none.csv"), "--symbols", "NOBODY"})
            .exit,
        cli::Exit::failed);
    EXPECT_FALSE(std::filesystem::exists(path("none.csv")));
}

TEST_F(Record, says_what_it_needs)
{
    auto usage = [&](std::vector<std::string> words) {
        auto outcome = run(std::move(words));
        EXPECT_EQ(outcome.exit, cli::Exit::wrong_usage) << outcome.problem;
        return outcome.problem;
    };
    EXPECT_THAT(usage({"record", "--symbols", "A"}), HasSubstr("--out FILE"));
    EXPECT_THAT(usage({"record", "--symbols", "A,,B", "--out", path("x.csv")}),
                HasSubstr("has an empty symbol"));
    EXPECT_THAT(usage({"record", "--symbols", "A,", "--out", path("x.csv")}),
                HasSubstr("has an empty symbol"));
    EXPECT_THAT(usage({"record", "--symbols", "A", "--out", path("x.csv"), "--seconds", "0"}),
                HasSubstr("--seconds"));
    std::ofstream{path("b.csv")} << "time,symbol,open,high,low,close\n1767623400,A,1,1,1,1\n";
    EXPECT_THAT(record(path("b.csv"), "x.csv").problem, HasSubstr("there are no quotes to record"));
}

}  // namespace
}  // namespace trademind::test
