// Typed requests over a real socket: answers, lists, streams, errors and ends.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

class IbkrClientTest : public testing::TestWithParam<int> {
protected:
    IbkrWorld world{GetParam()};
    std::optional<ibkr::Client> client;
    void SetUp() override
    {
        ASSERT_TRUE(world.connect());
        auto made = unsafe_ibkr_client(*world.broker);
        ASSERT_TRUE(made);
        client = *made;
    }
    void TearDown() override { client.reset(); }

    template <class R> Result<ibkr::AnswerOf<R>> ask(const R& request)
    {
        return world.wait<ibkr::AnswerOf<R>>(
            [&](auto done) { client->ask(request, std::move(done)); });
    }
    /// Sinks for streams.
    struct Ticks {
        std::vector<double> prices;
        std::vector<std::string> texts;
        std::vector<Error> ends, notices;
        int restored = 0;
        void on(const ibkr::TickPrice& tick) { prices.push_back(tick.price.value_or(0)); }
        void on(const ibkr::TickString& tick) { texts.emplace_back(tick.value); }
        void on_end(const Error& error) { ends.push_back(error); }
        void on_notice(const Error& error) { notices.push_back(error); }
        void on_restored() { ++restored; }
    };
};

TEST_P(IbkrClientTest, one_message_by_type)
{
    world.tws.on<ibkr::CurrentTimeRequest>([](MockSession& session, const auto&) {
        ibkr::CurrentTime time;
        time.current_time = 1767623400;
        session.send(time);
    });
    auto time = ask(ibkr::CurrentTimeRequest{});
    ASSERT_TRUE(time) << time.error().describe();
    EXPECT_EQ((*time)->current_time, 1767623400);
}

TEST_P(IbkrClientTest, one_message_by_id)
{
    world.tws.on<ibkr::UserInfoRequest>([](MockSession& session, const auto& request) {
        ibkr::UserInfo info;
        info.request_id = request.request_id;
        info.white_branding_id = "brand";
        session.send(info);
    });
    auto info = ask(ibkr::UserInfoRequest{});
    ASSERT_TRUE(info) << info.error().describe();
    world.run();
    EXPECT_EQ((*info)->white_branding_id, "brand") << "kept beyond its frame";
}

TEST_P(IbkrClientTest, list_up_to_its_end)
{
    ibkr::ContractDataRequest request;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    auto found = ask(request);
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 1U);
    const auto& data = std::get<ibkr::Received<ibkr::ContractData>>(found->front());
    EXPECT_EQ(data->contract.con_id, 265598);
    EXPECT_EQ(data->details.time_zone_id, "US/Eastern");
}

TEST_P(IbkrClientTest, executions_with_their_commissions)
{
    world.desk.quote("AAPL", 189_d, 189.1_d);
    ASSERT_TRUE(world.place(buy(stock("AAPL"), 1_d)));
    world.run();
    auto all = ask(ibkr::ExecutionRequest{});
    ASSERT_TRUE(all) << all.error().describe();
    ASSERT_FALSE(all->empty());
    EXPECT_EQ(std::get<0>(all->front())->execution.order_id, 1);
}

TEST_P(IbkrClientTest, first_image_of_a_stream_is_cancelled_afterwards)
{
    auto before = world.tws.count<ibkr::CancelAccountSummary>();
    ibkr::AccountSummaryRequest request;
    request.group = "All";
    request.tags = "NetLiquidation,BuyingPower";
    auto summary = ask(request);
    ASSERT_TRUE(summary) << summary.error().describe();
    EXPECT_FALSE(summary->empty());
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::CancelAccountSummary>(), before + 1);
}

TEST_P(IbkrClientTest, positions_asked_beside_the_brokers_stream_do_not_end_it)
{
    world.desk.position("AAPL", 10_d, 100_d);
    auto all = ask(ibkr::PositionsRequest{});
    ASSERT_TRUE(all) << all.error().describe();
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::CancelPositions>(), 0U);
}

TEST_P(IbkrClientTest, what_the_end_marker_says_is_in_the_answer)
{
    world.tws.on<ibkr::HistoricalNewsRequest>([](MockSession& session, const auto& request) {
        ibkr::HistoricalNews row;
        row.request_id = request.request_id;
        row.headline = "of one page";
        session.send(row);
        ibkr::HistoricalNewsEnd end;
        end.request_id = request.request_id;
        end.has_more = true;
        session.send(end);
    });
    auto page = ask(ibkr::HistoricalNewsRequest{});
    ASSERT_TRUE(page) << page.error().describe();
    ASSERT_EQ(page->size(), 1U);
    EXPECT_EQ(page->front()->headline, "of one page");
    ASSERT_TRUE(page->end_marker);
    EXPECT_TRUE(page->end_marker->has_more);
}

