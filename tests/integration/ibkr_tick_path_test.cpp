// From a frame to a listener's quote without an allocation, and streams that stay silent.
#include "brokers/ibkr/broker/broker.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "mock/run.hpp"
#include "support/allocation_count.hpp"
#include "support/fake_connection.hpp"
#include "support/manual_clock.hpp"
#include "support/recorder.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;
using ibkr::Version;
using ibkr::session::FarmKind;

constexpr Version server{200};

class TickPath : public testing::Test {
protected:
    TickPath()
    {
        broker = std::make_shared<ibkr_broker::IbkrBroker>(
            io.get_executor(), IbkrOptions{}, clock, [this](std::shared_ptr<detail::Calls> calls) {
                core = ibkr::ClientCore::create(std::move(calls), connection);
                return core;
            });
        recorder.listen(*broker);
        core->open();
        ibkr::session::SessionInfo session;
        session.server = server;
        session.accounts = {"DU1"};
        session.next_order_id = 1;
        session.client_id = 1;
        core->on_ready(session);
        run();
    }
    ~TickPath() override
    {
        recorder.stop();
        watching.reset();
        run();
    }
    void run() { settle(io); }
    /// One read of the socket brings these.
    template <class... Frames> void read(const Frames&... frames)
    {
        (core->on_frame(frames, server), ...);
        core->on_read_end();
    }
    /// The newest request of that kind.
    template <class R> R last() const
    {
        for (auto at = sent.rbegin(); at != sent.rend(); ++at) {
            std::string_view payload{*at};
            payload.remove_prefix(4);
            ibkr::wire::MessageHead head;
            R request;
            ibkr::wire::Surplus surplus;
            if (ibkr::wire::read_head(payload, server, head) ||
                head.id != static_cast<int>(R::info.id))
                continue;
            if (!ibkr::wire::decode(payload, head.body_at, server, head.encoding, request, surplus))
                return request;
        }
        ADD_FAILURE() << "no " << R::info.name;
        return {};
    }
    template <class R> std::size_t count() const
    {
        std::size_t n = 0;
        for (const auto& frame : sent) {
            ibkr::wire::MessageHead head;
            std::string_view payload{frame};
            payload.remove_prefix(4);
            n += !ibkr::wire::read_head(payload, server, head) &&
                 head.id == static_cast<int>(R::info.id);
        }
        return n;
    }
    template <class M> std::string frame(const M& message)
    {
        std::string out;
        EXPECT_FALSE(ibkr::wire::encode(out, message, server));
        return out.substr(4);
    }
    std::string tick(int request, int type, double price, Decimal size = 5)
    {
        ibkr::TickPrice message;
        message.request_id = request;
        message.tick_type = type;
        message.price = price;
        message.size = size;
        return frame(message);
    }
    void recovers(FarmKind kind)
    {
        ibkr::session::ConnectivityChange change;
        change.kind = ibkr::session::ConnectivityChange::Kind::farm;
        change.farm.kind = kind;
        change.recovered = true;
        core->on_connectivity(change);
    }
    void watch()
    {
        auto contract = stock("AAPL");
        contract.id = 265598;
        watching = broker->watch(contract, [this](const Quote& q) {
            ++heard;
            bid = q.bid;
        });
        run();
    }
    QuoteStatus status()
    {
        auto contract = stock("AAPL");
        contract.id = 265598;
        std::optional<Result<QuoteStatus>> answer;
        broker->get_quote_status(contract, [&](auto result) { answer = std::move(result); });
        run();
        EXPECT_TRUE(answer && *answer);
        return answer && *answer ? **answer : QuoteStatus{};
    }

    boost::asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeConnection> connection = std::make_shared<FakeConnection>();
    const std::vector<std::string>& sent = connection->frames;
    std::shared_ptr<ibkr::ClientCore> core;
    std::shared_ptr<ibkr_broker::IbkrBroker> broker;
    Recorder recorder;
    Subscription watching;
    std::size_t heard = 0;
    std::optional<Decimal> bid;
};

TEST_F(TickPath, a_tick_allocates_nothing)
{
    watch();
    int id = last<ibkr::MarketDataRequest>().request_id;
    std::vector<std::string> frames;
    for (int i = 0; i < 200; ++i) {
        frames.push_back(tick(id, 1, 100.0 + i * 0.01));
        frames.push_back(tick(id, 2, 100.5 + i * 0.01));
        frames.push_back(tick(id, 4, 100.2 + i * 0.01));
        ibkr::TickSize size;
        size.request_id = id;
        size.tick_type = 0;
        size.size = Decimal{i + 1};
        frames.push_back(frame(size));
    }
    read(frames.front());  // the first opens the line
    auto before = heard;
    AllocationCount counted;
    for (const auto& payload : frames) read(payload);
    EXPECT_EQ(counted.allocations(), 0u);
    EXPECT_GE(heard - before, 700u) << "and all of it was passed on";
    EXPECT_EQ(bid, 101.99_d);
    EXPECT_GT(status().quality.updates, 700u);
}

