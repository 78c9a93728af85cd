// Requests of the past in the routes: sent at once, in their turn, or never.
#include "brokers/ibkr/client/history_turns.hpp"
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Version asked_server{200};

HistoricalDataRequest bars(std::string_view size = "5 secs", int contract = 265598)
{
    HistoricalDataRequest request;
    request.contract.con_id = contract;
    request.bar_size_setting = size;
    request.duration = "60 S";
    request.what_to_show = "TRADES";
    return request;
}

class HistoryTurnsTest : public testing::Test {
protected:
    template <class R> RouteId add(const R& request)
    {
        auto on_item = [](const auto&) {};
        auto on_end = [this](const Result<void>& end) {
            ended.push_back(end ? "done" : end.error().message);
        };
        using Handler = detail::CallbackRoute<R, true, decltype(on_item), decltype(on_end)>;
        return routes.add(detail::prepare(request, next_id++, asked_server),
                          std::make_unique<Handler>(on_item, on_end));
    }
    /// The clock goes on, and what is due then happens.
    void pass(Duration time)
    {
        auto end = now + time;
        while (timer && due <= end) {
            now = std::max(now, due);
            std::exchange(timer, nullptr)();
        }
        now = end;
    }
    void answer(int id)
    {
        HistoricalDataEnd message;
        message.request_id = id;
        routes.deliver_by_id(id, {message, {}, asked_server});
    }
    Duration wait(const HistoricalDataRequest& request) const
    {
        return routes.history_wait(detail::prepare(request, 0, asked_server));
    }

    Duration now = 1h, due{};
    std::function<void()> timer;
    std::vector<int> sent;  // ids
    std::vector<std::string> ended;
    int next_id = 1;
    RequestIds ids;
    Routes routes{[this](const detail::Prepared& request, RouteId number) {
                      if (number != 0) sent.push_back(request.id);  // the rest are cancels
                      return Result<>{};
                  },
                  ids,
                  [this](Duration wait, std::function<void()> call) {
                      due = now + wait;
                      timer = std::move(call);
                      return Subscription{[this] { timer = nullptr; }};
                  },
                  [this] { return now; }};
};

TEST_F(HistoryTurnsTest, TheSameRequestWaitsFifteenSeconds)
{
    EXPECT_EQ(wait(bars()), 0s);
    add(bars());
    EXPECT_EQ(wait(bars()), 15s);
    EXPECT_EQ(wait(bars("10 secs")), 0s) << "another one";
    add(bars());
    EXPECT_THAT(sent, ElementsAre(1));
    pass(14s);
    EXPECT_THAT(sent, ElementsAre(1));
    pass(1s);
    EXPECT_THAT(sent, ElementsAre(1, 2));
    EXPECT_THAT(ended, IsEmpty());
}

TEST_F(HistoryTurnsTest, OneThatWaitsHoldsUpNoOther)
{
    add(bars());
    add(bars());
    add(bars("5 secs", 8314));
    add(bars("1 min"));
    EXPECT_THAT(sent, ElementsAre(1, 3, 4));
}

TEST_F(HistoryTurnsTest, SixOfASeriesInTwoSeconds)
{
    for (auto size : {"1 secs", "5 secs", "10 secs", "15 secs", "30 secs", "1 sec"})
        add(bars(size));
    EXPECT_EQ(sent.size(), 5u);
    pass(2s);
    EXPECT_EQ(sent.size(), 6u);
}

TEST_F(HistoryTurnsTest, FiftyAreOpenAtOnce)
{
    for (int i = 0; i < 52; ++i) add(bars("1 day", i + 1));
    EXPECT_EQ(sent.size(), 50u);
    pass(1min);
    EXPECT_EQ(sent.size(), 50u) << "none has ended";
    answer(7);
    pass(1s);
    EXPECT_EQ(sent.size(), 51u);
    answer(8);
    answer(9);
    pass(1s);
    EXPECT_EQ(sent.size(), 52u);
    EXPECT_THAT(ended, ElementsAre("done", "done", "done"));
}

