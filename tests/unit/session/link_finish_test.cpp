// How a link says goodbye, and which client id it takes.
#include "link_fixture.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What is queued by hand: any frame will do.
const std::string time_request = frame("49", "1");

class LinkFinish : public LinkTest {};

TEST_F(LinkFinish, nothing_waits_so_it_says_goodbye_at_once)
{
    make_ready();
    EXPECT_THAT(kinds(Event::Kind::finish), ElementsAre(Kind::half_close, Kind::wait));
    EXPECT_EQ(link().stage(), Stage::ready) << "the other end closes";
    auto rest = kinds(Event::Kind::read_failed, 0, eof);
    EXPECT_THAT(rest, ElementsAre(Kind::close, Kind::closed));
    EXPECT_FALSE(link().loss().why.code) << "asked for";
    EXPECT_THAT(link().loss().not_sent, IsEmpty());
    EXPECT_FALSE(link().loss().retry_in);
}

TEST_F(LinkFinish, what_waits_leaves_first)
{
    auto options = plain();
    options.pacing.messages_per_second = 20;
    options.pacing.reserved_for_orders = options.pacing.reserved_for_cancels = 0;
    make_ready(options);
    for (Tag tag = 1; tag <= 30; ++tag) ASSERT_TRUE(send(time_request, SendPriority::orders, tag));
    auto actions = kinds(Event::Kind::finish);
    ASSERT_FALSE(actions.empty());
    EXPECT_EQ(actions.front(), Kind::write);
    EXPECT_THAT(kinds(Event::Kind::sent), testing::Not(testing::Contains(Kind::half_close)))
        << "eleven wait for pacing";
    EXPECT_EQ(send(time_request, SendPriority::urgent).error(), Errc::not_connected)
        << "nothing more is taken";
    pass(1100ms);
    EXPECT_THAT(kinds(Event::Kind::timer), testing::Contains(Kind::write));
    EXPECT_THAT(kinds(Event::Kind::sent), testing::Contains(Kind::half_close));
    kinds(Event::Kind::read_failed, 0, eof);
    EXPECT_THAT(link().loss().not_sent, IsEmpty());
    EXPECT_EQ(written_.size(), 30 * time_request.size()) << "all of it, once";
}

TEST_F(LinkFinish, the_deadline_tells_what_did_not_leave)
{
    auto options = plain();
    options.pacing.messages_per_second = 20;
    options.pacing.reserved_for_orders = options.pacing.reserved_for_cancels = 0;
    options.timeouts.finish = 500ms;
    make_ready(options);
    for (Tag tag = 1; tag <= 21; ++tag) ASSERT_TRUE(send(time_request, SendPriority::orders, tag));
    kinds(Event::Kind::finish);
    kinds(Event::Kind::sent);
    pass(499ms);
    EXPECT_THAT(kinds(Event::Kind::timer), testing::Not(testing::Contains(Kind::close)));
    pass(1ms);
    EXPECT_THAT(kinds(Event::Kind::timer), testing::Contains(Kind::close));
    EXPECT_THAT(kinds(Event::Kind::read_failed, 0, aborted), ElementsAre(Kind::closed));
    EXPECT_THAT(link().loss().not_sent, testing::Not(IsEmpty()));
}

TEST_F(LinkFinish, the_other_end_may_still_speak)
{
    make_ready();
    kinds(Event::Kind::finish);
    auto told = receive(error_frame(7, 201, "Order rejected"));
    EXPECT_THAT(told, testing::Contains(Kind::deliver));
    EXPECT_EQ(delivered_.size(), 1u);
}

TEST_F(LinkFinish, no_heartbeat_while_it_ends)
{
    auto options = plain();
    options.timeouts.finish = 60s;
    make_ready(options);
    kinds(Event::Kind::finish);
    pass(20s);
    EXPECT_THAT(kinds(Event::Kind::timer), testing::Not(testing::Contains(Kind::write)))
        << "the goodbye was said";
}

TEST_F(LinkFinish, before_a_session_it_is_a_stop)
{
    make(plain());
    greet();
    EXPECT_THAT(kinds(Event::Kind::finish), ElementsAre(Kind::close));
    EXPECT_THAT(kinds(Event::Kind::read_failed, 0, aborted), ElementsAre(Kind::closed));
    EXPECT_EQ(link().stage(), Stage::idle);
}

