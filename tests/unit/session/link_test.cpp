// The link when all goes well: from the first step to messages in both directions.
#include "link_fixture.hpp"

#include "support/allocation_count.hpp"

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(LinkTest, connects_step_by_step)
{
    make(plain());
    EXPECT_EQ(all(Event::Kind::start),
              (std::vector{act(Kind::stage), act(Kind::resolve), act(Kind::wait, 10s)}));
    EXPECT_EQ(link().stage(), Stage::resolve);
    EXPECT_EQ(all(Event::Kind::resolved, 2), (std::vector{act(Kind::stage), connect_to(0)}));
    EXPECT_EQ(all(Event::Kind::connected),
              (std::vector{act(Kind::stage), act(Kind::write), act(Kind::read)}));
    EXPECT_EQ(written_, std::string("API\0\0\0\0\x09v176..225", 17));
    EXPECT_EQ(link().stage(), Stage::handshake);
    EXPECT_THAT(all(Event::Kind::sent), IsEmpty());
}

TEST_F(LinkTest, answers_the_version_with_start_api_in_that_versions_form)
{
    make(plain());
    greet();
    written_.clear();
    EXPECT_THAT(receive(hello_200), ElementsAre(Kind::stage, Kind::write, Kind::read));
    EXPECT_EQ(link().stage(), Stage::start);
    EXPECT_EQ(written_, frame("71", "2", "0", ""));
}

TEST_F(LinkTest, starts_a_protobuf_session_from_213_on)
{
    auto options = plain();
    options.client_id = 7;
    make(options);
    greet();
    written_.clear();
    receive(frame("225", "20260105 14:30:00 UTC"));
    // id 271 raw, then field 1 = 7
    EXPECT_EQ(written_.substr(0, 10), std::string("\0\0\0\x06\0\0\x01\x0F\x08\x07", 10));
}

TEST_F(LinkTest, is_ready_with_accounts_and_next_id_only)
{
    make(plain());
    begin();
    EXPECT_THAT(receive(next_id_frame), ElementsAre(Kind::deliver, Kind::read));
    EXPECT_EQ(link().stage(), Stage::start);
    EXPECT_THAT(receive(accounts_frame), ElementsAre(Kind::deliver, Kind::ready, Kind::read));
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_EQ(number(link().session().server), 200);
    EXPECT_EQ(link().session().connection_time, "20260105 14:30:00 UTC");
    EXPECT_THAT(link().session().accounts, ElementsAre("DU123", "DU456"));
    EXPECT_EQ(link().session().next_order_id, 41);
    EXPECT_EQ(link().session().sessions, 1);
}

TEST_F(LinkTest, delivers_what_comes_before_ready_in_wire_order)
{
    make(plain());
    begin();
    auto farm = error_frame(-1, 2104, "Market data farm connection is OK:usfarm");
    EXPECT_THAT(receive(accounts_frame + farm + next_id_frame),
                ElementsAre(Kind::deliver, Kind::deliver, Kind::connectivity, Kind::deliver,
                            Kind::ready, Kind::read));
    EXPECT_THAT(delivered_,
                ElementsAre(accounts_frame.substr(4), farm.substr(4), next_id_frame.substr(4)));
    EXPECT_EQ(link().connectivity().farms(),
              (std::vector{DataFarm{"usfarm", FarmKind::market_data, FarmState::ok}}));
}

TEST_F(LinkTest, survives_a_start_cut_at_every_byte)
{
    auto stream = hello_200 + accounts_frame + next_id_frame;
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        SCOPED_TRACE(cut);
        make(plain());
        greet();
        receive(stream.substr(0, cut));
        if (link().stage() == Stage::start) all(Event::Kind::sent);
        receive(stream.substr(cut));
        EXPECT_EQ(link().stage(), Stage::ready);
        EXPECT_EQ(link().session().next_order_id, 41);
    }
}

