// trademind connect, and how every command fails when there is no TWS to speak to.
#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <cmath>
#include <cstdlib>

namespace trademind::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(LiveConnect, PrintsWhatItFound)
{
    LiveTws live;
    live.tws.speak(207).next_order_id(42);
    auto outcome = live.run({"connect", "--client-id", "7"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("127.0.0.1:" + std::to_string(live.tws.port())),
                      HasSubstr("Server version     207\n"), HasSubstr("DU1234567"),
                      HasSubstr("Kind               paper\n"), HasSubstr("Client id          7\n"),
                      HasSubstr("Next order id      42\n"), HasSubstr("Open orders        0\n"),
                      HasSubstr("Positions          0\n")));
    EXPECT_EQ(outcome.problem, "");
}

TEST(LiveConnect, SpeaksEveryEncodingOfTheProtocol)
{
    for (int version : {176, 200, 201, 213, 225}) {
        LiveTws live;
        live.tws.speak(version);
        auto found = live.json({"connect"});
        EXPECT_EQ(found["server_version"], version);
        EXPECT_EQ(found["kind"], "paper");
        EXPECT_EQ(found["accounts"], nlohmann::json::array({"DU1234567"}));
    }
}

TEST(LiveConnect, TellsALiveAccountAndCountsWhatIsThere)
{
    LiveTws live;
    live.tws.accounts("U7654321,U7654322,");
    auto found = live.json({"connect", "--account", "U7654321"});
    EXPECT_EQ(found["kind"], "live");
    EXPECT_EQ(found["accounts"], nlohmann::json::array({"U7654321", "U7654322"}));
    EXPECT_LE(std::abs(found["clock_difference_seconds"].get<int>()), 1);
    EXPECT_GE(found["round_trip_milliseconds"].get<double>(), 0);
}

TEST(LiveConnect, RefusedConnectionNamesAddressAndWhatToLookAt)
{
    LiveTws live;
    live.change([&] { live.tws.stop_listening(); });
    auto outcome = live.run({"connect"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem,
                AllOf(HasSubstr("connection refused"),
                      HasSubstr("connect 127.0.0.1:" + std::to_string(live.tws.port())),
                      HasSubstr("is TWS or IB Gateway running")));
    EXPECT_EQ(outcome.output, "");
}

TEST(LiveConnect, EveryCommandSaysThatNobodyListens)
{
    LiveTws live;
    live.change([&] { live.tws.stop_listening(); });
    for (const auto& words : std::vector<std::vector<std::string>>{{"contract", "AAPL"},
                                                                   {"quote", "AAPL"},
                                                                   {"history", "AAPL"},
                                                                   {"positions"},
                                                                   {"account"},
                                                                   {"portfolio"},
                                                                   {"orders"},
                                                                   {"executions"},
                                                                   {"buy", "AAPL", "1"},
                                                                   {"sell", "AAPL", "1"},
                                                                   {"modify", "1", "--limit", "2"},
                                                                   {"cancel", "1"},
                                                                   {"global-cancel", "--yes"}}) {
        auto outcome = live.run(words);
        EXPECT_EQ(outcome.exit, Exit::not_connected) << words.front();
        EXPECT_THAT(outcome.problem, HasSubstr("connection refused")) << words.front();
    }
}

TEST(LiveConnect, SilentPeerIsATimeOutThatNamesItsStage)
{
    LiveTws live;
    live.tws.mute(true);
    auto outcome = live.run({"connect", "--timeout", "1"});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage) << "given twice";
    live.timeout = 1;
    outcome = live.run({"connect"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("timed out"), HasSubstr("handshake 127.0.0.1")));
}

TEST(LiveConnect, TwsThatIsStillStartingIsATimeOutOfTheLastStage)
{
    LiveTws live;
    live.tws.mute_start(true);
    live.timeout = 1;
    auto outcome = live.run({"positions"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("timed out"), HasSubstr("start 127.0.0.1")));
}

TEST(LiveConnect, ServersOutsideTheRangeAreNamed)
{
    for (auto [version, words] : {std::pair{175, "older than 176"}, std::pair{226, "226"}}) {
        LiveTws live;
        live.tws.insist(version);
        auto outcome = live.run({"connect"});
        EXPECT_EQ(outcome.exit, Exit::not_connected);
        EXPECT_THAT(outcome.problem, HasSubstr(words));
    }
}