TEST_F(LinkFinish, a_stop_while_it_ends_ends_it)
{
    make_ready();
    kinds(Event::Kind::finish);
    EXPECT_THAT(kinds(Event::Kind::stop), testing::Contains(Kind::close));
    kinds(Event::Kind::read_failed, 0, aborted);
    EXPECT_EQ(link().stage(), Stage::idle);
}

TEST_F(LinkFinish, starts_again_afterwards)
{
    make_ready();
    kinds(Event::Kind::finish);
    kinds(Event::Kind::read_failed, 0, eof);
    begin();
    receive(accounts_frame + next_id_frame);
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_TRUE(send(time_request, SendPriority::rest));
}

class NextClientId : public LinkTest {
protected:
    static LinkOptions trying(int ids)
    {
        auto options = plain();
        options.client_id = 5;
        options.reconnect.next_client_ids = ids;
        return options;
    }
    /// TWS refuses the id and closes.
    std::vector<Kind> refuse()
    {
        return receive(
            error_frame(-1, 326, "Unable to connect as the client id is already in use."));
    }
};

TEST_F(NextClientId, is_tried_at_once_and_is_the_session_s)
{
    make(trying(2));
    begin();
    EXPECT_THAT(refuse(), testing::Contains(Kind::retry));
    EXPECT_EQ(link().loss().retry_in, Duration{});
    EXPECT_EQ(link().loss().why, Errc::client_id_in_use);
    EXPECT_NE(link().loss().why.message.find("client id 5"), std::string::npos);
    EXPECT_EQ(link().options().client_id, 6);
    begin(hello_200, Event::Kind::timer);
    receive(accounts_frame + next_id_frame);
    EXPECT_EQ(link().stage(), Stage::ready);
    EXPECT_EQ(link().session().client_id, 6);
}

TEST_F(NextClientId, ends_where_the_ids_do)
{
    make(trying(0));
    begin();
    EXPECT_THAT(refuse(), testing::Contains(Kind::closed)) << "the first connect is not retried";
    EXPECT_EQ(link().loss().why, Errc::client_id_in_use);
    EXPECT_EQ(link().options().client_id, 5);
}

TEST_F(NextClientId, a_session_keeps_its_id)
{
    make_ready(trying(3));
    break_socket();
    pass(5s);
    begin(hello_200, Event::Kind::timer);
    refuse();
    EXPECT_EQ(link().loss().retry_in, 15s) << "its orders belong to the id";
    EXPECT_EQ(link().options().client_id, 5);
}

TEST(NextClientIdOptions, are_as_many_as_tws_takes_clients)
{
    LinkOptions options;
    options.reconnect.next_client_ids = 31;
    EXPECT_TRUE(options.validate());
    options.reconnect.next_client_ids = 32;
    EXPECT_NE(options.validate().error().message.find("next_client_ids"), std::string::npos);
    options.reconnect.next_client_ids = -1;
    EXPECT_FALSE(options.validate());
    options = {};
    options.timeouts.finish = Duration{};
    EXPECT_NE(options.validate().error().message.find("finish"), std::string::npos);
}

TEST(FarmRecovery, is_from_broken_or_connecting_to_ok)
{
    Connectivity connectivity;
    EXPECT_FALSE(connectivity.note(2104, "OK:usfarm")->recovered) << "the first word of it";
    EXPECT_FALSE(connectivity.note(2103, "broken:usfarm")->recovered);
    EXPECT_FALSE(connectivity.note(2119, "is connecting:usfarm")->recovered);
    EXPECT_TRUE(connectivity.note(2104, "OK:usfarm")->recovered);
    EXPECT_FALSE(connectivity.note(2104, "OK:usfarm")->recovered) << "once";
    EXPECT_FALSE(connectivity.note(2108, "upon demand.usfarm")->recovered);
    EXPECT_FALSE(connectivity.note(2104, "OK:usfarm")->recovered) << "inactive is no break";
    connectivity.note(2105, "broken:ushmds");
    connectivity.reset();
    EXPECT_FALSE(connectivity.note(2106, "OK:ushmds")->recovered) << "a new session";
}

}  // namespace
}  // namespace trademind::ibkr::session
