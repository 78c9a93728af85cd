// The client over a port that the test plays: sessions, requests, and what outlives what.
#include "brokers/ibkr/client/core.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using trademind::test::ManualClock;

constexpr Version server{200};

/// What the client did to its port.
struct Wire {
    std::vector<std::string> frames;
    std::vector<std::uint64_t> tags;
    std::vector<Priority> priorities;
    bool refuses = false;
    int started = 0, finished = 0;
};

class WirePort final : public Port {
public:
    explicit WirePort(Wire& wire) : wire_{&wire} {}
    void start() override { ++wire_->started; }
    void stop() override {}
    void finish() override { ++wire_->finished; }
    Result<void> send(std::string_view frame, Priority priority, std::uint64_t tag) override
    {
        if (wire_->refuses) return Error{Errc::pacing, "full"};
        wire_->frames.emplace_back(frame);
        wire_->priorities.push_back(priority);
        wire_->tags.push_back(tag);
        return {};
    }
    bool withdraw(std::uint64_t) override { return false; }
    Duration delay(Priority priority) const override
    {
        return priority == Priority::urgent ? 0s : priority == Priority::orders ? 1s : 2s;
    }

private:
    Wire* wire_;
};

class Listening final : public ClientListener {
public:
    void on_session(const Session& s) override { heard.push_back(s.again ? "again" : "session"); }
    void on_loss(const SessionLoss&) override { heard.emplace_back("loss"); }
    void on_server(ServerNews news) override
    {
        heard.push_back(news == ServerNews::lost ? "server lost" : "server back");
    }
    void on_error(const ErrorMessage& m) override
    {
        heard.push_back("error " + std::to_string(m.error_code));
    }
    void on_unreadable(const Error& e, bool) override { heard.push_back(e.message); }
    std::vector<std::string> heard;
};

class ClientCoreTest : public testing::Test {
protected:
    ClientCoreTest()
    {
        core = ClientCore::create(calls, [this](ClientCore&) -> std::unique_ptr<Port> {
            return std::make_unique<WirePort>(wire);
        });
        core->set_listener(&listener);
    }
    ~ClientCoreTest() override
    {
        core.reset();
        run();
    }
    void run()
    {
        io.restart();
        io.poll();
    }
    void pass(Duration time)
    {
        clock->advance(time);
        run();
    }
    void session(bool again = false, Version version = server)
    {
        Session s;
        s.server = version;
        s.accounts = {"DU1"};
        s.next_order_id = 5;
        s.client_id = 1;
        s.again = again;
        core->on_session(s);
    }
    void lose(std::vector<std::uint64_t> not_sent = {}, bool asked_for = false)
    {
        SessionLoss loss;
        if (!asked_for) loss.why = Error{Errc::connection_lost, "gone"};
        if (!asked_for) loss.retry_in = 5s;
        loss.was_ready = true;
        loss.not_sent = std::move(not_sent);
        core->on_loss(loss);
    }
    template <class M> void tell(const M& message)
    {
        std::string out;
        ASSERT_FALSE(wire::encode(out, message, server));
        core->on_frame(std::string_view{out}.substr(4), server);
        core->on_read_end();
    }
    void error(int id, int code, std::string_view text = "text")
    {
        ErrorMessage message;
        message.id = id;
        message.error_code = code;
        message.error_message = text;
        tell(message);
    }
    /// Ids of the frames sent, as the protocol numbers messages.
    template <class R> int sent() const
    {
        int n = 0;
        for (const auto& frame : wire.frames) {
            wire::MessageHead head;
            n += !wire::read_head(std::string_view{frame}.substr(4), server, head) &&
                 head.id == static_cast<int>(R::info.id);
        }
        return n;
    }
    template <class R> R last() const
    {
        R request;
        for (auto at = wire.frames.rbegin(); at != wire.frames.rend(); ++at) {
            auto payload = std::string_view{*at}.substr(4);
            wire::MessageHead head;
            wire::Surplus surplus;
            if (wire::read_head(payload, server, head) || head.id != static_cast<int>(R::info.id))
                continue;
            EXPECT_FALSE(
                wire::decode(payload, head.body_at, server, head.encoding, request, surplus));
            return request;
        }
        ADD_FAILURE() << "none was sent";
        return request;
    }
    MarketDataRequest quotes() const
    {
        MarketDataRequest request;
        request.contract.con_id = 1;
        return request;
    }
    RouteId follow_quotes()
    {
        return core->follow(
            quotes(), [this](const TickPrice&) { events.emplace_back("tick"); },
            [this](const Result<void>& end) {
                events.push_back(end ? "done" : end.error().message);
            });
    }
    void tick(int id)
    {
        TickPrice message;
        message.request_id = id;
        message.tick_type = 1;
        message.price = 10.0;
        tell(message);
    }

