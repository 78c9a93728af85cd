// The link when something fails: each step in turn, and what is told of messages under way.
#include "link_fixture.hpp"

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Retries the first connect too, so that each failure shows its wait.
class LinkFailure : public LinkTest {
protected:
    LinkFailure() { make(patient()); }
    static LinkOptions patient()
    {
        auto options = plain();
        options.reconnect.first_connect = true;
        return options;
    }
    void expect_retry(std::string_view stage_and_reason, Errc condition, Duration wait = 5s)
    {
        EXPECT_THAT(link().loss().why.message, HasSubstr(stage_and_reason));
        EXPECT_EQ(link().loss().why, condition) << link().loss().why.describe();
        EXPECT_EQ(link().loss().retry_in, wait);
        EXPECT_EQ(link().stage(), Stage::waiting);
    }
    void expect_over(std::string_view reason, Errc condition)
    {
        EXPECT_THAT(link().loss().why.message, HasSubstr(reason));
        EXPECT_EQ(link().loss().why, condition) << link().loss().why.describe();
        EXPECT_EQ(link().loss().retry_in, std::nullopt);
        EXPECT_EQ(link().stage(), Stage::idle);
    }
};

TEST_F(LinkFailure, unknown_host)
{
    all(Event::Kind::start);
    EXPECT_EQ(all(Event::Kind::resolve_failed, 0, boost::asio::error::host_not_found),
              (std::vector{act(Kind::close), act(Kind::retry, 5s), act(Kind::wait, 5s)}));
    expect_retry("resolve 127.0.0.1:7497: Host not found", Errc::host_not_found);
}

TEST_F(LinkFailure, a_name_without_addresses)
{
    all(Event::Kind::start);
    EXPECT_THAT(kinds(Event::Kind::resolved, 0), ElementsAre(Kind::close, Kind::retry, Kind::wait));
    expect_retry("resolve 127.0.0.1:7497: the name has no address", Errc::host_not_found);
}

TEST_F(LinkFailure, silent_name_server)
{
    all(Event::Kind::start);
    pass(10s);
    EXPECT_EQ(kinds(Event::Kind::timer), (std::vector{Kind::close, Kind::retry, Kind::wait}));
    expect_retry("resolve 127.0.0.1:7497: no answer within 10 s", Errc::timed_out);
    // the answer comes after all
    EXPECT_THAT(all(Event::Kind::resolved, 1), IsEmpty());
}

TEST_F(LinkFailure, refused_by_every_address_in_turn)
{
    all(Event::Kind::start);
    EXPECT_THAT(kinds(Event::Kind::resolved, 2), ElementsAre(Kind::stage, Kind::connect));
    EXPECT_EQ(all(Event::Kind::connect_failed, 0, refused),
              (std::vector{act(Kind::stage), connect_to(1)}));
    EXPECT_THAT(kinds(Event::Kind::connect_failed, 0, refused),
                ElementsAre(Kind::close, Kind::retry, Kind::wait));
    expect_retry("connect 127.0.0.1:7497: Connection refused (is TWS or IB Gateway running",
                 Errc::connection_refused);
}

TEST_F(LinkFailure, an_address_that_never_answers_makes_way_for_the_next)
{
    all(Event::Kind::start);
    all(Event::Kind::resolved, 2);
    pass(10s);
    EXPECT_EQ(all(Event::Kind::timer), (std::vector{act(Kind::close)}));
    EXPECT_EQ(all(Event::Kind::connect_failed, 0, aborted),
              (std::vector{act(Kind::stage), connect_to(1), act(Kind::wait, 10s)}));
    pass(10s);
    all(Event::Kind::timer);
    all(Event::Kind::connect_failed, 0, aborted);
    expect_retry("connect 127.0.0.1:7497: no answer", Errc::timed_out);
}

TEST_F(LinkFailure, a_connection_that_comes_just_after_its_deadline_is_not_used)
{
    all(Event::Kind::start);
    all(Event::Kind::resolved, 1);
    pass(10s);
    all(Event::Kind::timer);
    EXPECT_THAT(kinds(Event::Kind::connected), ElementsAre(Kind::close, Kind::retry, Kind::wait));
    expect_retry("no answer", Errc::timed_out);
}

TEST_F(LinkFailure, silence_in_the_handshake)
{
    greet();
    pass(10s);
    EXPECT_EQ(all(Event::Kind::timer), (std::vector{act(Kind::close)}));
    EXPECT_THAT(kinds(Event::Kind::read_failed, 0, aborted), ElementsAre(Kind::retry, Kind::wait));
    expect_retry("handshake 127.0.0.1:7497: no answer within 10 s (TWS may be starting",
                 Errc::timed_out);
}

