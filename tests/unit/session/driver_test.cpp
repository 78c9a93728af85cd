// The driver against the mock TWS on a real loopback socket.
#include "unit/session/driver_fixture.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <gmock/gmock.h>

namespace trademind::ibkr::transport {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(DriverTest, connects_and_hears_all_that_comes)
{
    tws_.accounts("DU1,DU2,").next_order_id(77);
    make_ready();
    EXPECT_EQ(number(recorder_.ready[0].server), 200);
    EXPECT_THAT(recorder_.ready[0].accounts, ElementsAre("DU1", "DU2"));
    EXPECT_EQ(recorder_.ready[0].next_order_id, 77);
    EXPECT_EQ(recorder_.frames.size(), 5u);
    EXPECT_EQ(recorder_.changes.size(), 3u);
    EXPECT_THAT(recorder_.stages,
                ElementsAre(Stage::resolve, Stage::connect, Stage::handshake, Stage::start));
    EXPECT_EQ(recorder_.changes[0].farm.state, session::FarmState::ok);
}

TEST_F(DriverTest, speaks_every_version_from_176_to_225)
{
    for (int version = 176; version <= 225; ++version) {
        SCOPED_TRACE(version);
        tws_.speak(version);
        recorder_ = {};
        make_ready();
        EXPECT_EQ(number(driver_->session().server), version);
        ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
        auto before = recorder_.frames.size();
        EXPECT_TRUE(run_until([&] { return recorder_.frames.size() > before; }));
        driver_->stop();
        EXPECT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    }
}

TEST_F(DriverTest, refuses_versions_outside)
{
    struct Case {
        int version;
        Errc condition;
    };
    for (auto [version, condition] :
         {Case{175, Errc::server_too_old}, Case{226, Errc::server_too_new}}) {
        recorder_ = {};
        tws_.insist(version);
        start();
        ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
        EXPECT_EQ(recorder_.losses[0].why, condition);
        EXPECT_FALSE(recorder_.losses[0].retry_in);
        EXPECT_TRUE(tws_.received().empty());
    }
}

TEST_F(DriverTest, a_refused_connection_says_where_and_what_to_look_at)
{
    tws_.stop_listening();
    start();
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_EQ(recorder_.losses[0].why, Errc::connection_refused);
    EXPECT_THAT(recorder_.losses[0].why.message,
                HasSubstr("connect 127.0.0.1:" + std::to_string(tws_.port()) +
                          ": Connection refused (is TWS or IB Gateway running"));
    EXPECT_EQ(driver_->stage(), Stage::idle);
    EXPECT_THAT(logged,
                ElementsAre(AllOf(HasSubstr("Connection refused"), HasSubstr("not trying again"))));
}

TEST_F(DriverTest, host_names_and_ipv6)
{
    auto by_name = options();
    by_name.host = "localhost";
    make_ready(by_name);
    driver_->stop();
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    recorder_ = {};
    auto by_six = options();
    by_six.host = "::1";
    start(by_six);
    // nobody listens there: the address is what counts
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_THAT(recorder_.losses[0].why.message,
                HasSubstr("connect [::1]:" + std::to_string(tws_.port())));
}

TEST_F(DriverTest, a_name_that_nobody_knows)
{
    auto unknown = options();
    unknown.host = "no-such-host.invalid";
    start(unknown);
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_THAT(recorder_.losses[0].why.message, HasSubstr("resolve no-such-host.invalid:"));
}

TEST_F(DriverTest, silence_at_each_stage_ends_in_its_name)
{
    tws_.mute(true);
    start();
    ASSERT_TRUE(run_until([this] { return driver_->stage() == Stage::handshake; }));
    settle();
    pass(10s);
    ASSERT_EQ(recorder_.losses.size(), 1u);
    EXPECT_EQ(recorder_.losses[0].why, Errc::timed_out);
    EXPECT_EQ(recorder_.losses[0].stage, Stage::handshake);

    recorder_ = {};
    tws_.mute(false).mute_start(true);
    start();
    ASSERT_TRUE(run_until([this] { return driver_->stage() == Stage::start; }));
    settle();
    pass(30s);
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_EQ(recorder_.losses[0].stage, Stage::start);
    EXPECT_THAT(recorder_.losses[0].why.message, HasSubstr("did not send the managed accounts"));
}

TEST_F(DriverTest, a_forwarder_with_nothing_behind_it)
{
    tws_.hang_up(true);
    start();
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_EQ(recorder_.losses[0].stage, Stage::handshake);
    EXPECT_EQ(recorder_.losses[0].why, Errc::connection_refused);
}

TEST_F(DriverTest, client_id_in_use_is_retried_with_the_same_id)
{
    auto retrying = options();
    retrying.client_id = 5;
    retrying.reconnect.first_connect = true;
    tws_.refuse_client_id(5);
    start(retrying);
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_EQ(recorder_.losses[0].why, Errc::client_id_in_use);
    EXPECT_EQ(recorder_.losses[0].retry_in, 15s);
    tws_.accept_client_id(5);
    pass(14s);
    EXPECT_EQ(tws_.connections(), 1);
    pass(1s);
    ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 1; }));
    EXPECT_EQ(tws_.session().client_id(), 5);
}