TEST(LiveConnect, ForwarderWithNothingBehindItIsNotAHang)
{
    LiveTws live;
    live.tws.hang_up(true);
    auto outcome = live.run({"connect"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, HasSubstr("handshake"));
}

TEST(LiveConnect, ClientIdInUseIsSaid)
{
    LiveTws live;
    live.tws.refuse_client_id(3);
    auto outcome = live.run({"connect", "--client-id", "3"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, HasSubstr("client id"));
}

TEST(LiveConnect, TheClientIdIsTheOneThatTwsTook)
{
    LiveTws live;
    live.tws.refuse_client_id(3);
    TemporaryFile config{
        "broker:\n  type: ibkr\n  ibkr:\n    client_id: 3\n    next_client_ids: 2\njournal:\n  "
        "file: /tmp/none.db\n"};
    auto found = live.json({"connect", "--config", config.path()});
    EXPECT_EQ(found["client_id"], 4);
}

TEST(LiveConnect, TheFarmsAndTheNoticesOfTheStartArePrinted)
{
    LiveTws live;
    live.tws.on_started([](MockTws::Session& session) {
        for (auto [code, text] : {std::pair{2104, "Market data farm connection is OK:usfarm"},
                                  {2105, "HMDS data farm connection is broken:ushmds"},
                                  {2137, "a warning of the start"}}) {
            ibkr::ErrorMessage message;
            message.error_code = code;
            message.error_message = text;
            session.send(message);
        }
    });
    auto found = live.json({"connect"});
    ASSERT_EQ(found["farms"].size(), 3U) << found["farms"].dump();
    EXPECT_EQ(found["farms"][0],
              nlohmann::json({{"name", "usfarm"}, {"kind", "market data"}, {"state", "ok"}}));
    EXPECT_EQ(found["farms"][1]["state"], "broken");
    EXPECT_THAT(found["notices"].dump(), HasSubstr("a warning of the start"));
    EXPECT_THAT(live.run({"connect"}).output,
                AllOf(HasSubstr("Data farms"), HasSubstr("usfarm (market data): ok"),
                      HasSubstr("ushmds (history): broken")));
}

TEST(LiveConnect, WhatTwsSaysMeanwhileIsPrinted)
{
    LiveTws live;
    live.change([&] {
        live.tws.on<ibkr::IdsRequest>([](MockTws::Session& session, const ibkr::IdsRequest&) {
            ibkr::ErrorMessage farm;
            farm.error_code = 2103;
            farm.error_message = "Market data farm connection is broken:usfarm";
            session.send(farm);
            ibkr::NextValidId next;
            next.order_id = 12;
            session.send(next);
        });
    });
    auto found = live.json({"connect"});
    EXPECT_EQ(found["next_order_id"], 12);
    EXPECT_THAT(found["notices"].dump(), HasSubstr("2103"));
    EXPECT_THAT(live.run({"connect"}).output,
                AllOf(HasSubstr("TWS says"), HasSubstr("farm connection is broken:usfarm")));
}

TEST(LiveConnect, AnAddressOfSixIsBracketed)
{
    LiveTws live;
    auto outcome = live.run({"connect", "--host", "::1"});
    // the mock listens on the other family only
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, HasSubstr("[::1]:" + std::to_string(live.tws.port())));
}

TEST(LiveConnect, UnknownHostNameIsAnError)
{
    LiveTws live;
    auto outcome = live.run({"connect", "--host", "no-such-host.invalid"});
    EXPECT_EQ(outcome.exit, Exit::not_connected);
    EXPECT_THAT(outcome.problem, HasSubstr("resolve no-such-host.invalid"));
}

TEST(LiveConnect, ConfigurationNamesWhereAndTheCommandLineWins)
{
    LiveTws live;
    TemporaryFile config{
        "broker:\n  type: ibkr\n  ibkr:\n    port: 1\n    client_id: 9\njournal:\n  file: "
        "/tmp/none.db\n"};
    auto found = live.json({"connect", "--config", config.path()});
    EXPECT_EQ(found["client_id"], 9);
}

TEST(LiveConnect, TheEnvironmentNamesWhereWithoutAConfigurationToo)
{
    LiveTws live;
    ::setenv("TRADEMIND_CONFIG", "", 1);
    ::setenv("TRADEMIND_PORT", "1", 1);
    EXPECT_EQ(live.run({"connect"}).exit, Exit::done) << "--port wins";
    ::setenv("TRADEMIND_PORT", std::to_string(live.tws.port()).c_str(), 1);
    auto found = run_program({"connect"});
    ::setenv("TRADEMIND_PORT", "many", 1);
    auto wrong = run_program({"connect"});
    ::unsetenv("TRADEMIND_PORT");
    ::unsetenv("TRADEMIND_CONFIG");
    EXPECT_EQ(found.exit, Exit::done) << found.problem;
    EXPECT_EQ(wrong.exit, Exit::failed);
    EXPECT_THAT(wrong.problem, HasSubstr("environment: TRADEMIND_PORT"));
}

TEST(LiveConnect, PaperConfigurationHasNoTws)
{
    LiveTws live;
    TemporaryFile config{"broker:\n  type: paper\n"};
    auto outcome = live.run({"positions", "--config", config.path()});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("broker.type is paper"));
    outcome = live.run({"positions", "--config", "/no/such/file.yaml"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, HasSubstr("/no/such/file.yaml"));
}

TEST(LiveConnect, NonsenseOnTheCommandLineConnectsNothing)
{
    LiveTws live;
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"connect", "--client-id", "-1"},
                                               {"connect", "--nonsense"},
                                               {"contract"},
                                               {"quote", "AAPL", "--stream", "0"},
                                               {"orders", "--show", "some"},
                                               {"buy", "AAPL"},
                                               {"cancel"},
                                               {"modify"},
                                               {"contract", "AAPL", "--sec-type", "SHARE"},
                                               {"contract", "AAPL", "--strike", "x"},
                                               {"contract", "AAPL", "--right", "X"},
                                               {"contract", "AAPL", "--multiplier", "much"},
                                               {"history", "AAPL", "--end", "yesterday"},
                                               {"cancel", "one"}})
        EXPECT_EQ(live.run(words).exit, Exit::wrong_usage) << words.front() << ' ' << words.back();
    live.change([&] { EXPECT_EQ(live.tws.connections(), 0); });
}

}  // namespace
}  // namespace trademind::cli::test