TEST_P(IbkrClientTest, error_of_the_request_is_the_error_of_the_call)
{
    ibkr::ContractDataRequest request;
    request.contract.symbol = "NOPE";
    request.contract.sec_type = "STK";
    auto nothing = ask(request);
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error(), Errc::unknown_contract);
    EXPECT_EQ(nothing.error().code.value(), 200);
}

TEST_P(IbkrClientTest, silence_ends_in_a_timeout_and_late_rows_are_dropped)
{
    int id = 0;
    world.tws.on<ibkr::UserInfoRequest>(
        [&](MockSession&, const auto& request) { id = request.request_id; });
    auto answer = world.begin<ibkr::Received<ibkr::UserInfo>>(
        [&](auto done) { client->ask(ibkr::UserInfoRequest{}, within(2s, std::move(done))); });
    world.pass(3s);
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->error(), Errc::timed_out);
    ibkr::UserInfo late;
    late.request_id = id;
    world.tws.send(late);
    world.run();
    EXPECT_TRUE(world.broker->is_connected());
}

TEST_P(IbkrClientTest, requests_without_ids_go_one_at_a_time)
{
    std::vector<MockSession*> waiting;
    world.tws.on<ibkr::CompletedOrdersRequest>(
        [&](MockSession& session, const auto&) { waiting.push_back(&session); });
    auto before = world.tws.count<ibkr::CompletedOrdersRequest>();
    auto call = [&](auto done) { client->ask(ibkr::CompletedOrdersRequest{}, std::move(done)); };
    using Rows = ibkr::AnswerOf<ibkr::CompletedOrdersRequest>;
    auto first = world.begin<Rows>(call), second = world.begin<Rows>(call);
    EXPECT_EQ(world.tws.count<ibkr::CompletedOrdersRequest>(), before + 1);
    world.tws.send(ibkr::CompletedOrdersEnd{});
    world.run();
    EXPECT_TRUE(first->has_value());
    EXPECT_FALSE(second->has_value());
    EXPECT_EQ(world.tws.count<ibkr::CompletedOrdersRequest>(), before + 2);
    world.tws.send(ibkr::CompletedOrdersEnd{});
    world.run();
    EXPECT_TRUE(second->has_value());
}

TEST_P(IbkrClientTest, abandoned_request_without_id_waits_for_its_end)
{
    world.tws.on<ibkr::CompletedOrdersRequest>([](MockSession&, const auto&) {});
    using Rows = ibkr::AnswerOf<ibkr::CompletedOrdersRequest>;
    auto first = world.begin<Rows>([&](auto done) {
        client->ask(ibkr::CompletedOrdersRequest{}, within(1s, std::move(done)));
    });
    world.pass(2s);
    EXPECT_EQ((*first)->error(), Errc::timed_out);
    auto second = world.begin<Rows>(
        [&](auto done) { client->ask(ibkr::CompletedOrdersRequest{}, std::move(done)); });
    // The first one's row and end come late: they are not the second one's.
    ibkr::CompletedOrder row;
    row.order.perm_id = 5;
    world.tws.send(row);
    world.tws.send(ibkr::CompletedOrdersEnd{});
    world.run();
    ASSERT_FALSE(second->has_value());
    world.tws.send(ibkr::CompletedOrdersEnd{});
    world.run();
    ASSERT_TRUE(second->has_value());
    EXPECT_TRUE((*second)->value().empty());
}

TEST_P(IbkrClientTest, error_without_id_fails_the_one_that_waits)
{
    world.tws.on<ibkr::CompletedOrdersRequest>([](MockSession&, const auto&) {});
    using Rows = ibkr::AnswerOf<ibkr::CompletedOrdersRequest>;
    auto answer = world.begin<Rows>(
        [&](auto done) { client->ask(ibkr::CompletedOrdersRequest{}, std::move(done)); });
    world.tws.send_error(-1, 321, "Error validating request.-'bX' : cause - no");
    world.run();
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->error().code.value(), 321);
}