TEST_F(DriverTest, every_lost_session_is_a_warning)
{
    make_ready();
    for (std::size_t lost = 1; lost <= 3; ++lost) {
        tws_.drop_all();
        ASSERT_TRUE(run_until([&] { return recorder_.losses.size() == lost; }));
        EXPECT_EQ(logged.size(), lost) << "also soon after the one before";
        pass(5s);
        ASSERT_TRUE(run_until([&] { return recorder_.ready.size() == lost + 1; }));
    }
}

TEST_F(DriverTest, an_id_in_use_is_no_news_where_the_next_may_be_taken)
{
    auto several = options();
    several.client_id = 5;
    several.reconnect.next_client_ids = 2;
    tws_.refuse_client_id(5);
    start(several);
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    pass(1ms);
    ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 1; }));
    EXPECT_EQ(tws_.session().client_id(), 6);
    EXPECT_THAT(logged, IsEmpty());
}

TEST_F(DriverTest, comes_back_after_a_loss_and_repeats_nothing)
{
    make_ready();
    ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    ASSERT_TRUE(run_until([this] { return tws_.count<CurrentTimeRequest>() == 1; }));
    tws_.drop_all();
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_EQ(recorder_.losses[0].why, Errc::connection_lost);
    EXPECT_EQ(driver_->stage(), Stage::waiting);
    EXPECT_THAT(logged, ElementsAre(AllOf(HasSubstr("the other end closed the connection"),
                                          HasSubstr("next try in 5.0 s"))));
    auto refused = driver_->send_frame("x", SendPriority::orders);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::not_connected);
    pass(5s);
    ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 2; }));
    EXPECT_EQ(recorder_.ready[1].sessions, 2);
    settle();
    EXPECT_EQ(tws_.count<CurrentTimeRequest>(), 1u);
    EXPECT_EQ(tws_.count<StartApiRequest>(), 2u);
}

// O4: connect and end of file, a hundred times
TEST_F(DriverTest, a_long_outage_backs_off_and_does_not_fill_the_log)
{
    auto patient = options();
    patient.reconnect.first_connect = true;
    tws_.hang_up(true);
    start(patient);
    auto begin = clock_->uptime();
    for (std::size_t n = 1; n <= 100; ++n) {
        ASSERT_TRUE(run_until([&] { return recorder_.losses.size() == n; })) << n;
        EXPECT_EQ(recorder_.losses.back().stage, Stage::handshake);
        ASSERT_TRUE(recorder_.losses.back().retry_in);
        EXPECT_LE(*recorder_.losses.back().retry_in, 60s);
        pass(*recorder_.losses.back().retry_in);
    }
    auto minutes = std::chrono::duration<double, std::ratio<60>>{clock_->uptime() - begin}.count();
    EXPECT_GT(minutes, 90);
    EXPECT_LE(static_cast<double>(logged.size()), minutes + 2);
    EXPECT_GT(logged.size(), 80u) << "it stays visible";
}

TEST_F(DriverTest, survives_frames_cut_at_every_byte)
{
    make_ready();
    ErrorMessage error;
    error.error_code = 2100;
    error.error_message = "a warning";
    std::string whole;
    ASSERT_FALSE(wire::encode(whole, error, driver_->session().server));
    for (std::size_t cut = 1; cut <= whole.size(); ++cut) {
        recorder_.frames.clear();
        tws_.session().cut(cut);
        tws_.session().send_bytes(whole + whole);
        ASSERT_TRUE(run_until([this] { return recorder_.frames.size() == 2; })) << cut;
        EXPECT_THAT(recorder_.frames, ElementsAre(whole.substr(4), whole.substr(4)));
    }
}

TEST_F(DriverTest, a_half_open_link_is_given_up)
{
    make_ready();
    tws_.session().stop_reading();
    pass(15s);
    pass(5s);
    pass(5s);
    EXPECT_TRUE(recorder_.losses.empty());
    pass(5s);
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    EXPECT_THAT(recorder_.losses[0].why.message, HasSubstr("silent for 30 s"));
}

