// The program: what it prints and how it exits.
#include "conformance/run.hpp"
#include "support/source_dir.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace trademind::conformance {
namespace {

struct Outcome {
    int exit_code = 0;
    std::string output;
};

Outcome run_program(const std::string& arguments)
{
    Outcome outcome;
    auto pipe = popen((std::string{WIRE_CONFORMANCE} + " " + arguments + " 2>&1").c_str(), "r");
    char block[4096];
    while (auto n = fread(block, 1, sizeof block, pipe)) outcome.output.append(block, n);
    outcome.exit_code = WEXITSTATUS(pclose(pipe));
    return outcome;
}

const std::string golden = test::source_dir() / "tests/golden/";

class Program : public testing::Test {
protected:
    /// A file with the golden greetings, one of them changed when asked.
    std::string greetings(bool changed)
    {
        std::ofstream file{path_};
        for (auto& vector : read_vectors(golden + "handshake.jsonl.xz")) {
            if (changed && vector["id"] == "CONNECT_ACK/empty_time")
                vector["callbacks"][0]["args"]["version"] = 201;
            file << vector.dump() << '\n';
        }
        file.close();
        return path_;
    }
    ~Program() override { std::filesystem::remove(path_); }

private:
    std::string path_ = std::filesystem::temp_directory_path() /
                        (std::string{"wire_conformance_test_"} +
                         testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Program, PassesAndExitsWithZero)
{
    auto outcome = run_program("--handshake " + golden + "handshake.jsonl.xz");
    EXPECT_EQ(outcome.output, "13 passed, 0 failed\n");
    EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(Program, KindsAndFilesAdd)
{
    auto file = golden + "handshake.jsonl.xz";
    auto outcome = run_program("--handshake " + file + " --handshake " + greetings(false) +
                               " --malformed " + golden + "malformed.jsonl.xz");
    EXPECT_EQ(outcome.output, "436 passed, 0 failed\n");
    EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(Program, NamesEachFailureAndExitsWithOne)
{
    auto outcome = run_program("--handshake " + greetings(true));
    EXPECT_EQ(outcome.output,
              "CONNECT_ACK/empty_time: version: wanted 201, found 200\n12 passed, 1 failed\n");
    EXPECT_EQ(outcome.exit_code, 1);
}

TEST_F(Program, FilesOfAnotherKindFail)
{
    auto outcome = run_program("--outbound " + greetings(false));
    EXPECT_NE(outcome.output.find("0 passed, 13 failed"), std::string::npos);
    EXPECT_NE(outcome.output.find("not in the format of an outbound vector"), std::string::npos);
    EXPECT_EQ(outcome.exit_code, 1);
}

TEST_F(Program, UnreadableFilesAreNamedAndTheRestIsJudged)
{
    auto outcome = run_program("--handshake /nowhere.jsonl --handshake " + greetings(false));
    EXPECT_NE(outcome.output.find("/nowhere.jsonl: No such file"), std::string::npos);
    EXPECT_NE(outcome.output.find("13 passed, 0 failed\n"), std::string::npos);
    EXPECT_EQ(outcome.exit_code, 1);
}

TEST_F(Program, NothingToJudgeIsAnError)
{
    EXPECT_EQ(run_program("").exit_code, 1);
    EXPECT_NE(run_program("--sideways x").exit_code, 0);
    EXPECT_EQ(run_program("--help").exit_code, 0);
}

TEST(Judges, SayWhatIsNoVector)
{
    auto no_frame = Json{{"id", "x"}};
    auto bad_hex = Json{{"id", "x"},
                        {"call", "reqIds"},
                        {"message", "TICK_SIZE"},
                        {"frame", "0g"},
                        {"args", Json::object()},
                        {"callbacks", Json::array()},
                        {"server_version", 200},
                        {"encoding", "text"}};
    for (auto judge : {judge_outbound, judge_inbound, judge_handshake, judge_malformed}) {
        EXPECT_NE(judge(no_frame).find("not in the format"), std::string::npos);
        EXPECT_NE(judge(bad_hex).find("hexadecimal"), std::string::npos);
    }
}

}  // namespace
}  // namespace trademind::conformance
