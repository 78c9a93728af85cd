// Runs the scripts of this folder against a driver: connecting, breaking, coming back.
#include "mock/script.hpp"
#include "base/log.hpp"
#include "brokers/ibkr/transport/driver.hpp"
#include "mock/run.hpp"
#include "support/session_messages.hpp"
#include "support/source_dir.hpp"

#include <fmt/format.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <map>

namespace trademind::test {
namespace {

using namespace ibkr;
using conformance::List;
using conformance::Object;
using conformance::Value;

const char* name_of(session::ServerConnectivity server)
{
    using session::ServerConnectivity;
    switch (server) {
    case ServerConnectivity::unknown: return "unknown";
    case ServerConnectivity::connected: return "connected";
    case ServerConnectivity::lost: return "lost";
    case ServerConnectivity::restored: return "restored";
    case ServerConnectivity::restored_without_data: return "restored without data";
    }
    return "?";
}

/// What a driver reports, as values that a script can look at, in order.
class Witness : public session::ConnectionEvents {
public:
    void on_frame(std::string_view payload, Version server) override
    {
        note_session_messages(*link, payload, server);
        wire::MessageHead head;
        ASSERT_FALSE(wire::read_head(payload, server, head));
        auto make = conformance::find_answer(head.id);
        ASSERT_NE(make, nullptr);
        auto any = make();
        wire::Surplus surplus;
        if (any->decode(payload, head.body_at, server, head.encoding, surplus)) return;
        events.emplace_back("frame", Object{{script_name(any->name()), any->tree()}});
    }
    void on_ready(const session::SessionInfo& info) override
    {
        List accounts;
        for (const auto& account : info.accounts) accounts.emplace_back(account);
        events.emplace_back("ready", Object{{"server", number(info.server)},
                                            {"accounts", accounts},
                                            {"next_order_id", info.next_order_id},
                                            {"sessions", info.sessions}});
    }
    void on_lost(const session::Disconnect& loss) override
    {
        List not_sent;
        for (auto tag : loss.not_sent) not_sent.emplace_back(static_cast<std::int64_t>(tag));
        events.emplace_back(
            "lost",
            Object{{"stage", session::to_string(loss.stage)},
                   {"error", loss.why.code.default_error_condition().message()},
                   {"text", loss.why.message},
                   {"attempt", loss.attempt},
                   {"planned", loss.planned},
                   {"retry_in",
                    loss.retry_in
                        ? Value{fmt::format("{:g}s",
                                            std::chrono::duration<double>{*loss.retry_in}.count())}
                        : Value{"never"}},
                   {"not_sent", not_sent}});
    }
    void on_connectivity(const session::ConnectivityChange& change) override
    {
        using Kind = session::ConnectivityChange::Kind;
        Object seen{{"code", change.code}, {"changed", change.changed}};
        if (change.kind == Kind::server) seen.emplace("server", name_of(change.server));
        if (change.kind == Kind::farm) {
            seen.emplace("farm", change.farm.name);
            seen.emplace("state", session::to_string(change.farm.state));
            seen.emplace("kind", session::to_string(change.farm.kind));
        }
        events.emplace_back("connectivity", seen);
    }