TEST_F(LinkTest, reads_only_when_all_frames_are_handled)
{
    make_ready();
    auto two = frame("1", "a") + frame("2", "b");
    auto space = link().read_space();
    std::memcpy(space.data(), two.data(), two.size());
    EXPECT_EQ(resume(Event::Kind::received, two.size()).kind, Kind::deliver);
    EXPECT_EQ(proceed().kind, Kind::deliver);
    EXPECT_EQ(proceed(), act(Kind::read));
    EXPECT_EQ(proceed(), act(Kind::idle));
}

TEST_F(LinkTest, writes_what_a_handler_sent_before_the_next_frame)
{
    make_ready();
    auto two = frame("1", "a") + frame("2", "b");
    auto space = link().read_space();
    std::memcpy(space.data(), two.data(), two.size());
    EXPECT_EQ(resume(Event::Kind::received, two.size()).kind, Kind::deliver);
    ASSERT_TRUE(send(frame("3", "order"), SendPriority::orders, 1));
    EXPECT_EQ(proceed(), act(Kind::write));
    EXPECT_EQ(proceed().kind, Kind::deliver);
    EXPECT_EQ(proceed(), act(Kind::read));
}

TEST_F(LinkTest, has_one_write_under_way_and_joins_what_waits)
{
    make_ready();
    ASSERT_TRUE(send("first", SendPriority::rest));
    EXPECT_EQ(all(Event::Kind::proceed), (std::vector{act(Kind::write)}));
    ASSERT_TRUE(send("second", SendPriority::rest));
    ASSERT_TRUE(send("third", SendPriority::orders));
    ASSERT_TRUE(send("fourth", SendPriority::urgent));
    EXPECT_THAT(all(Event::Kind::proceed), IsEmpty());
    EXPECT_EQ(written_, "first");
    written_.clear();
    EXPECT_EQ(all(Event::Kind::sent), (std::vector{act(Kind::write)}));
    EXPECT_EQ(written_, "fourththirdsecond");
}

TEST_F(LinkTest, refuses_to_send_before_it_is_ready)
{
    make(plain());
    auto refused_send = send("x", SendPriority::urgent);
    ASSERT_FALSE(refused_send);
    EXPECT_EQ(refused_send.error(), Errc::not_connected);
    begin();
    refused_send = send("x", SendPriority::urgent);
    ASSERT_FALSE(refused_send);
    EXPECT_EQ(refused_send.error(), Errc::not_connected);
    EXPECT_EQ(refused_send.error().message, "no session with 127.0.0.1:7497 (stage: start)");
}

TEST_F(LinkTest, waits_for_pacing_and_goes_on_at_the_timer)
{
    auto options = plain();
    options.pacing.messages_per_second = 2;
    options.pacing.reserved_for_cancels = options.pacing.reserved_for_orders = 0;
    make_ready(options);
    pass(2s);
    for (auto text : {"a", "b", "c"}) ASSERT_TRUE(send(text, SendPriority::rest));
    EXPECT_EQ(all(Event::Kind::proceed), (std::vector{act(Kind::write)}));
    EXPECT_EQ(written_, "ab");
    EXPECT_EQ(all(Event::Kind::sent), (std::vector{act(Kind::wait, 1100ms)}));
    EXPECT_EQ(link().delay(SendPriority::rest, now_.uptime), 1100ms);
    pass(1100ms);
    EXPECT_EQ(kinds(Event::Kind::timer).front(), Kind::write);
    EXPECT_EQ(written_, "abc");
}

TEST_F(LinkTest, refuses_when_a_lane_is_full_and_keeps_the_others)
{
    auto options = plain();
    options.pacing.queue = 2;
    make_ready(options);
    ASSERT_TRUE(send("a", SendPriority::rest));
    ASSERT_TRUE(send("b", SendPriority::rest));
    auto third = send("c", SendPriority::rest);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error(), Errc::pacing);
    EXPECT_TRUE(send("cancel", SendPriority::urgent));
}

TEST_F(LinkTest, takes_back_what_has_not_left)
{
    make_ready();
    ASSERT_TRUE(send("a", SendPriority::rest, 1));
    all(Event::Kind::proceed);
    ASSERT_TRUE(send("b", SendPriority::orders, 2));
    ASSERT_TRUE(send("c", SendPriority::orders, 3));
    EXPECT_FALSE(link().withdraw(1));
    EXPECT_TRUE(link().withdraw(2));
    EXPECT_FALSE(link().withdraw(2));
    all(Event::Kind::sent);
    EXPECT_EQ(written_, "ac");
}

