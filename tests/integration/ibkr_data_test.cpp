// Quotes, history and contract searches over a real socket.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;

class IbkrData : public testing::TestWithParam<int> {
protected:
    IbkrWorld world{GetParam()};
    void SetUp() override
    {
        ASSERT_TRUE(world.connect());
        world.desk.quote("AAPL", 189_d, 189.1_d, 189.05_d);
    }
    Result<void> subscribe(Contract contract)
    {
        return world.wait<void>(
            [&](auto done) { world.broker->subscribe(std::move(contract), std::move(done)); });
    }
    Result<void> unsubscribe(Contract contract)
    {
        return world.wait<void>(
            [&](auto done) { world.broker->unsubscribe(std::move(contract), std::move(done)); });
    }
    Result<Quote> quote(Contract contract)
    {
        return world.wait<Quote>(
            [&](auto done) { world.broker->get_quote(std::move(contract), std::move(done)); });
    }
};

TEST_P(IbkrData, subscribed_quote_is_whole)
{
    EXPECT_EQ(quote(stock("AAPL")).error(), Errc::not_subscribed);
    ASSERT_TRUE(subscribe(stock("AAPL")));
    world.run();
    auto q = quote(stock("AAPL"));
    ASSERT_TRUE(q) << q.error().describe();
    EXPECT_EQ(q->bid, 189_d);
    EXPECT_EQ(q->ask, 189.1_d);
    EXPECT_EQ(q->last, 189.05_d);
    EXPECT_EQ(q->bid_size, 100_d);
    EXPECT_EQ(q->type, MarketDataType::delayed) << "as asked for by default";
    EXPECT_EQ(q->contract.id, 265598);
}

TEST_P(IbkrData, the_request_asks_for_plain_quotes)  // MD-2
{
    ASSERT_TRUE(subscribe(stock("AAPL")));
    auto sent = world.tws.received_of<ibkr::MarketDataRequest>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent.front().generic_tick_list, "");
    EXPECT_FALSE(sent.front().snapshot);
    EXPECT_FALSE(sent.front().regulatory_snapshot);
}

TEST_P(IbkrData, a_contract_takes_one_line_however_many_listen)  // MD-3
{
    ASSERT_TRUE(subscribe(stock("AAPL")));
    ASSERT_TRUE(subscribe(stock("AAPL")));
    int heard = 0;
    auto first = world.broker->watch(stock("AAPL"), [&](const Quote&) { ++heard; });
    auto second = world.broker->watch(stock("AAPL"), [&](const Quote&) { ++heard; });
    world.run();
    EXPECT_EQ(world.desk.lines(), 1U);
    EXPECT_GE(heard, 2) << "who joins sees the quote as it is";
    ASSERT_TRUE(unsubscribe(stock("AAPL")));
    world.run();
    EXPECT_EQ(world.desk.lines(), 1U) << "the watchers hold it";
    first.reset();
    world.run();
    EXPECT_EQ(world.desk.lines(), 1U);
    second.reset();
    world.run();
    EXPECT_EQ(world.desk.lines(), 0U);
}

TEST_P(IbkrData, unsubscribe_of_an_unknown_contract_succeeds)  // MD-6
{
    EXPECT_TRUE(unsubscribe(stock("MSFT")));
    EXPECT_EQ(world.tws.count<ibkr::CancelMarketData>(), 0U);
}

TEST_P(IbkrData, unknown_contract_is_an_error)
{
    auto nothing = subscribe(stock("NOPE"));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error(), Errc::unknown_contract);
    std::vector<Error> errors;
    auto watching = world.broker->watch(
        stock("NOPE"), [](const Quote&) { FAIL(); }, [&](const Error& e) { errors.push_back(e); });
    ASSERT_TRUE(world.until([&] { return !errors.empty(); }));
    EXPECT_EQ(errors.front(), Errc::unknown_contract);
}