TEST_F(LinkFailure, closed_in_the_handshake)
{
    greet();
    EXPECT_THAT(break_socket(), ElementsAre(Kind::close, Kind::retry, Kind::wait));
    expect_retry("handshake 127.0.0.1:7497: the other end closed the connection",
                 Errc::connection_refused);
}

TEST_F(LinkFailure, something_else_answers)
{
    greet();
    receive("HTTP/1.1 400 Bad Request\r\n");
    expect_retry("a frame of 1213486160 bytes cannot be", Errc::protocol);
    make(patient());
    greet();
    receive(frame("hello", "there"));
    expect_retry("what answers is not TWS or IB Gateway", Errc::protocol);
}

TEST_F(LinkFailure, a_server_version_out_of_range_ends_the_link)
{
    struct Case {
        const char* version;
        Errc condition;
        const char* text;
    };
    for (auto [version, condition, text] :
         {Case{"175", Errc::server_too_old, "server version 175 is older than 176"},
          Case{"226", Errc::server_too_new, "server version 226 was not offered (176 to 225)"},
          Case{"-1", Errc::not_supported, "the server asks to connect to host:4001 instead"}}) {
        SCOPED_TRACE(version);
        make(patient());
        greet();
        EXPECT_THAT(receive(frame(version, "host:4001")), ElementsAre(Kind::close, Kind::closed));
        expect_over(text, condition);
    }
}

TEST_F(LinkFailure, both_ends_of_the_range_are_accepted)
{
    for (auto version : {"176", "225"}) {
        make(patient());
        greet();
        receive(frame(version, "time"));
        EXPECT_EQ(link().stage(), Stage::start) << version;
    }
}

TEST_F(LinkFailure, silence_in_the_start_names_what_is_missing)
{
    struct Case {
        std::string sent;
        const char* missing;
    };
    for (const auto& [sent, missing] :
         {Case{"", "the managed accounts and the next order id"},
          Case{accounts_frame, "the next order id"}, Case{next_id_frame, "the managed accounts"},
          Case{next_id_frame + frame("15", "1", ""), "the managed accounts"},
          Case{next_id_frame + frame("15", "1", ","), "the managed accounts"}}) {
        make(patient());
        begin();
        if (!sent.empty()) receive(sent);
        pass(30s);
        all(Event::Kind::timer);
        break_socket(aborted);
        expect_retry(std::string("start 127.0.0.1:7497: no answer within 30 s: the server did not "
                                 "send ") +
                         missing + " (TWS may not be logged in yet)",
                     Errc::timed_out);
    }
}

TEST_F(LinkFailure, an_unreadable_account_list_cannot_begin_a_session)
{
    begin();
    EXPECT_THAT(receive(frame("9", "1", "soon")),
                ElementsAre(Kind::deliver, Kind::close, Kind::retry, Kind::wait));
    expect_retry("NextValidId", Errc::protocol);
}

TEST_F(LinkFailure, a_session_begins_despite_an_error_message_that_cannot_be_read)
{
    begin();
    EXPECT_THAT(receive(frame("4", "2", "soon", "2104", "a farm is connected")),
                ElementsAre(Kind::deliver, Kind::read));
    EXPECT_EQ(link().stage(), Stage::start);
    receive(accounts_frame);
    receive(next_id_frame);
    EXPECT_EQ(link().stage(), Stage::ready);
}

TEST_F(LinkFailure, client_id_in_use_waits_longer_and_keeps_the_id)
{
    begin();
    EXPECT_THAT(
        receive(error_frame(-1, 326, "Unable to connect as the client id is already in use.")),
        ElementsAre(Kind::deliver, Kind::close, Kind::retry));
    expect_retry("client id 0 at 127.0.0.1:7497: Unable to connect", Errc::client_id_in_use, 15s);
    EXPECT_EQ(link().loss().why.code.value(), 326);
}

TEST_F(LinkFailure, a_moved_port_is_followed)
{
    make_ready(patient());
    EXPECT_THAT(
        receive(error_frame(-1, 1300,
                            "TWS socket port has been reset and this connection is being "
                            "dropped. Please reconnect on the new port - 7500")),
        ElementsAre(Kind::deliver, Kind::connectivity, Kind::close, Kind::retry, Kind::wait));
    expect_retry("new port - 7500", Errc::connection_lost);
    EXPECT_EQ(link().port(), 7500);
}