    boost::asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<trademind::detail::Calls> calls = std::make_shared<trademind::detail::Calls>(
        asio::make_strand(asio::any_io_executor{io.get_executor()}), clock);
    Wire wire;
    Listening listener;
    std::shared_ptr<ClientCore> core;
    std::vector<std::string> events;
};

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
    core->on_server(ServerNews::lost);
    EXPECT_THAT(listener.heard, IsEmpty());
    session();
    EXPECT_EQ(core->link(), LinkState::lost) << "TWS takes clients while it has no server";
    core->on_server(ServerNews::restored);
    EXPECT_EQ(core->link(), LinkState::restored);
    EXPECT_THAT(listener.heard, ElementsAre("session", "server back"));
}

TEST_F(ClientCoreTest, ServerNewsDieWithTheSocket)
{
    core->on_server(ServerNews::lost);
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

TEST_F(ClientCoreTest, CancelsGoFirstThenOrders)
{
    session();
    (void)core->command(CancelOrderRequest{});
    (void)core->command(GlobalCancelRequest{});
    (void)core->command(PlaceOrderRequest{});
    (void)core->command(IdsRequest{});
    EXPECT_THAT(wire.priorities,
                ElementsAre(Priority::urgent, Priority::urgent, Priority::orders, Priority::rest));
    EXPECT_EQ(core->would_wait(Request::cancel_order), 0s);
    EXPECT_EQ(core->would_wait(Request::place_order), 1s);
    EXPECT_EQ(core->would_wait(Request::market_data), 2s);
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

TEST_F(ClientCoreTest, ErrorsOfNobodyReachTheListener)
{
    session();
    error(-1, 2104);
    error(12, 201);
    error(RequestIds::highest - 500, 200);
    EXPECT_THAT(listener.heard, ElementsAre("session", "error 2104", "error 201"))
        << "a request's late error is nobody's business";
}

TEST_F(ClientCoreTest, AFrameThatCannotBeReadIsToldAndSkipped)
{
    session();
    core->on_frame(std::string_view{"9\0x\0", 4}, server);
    ASSERT_EQ(listener.heard.size(), 2u);
    core->on_frame(std::string_view{"999\0001\0", 6}, server);
    EXPECT_EQ(listener.heard.size(), 3u);
    EXPECT_THAT(listener.heard.back(), testing::HasSubstr("999"));
    error(-1, 2104);
    EXPECT_EQ(listener.heard.back(), "error 2104") << "the session lives";
}

TEST_F(ClientCoreTest, ItsEndEndsWhatIsOpen)
{
    session();
    follow_quotes();
    core->set_listener(nullptr);
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
    SessionLoss loss;
    loss.why = Error{Errc::connection_refused, "nobody listens"};
    core->on_loss(loss);
    run();
    EXPECT_EQ(why, "nobody listens");
    EXPECT_EQ(core->link(), LinkState::disconnected);
}

}  // namespace
}  // namespace trademind::ibkr
