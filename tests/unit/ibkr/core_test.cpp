// The client over a connection: sessions, requests, and what outlives what.
#include "unit/ibkr/core_fixture.hpp"

namespace trademind::ibkr::core_test {
namespace {

TEST_F(ClientCoreTest, WithoutASessionNothingLeaves)
{
    follow_quotes();
    EXPECT_THAT(events, ElementsAre("no session with TWS"));
    EXPECT_FALSE(core->command(GlobalCancelRequest{}));
    EXPECT_THAT(wire.frames, IsEmpty());
}

TEST_F(ClientCoreTest, OpensOnceHoweverOftenItIsAsked)
{
    core->open();
    core->open();
    EXPECT_EQ(wire.started, 1);
    session();
    core->open();
    EXPECT_EQ(wire.started, 1);
    core->close();
    EXPECT_EQ(wire.finished, 1);
}

TEST_F(ClientCoreTest, ASessionTakesTheNextOrderIdAndNeverGoesBack)
{
    session();
    EXPECT_EQ(core->order_ids().next().value(), OrderId{5});
    core->order_ids().saw(20);
    lose();
    session(true);
    EXPECT_EQ(core->order_ids().next().value(), OrderId{21});
    NextValidId lower;
    lower.order_id = 2;
    tell(lower);
    EXPECT_EQ(core->order_ids().next().value(), OrderId{22});
}

TEST_F(ClientCoreTest, ServerNewsBeforeTheSessionAreItsBeginning)
{
    server_is(ServerConnectivity::lost);
    EXPECT_THAT(listener.heard, IsEmpty());
    session();
    EXPECT_EQ(core->link(), LinkState::lost) << "TWS takes clients while it has no server";
    server_is(ServerConnectivity::restored);
    EXPECT_EQ(core->link(), LinkState::restored);
    EXPECT_THAT(listener.heard, ElementsAre("session", "server back"));
}

TEST_F(ClientCoreTest, ServerNewsDieWithTheSocket)
{
    server_is(ServerConnectivity::lost);
    lose();
    session(true);
    EXPECT_EQ(core->link(), LinkState::restored_without_data);
}

TEST_F(ClientCoreTest, AnIdThatAStreamKeptIsNotGivenOutAgain)
{
    session();
    follow_quotes();
    int kept = last<MarketDataRequest>().request_id;
    // Round the whole range, so that the next id is the stream's.
    int before = kept == RequestIds::highest ? RequestIds::lowest : kept + 1;
    while (core->next_id() != before) {}
    follow_quotes();
    EXPECT_NE(last<MarketDataRequest>().request_id, kept);
    tick(kept);
    EXPECT_THAT(events, ElementsAre("tick"));
}

TEST_F(ClientCoreTest, ARequestIsWrittenAnewForTheServerThatGetsIt)
{
    session();
    auto prepared = detail::prepare(HistogramDataRequest{}, 77, Version{176});
    (void)core->send(prepared);
    ASSERT_EQ(wire.frames.size(), 1u);
    EXPECT_EQ(last<HistogramDataRequest>().request_id, 77);
}

TEST_F(ClientCoreTest, ARequestOfThePastTellsHowLongItWouldWait)
{
    session();
    HistoricalDataRequest bars;
    bars.contract.con_id = 1;
    bars.bar_size_setting = "5 secs";
    bars.duration = "60 S";
    bars.what_to_show = "TRADES";
    Client client{core};
    EXPECT_EQ(client.would_wait(bars), 2s) << "as any message";
    client.ask(bars,
               [this](auto answer) { events.push_back(answer ? "done" : answer.error().message); });
    run();
    ASSERT_EQ(sent<HistoricalDataRequest>(), 1);
    EXPECT_EQ(client.would_wait(bars), 15s);
    EXPECT_EQ(client.would_wait(HistogramDataRequest{}), 2s);
    client.ask(bars,
               [this](auto answer) { events.push_back(answer ? "done" : answer.error().message); });
    run();
    EXPECT_EQ(sent<HistoricalDataRequest>(), 1);
    pass(15s);
    EXPECT_EQ(sent<HistoricalDataRequest>(), 2);
    EXPECT_THAT(events, IsEmpty());
}

TEST_F(ClientCoreTest, AFullLaneEndsTheRequestAtOnce)
{
    session();
    wire.refuses = true;
    follow_quotes();
    EXPECT_THAT(events, ElementsAre("full")) << "the reason is the link's";
}

TEST_F(ClientCoreTest, ADeadlineEndsTheRequestAndTellsTws)
{
    session();
    core->ask(
        HistogramDataRequest{}, 3s, [](const HistogramData&) {},
        [this](const Result<void>& end) { events.push_back(end ? "done" : end.error().message); });
    pass(2s);
    EXPECT_THAT(events, IsEmpty());
    pass(1s);
    EXPECT_THAT(events, ElementsAre("TWS did not answer in time"));
    EXPECT_EQ(sent<CancelHistogramData>(), 1);
}

TEST_F(ClientCoreTest, WhatNeverLeftIsToldApartFromWhatMayHave)
{
    session();
    auto ask = [this](const char* name) {
        return core->ask(
            HistogramDataRequest{}, Duration{}, [](const HistogramData&) {},
            [this, name](const Result<void>& end) {
                events.push_back(name + std::string{end.error() == Errc::not_connected
                                                        ? " never left"
                                                        : " may have arrived"});
            });
    };
    ask("first");
    auto second = ask("second");
    lose({second});
    EXPECT_THAT(events, ElementsAre("second never left", "first may have arrived"));
}

TEST_F(ClientCoreTest, AStreamOutlivesTheSocketAndNotTheEnd)
{
    session();
    follow_quotes();
    int before = last<MarketDataRequest>().request_id;
    lose();
    EXPECT_THAT(events, IsEmpty());
    session(true);
    int after = last<MarketDataRequest>().request_id;
    EXPECT_NE(before, after);
    tick(before);
    EXPECT_THAT(events, IsEmpty()) << "an id of the old socket";
    tick(after);
    EXPECT_THAT(events, ElementsAre("tick"));
    lose({}, true);
    EXPECT_THAT(events, ElementsAre("tick", "disconnected"));
}

TEST_F(ClientCoreTest, AStreamThatIsWithheldIsTriedUntilItSpeaks)
{
    session();
    follow_quotes();
    error(last<MarketDataRequest>().request_id, 10'197);
    pass(60s);
    EXPECT_EQ(sent<MarketDataRequest>(), 2);
    EXPECT_EQ(sent<CancelMarketData>(), 1);
    pass(60s);
    EXPECT_EQ(sent<MarketDataRequest>(), 3) << "though TWS said nothing at all";
    tick(last<MarketDataRequest>().request_id);
    pass(600s);
    EXPECT_EQ(sent<MarketDataRequest>(), 3);
}

TEST_F(ClientCoreTest, RepeatingThatItIsWithheldPutsNothingOff)
{
    session();
    follow_quotes();
    for (int n = 0; n < 6; ++n) {
        error(last<MarketDataRequest>().request_id, 10'197);
        pass(10s);
    }
    EXPECT_EQ(sent<MarketDataRequest>(), 2);
}

TEST_F(ClientCoreTest, AWithheldStreamIsForgottenWithItsSocket)
{
    session();
    auto stream = follow_quotes();
    error(last<MarketDataRequest>().request_id, 10'197);
    lose();
    session(true);
    auto asked = sent<MarketDataRequest>();
    pass(120s);
    EXPECT_EQ(sent<MarketDataRequest>(), asked) << "the new socket's request is as good as any";
    error(last<MarketDataRequest>().request_id, 10'197);
    core->cancel(stream);
    pass(120s);
    EXPECT_EQ(sent<MarketDataRequest>(), asked) << "nobody wants it any more";
}

TEST_F(ClientCoreTest, ItsEndEndsWhatIsOpen)
{
    session();
    follow_quotes();
    core->set_events(nullptr, nullptr);
    core.reset();
    run();
    EXPECT_THAT(events, ElementsAre("the client ended"));
}

TEST_F(ClientCoreTest, ConnectCompletesWithTheSessionAndSoDoesDisconnect)
{
    Client client{core};
    std::vector<std::string> done;
    auto into = [&](const char* name) {
        return [&done, name](const Result<void>& result) {
            done.push_back(name + std::string{result ? "" : ": " + result.error().message});
        };
    };
    client.connect(into("connect"));
    run();
    EXPECT_THAT(done, IsEmpty());
    session();
    run();
    client.connect(into("connected already"));
    run();
    client.disconnect(into("disconnect"));
    run();
    EXPECT_EQ(wire.finished, 1);
    lose({}, true);
    run();
    client.disconnect(into("disconnected already"));
    run();
    EXPECT_THAT(done,
                ElementsAre("connect", "connected already", "disconnect", "disconnected already"));
}

TEST_F(ClientCoreTest, ConnectFailsWithTheReasonWhereNothingIsTriedAgain)
{
    Client client{core};
    std::string why;
    client.connect([&](const Result<void>& result) { why = result.error().message; });
    run();
    session::Disconnect loss;
    loss.why = Error{Errc::connection_refused, "nobody listens"};
    core->on_lost(loss);
    run();
    EXPECT_EQ(why, "nobody listens");
    EXPECT_EQ(core->link(), LinkState::disconnected);
}

}  // namespace
}  // namespace trademind::ibkr::core_test