TEST_P(IbkrData, missing_permission_ends_the_line_and_frees_it)
{
    world.tws.once<ibkr::MarketDataRequest>(
        [](MockSession& session, const ibkr::MarketDataRequest& request) {
            ibkr::ErrorMessage error;
            error.id = request.request_id;
            error.error_code = 354;
            error.error_message = "Requested market data is not subscribed.";
            session.send(error);
        });
    auto refused = subscribe(stock("AAPL"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::market_data_permission);
    EXPECT_EQ(quote(stock("AAPL")).error(), Errc::not_subscribed);
    EXPECT_TRUE(subscribe(stock("AAPL"))) << "may be tried again";
}

TEST_P(IbkrData, delayed_data_instead_of_live_are_no_error)
{
    world.tws.once<ibkr::MarketDataRequest>(
        [](MockSession& session, const ibkr::MarketDataRequest& request) {
            ibkr::ErrorMessage notice;
            notice.id = request.request_id;
            notice.error_code = 10167;
            notice.error_message = "Displaying delayed market data.";
            session.send(notice);
            ibkr::MarketDataType type;
            type.request_id = request.request_id;
            type.market_data_type = 3;
            session.send(type);
            ibkr::TickPrice tick;
            tick.request_id = request.request_id;
            tick.tick_type = 66;
            tick.price = 188.0;
            tick.size = 2_d;
            session.send(tick);
        });
    ASSERT_TRUE(subscribe(stock("AAPL")));
    world.run();
    auto q = quote(stock("AAPL"));
    ASSERT_TRUE(q);
    EXPECT_EQ(q->bid, 188_d);
    EXPECT_EQ(q->type, MarketDataType::delayed);
}

TEST(IbkrDelayedData, stand_in_for_live_ones_without_permission)
{
    IbkrOptions options;
    options.market_data_type = MarketDataType::realtime;
    IbkrWorld world{200, options};
    ASSERT_TRUE(world.connect());
    world.desk.quote("AAPL", 189_d, 189.1_d);
    world.tws.once<ibkr::MarketDataRequest>(
        [](MockSession& session, const ibkr::MarketDataRequest& request) {
            ibkr::ErrorMessage error;
            error.id = request.request_id;
            error.error_code = 354;
            error.error_message = "Requested market data is not subscribed.";
            session.send(error);
        });
    ASSERT_TRUE(world.wait<void>(
        [&](auto done) { world.broker->subscribe(stock("AAPL"), std::move(done)); }));
    world.run();
    EXPECT_TRUE(world.recorder.noticed(354)) << "and it is told";
    auto types = world.tws.received_of<ibkr::MarketDataTypeRequest>();
    ASSERT_EQ(types.size(), 3U);
    EXPECT_EQ(types[1].market_data_type, 3);
    EXPECT_EQ(types[2].market_data_type, 1) << "other contracts stay live";
    auto quote = world.wait<Quote>(
        [&](auto done) { world.broker->get_quote(stock("AAPL"), std::move(done)); });
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->type, MarketDataType::delayed);
}

TEST_P(IbkrData, watch_hears_each_change)
{
    std::vector<Quote> quotes;
    auto watching =
        world.broker->watch(stock("AAPL"), [&](const Quote& q) { quotes.push_back(q); });
    ASSERT_TRUE(world.until([&] { return !quotes.empty() && quotes.back().last == 189.05_d; }));
    world.run();  // the time of the trade comes behind its price
    auto before = quotes.size();
    world.desk.quote("AAPL", 189_d, 189.2_d);
    world.run();
    ASSERT_EQ(quotes.size(), before + 1) << "only the ask changed";
    EXPECT_EQ(quotes.back().ask, 189.2_d);
    watching.reset();
    world.desk.quote("AAPL", 1_d, 2_d);
    world.run();
    EXPECT_EQ(quotes.size(), before + 1);
}

TEST_P(IbkrData, history_in_utc)
{
    std::string first = "1767623400", second = "1767623460";
    world.desk.bars(
        "AAPL", {{first, 1_d, 2_d, 0.5_d, 1.5_d, 100_d}, {second, 1.5_d, 2.5_d, 1_d, 2_d, 200_d}});
    auto bars = world.wait<std::vector<Bar>>([&](auto done) {
        world.broker->get_historical_data(HistoryRequest{stock("AAPL")}, std::move(done));
    });
    ASSERT_TRUE(bars) << bars.error().describe();
    ASSERT_EQ(bars->size(), 2U);
    EXPECT_EQ(format_time(bars->front().time), "2026-01-05T14:30:00Z");
    EXPECT_EQ(bars->front().open, 1_d);
    EXPECT_EQ(bars->front().high, 2_d);
    EXPECT_EQ(bars->front().low, 0.5_d);
    EXPECT_EQ(bars->front().close, 1.5_d);
    EXPECT_EQ(bars->front().volume, 100_d);
    auto sent = world.tws.received_of<ibkr::HistoricalDataRequest>().front();  // HD-1, 2, 3
    EXPECT_EQ(sent.duration, "1 D");
    EXPECT_EQ(sent.bar_size_setting, "1 min");
    EXPECT_EQ(sent.what_to_show, "TRADES");
    EXPECT_TRUE(sent.use_rth);
    EXPECT_EQ(sent.end_date_time, "");
    EXPECT_EQ(sent.format_date, 2);
}

TEST_P(IbkrData, daily_bars_are_dates)
{
    world.desk.bars("AAPL", {{"20260102", 1_d, 2_d, 0.5_d, 1.5_d, 100_d}});
    auto request = HistoryRequest{stock("AAPL")}.over("1 M").in_bars_of("1 day");
    request.end = *parse_time("2026-01-03T00:00:00Z");
    auto bars = world.wait<std::vector<Bar>>(
        [&](auto done) { world.broker->get_historical_data(request, std::move(done)); });
    ASSERT_TRUE(bars) << bars.error().describe();
    EXPECT_EQ(format_time(bars->front().time), "2026-01-02T00:00:00Z");
    EXPECT_EQ(world.tws.received_of<ibkr::HistoricalDataRequest>().front().end_date_time,
              "20260103-00:00:00");
}