TEST_P(IbkrClientTest, stream_is_followed_until_its_subscription_ends)
{
    auto sink = std::make_shared<Ticks>();
    ibkr::MarketDataRequest request;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    world.desk.quote("AAPL", 189_d, 189.1_d, 189.05_d);
    auto following = client->follow(request, sink);
    world.run();
    EXPECT_FALSE(sink->prices.empty());
    EXPECT_FALSE(sink->texts.empty());
    following.reset();
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::CancelMarketData>(), 1U);
    auto count = sink->prices.size();
    world.desk.quote("AAPL", 1_d, 2_d);
    world.run();
    EXPECT_EQ(sink->prices.size(), count);
    EXPECT_TRUE(sink->ends.empty());
}

TEST_P(IbkrClientTest, stream_is_asked_for_again_after_a_break)
{
    auto sink = std::make_shared<Ticks>();
    ibkr::MarketDataRequest request;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    world.desk.quote("AAPL", 189_d, 189.1_d);
    auto following = client->follow(request, sink);
    world.run();
    auto before = sink->prices.size();
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return world.broker->link() == LinkState::lost; }));
    world.tws.speak(GetParam() == 225 ? 200 : 225);  // TWS was updated meanwhile
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return sink->restored == 1; }));
    world.run();
    EXPECT_GT(sink->prices.size(), before);
    EXPECT_TRUE(sink->ends.empty());
    auto asked = world.tws.received_of<ibkr::MarketDataRequest>();
    EXPECT_EQ(asked.back().contract.symbol, "AAPL");
}

TEST_P(IbkrClientTest, one_shots_fail_on_a_break_and_are_not_sent_again)
{
    world.tws.on<ibkr::UserInfoRequest>([](MockSession&, const auto&) {});
    auto answer = world.begin<ibkr::Received<ibkr::UserInfo>>(
        [&](auto done) { client->ask(ibkr::UserInfoRequest{}, std::move(done)); });
    world.tws.drop_all();
    ASSERT_TRUE(world.until([&] { return answer->has_value(); }));
    EXPECT_EQ((*answer)->error(), Errc::connection_lost);
    world.pass(7s);
    ASSERT_TRUE(world.until([&] { return world.broker->is_connected(); }));
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::UserInfoRequest>(), 1U);
    world.disconnect();
    EXPECT_EQ(ask(ibkr::UserInfoRequest{}).error(), Errc::not_connected);
}

TEST_P(IbkrClientTest, request_the_server_does_not_know_is_refused_here)
{
    if (GetParam() >= 219) {
        EXPECT_GE(number(client->server_version()), 219);
        return;
    }
    auto answer = ask(ibkr::ConfigRequest{});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Errc::not_supported);
    EXPECT_NE(answer.error().message.find("219"), std::string::npos) << answer.error().message;
}

TEST_P(IbkrClientTest, commands_are_sent_or_refused)
{
    ibkr::SetServerLogLevelRequest level;
    level.log_level = 5;
    EXPECT_TRUE(client->send(level));
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::SetServerLogLevelRequest>(), 1U);
    world.disconnect();
    EXPECT_EQ(client->send(level).error(), Errc::not_connected);
}

TEST_P(IbkrClientTest, first_timestamp_is_cancelled_to_free_its_slot)
{
    world.tws.on<ibkr::HeadTimestampRequest>([](MockSession& session, const auto& request) {
        ibkr::HeadTimestamp answer;
        answer.request_id = request.request_id;
        answer.head_timestamp = "20000103-14:30:00";
        session.send(answer);
    });
    world.tws.on<ibkr::CancelHeadTimestamp>([](MockSession&, const auto&) {});
    ibkr::HeadTimestampRequest request;
    request.contract.symbol = "AAPL";
    auto answer = ask(request);
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ((*answer)->head_timestamp, "20000103-14:30:00");
    world.run();
    EXPECT_EQ(world.tws.count<ibkr::CancelHeadTimestamp>(), 1U);
}

TEST_P(IbkrClientTest, ticks_of_history_end_with_their_done_flag)
{
    world.tws.on<ibkr::HistoricalTicksRequest>([](MockSession& session, const auto& request) {
        ibkr::HistoricalTicksLast part;
        part.request_id = request.request_id;
        session.send(part);
        part.is_done = true;
        session.send(part);
    });
    auto answer = ask(ibkr::HistoricalTicksRequest{});
    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ(answer->size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrClientTest, testing::Values(176, 200, 225),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace trademind::test