TEST_F(TickPath, one_read_is_one_quote)
{
    watch();
    int id = last<ibkr::MarketDataRequest>().request_id;
    read(tick(id, 1, 100.0), tick(id, 2, 100.1));
    EXPECT_EQ(heard, 1u);
    EXPECT_EQ(bid, 100_d);
    auto higher = tick(id, 1, 100.2), above = tick(id, 2, 100.3);
    AllocationCount counted;
    read(higher, above);
    EXPECT_EQ(counted.allocations(), 0u);
    EXPECT_EQ(heard, 2u) << "before the call returns, without a turn of its own";
    EXPECT_EQ(bid, 100.2_d);
    EXPECT_EQ(status().quality.crossed, 0u) << "the new bid never stood beside the old ask";
}

TEST_F(TickPath, rows_of_an_unknown_request_allocate_nothing)
{
    watch();
    int id = last<ibkr::MarketDataRequest>().request_id;
    read(tick(id, 1, 100));
    auto late = tick(id - 500, 1, 1);
    AllocationCount counted;
    for (int i = 0; i < 100; ++i) read(late);
    EXPECT_EQ(counted.allocations(), 0u);
    EXPECT_EQ(bid, 100_d);
}

TEST_F(TickPath, a_silent_stream_is_asked_for_once_a_while)
{
    watch();
    int id = last<ibkr::MarketDataRequest>().request_id;
    read(tick(id, 1, 100));
    recovers(FarmKind::market_data);
    clock->advance(60s);
    run();
    ASSERT_EQ(count<ibkr::MarketDataRequest>(), 2u);
    EXPECT_EQ(count<ibkr::CancelMarketData>(), 1u);
    EXPECT_EQ(last<ibkr::CancelMarketData>().request_id, id);
    ASSERT_EQ(recorder.gaps.size(), 1u);
    EXPECT_EQ(recorder.gaps[0].contract.symbol, "AAPL");
    EXPECT_EQ(recorder.gaps[0].to - recorder.gaps[0].from, Duration{60s});
    clock->advance(10min);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 2u) << "the timer was for that recovery";
    auto again = last<ibkr::MarketDataRequest>().request_id;
    EXPECT_NE(again, id);
    read(tick(id, 1, 1));
    EXPECT_EQ(bid, 100_d) << "late rows of the old id";
    read(tick(again, 1, 101));
    EXPECT_EQ(bid, 101_d);
}

TEST_F(TickPath, a_stream_that_speaks_is_left_alone)
{
    watch();
    int id = last<ibkr::MarketDataRequest>().request_id;
    recovers(FarmKind::market_data);
    clock->advance(59s);
    read(tick(id, 1, 100));
    clock->advance(1s);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 1u);
    EXPECT_TRUE(recorder.gaps.empty());
}

TEST_F(TickPath, a_stream_of_another_farm_is_left_alone)
{
    watch();
    recovers(FarmKind::history);
    clock->advance(5min);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 1u);
}

TEST_F(TickPath, a_second_recovery_starts_the_wait_anew)
{
    watch();
    recovers(FarmKind::market_data);
    clock->advance(59s);
    recovers(FarmKind::market_data);
    clock->advance(59s);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 1u);
    clock->advance(1s);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 2u);
}

TEST_F(TickPath, a_line_that_was_given_up_is_not_asked_for_again)
{
    watch();
    recovers(FarmKind::market_data);
    watching.reset();
    run();
    clock->advance(60s);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 1u);
    EXPECT_EQ(count<ibkr::CancelMarketData>(), 1u);
}

TEST_F(TickPath, a_lost_socket_ends_the_wait)
{
    watch();
    recovers(FarmKind::market_data);
    ibkr::session::Disconnect loss;
    loss.why = Error{Errc::connection_lost, "gone"};
    loss.retry_in = 5s;
    loss.was_ready = true;
    core->on_lost(loss);
    clock->advance(60s);
    run();
    EXPECT_EQ(count<ibkr::MarketDataRequest>(), 1u);
}

TEST(HangsOn, data_streams_do_and_others_do_not)
{
    using enum FarmKind;
    using ibkr::Request;
    EXPECT_TRUE(ibkr::hangs_on(Request::market_data, market_data));
    EXPECT_FALSE(ibkr::hangs_on(Request::market_data, history));
    EXPECT_TRUE(ibkr::hangs_on(Request::market_depth, market_data));
    EXPECT_TRUE(ibkr::hangs_on(Request::tick_by_tick, market_data));
    EXPECT_TRUE(ibkr::hangs_on(Request::real_time_bars, market_data));
    EXPECT_TRUE(ibkr::hangs_on(Request::real_time_bars, history));
    EXPECT_TRUE(ibkr::hangs_on(Request::historical_data, history));
    EXPECT_FALSE(ibkr::hangs_on(Request::historical_data, market_data));
    for (auto other : {Request::positions, Request::account_data, Request::pnl,
                       Request::place_order, Request::news_bulletins})
        EXPECT_FALSE(ibkr::hangs_on(other, market_data) || ibkr::hangs_on(other, history));
}

}  // namespace
}  // namespace trademind::test