TEST_F(DriverTest, what_cannot_be_written_is_told)
{
    auto fast = options();
    fast.pacing.messages_per_second = 0;
    make_ready(fast);
    tws_.session().stop_reading();
    // more than the buffers of both sockets hold
    SetServerLogLevelRequest request;
    auto one = frame(request);
    std::string large = one;
    constexpr std::size_t messages = 400;
    large.resize(64 * 1024, 'x');
    wire::put_big_endian(large.data(), static_cast<std::uint32_t>(large.size() - 4));
    for (std::size_t tag = 1; tag <= messages; ++tag)
        ASSERT_TRUE(driver_->send_frame(large, SendPriority::rest, tag));
    settle();
    tws_.session().reset();
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    const auto& not_sent = recorder_.losses[0].not_sent;
    ASSERT_FALSE(not_sent.empty());
    EXPECT_LT(not_sent.size(), messages);
    // in order, without gaps, up to the last one
    for (std::size_t n = 0; n < not_sent.size(); ++n)
        EXPECT_EQ(not_sent[n], messages - not_sent.size() + n + 1);
}

TEST_F(DriverTest, an_order_passes_what_waits_for_pacing)
{
    auto slow = options();
    slow.pacing.messages_per_second = 4;
    slow.pacing.reserved_for_orders = slow.pacing.reserved_for_cancels = 1;
    make_ready(slow);
    pass(2s);
    for (int n = 0; n < 6; ++n)
        ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    settle();
    EXPECT_EQ(tws_.count<CurrentTimeRequest>(), 2u);
    ASSERT_TRUE(driver_->send_frame(frame(GlobalCancelRequest{}), SendPriority::urgent));
    settle();
    EXPECT_EQ(tws_.count<GlobalCancelRequest>(), 1u);
    EXPECT_GT(driver_->delay(SendPriority::rest), 1s);
    EXPECT_EQ(driver_->delay(SendPriority::urgent), Duration{});
    for (int second = 0; second < 3; ++second) pass(1100ms);
    EXPECT_EQ(tws_.count<CurrentTimeRequest>(), 6u);
}

TEST_F(DriverTest, handlers_may_send_stop_and_start)
{
    recorder_.ready_hook = [this] {
        ASSERT_TRUE(driver_->send_frame(time_request(), SendPriority::rest));
    };
    make_ready();
    ASSERT_TRUE(run_until([this] { return tws_.count<CurrentTimeRequest>() == 1; }));
    recorder_.frame_hook = [this] { driver_->stop(); };
    recorder_.lost_hook = [this] {
        if (recorder_.losses.size() == 1) {
            ASSERT_TRUE(driver_->start(recorder_));
        }
    };
    recorder_.ready_hook = nullptr;
    auto frames = recorder_.frames.size();
    tws_.send_error(-1, 2100, "one");
    tws_.send_error(-1, 2100, "two");
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() >= 1; }));
    // nothing is delivered after the stop
    EXPECT_EQ(recorder_.frames.size(), frames + 1);
    recorder_.frame_hook = nullptr;
    ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 2; }));
    EXPECT_EQ(recorder_.ready[1].sessions, 1);
}

TEST_F(DriverTest, a_second_start_is_refused)
{
    make_ready();
    auto again = driver_->start(recorder_);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), Errc::not_supported);
}

TEST_F(DriverTest, options_that_make_no_sense_are_refused_before_anything_happens)
{
    auto wrong = options();
    wrong.port = 0;
    driver_ = std::make_shared<Driver>(turns_, clock_, wrong);
    auto refused = driver_->start(recorder_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::invalid_argument);
    EXPECT_EQ(refused.error().message, "port: must be 1 to 65535");
}

TEST_F(DriverTest, after_detach_nobody_is_called)
{
    make_ready();
    auto frames = recorder_.frames.size();
    tws_.send_error(-1, 2100, "late");
    driver_->detach();
    settle();
    EXPECT_EQ(recorder_.frames.size(), frames);
    EXPECT_TRUE(recorder_.losses.empty());
    std::weak_ptr<Driver> gone = driver_;
    driver_.reset();
    settle();
    EXPECT_TRUE(gone.expired());
}

TEST_F(DriverTest, moves_to_the_port_that_tws_names)
{
    test::MockTws other{io_.get_executor(), clock_};
    make_ready();
    tws_.send_error(-1, 1300,
                    "TWS socket port has been reset and this connection is being dropped. Please "
                    "reconnect on the new port - " +
                        std::to_string(other.port()));
    ASSERT_TRUE(run_until([this] { return recorder_.losses.size() == 1; }));
    pass(5s);
    ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 2; }));
    EXPECT_TRUE(other.has_session());
}

}  // namespace
}  // namespace trademind::ibkr::transport
