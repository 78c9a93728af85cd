// --record and trademind replay: what went over the wire, kept and shown.
#include "brokers/ibkr/transport/recording.hpp"
#include "mock/recording.hpp"
#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr.hpp>

namespace trademind::cli::test {
namespace {

using namespace trademind::literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A recording of `trademind positions` with a position.
void record(LiveTws& live, const std::string& path)
{
    live.desk.find("AAPL")->last = 110_d;
    live.desk.position("AAPL", 300_d, 100_d);
    auto outcome = live.run({"positions", "--record", path});
    ASSERT_EQ(outcome.exit, Exit::done) << outcome.problem;
}

TEST(LiveRecording, ReplayPrintsEveryFrameInWords)
{
    LiveTws live;
    TemporaryFile file;
    record(live, file.path());
    auto outcome = run_program({"replay", file.path()});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("Session of "), HasSubstr("server version 200"),
                                      HasSubstr("-> StartApiRequest {\"clientId\":"),
                                      HasSubstr("<- NextValidId {\"orderId\":1}"),
                                      HasSubstr("<- Position "), HasSubstr("\"symbol\":\"AAPL\""),
                                      Not(HasSubstr("UNREADABLE")), Not(HasSubstr("cut off"))));
}

TEST(LiveRecording, AccountsAreNotInIt)
{
    LiveTws live;
    TemporaryFile file;
    record(live, file.path());
    auto outcome = run_program({"replay", file.path(), "--json"});
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("DU0000001"), Not(HasSubstr("DU1234567"))));
    auto permissions = std::filesystem::status(file.path()).permissions();
    EXPECT_EQ(
        permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
        std::filesystem::perms::none);
}

TEST(LiveRecording, JsonHasFieldsDirectionAndTime)
{
    for (int version : {176, 200, 225}) {
        LiveTws live;
        live.tws.speak(version);
        TemporaryFile file;
        record(live, file.path());
        auto sessions =
            nlohmann::json::parse(run_program({"replay", file.path(), "--json"}).output);
        ASSERT_EQ(sessions.size(), 1U);
        EXPECT_EQ(sessions[0]["server_version"], version);
        EXPECT_EQ(sessions[0]["complete"], true);
        double last = 0;
        bool position = false;
        for (const auto& frame : sessions[0]["frames"]) {
            EXPECT_EQ(frame["fault"], nullptr) << frame;
            EXPECT_GE(frame["seconds"].get<double>(), last);
            last = frame["seconds"];
            if (frame["message"] != "Position") continue;
            position = true;
            EXPECT_EQ(frame["from"], "server");
            EXPECT_EQ(frame["fields"]["contract"]["symbol"], "AAPL");
        }
        EXPECT_TRUE(position);
    }
}

TEST(LiveRecording, SessionsAreAppended)
{
    LiveTws live;
    TemporaryFile file;
    record(live, file.path());
    ASSERT_EQ(live.run({"account", "--record", file.path()}).exit, Exit::done);
    auto sessions = ibkr::transport::read_recording(file.path());
    ASSERT_TRUE(sessions) << sessions.error().describe();
    EXPECT_EQ(sessions->size(), 2U);
}

TEST(LiveRecording, ConfigurationSwitchesItOn)
{
    LiveTws live;
    TemporaryFile file;
    auto yaml = file.path() + ".yaml";
    std::ofstream{yaml} << "broker:\n  type: ibkr\n  ibkr:\n    record_file: " << file.path()
                        << "\njournal:\n  file: /tmp/none.db\n";
    auto outcome = live.run({"positions", "--config", yaml});
    std::filesystem::remove(yaml);
    ASSERT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(file.text(), HasSubstr("trademind recording 1"));
}

TEST(LiveRecording, ServedBackGivesTheSameAnswers)
{
    TemporaryFile file;
    Outcome original;
    {
        LiveTws live;
        record(live, file.path());
        original = live.run({"positions", "--json"});
    }
    auto sessions = ibkr::transport::read_recording(file.path());
    ASSERT_TRUE(sessions);
    LiveTws again;
    trademind::test::Replay replay{again.tws, sessions->front()};
    auto outcome = again.run({"positions", "--json"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    auto comparable = [](const std::string& page) {
        auto positions = nlohmann::json::parse(page);
        for (auto& position : positions)
            for (auto key : {"account", "price_time", "updated_at"}) position.erase(key);
        return positions;
    };
    EXPECT_EQ(comparable(outcome.output), comparable(original.output));
    again.change([&] { EXPECT_EQ(replay.left(), 0U); });
}

TEST(LiveRecording, FileThatCannotBeWrittenConnectsNothing)
{
    LiveTws live;
    auto outcome = live.run({"positions", "--record", "/no/such/directory/session.rec"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("/no/such/directory/session.rec"));
    live.change([&] { EXPECT_EQ(live.tws.connections(), 0); });
}

TEST(Replay, NamesTheLineThatIsNone)
{
    EXPECT_THAT(run_program({"replay", "/no/such/file"}).problem, HasSubstr("/no/such/file"));
    EXPECT_EQ(run_program({"replay"}).exit, Exit::wrong_usage);
    TemporaryFile file{"trademind recording 1\n# 2026-01-05T14:30:00Z session 200\nnonsense\n"};
    auto outcome = run_program({"replay", file.path()});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr(":3: not a frame"));
}

TEST(Replay, UnreadableFramesAreShownAndDoNotEndIt)
{
    TemporaryFile file{
        "trademind recording 1\n"
        "# 2026-01-05T14:30:00Z session 200\n"
        "0.000000 > 3737373700\n"        // id 7777
        "0.500000 < 3900310078780000\n"  // next valid id "xx"
        "1.000000 < 39003100343200\n"};  // next valid id 42
    auto outcome = run_program({"replay", file.path()});
    EXPECT_EQ(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("3 frames, cut off"),
                                      HasSubstr("-> UNREADABLE message id 7777 is not known"),
                                      HasSubstr("<- UNREADABLE NextValidId"),
                                      HasSubstr("<- NextValidId {\"orderId\":42}")));
    auto json = nlohmann::json::parse(run_program({"replay", file.path(), "--json"}).output);
    EXPECT_EQ(json[0]["frames"].size(), 3U);
    EXPECT_TRUE(json[0]["frames"][1].contains("fault"));
    EXPECT_EQ(json[0]["frames"][2]["fields"]["orderId"], 42);
}

TEST(Replay, EmptyRecordingIsSaid)
{
    TemporaryFile file{"trademind recording 1\n"};
    EXPECT_EQ(run_program({"replay", file.path()}).output, "No sessions\n");
    EXPECT_EQ(nlohmann::json::parse(run_program({"replay", file.path(), "--json"}).output),
              nlohmann::json::array());
}

}  // namespace
}  // namespace trademind::cli::test