TEST_F(LinkFailure, an_impossible_length_ends_the_session)
{
    for (auto length : {std::string("\0\0\0\0", 4), std::string("\x01\0\0\0", 4),
                        std::string("\xFF\xFF\xFF\xFF", 4)}) {
        make_ready(patient());
        EXPECT_THAT(receive(frame("1", "good") + length),
                    ElementsAre(Kind::deliver, Kind::close, Kind::retry, Kind::wait));
        expect_retry("ready 127.0.0.1:7497: a frame of", Errc::protocol);
    }
}

TEST_F(LinkFailure, lost_while_ready)
{
    make_ready();
    EXPECT_EQ(all(Event::Kind::read_failed, 0, reset_by_peer),
              (std::vector{act(Kind::close), act(Kind::retry, 5s), act(Kind::wait, 5s)}));
    expect_retry("ready 127.0.0.1:7497: Connection reset by peer", Errc::connection_lost);
    EXPECT_EQ(link().connectivity().server(), ServerConnectivity::unknown);
    pass(5s);
    EXPECT_THAT(kinds(Event::Kind::timer), ElementsAre(Kind::stage, Kind::resolve, Kind::wait));
}

TEST_F(LinkFailure, the_second_session_is_counted_and_may_speak_another_version)
{
    make_ready();
    break_socket();
    pass(5s);
    begin(frame("176", "later"), Event::Kind::timer);
    receive(accounts_frame + next_id_frame);
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_EQ(link().session().sessions, 2);
    EXPECT_EQ(number(link().session().server), 176);
}

TEST_F(LinkFailure, half_a_frame_of_the_old_socket_is_forgotten)
{
    make_ready();
    receive(frame("1", "cut").substr(0, 6));
    break_socket();
    pass(5s);
    greet(Event::Kind::timer);
    receive(hello_200);
    EXPECT_EQ(link().stage(), Stage::start);
}

TEST_F(LinkFailure, tells_what_did_not_leave)
{
    make_ready();
    ASSERT_TRUE(send("aaaa", SendPriority::orders, 1));
    ASSERT_TRUE(send("bbbb", SendPriority::orders, 2));
    ASSERT_TRUE(send("cccc", SendPriority::orders, no_tag));
    all(Event::Kind::proceed);
    ASSERT_TRUE(send("dddd", SendPriority::rest, 4));
    ASSERT_TRUE(send("eeee", SendPriority::urgent, 5));
    // the read fails first; how much was written is known when the write has ended, too
    EXPECT_THAT(kinds(Event::Kind::read_failed, 0, reset_by_peer), ElementsAre(Kind::close));
    EXPECT_THAT(kinds(Event::Kind::write_failed, 6, aborted), ElementsAre(Kind::retry, Kind::wait));
    // 1 was handed over whole and may have arrived; 2 was cut; the others never left their lanes
    EXPECT_THAT(link().loss().not_sent, ElementsAre(2, 5, 4));
    EXPECT_THAT(link().loss().why.message, HasSubstr("Connection reset by peer"));
}

TEST_F(LinkFailure, nothing_is_sent_again_after_a_reconnect)
{
    make_ready();
    ASSERT_TRUE(send("aaaa", SendPriority::orders, 1));
    all(Event::Kind::proceed);
    ASSERT_TRUE(send("bbbb", SendPriority::orders, 2));
    all(Event::Kind::write_failed, 0, reset_by_peer);
    break_socket(aborted);
    EXPECT_THAT(link().loss().not_sent, ElementsAre(1, 2));
    pass(5s);
    written_.clear();
    begin(hello_200, Event::Kind::timer);
    receive(accounts_frame + next_id_frame);
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_EQ(written_, std::string("API\0\0\0\0\x09v176..225", 17) + frame("71", "2", "0", ""));
}

TEST_F(LinkFailure, a_link_that_stays_silent_is_dead)
{
    make_ready();
    pass(15s);
    for (int probe = 0; probe < 3; ++probe) {
        EXPECT_THAT(kinds(Event::Kind::timer), ElementsAre(Kind::write, Kind::wait)) << probe;
        all(Event::Kind::sent);
        pass(5s);
    }
    EXPECT_THAT(kinds(Event::Kind::timer), ElementsAre(Kind::close));
    break_socket(aborted);
    expect_retry("silent for 30 s, 3 requests for the time unanswered", Errc::connection_lost);
}

