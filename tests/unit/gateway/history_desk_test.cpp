// History of a market that began with the gateway.
#include "gateway/history_desk.hpp"

#include "unit/gateway/gateway_clients.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;
using testing::MatchesRegex;

class GatewayHistory : public GatewayClients {
protected:
    std::unique_ptr<WireClient> trader = client(1);
    int id = 30;
    ibkr::HistoricalDataRequest request(std::string_view duration, std::string_view size,
                                        int format)
    {
        ibkr::HistoricalDataRequest out;
        out.request_id = ++id;
        out.contract.symbol = "AAPL";
        out.contract.sec_type = "STK";
        out.duration = duration;
        out.bar_size_setting = size;
        out.what_to_show = "TRADES";
        out.use_rth = true;
        out.format_date = format;
        return out;
    }
    std::vector<ibkr::HistoricalBar> bars(std::string_view duration, std::string_view size,
                                          int format)
    {
        trader->send(request(duration, size, format));
        EXPECT_TRUE(trader->next<ibkr::HistoricalData>());
        world.run();
        return trader->all<ibkr::HistoricalData>().back().bars;
    }
};

TEST_P(GatewayHistory, has_minutes_of_a_day_in_both_forms)
{
    auto texts = bars("1 D", "1 min", 1);
    ASSERT_GT(texts.size(), 100U);
    EXPECT_THAT(std::string{texts[0].date},
                MatchesRegex("[0-9]+ [0-9][0-9]:[0-9][0-9]:00 US/Eastern"));
    for (const auto& bar : texts) {
        EXPECT_LE(*bar.low, std::min(*bar.open, *bar.close));
        EXPECT_GE(*bar.high, std::max(*bar.open, *bar.close));
        EXPECT_GT(bar.volume, 0_d);
    }
    auto seconds = bars("1 D", "1 min", 2);
    ASSERT_EQ(seconds.size(), texts.size());
    std::string before;
    for (std::size_t n = 0; n < seconds.size(); ++n) {
        EXPECT_EQ(seconds[n].open, texts[n].open);
        EXPECT_GT(std::string{seconds[n].date}, before);
        before = seconds[n].date;
    }
    if (GetParam() >= 196) {
        EXPECT_EQ(trader->count<ibkr::HistoricalDataEnd>(), 2U);
    }
}

TEST_P(GatewayHistory, has_days_weeks_and_months)
{
    auto days_bars = bars("1 M", "1 day", 1);
    EXPECT_GE(days_bars.size(), 11U);
    EXPECT_LE(days_bars.size(), 31U);
    EXPECT_EQ(days_bars[0].date.size(), 8U);
    auto weeks = bars("1 Y", "1 week", 1);
    EXPECT_GE(weeks.size(), 50U);
    EXPECT_LE(weeks.size(), 54U);
    EXPECT_EQ(bars("1 Y", "1 month", 1).size(), 13U);
}

TEST_P(GatewayHistory, goes_on_as_the_market_does)
{
    auto keep = request("1 D", "1 min", 2);
    keep.keep_up_to_date = true;
    trader->send(keep);
    ASSERT_TRUE(trader->next<ibkr::HistoricalData>());
    for (int n = 0; n < 3; ++n) {
        world.quote(Decimal{150 + n}, Decimal{151 + n});
        world.advance(5s);
    }
    auto updates = trader->all<ibkr::HistoricalDataUpdate>();
    ASSERT_GE(updates.size(), 2U);
    EXPECT_EQ(updates.back().bar.high, 152.0);
    ibkr::CancelHistoricalData cancel;
    cancel.request_id = keep.request_id;
    trader->send(cancel);
    world.run();
    trader->forget();
    world.advance(10s);
    EXPECT_EQ(trader->count<ibkr::HistoricalDataUpdate>(), 0U);
}

TEST_P(GatewayHistory, refuses_what_TWS_does_not_read)
{
    auto code_of = [&](auto change) {
        auto wrong = request("1 D", "1 min", 1);
        change(wrong);
        trader->send(wrong);
        world.run();
        return trader->error_of(wrong.request_id);
    };
    EXPECT_EQ(code_of([](auto& r) { r.bar_size_setting = "4 mins"; }), 321);
    EXPECT_EQ(code_of([](auto& r) { r.duration = "1 X"; }), 321);
    EXPECT_EQ(code_of([](auto& r) { r.end_date_time = "yesterday"; }), 10314);
    EXPECT_EQ(code_of([](auto& r) { r.what_to_show = "RUMOURS"; }), 162);
    EXPECT_EQ(code_of([](auto& r) { r.contract.symbol = "NOSUCH"; }), 200);
}

TEST_P(GatewayHistory, has_bars_of_five_seconds)
{
    ibkr::RealTimeBarsRequest bars_request;
    bars_request.request_id = 37;
    bars_request.contract.symbol = "AAPL";
    bars_request.contract.sec_type = "STK";
    bars_request.what_to_show = "TRADES";
    trader->send(bars_request);
    world.run();
    for (int n = 0; n < 3; ++n) {
        world.quote(Decimal{150 + n}, Decimal{151 + n});
        world.advance(5s);
    }
    auto told = trader->all<ibkr::RealTimeBar>();
    ASSERT_GE(told.size(), 2U);
    for (std::size_t n = 0; n < told.size(); ++n) EXPECT_EQ(told[n].time % 5, 0);
}

INSTANTIATE_TEST_SUITE_P(Versions, GatewayHistory, client_versions(), version_name);

}  // namespace
}  // namespace trademind::test
