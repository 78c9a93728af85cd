// What TWS's connectivity messages mean.
#include "brokers/ibkr/session/connectivity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using ChangeKind = ConnectivityChange::Kind;

TEST(Connectivity, understands_each_server_code)
{
    struct Case {
        int code;
        ServerConnectivity state;
    };
    for (auto [code, state] :
         {Case{1100, ServerConnectivity::lost}, Case{2110, ServerConnectivity::lost},
          Case{1101, ServerConnectivity::restored_without_data},
          Case{1102, ServerConnectivity::restored}}) {
        Connectivity connectivity;
        connectivity.ready();
        auto change = connectivity.note(code, "text");
        ASSERT_TRUE(change) << code;
        EXPECT_EQ(change->kind, ChangeKind::server);
        EXPECT_EQ(change->server, state) << code;
        EXPECT_TRUE(change->changed) << code;
        EXPECT_EQ(connectivity.server(), state);
    }
}

TEST(Connectivity, repeats_are_marked_but_each_loss_of_data_is_news)
{
    Connectivity connectivity;
    connectivity.ready();
    EXPECT_TRUE(connectivity.note(1100, "")->changed);
    // O2: fifty in a row are one transition
    for (int n = 0; n < 50; ++n) EXPECT_FALSE(connectivity.note(1100, "")->changed);
    EXPECT_TRUE(connectivity.note(1101, "")->changed);
    EXPECT_TRUE(connectivity.note(1101, "")->changed);
    EXPECT_TRUE(connectivity.note(1102, "")->changed);
    EXPECT_TRUE(connectivity.note(1102, "")->changed)
        << "there may have been a break in between that was not told";
}

TEST(Connectivity, understands_each_farm_code)
{
    struct Case {
        int code;
        const char* text;
        DataFarm farm;
    };
    using enum FarmKind;
    for (const auto& [code, text, farm] :
         {Case{2103,
               "Market data farm connection is broken:usfarm",
               {"usfarm", market_data, FarmState::broken}},
          Case{2104,
               "Market data farm connection is OK:usfarm.nj",
               {"nj", market_data, FarmState::ok}},
          Case{2105,
               "HMDS data farm connection is broken:ushmds",
               {"ushmds", history, FarmState::broken}},
          Case{2106, "HMDS data farm connection is OK:euhmds", {"euhmds", history, FarmState::ok}},
          Case{2107,
               "HMDS data farm connection is inactive but should be available upon demand.ushmds",
               {"ushmds", history, FarmState::inactive}},
          Case{2108,
               "Market data farm connection is inactive but should be available upon "
               "demand.cashfarm",
               {"cashfarm", market_data, FarmState::inactive}},
          Case{2119,
               "Market data farm is connecting:usfarm",
               {"usfarm", market_data, FarmState::connecting}},
          Case{2157,
               "Sec-def data farm connection is broken:secdefil",
               {"secdefil", security_definition, FarmState::broken}},
          Case{2158,
               "Sec-def data farm connection is OK:secdefil",
               {"secdefil", security_definition, FarmState::ok}}}) {
        Connectivity connectivity;
        auto change = connectivity.note(code, text);
        ASSERT_TRUE(change) << code;
        EXPECT_EQ(change->kind, ChangeKind::farm);
        EXPECT_EQ(change->farm, farm) << text << ": " << change->farm.name;
        EXPECT_THAT(connectivity.farms(), testing::ElementsAre(farm));
    }
}

TEST(Connectivity, farms_do_not_touch_each_other_or_the_server)
{
    Connectivity connectivity;
    connectivity.ready();
    connectivity.note(2104, "OK:usfarm");
    connectivity.note(2104, "OK:eufarm");
    connectivity.note(2106, "OK:usfarm");
    EXPECT_EQ(connectivity.farms().size(), 3u);
    EXPECT_TRUE(connectivity.note(2103, "broken:eufarm")->changed);
    EXPECT_FALSE(connectivity.note(2103, "broken:eufarm")->changed);
    connectivity.note(2108, "upon demand.eufarm");
    EXPECT_THAT(connectivity.farms(),
                testing::ElementsAre(DataFarm{"usfarm", FarmKind::market_data, FarmState::ok},
                                     DataFarm{"eufarm", FarmKind::market_data, FarmState::inactive},
                                     DataFarm{"usfarm", FarmKind::history, FarmState::ok}));
    EXPECT_EQ(connectivity.server(), ServerConnectivity::connected);
}

TEST(Connectivity, other_codes_are_about_something_else)
{
    Connectivity connectivity;
    connectivity.ready();
    for (int code : {0, 100, 162, 200, 201, 202, 321, 504, 1103, 2100, 2109, 2137, 10197, 99999})
        EXPECT_FALSE(connectivity.note(code, "a text:with a colon")) << code;
    EXPECT_EQ(connectivity.server(), ServerConnectivity::connected);
    EXPECT_TRUE(connectivity.farms().empty());
}

TEST(Connectivity, a_loss_told_before_ready_is_not_forgotten_by_it)
{
    Connectivity connectivity;
    connectivity.note(1100, "");
    connectivity.ready();
    EXPECT_EQ(connectivity.server(), ServerConnectivity::lost);
    connectivity.reset();
    EXPECT_EQ(connectivity.server(), ServerConnectivity::unknown);
    connectivity.ready();
    EXPECT_EQ(connectivity.server(), ServerConnectivity::connected);
}

TEST(Connectivity, a_moved_port_is_read_from_the_end_of_the_sentence)
{
    Connectivity connectivity;
    auto change = connectivity.note(
        1300,
        "TWS socket port has been reset and this connection is being dropped. Please "
        "reconnect on the new port - 7500.");
    ASSERT_TRUE(change);
    EXPECT_EQ(change->kind, ChangeKind::port_moved);
    EXPECT_EQ(change->port, 7500);
    EXPECT_EQ(moved_port("no number"), std::nullopt);
    EXPECT_EQ(moved_port("port 99999"), std::nullopt);
    EXPECT_EQ(moved_port("port 0"), std::nullopt);
    EXPECT_EQ(moved_port(""), std::nullopt);
}

TEST(Connectivity, a_farm_without_a_name_is_still_a_farm)
{
    for (auto text : {"", "Market data farm connection is broken", ":", " "})
        EXPECT_EQ(farm_name(text), "") << text;
    EXPECT_EQ(farm_name("is connecting: usfarm"), "usfarm");
    EXPECT_EQ(farm_name("is OK:usfarm "), "usfarm");
}

}  // namespace
}  // namespace trademind::ibkr::session