TEST_F(LinkFailure, an_end_that_reads_nothing_is_dead)
{
    make_ready();
    ASSERT_TRUE(send("x", SendPriority::orders, 9));
    all(Event::Kind::proceed);
    for (int second = 0; second < 20; second += 5) {
        // it speaks, so it is not silent
        receive(frame("1", "tick"));
        pass(5s);
    }
    EXPECT_THAT(kinds(Event::Kind::timer), ElementsAre(Kind::close));
    EXPECT_THAT(kinds(Event::Kind::write_failed, 0, aborted), IsEmpty());
    break_socket(aborted);
    expect_retry("the other end has read nothing for 20 s", Errc::connection_lost);
    EXPECT_THAT(link().loss().not_sent, ElementsAre(9));
}

TEST_F(LinkFailure, the_first_connect_fails_for_good_unless_told_otherwise)
{
    make(plain());
    all(Event::Kind::start);
    all(Event::Kind::resolved, 1);
    EXPECT_THAT(kinds(Event::Kind::connect_failed, 0, refused),
                ElementsAre(Kind::close, Kind::closed));
    expect_over("Connection refused", Errc::connection_refused);
}

TEST_F(LinkFailure, a_planned_window_is_named)
{
    auto options = patient();
    options.windows =
        Calendar{{{"restart", {std::chrono::Wednesday}, 15h, 16h, find_time_zone("UTC")}}};
    make_ready(options);
    break_socket();
    EXPECT_TRUE(link().loss().planned);
    EXPECT_EQ(link().loss().window, "restart");
    EXPECT_EQ(link().loss().attempt, 0);
}

TEST_F(LinkFailure, a_planned_window_is_named_whatever_is_the_last_to_end)
{
    auto options = patient();
    options.windows =
        Calendar{{{"restart", {std::chrono::Wednesday}, 15h, 16h, find_time_zone("UTC")}}};
    make_ready(options);
    ASSERT_TRUE(send("x", SendPriority::orders, 9));
    all(Event::Kind::proceed);
    EXPECT_THAT(kinds(Event::Kind::write_failed, 0, reset_by_peer), ElementsAre(Kind::close));
    // the read under way has succeeded meanwhile; with what is usual no date is told
    now_.utc.reset();
    EXPECT_THAT(receive("?"), ElementsAre(Kind::retry, Kind::wait));
    EXPECT_EQ(link().loss().window, "restart");
}

TEST_F(LinkFailure, stop_is_obeyed_at_every_stage)
{
    auto stop_at = [this](Stage stage) {
        make(patient());
        all(Event::Kind::start);
        if (stage == Stage::resolve) return;
        all(Event::Kind::resolved, 1);
        if (stage == Stage::connect) return;
        all(Event::Kind::connected);
        all(Event::Kind::sent);
        if (stage == Stage::handshake) return;
        receive(hello_200);
        all(Event::Kind::sent);
        if (stage == Stage::start) return;
        receive(accounts_frame + next_id_frame);
    };
    for (auto stage :
         {Stage::resolve, Stage::connect, Stage::handshake, Stage::start, Stage::ready}) {
        SCOPED_TRACE(to_string(stage));
        stop_at(stage);
        ASSERT_EQ(link().stage(), stage);
        auto kinds_now = kinds(Event::Kind::stop);
        EXPECT_EQ(kinds_now.front(), Kind::close);
        if (stage == Stage::connect) kinds_now = kinds(Event::Kind::connect_failed, 0, aborted);
        if (stage > Stage::connect) kinds_now = break_socket(aborted);
        EXPECT_EQ(kinds_now.back(), Kind::closed);
        EXPECT_FALSE(link().loss().why.code);
        EXPECT_EQ(link().loss().stage, stage);
    }
}

TEST_F(LinkFailure, stop_while_waiting_or_closing)
{
    make_ready(patient());
    break_socket();
    ASSERT_EQ(link().stage(), Stage::waiting);
    EXPECT_THAT(kinds(Event::Kind::stop), ElementsAre(Kind::closed));

    make_ready(patient());
    ASSERT_TRUE(send("x", SendPriority::rest, 3));
    all(Event::Kind::proceed);
    all(Event::Kind::read_failed, 0, eof);
    ASSERT_EQ(link().stage(), Stage::closing);
    EXPECT_THAT(kinds(Event::Kind::stop), IsEmpty());
    EXPECT_THAT(kinds(Event::Kind::write_failed, 0, aborted), ElementsAre(Kind::closed));
    EXPECT_THAT(link().loss().not_sent, ElementsAre(3));
    EXPECT_TRUE(link().loss().why.code);
}

}  // namespace
}  // namespace trademind::ibkr::session
