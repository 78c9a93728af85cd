// Every golden vector: frames of the official client and what it makes of a server's frames.
#include "conformance/run.hpp"
#include "support/source_dir.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace trademind::conformance {
namespace {

std::string golden(const char* name)
{
    return test::source_dir() / "tests/golden" / name;
}

std::size_t lines_of(const std::string& path)
{
    auto content = read_file(path);
    return static_cast<std::size_t>(std::count(content.begin(), content.end(), '\n'));
}

/// All vectors of the file pass, and every line of it is one.
void expect_all_pass(Judge judge, const char* name, std::size_t vectors)
{
    std::ostringstream report;
    auto tally = run(judge, golden(name), report);
    EXPECT_EQ(tally.failed, 0U) << report.str();
    EXPECT_EQ(tally.passed, vectors);
    EXPECT_EQ(lines_of(golden(name)), vectors);
}

TEST(Golden, RequestsAreTheOfficialClients)
{
    expect_all_pass(judge_outbound, "outbound.jsonl.xz", 2597);
}

TEST(Golden, AnswersAreReadAsTheOfficialClientReadsThem)
{
    expect_all_pass(judge_inbound, "inbound.jsonl.xz", 5281);
}

TEST(Golden, GreetingsAreReadAndOldOrNewServersRefused)
{
    expect_all_pass(judge_handshake, "handshake.jsonl.xz", 13);
}

TEST(Golden, BrokenAnswersAreErrorsOrCountedSkips)
{
    expect_all_pass(judge_malformed, "malformed.jsonl.xz", 410);
}

}  // namespace
}  // namespace trademind::conformance