    session::Connection* link = nullptr;
    std::deque<std::pair<std::string, Value>> events;
};

std::vector<std::string> scripts()
{
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator{source_dir() / "tests/scripts/session"})
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
    std::ranges::sort(names);
    return names;
}

class ScriptTest : public testing::TestWithParam<std::string> {
protected:
    ScriptTest()
    {
        log::set_sink([](log::Level, std::string_view) {});
        script_.verb("start", [this](const YAML::Node& value) { start(value); });
        script_.verb("stop", [this](const YAML::Node&) { driver_->stop(); });
        script_.verb("send", [this](const YAML::Node& value) { send(value); });
        for (std::string event : {"ready", "lost", "connectivity", "frame"})
            script_.verb(event, [this, event](const YAML::Node& value) { expect(event, value); });
        script_.verb("nothing", [this](const YAML::Node&) {
            settle(io_);
            if (!witness_.events.empty())
                script_.fail("there is " + witness_.events.front().first + " " +
                             to_text(witness_.events.front().second));
        });
        script_.verb("forget", [this](const YAML::Node&) {
            settle(io_);
            witness_.events.clear();
        });
    }
    ~ScriptTest() override
    {
        if (driver_) driver_->detach();
        settle(io_);
        log::set_sink(nullptr);
    }
    void start(const YAML::Node& value)
    {
        session::LinkOptions options;
        options.port = tws_.port();
        options.reconnect.jitter = 0;
        options.windows = session::Calendar{};
        std::map<std::string, std::function<void(const YAML::Node&)>> keys{
            {"client_id", [&](const auto& v) { options.client_id = v.template as<int>(); }},
            {"host", [&](const auto& v) { options.host = v.template as<std::string>(); }},
            {"first_connect",
             [&](const auto& v) { options.reconnect.first_connect = v.template as<bool>(); }},
            {"for_ever",
             [&](const auto& v) { options.reconnect.for_ever = v.template as<bool>(); }},
            {"attempts", [&](const auto& v) { options.reconnect.attempts = v.template as<int>(); }},
            {"messages_per_second",
             [&](const auto& v) { options.pacing.messages_per_second = v.template as<int>(); }},
        };
        if (value.IsMap())
            for (const auto& entry : value) {
                auto known = keys.find(entry.first.Scalar());
                if (known == keys.end()) script_.fail("start has no " + entry.first.Scalar());
                known->second(entry.second);
            }
        if (!driver_)
            driver_ = std::make_shared<transport::Driver>(test::turns_on(io_), clock_, options);
        witness_.link = driver_.get();
        if (auto started = driver_->start(witness_); !started)
            script_.fail(started.error().describe());
    }
    void send(const YAML::Node& value)
    {
        auto lane = value["lane"] ? value["lane"].Scalar() : "rest";
        auto ready = driver_->stage() == session::Stage::ready;
        auto version = ready ? driver_->session().server : Version::newest;
        auto payload = script_.encode(value["message"], version, true);
        std::string frame(4, '\0');
        wire::put_big_endian(frame.data(), static_cast<std::uint32_t>(payload.size()));
        frame += payload;
        auto sent = driver_->send_frame(frame,
                                        lane == "urgent"   ? session::SendPriority::urgent
                                        : lane == "orders" ? session::SendPriority::orders
                                                           : session::SendPriority::rest,
                                        value["tag"].as<session::Tag>(session::no_tag));
        auto outcome = sent ? "sent" : sent.error().code.message();
        auto wanted = value["outcome"] ? value["outcome"].Scalar() : "sent";
        if (outcome != wanted) script_.fail("send: " + outcome);
        settle(io_);
    }
    /// The next event of that kind; events of other kinds before it are passed over, except losses,
    /// which no script may overlook.
    void expect(const std::string& kind, const YAML::Node& fields)
    {
        auto at_front = [&] {
            while (!witness_.events.empty() && witness_.events.front().first != kind) {
                if (witness_.events.front().first == "lost")
                    script_.fail("lost: " + to_text(witness_.events.front().second));
                witness_.events.pop_front();
            }
            return !witness_.events.empty();
        };
        script_.wait(at_front, kind);
        auto seen = witness_.events.front().second;
        witness_.events.pop_front();
        if (!fields.IsMap()) return;
        auto wanted = YAML::Clone(fields);
        if (auto text = wanted["text"]) {
            // a part of it is enough
            if (seen["text"].as<std::string>().find(text.Scalar()) == std::string::npos)
                script_.fail("text is " + to_text(seen["text"]));
            wanted.remove("text");
        }
        script_.match(seen, wanted, kind);
    }

    asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    MockTws tws_{io_.get_executor(), clock_};
    Script script_{io_, *clock_, tws_};
    Witness witness_;
    std::shared_ptr<transport::Driver> driver_;
};

TEST_P(ScriptTest, goes_as_written)
{
    ASSERT_NO_THROW(
        script_.run_file(source_dir() / "tests/scripts/session" / (GetParam() + ".yaml")));
}

INSTANTIATE_TEST_SUITE_P(session, ScriptTest, testing::ValuesIn(scripts()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace trademind::test
