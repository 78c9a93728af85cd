// The client over a connection that the test plays.
#pragma once

#include "brokers/ibkr/client/core.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "support/fake_connection.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr::core_test {

using namespace std::chrono_literals;
using session::SendPriority;
using session::ServerConnectivity;
using testing::ElementsAre;
using testing::IsEmpty;
using trademind::test::ManualClock;

inline constexpr Version server{200};

class Listening final : public ClientEvents, public OrderEvents {
public:
    void on_session(const session::SessionInfo& s) override
    {
        heard.push_back(s.again() ? "again" : "session");
    }
    void on_loss(const session::Disconnect&) override { heard.emplace_back("loss"); }
    void on_server(ServerConnectivity now) override
    {
        heard.push_back(now == ServerConnectivity::lost ? "server lost" : "server back");
    }
    using OrderEvents::on;
    void on(const OrderStatus& m) override
    {
        heard.push_back("status of " + std::to_string(m.order_id));
    }
    void on_error(const ErrorMessage& m) override
    {
        heard.push_back("error " + std::to_string(m.error_code));
    }
    void on_unreadable(const Error& e, UnreadSubject) override { heard.push_back(e.message); }
    std::vector<std::string> heard;
};

class ClientCoreTest : public testing::Test {
protected:
    ClientCoreTest()
    {
        core = ClientCore::create(calls, connection);
        core->set_events(&listener, &listener);
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
        session::SessionInfo s;
        s.server = version;
        s.accounts = {"DU1"};
        s.next_order_id = 5;
        s.client_id = 1;
        s.sessions = again ? 2 : 1;
        core->on_ready(s);
    }
    void lose(std::vector<std::uint64_t> not_sent = {}, bool asked_for = false)
    {
        session::Disconnect loss;
        if (!asked_for) loss.why = Error{Errc::connection_lost, "gone"};
        if (!asked_for) loss.retry_in = 5s;
        loss.was_ready = true;
        loss.not_sent = std::move(not_sent);
        core->on_lost(loss);
    }
    void server_is(ServerConnectivity now)
    {
        session::ConnectivityChange change;
        change.server = now;
        change.changed = true;
        core->on_connectivity(change);
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
    std::shared_ptr<test::FakeConnection> connection = std::make_shared<test::FakeConnection>();
    test::FakeConnection& wire = *connection;
    Listening listener;
    std::shared_ptr<ClientCore> core;
    std::vector<std::string> events;
};

}  // namespace trademind::ibkr::core_test