TEST_F(LinkTest, asks_for_the_time_after_silence_and_lives_on_when_answered)
{
    make_ready();
    pass(15s);
    EXPECT_EQ(all(Event::Kind::timer), (std::vector{act(Kind::write), act(Kind::wait, 5s)}));
    EXPECT_EQ(written_, frame("49", "1"));
    all(Event::Kind::sent);
    receive(frame("49", "1", "1767623400"));
    EXPECT_EQ(delivered_.back(), frame("49", "1", "1767623400").substr(4));
    pass(5s);
    EXPECT_EQ(all(Event::Kind::timer), (std::vector{act(Kind::wait, 10s)}));
    EXPECT_EQ(link().stage(), Stage::ready);
}

TEST_F(LinkTest, keeps_the_socket_when_tws_loses_its_server)
{
    make_ready();
    receive(error_frame(-1, 1100, "Connectivity between IB and TWS has been lost."));
    EXPECT_EQ(link().connectivity().server(), ServerConnectivity::lost);
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_TRUE(send("x", SendPriority::urgent));
    receive(error_frame(-1, 1102, "Connectivity restored - data maintained."));
    EXPECT_EQ(link().connectivity().server(), ServerConnectivity::restored);
}

TEST_F(LinkTest, an_error_of_a_request_says_nothing_of_the_server)
{
    make_ready();
    EXPECT_THAT(receive(error_frame(12, 1100, "not about the session")),
                ElementsAre(Kind::deliver, Kind::read));
    EXPECT_EQ(link().connectivity().server(), ServerConnectivity::connected);
}

TEST_F(LinkTest, an_unreadable_message_does_not_end_a_running_session)
{
    make_ready();
    EXPECT_THAT(receive(frame("4", "2", "x")), ElementsAre(Kind::deliver, Kind::read));
    EXPECT_THAT(receive(frame("no id")), ElementsAre(Kind::deliver, Kind::read));
    EXPECT_EQ(link().stage(), Stage::ready);
}

TEST_F(LinkTest, a_running_session_allocates_nothing)
{
    auto options = plain();
    options.pacing.messages_per_second = 0;
    make_ready(options);
    auto ticks = frame("1", "6", "5", "1", "189.1", "100", "0") + frame("2", "6", "5", "0", "100");
    std::string order(300, 'x');
    auto round = [&] {
        auto space = link().read_space();
        std::memcpy(space.data(), ticks.data(), ticks.size());
        for (auto a = resume(Event::Kind::received, ticks.size()); a.kind != Kind::idle;
             a = proceed()) {
            if (a.kind == Kind::deliver && !send(order, SendPriority::orders, 1)) FAIL();
        }
        for (auto a = resume(Event::Kind::sent); a.kind != Kind::idle; a = proceed()) {}
    };
    for (int warm = 0; warm < 10; ++warm) round();
    test::AllocationCount count;
    for (int n = 0; n < 1000; ++n) round();
    EXPECT_EQ(count.allocations(), 0u);
}

TEST_F(LinkTest, stop_closes_and_reports_once)
{
    make_ready();
    EXPECT_EQ(all(Event::Kind::stop), (std::vector{act(Kind::close)}));
    EXPECT_EQ(kinds(Event::Kind::read_failed, 0, aborted), (std::vector{Kind::closed}));
    EXPECT_FALSE(link().loss().why.code);
    EXPECT_EQ(link().loss().stage, Stage::ready);
    EXPECT_EQ(link().stage(), Stage::idle);
    EXPECT_THAT(all(Event::Kind::stop), IsEmpty());
    // and it can be started again, with a timer of its own
    EXPECT_EQ(all(Event::Kind::start),
              (std::vector{act(Kind::stage), act(Kind::resolve), act(Kind::wait, 10s)}));
}

}  // namespace
}  // namespace trademind::ibkr::session