TEST_P(IbkrData, history_errors_are_those_of_the_request)
{
    auto bars = world.wait<std::vector<Bar>>([&](auto done) {
        world.broker->get_historical_data(HistoryRequest{stock("AAPL")}, std::move(done));
    });
    ASSERT_FALSE(bars);
    EXPECT_EQ(bars.error().code.value(), 162);
    auto unknown = world.wait<std::vector<Bar>>([&](auto done) {  // HD-4
        world.broker->get_historical_data(HistoryRequest{stock("NOPE")}, std::move(done));
    });
    EXPECT_EQ(unknown.error(), Errc::unknown_contract);
}

TEST_P(IbkrData, long_history_is_split_and_put_together)
{
    world.tws.on<ibkr::HistoricalDataRequest>(
        [](MockSession& session, const ibkr::HistoricalDataRequest& request) {
            auto end = request.end_date_time.empty() ? ManualClock::start()
                                                     : TimePoint{std::chrono::seconds{1767621600}};
            auto text = std::to_string(
                std::chrono::floor<std::chrono::seconds>(end).time_since_epoch().count() - 5);
            ibkr::HistoricalData answer;
            answer.request_id = request.request_id;
            ibkr::HistoricalBar bar;
            bar.date = text;
            bar.open = bar.high = bar.low = bar.close = 1.0;
            answer.bars.push_back(bar);
            session.send(answer);
            if (session.version() < Version::historical_data_end) return;
            ibkr::HistoricalDataEnd done;
            done.request_id = request.request_id;
            session.send(done);
        });
    auto request = HistoryRequest{stock("AAPL")}.over("3600 S").in_bars_of("1 secs");
    auto bars = world.wait<std::vector<Bar>>(
        [&](auto done) { world.broker->get_historical_data(request, std::move(done)); });
    ASSERT_TRUE(bars) << bars.error().describe();
    EXPECT_EQ(world.tws.count<ibkr::HistoricalDataRequest>(), 2U);
    ASSERT_EQ(bars->size(), 2U);
    EXPECT_LT(bars->front().time, bars->back().time);
}

TEST_P(IbkrData, identical_history_waits_for_its_turn)
{
    world.desk.bars("AAPL", {{"1767623400", 1_d, 2_d, 0.5_d, 1.5_d, 100_d}});
    auto request = HistoryRequest{stock("AAPL")}.over("60 S").in_bars_of("1 secs");
    auto get = [&](auto done) {
        world.broker->get_historical_data(request,
                                          within(std::chrono::minutes{1}, std::move(done)));
    };
    ASSERT_TRUE(world.wait<std::vector<Bar>>(get));
    auto second = world.begin<std::vector<Bar>>(get);
    EXPECT_FALSE(second->has_value());
    EXPECT_EQ(world.tws.count<ibkr::HistoricalDataRequest>(), 1U);
    world.pass(std::chrono::seconds{15});
    ASSERT_TRUE(second->has_value());
    EXPECT_TRUE(second->value().has_value());
    EXPECT_EQ(world.tws.count<ibkr::HistoricalDataRequest>(), 2U);
}

TEST_P(IbkrData, history_given_up_is_cancelled_at_tws)
{
    world.tws.once<ibkr::HistoricalDataRequest>(
        [](MockSession&, const ibkr::HistoricalDataRequest&) {});
    auto answer = world.begin<std::vector<Bar>>([&](auto done) {
        world.broker->get_historical_data(HistoryRequest{stock("AAPL")}, std::move(done));
    });
    world.pass(std::chrono::seconds{11});
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->error(), Errc::timed_out);
    EXPECT_EQ(world.tws.count<ibkr::CancelHistoricalData>(), 1U);
}

TEST_P(IbkrData, find_contracts_returns_all_that_fit)
{
    DeskInstrument london;
    london.symbol = "AAPL";
    london.currency = "GBP";
    london.con_id = 42;
    world.desk.add(london);
    auto found = world.wait<std::vector<ContractDetails>>(
        [&](auto done) { world.broker->find_contracts(stock("AAPL"), std::move(done)); });
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->front().contract.id, 265598);
    EXPECT_EQ(found->front().minimum_tick, 0.01_d);
    EXPECT_EQ(found->front().time_zone, "US/Eastern");
    EXPECT_EQ(found->back().contract.currency, "GBP");
    auto none = world.wait<std::vector<ContractDetails>>(
        [&](auto done) { world.broker->find_contracts(stock("NOPE"), std::move(done)); });
    EXPECT_EQ(none.error(), Errc::unknown_contract);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrData, testing::Values(176, 200, 225),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace trademind::test