TEST_F(HistoryTurnsTest, FirstTimestampsTakeASlotToo)
{
    for (int i = 0; i < 50; ++i) add(HeadTimestampRequest{});
    add(bars("1 day"));
    EXPECT_EQ(sent.size(), 50u);
}

TEST_F(HistoryTurnsTest, FiveSecondBarsCountAmongTheSixty)
{
    for (int i = 0; i < 60; ++i) {
        RealTimeBarsRequest live;
        live.contract.con_id = i + 1;
        live.what_to_show = "TRADES";
        add(live);
        pass(1s);
    }
    EXPECT_EQ(sent.size(), 60u);
    EXPECT_EQ(wait(bars()), 540s);
    EXPECT_EQ(wait(bars("1 min")), 0s) << "lifted for bars of a minute";
}

TEST_F(HistoryTurnsTest, OneThatIsGivenUpInTheQueueIsNeverSent)
{
    add(bars());
    auto second = add(bars());
    routes.cancel(second);
    pass(1min);
    EXPECT_THAT(sent, ElementsAre(1));
    EXPECT_THAT(ended, IsEmpty());
}

TEST_F(HistoryTurnsTest, TheEndOfTheConnectionEndsWhatWaits)
{
    add(bars());
    add(bars());
    routes.connection_lost(Error{Errc::connection_lost, "gone"});
    EXPECT_THAT(ended, ElementsAre("gone", "gone"));
    pass(1min);
    EXPECT_THAT(sent, ElementsAre(1));
}

TEST_F(HistoryTurnsTest, AStreamThatWaitedGoesOnWithTheNextSession)
{
    RealTimeBarsRequest live;
    live.contract.con_id = 1;
    live.what_to_show = "TRADES";
    add(live);
    add(live);
    EXPECT_THAT(sent, ElementsAre(1));
    routes.connection_lost(Error{Errc::connection_lost, "gone"});
    pass(20s);
    EXPECT_THAT(sent, ElementsAre(1)) << "nobody is there";
    routes.restore(Routes::Lost::with_the_socket, asked_server);
    EXPECT_EQ(sent.size(), 3u);
    EXPECT_THAT(ended, IsEmpty());
}

TEST_F(HistoryTurnsTest, KeptUpToDateTheyKeepOneSlotOverABreak)
{
    for (int i = 0; i < 50; ++i) {
        auto kept = bars("1 min", i + 1);
        kept.keep_up_to_date = true;
        add(kept);
    }
    routes.connection_lost(Error{Errc::connection_lost, "gone"});
    routes.restore(Routes::Lost::with_the_socket, asked_server);
    EXPECT_EQ(sent.size(), 100u);
    EXPECT_GT(wait(bars("1 min")), 0s);
    routes.cancel(RouteId{1});
    EXPECT_EQ(wait(bars("1 min")), 0s) << "each had one";
}

TEST(HistoryTickets, SayWhatTheRulesLookAt)
{
    HistoryTurns turns{[] { return Duration{}; }, {}, {}};
    auto ticket = [&](const auto& request) {
        return turns.ticket(detail::prepare(request, 9, asked_server));
    };
    auto asked = bars("30 secs");
    asked.what_to_show = "BID_ASK";
    auto small = ticket(asked);
    ASSERT_TRUE(small);
    EXPECT_TRUE(small->small_bars);
    EXPECT_TRUE(small->counts_twice);
    EXPECT_TRUE(small->takes_slot);
    EXPECT_EQ(ticket(bars())->request, ticket(bars())->request) << "whatever its id";
    EXPECT_EQ(ticket(bars())->series, ticket(bars("10 secs"))->series);
    EXPECT_NE(ticket(bars())->request, ticket(bars("10 secs"))->request);
    EXPECT_NE(ticket(bars())->series, ticket(bars("5 secs", 8314))->series);
    EXPECT_FALSE(ticket(bars("1 min"))->small_bars);
    EXPECT_FALSE(ticket(MarketDataRequest{}));
    EXPECT_FALSE(ticket(HistogramDataRequest{}));
}

}  // namespace
}  // namespace trademind::ibkr
