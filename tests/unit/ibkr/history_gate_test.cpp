// IBKR's rules for requests of the past: who waits, and for how long.
#include "brokers/ibkr/client/history_gate.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;

HistoryTicket ticket(std::string name, std::string series = "s")
{
    return {std::move(name), std::move(series), true, false};
}

TEST(HistoryGate, IdenticalRequestsAreFifteenSecondsApart)
{
    HistoryGate gate;
    gate.enter(ticket("a"), 100s);
    EXPECT_EQ(gate.wait(ticket("a"), 101s), 14s);
    EXPECT_EQ(gate.wait(ticket("a", "s"), 115s), 0s);
    EXPECT_EQ(gate.wait(ticket("b"), 101s), 0s);
}

TEST(HistoryGate, FiveOfASeriesInTwoSeconds)
{
    HistoryGate gate;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(gate.wait(ticket(std::to_string(i)), 100s), 0s);
        gate.enter(ticket(std::to_string(i)), 100s);
    }
    EXPECT_EQ(gate.wait(ticket("x"), 100s), 2s);
    EXPECT_EQ(gate.wait(ticket("x", "other"), 100s), 0s);
    EXPECT_EQ(gate.wait(ticket("x"), 102s), 0s);
}

TEST(HistoryGate, SixtyInTenMinutes)
{
    HistoryGate gate;
    for (int i = 0; i < 60; ++i) {
        auto now = Duration{5s} * i;
        auto one = ticket(std::to_string(i), std::to_string(i));
        EXPECT_EQ(gate.wait(one, now), 0s) << i;
        gate.enter(one, now);
        gate.leave();
    }
    EXPECT_EQ(gate.wait(ticket("x", "x"), 300s), 300s);
    EXPECT_EQ(gate.wait(ticket("x", "x"), 600s), 0s);
}

TEST(HistoryGate, BidAskCountsTwice)
{
    HistoryGate gate;
    for (int i = 0; i < 30; ++i) {
        HistoryTicket one{std::to_string(i), std::to_string(i), true, true};
        EXPECT_EQ(gate.wait(one, 1s * i), 0s) << i;
        gate.enter(one, 1s * i);
        gate.leave();
    }
    EXPECT_GT(gate.wait(ticket("x", "x"), 30s), 0s);
}

TEST(HistoryGate, BarsOfAMinuteAreFreeExceptForOpenRequests)
{
    HistoryGate gate;
    HistoryTicket large{"a", "s", false, false};
    for (int i = 0; i < 49; ++i) gate.enter(large, 0s);
    EXPECT_EQ(gate.wait(large, 0s), 0s);
    gate.enter(large, 0s);
    EXPECT_GT(gate.wait(large, 0s), 0s) << "fifty are open";
    gate.leave();
    EXPECT_EQ(gate.wait(large, 0s), 0s);
}

TEST(HistoryGate, WhatTakesNoSlotWaitsForNone)
{
    HistoryGate gate;
    HistoryTicket large{"a", "s", false, false};
    for (int i = 0; i < 50; ++i) gate.enter(large, 0s);
    HistoryTicket live{"bars", "live", true, false, false};
    EXPECT_EQ(gate.wait(live, 0s), 0s);
    gate.enter(live, 0s);
    EXPECT_EQ(gate.open(), 50);
    EXPECT_EQ(gate.wait(live, 5s), 10s) << "but it follows the other rules";
}

}  // namespace
}  // namespace trademind::ibkr
