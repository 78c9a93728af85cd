// Recordings: what is written, what is not, and that the mock can serve them back.
#include "brokers/ibkr/transport/recorder.hpp"
#include "brokers/ibkr/transport/driver.hpp"
#include "brokers/ibkr/transport/recording.hpp"
#include "mock/mock_desk.hpp"
#include "mock/recording.hpp"
#include "mock/run.hpp"
#include "support/manual_clock.hpp"
#include "support/session_messages.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace trademind::ibkr::transport {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Frames : public session::ConnectionEvents {
public:
    void on_frame(std::string_view payload, Version server) override
    {
        test::note_session_messages(*link, payload, server);
        frames.emplace_back(payload);
    }
    void on_ready(const session::SessionInfo&) override { ready = true; }
    void on_lost(const session::Disconnect&) override { ready = false; }
    session::Connection* link = nullptr;
    std::vector<std::string> frames;
    bool ready = false;
};

class RecorderTest : public testing::Test {
protected:
    RecorderTest()
        : path_{std::filesystem::temp_directory_path() /
                (std::string{"recorder_test_"} +
                 testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
                 std::to_string(::getpid()))}
    {
        std::filesystem::remove(path_);
    }
    ~RecorderTest() override { std::filesystem::remove(path_); }

    /// One session: start, positions, account, end. What the client heard.
    std::vector<std::string> converse(test::MockTws& tws, const std::string& record_file)
    {
        session::LinkOptions options;
        options.port = tws.port();
        options.record_file = record_file;
        Frames frames;
        auto driver = std::make_shared<Driver>(test::turns_on(io_), clock_, options);
        frames.link = driver.get();
        EXPECT_TRUE(driver->start(frames));
        EXPECT_TRUE(test::run_until(io_, [&] { return frames.ready; }));
        test::settle(io_);
        clock_->advance(1250us);
        auto server = driver->session().server;
        EXPECT_TRUE(driver->send(PositionsRequest{}, server, session::SendPriority::rest));
        test::settle(io_);
        AccountDataRequest account;
        account.subscribe = true;
        account.account = "DU1234567";
        EXPECT_TRUE(driver->send(account, server, session::SendPriority::rest));
        test::settle(io_);
        driver->stop();
        EXPECT_TRUE(test::run_until(io_, [&] { return !frames.ready; }));
        return frames.frames;
    }
    std::string text() const
    {
        std::ifstream in{path_};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    static std::string hex(std::string_view bytes)
    {
        std::string out;
        for (char each : bytes) {
            constexpr char digits[] = "0123456789abcdef";
            auto byte = static_cast<unsigned char>(each);
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
        return out;
    }

    asio::io_context io_;
    std::shared_ptr<test::ManualClock> clock_ = std::make_shared<test::ManualClock>();
    std::filesystem::path path_;
};

TEST_F(RecorderTest, writes_both_directions_with_times_and_no_account_ids)
{
    for (int version : {200, 225}) {
        std::filesystem::remove(path_);
        test::MockTws tws{io_.get_executor(), clock_};
        tws.speak(version);
        test::MockDesk desk{tws};
        converse(tws, path_);
        auto recorded = text();
        EXPECT_THAT(recorded, testing::StartsWith("trademind recording 1\n# 2026-01-05T14:30:00"));
        EXPECT_THAT(recorded, HasSubstr(" session " + std::to_string(version) + "\n"));
        EXPECT_THAT(recorded, HasSubstr("0.000000 > "));
        EXPECT_THAT(recorded, HasSubstr("0.001250 < "));
        EXPECT_THAT(recorded, HasSubstr(hex("DU0000001")));
        EXPECT_THAT(recorded, Not(HasSubstr(hex("DU1234567"))));
        EXPECT_THAT(recorded, Not(HasSubstr(hex("1234567"))));
        EXPECT_THAT(recorded, testing::EndsWith("# end\n"));
    }
}

TEST_F(RecorderTest, the_mock_serves_it_back_frame_by_frame)
{
    std::vector<std::string> heard;
    {
        test::MockTws tws{io_.get_executor(), clock_};
        test::MockDesk desk{tws};
        desk.position("AAPL", 5, 10);
        heard = converse(tws, path_);
    }
    auto sessions = read_recording(path_);
    ASSERT_TRUE(sessions) << sessions.error().describe();
    ASSERT_EQ(sessions->size(), 1u);
    EXPECT_EQ(sessions->front().server_version, 200);
    EXPECT_TRUE(sessions->front().complete);
    EXPECT_EQ(sessions->front().frames.front().at, Duration{});
    EXPECT_EQ(sessions->front().frames.back().at, 1250us);
    test::MockTws tws{io_.get_executor(), clock_};
    test::Replay replay{tws, sessions->front()};
    auto again = converse(tws, {});
    EXPECT_EQ(replay.left(), 0u);
    // startApi and positions as recorded; the account request names the real account
    EXPECT_EQ(replay.different(), 1u);
    ASSERT_EQ(again.size(), heard.size());
    for (std::size_t n = 0; n < heard.size(); ++n) {
        auto expected = heard[n];
        for (auto at = expected.find("DU1234567"); at != std::string::npos;
             at = expected.find("DU1234567"))
            expected.replace(at, 9, "DU0000001");
        EXPECT_EQ(again[n], expected) << n;
    }
}

TEST_F(RecorderTest, appends_session_after_session)
{
    for (int n = 0; n < 2; ++n) {
        test::MockTws tws{io_.get_executor(), clock_};
        test::MockDesk desk{tws};
        converse(tws, path_);
    }
    EXPECT_EQ(read_recording(path_).value().size(), 2u);
}

/// The payload of a message, as a server of that version sends it.
template <class M> std::string payload_of(const M& message, Version server)
{
    std::string frame;
    EXPECT_FALSE(wire::encode(frame, message, server));
    return frame.substr(4);
}

Position held_by(std::string_view account)
{
    Position position;
    position.account = account;
    position.contract.symbol = "AAPL";
    position.position = Decimal{5};
    return position;
}

TEST_F(RecorderTest, frames_before_the_accounts_are_told_name_none)
{
    for (auto server : {Version{200}, Version{225}}) {
        std::filesystem::remove(path_);
        auto recorder = Recorder::open(path_, clock_).value();
        ManagedAccounts accounts;
        accounts.accounts_list = "DU1234567,DU12345678";
        recorder->on_version(server);
        recorder->on_received(payload_of(held_by("DU12345678"), server));
        clock_->advance(2s);
        recorder->on_received(payload_of(accounts, server));
        recorder->on_received(payload_of(held_by("DU1234567"), server));
        recorder->on_end();
        auto session = read_recording(path_).value().front();
        ASSERT_EQ(session.frames.size(), 3u);
        EXPECT_EQ(session.frames[0].payload, payload_of(held_by("DU00000002"), server));
        EXPECT_EQ(session.frames[0].at, Duration{}) << "its own time";
        EXPECT_EQ(session.frames[1].at, 2s);
        EXPECT_EQ(session.frames[2].payload, payload_of(held_by("DU0000001"), server));
        EXPECT_THAT(text(), Not(HasSubstr(hex("1234567"))));
    }
}

TEST_F(RecorderTest, without_accounts_only_frames_that_name_none_are_written)
{
    for (auto server : {Version{200}, Version{225}}) {
        std::filesystem::remove(path_);
        auto recorder = Recorder::open(path_, clock_).value();
        ErrorMessage error;
        error.error_code = 326;
        error.error_message = "Unable to connect as the client id is already in use";
        recorder->on_version(server);
        recorder->on_received(payload_of(held_by("DU1234567"), server));
        recorder->on_received(payload_of(NextValidId{}, server));
        recorder->on_received(payload_of(error, server));
        recorder->on_end();
        auto session = read_recording(path_).value().front();
        ASSERT_EQ(session.frames.size(), 2u);
        EXPECT_EQ(session.frames[0].payload, payload_of(NextValidId{}, server));
        EXPECT_EQ(session.frames[1].payload, payload_of(error, server));
    }
}

TEST_F(RecorderTest, what_is_recorded_reaches_the_file_every_second)
{
    auto recorder = Recorder::open(path_, clock_).value();
    recorder->on_version(Version{200});
    ManagedAccounts accounts;
    accounts.accounts_list = "DU1";
    recorder->on_received(payload_of(accounts, Version{200}));
    clock_->advance(1s);
    recorder->on_received(payload_of(NextValidId{}, Version{200}));
    EXPECT_EQ(read_recording(path_).value().front().frames.size(), 2u) << "before its end";
}

TEST_F(RecorderTest, half_a_line_of_a_program_that_was_killed_costs_nothing_else)
{
    std::ofstream{path_} << "trademind recording 1\n# x session 200\n0.0 < 3900310034\n0.5 < 39003";
    auto cut = read_recording(path_);
    ASSERT_TRUE(cut) << cut.error().describe();
    ASSERT_EQ(cut->size(), 1u);
    EXPECT_EQ(cut->front().frames.size(), 1u);
    EXPECT_FALSE(cut->front().complete);

    auto recorder = Recorder::open(path_, clock_).value();
    recorder->on_version(Version{200});
    recorder->on_received(payload_of(NextValidId{}, Version{200}));
    recorder->on_end();
    auto both = read_recording(path_);
    ASSERT_TRUE(both) << both.error().describe();
    ASSERT_EQ(both->size(), 2u);
    EXPECT_EQ((*both)[0].frames.size(), 1u);
    EXPECT_FALSE((*both)[0].complete);
    EXPECT_EQ((*both)[1].frames.size(), 1u);
    EXPECT_TRUE((*both)[1].complete);
}

TEST_F(RecorderTest, a_recording_cut_at_any_byte_can_be_read)
{
    const std::string whole =
        "trademind recording 1\n# x session 200\n0.0 < 39003100\n1.25 > 3631\n# end\n";
    for (std::size_t size = whole.find('\n') + 1; size <= whole.size(); ++size) {
        std::ofstream{path_} << whole.substr(0, size);
        auto read = read_recording(path_);
        ASSERT_TRUE(read) << size << ": " << read.error().describe();
        for (const auto& session : *read)
            for (const auto& frame : session.frames)
                EXPECT_TRUE(frame.payload == std::string("9\0001\0", 4) || frame.payload == "61")
                    << size;
    }
}

TEST_F(RecorderTest, is_for_its_owner_only)
{
    ASSERT_TRUE(Recorder::open(path_, clock_));
    auto perms = std::filesystem::status(path_).permissions();
    EXPECT_EQ(perms & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none);
}

TEST_F(RecorderTest, a_file_that_cannot_be_written_is_an_error)
{
    auto recorder = Recorder::open("/nowhere/recording", clock_);
    ASSERT_FALSE(recorder);
    EXPECT_EQ(recorder.error(), Errc::input_output);
    EXPECT_THAT(recorder.error().message, HasSubstr("/nowhere/recording"));
}

TEST_F(RecorderTest, a_file_that_is_something_else_is_left_as_it_is)
{
    for (const char* content : {"broker: {type: ibkr}\n", "SQLite format 3", "trademind"}) {
        std::ofstream{path_} << content;
        auto recorder = Recorder::open(path_, clock_);
        ASSERT_FALSE(recorder) << content;
        EXPECT_EQ(recorder.error(), Errc::input_output);
        EXPECT_THAT(recorder.error().message, HasSubstr("is no recording"));
        EXPECT_EQ(text(), content);
    }
}

TEST_F(RecorderTest, a_broken_recording_is_told_with_its_line)
{
    auto broken = [&](const std::string& content) -> std::string {
        std::ofstream{path_} << content;
        auto read = read_recording(path_);
        return read ? "" : read.error().message;
    };
    EXPECT_THAT(broken("something else\n"), HasSubstr(":1: not a recording"));
    EXPECT_THAT(broken("trademind recording 1\n0.0 < 31\n"), HasSubstr(":2: a frame before"));
    EXPECT_THAT(broken("trademind recording 1\n# x session 200\n0.0 ? 31\n"),
                HasSubstr(":3: not a frame"));
    EXPECT_THAT(broken("trademind recording 1\n# x session 200\n0.0 < 313\n"),
                HasSubstr(":3: not a frame"));
    EXPECT_THAT(broken("trademind recording 1\n# x session 200\n0.0 < 3z\n"),
                HasSubstr(":3: not a frame"));
    EXPECT_THAT(broken("trademind recording 1\n# x session 2o0\n"),
                HasSubstr(":2: not the beginning of a session"));
    EXPECT_EQ(read_recording("/nowhere/x").error(), Errc::input_output);
    // a recording that was cut short is still a recording
    EXPECT_EQ(broken("trademind recording 1\n# x session 200\n0.0 < 31\n"), "");
    EXPECT_FALSE(read_recording(path_).value().front().complete);
}

}  // namespace
}  // namespace trademind::ibkr::transport
