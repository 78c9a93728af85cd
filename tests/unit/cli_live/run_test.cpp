// trademind run on a live connection: the program itself as a process, against a mock TWS on a
// socket.
#include "support/child_process.hpp"
#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace trademind::cli::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using trademind::test::ChildProcess;

class RunLive : public testing::Test {
protected:
    RunLive()
    {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        live.desk.match(false);
    }
    ~RunLive() override
    {
        child.reset();
        std::filesystem::remove_all(folder);
    }

    void start(std::vector<std::string> more = {}, const std::string& cancel_timeout = "30 s",
               const std::string& connect_timeout = "20 s")
    {
        std::ofstream{folder / "c.yaml"}
            << "broker:\n  type: ibkr\n  market_data_type: realtime\n  request_timeout: 20 s\n"
            << "  ibkr: {port: " << live.tws.port()
            << ", reconnect_delay: 100 ms, connect_timeout: " << connect_timeout << "}\n"
            << "risk: {duplicate_window: 0 h, buying_power: false, max_concentration: off}\n"
            << "journal: {file: j.db, durability: process}\n"
            << "kill_switch: {file: kill, cancel_timeout: " << cancel_timeout << "}\n";
        std::vector<std::string> words{TRADEMIND_PROGRAM, "run",      "--config",
                                       "c.yaml",          "--symbol", symbol};
        words.insert(words.end(), more.begin(), more.end());
        live.change([] {});
        child.emplace(words, folder);
    }
    /// Holds within a minute of real time: a deadline, not a measurement.
    bool eventually(const std::function<bool()>& condition)
    {
        bool holds = false;
        auto end = std::chrono::steady_clock::now() + 60s;
        while (!holds && std::chrono::steady_clock::now() < end) {
            live.change([&] { holds = condition(); });
            if (!holds) std::this_thread::sleep_for(2ms);
        }
        return holds;
    }
    /// An average, and then a dip below it.
    void quote_a_dip()
    {
        ASSERT_TRUE(eventually([&] { return live.desk.lines() > 0; })) << child->problem();
        // what one read brings is one quote: each has a read of its own
        for (int i = 0; i < 60; ++i) {
            live.change(
                [&] { live.desk.quote("AAPL", 100_d + Decimal{i % 2} / 100_d, 100.02_d, 100_d); });
            std::this_thread::sleep_for(2ms);
        }
        live.change([&] { live.desk.quote("AAPL", 99_d, 99.02_d, 99_d); });
    }
    bool works(std::size_t orders)
    {
        std::size_t open = 0;
        for (const auto& [key, order] : live.desk.orders()) open += order.status == "Submitted";
        return open == orders;
    }
    /// Up to one working order at the mock, of which the program knows.
    void start_with_a_working_order(std::vector<std::string> more = {},
                                    const std::string& cancel_timeout = "30 s")
    {
        start(std::move(more), cancel_timeout);
        quote_a_dip();
        ASSERT_TRUE(eventually([&] { return works(1); })) << child->problem();
        auto journalled = [&] {
            return child->problem().find("Submitted filled 0") != std::string::npos;
        };
        ASSERT_TRUE(eventually(journalled)) << child->problem();
    }

    LiveTws live;
    std::string symbol = "AAPL";
    std::filesystem::path folder = std::filesystem::path{testing::TempDir()} /
                                   testing::UnitTest::GetInstance()->current_test_info()->name();
    std::optional<ChildProcess> child;
};

TEST_F(RunLive, ends_at_its_time_limit_with_a_report)
{
    start({"--seconds", "1"});
    EXPECT_EQ(child->wait(), 0) << child->problem();
    EXPECT_THAT(child->output(), HasSubstr("IBKR broker: AAPL"));
    EXPECT_THAT(child->output(), HasSubstr("Order log\n  no orders"));
    EXPECT_THAT(child->problem(), HasSubstr("stopping at the time limit"));
}

TEST_F(RunLive, a_contract_that_tws_does_not_know_ends_it_before_anything_is_sent)
{
    start({"--symbol", "NOPE"});
    EXPECT_EQ(child->wait(), 1) << child->problem();
    EXPECT_EQ(child->output(), "");
    EXPECT_THAT(child->problem(), HasSubstr("NOPE: "));
    EXPECT_THAT(child->problem(), HasSubstr("nothing was sent"));
    EXPECT_EQ(live.count<ibkr::PlaceOrderRequest>(), 0U);
}

TEST_F(RunLive, the_end_of_the_last_market_ends_it)
{
    live.change([&] {
        live.tws.on<ibkr::MarketDataRequest>([](auto& session, const ibkr::MarketDataRequest& m) {
            session.send_error(m.request_id, 354, "Requested market data is not subscribed");
        });
    });
    start();
    EXPECT_EQ(child->wait(), 1) << child->problem();
    EXPECT_THAT(child->problem(), HasSubstr("no contract has quotes any more: "));
    EXPECT_THAT(child->problem(), HasSubstr("354"));
    EXPECT_THAT(child->output(), HasSubstr("Order log\n  no orders"));
}

TEST_F(RunLive, trades_contracts_of_other_countries_and_kinds)
{
    trademind::test::DeskInstrument share;
    share.symbol = "SAP";
    share.exchange = "IBIS";
    share.currency = "EUR";
    live.change([&] { live.desk.add(share); });
    symbol = "SAP";
    start({"--currency", "EUR", "--exchange", "IBIS", "--seconds", "1"});
    EXPECT_EQ(child->wait(), 0) << child->problem();
    live.change([&] {
        auto asked = live.tws.received_of<ibkr::MarketDataRequest>();
        auto is_asked = [&](std::string_view exchange) {
            return std::ranges::any_of(asked, [&](const ibkr::MarketDataRequest& m) {
                return m.contract.currency == "EUR" && m.contract.exchange == exchange;
            });
        };
        EXPECT_TRUE(is_asked("IBIS")) << "as the command line names it";
    });
}

TEST_F(RunLive, a_result_that_cannot_be_written_is_a_failure)
{
    for (std::string words : {"explain 201", "version --json", "--help", "config reference"}) {
        auto line = std::string{TRADEMIND_PROGRAM} + ' ' + words;
        int status = std::system((line + " > /dev/full 2> " + (folder / "err").string()).c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1) << words;
        std::ifstream problem{folder / "err"};
        std::string text{std::istreambuf_iterator<char>{problem}, {}};
        EXPECT_THAT(text, HasSubstr("standard output cannot be written: No space left"));
        status = std::system(("bash -c 'set -o pipefail; " + line + " | true'").c_str());
        EXPECT_TRUE(WIFEXITED(status));
    }
}

TEST_F(RunLive, leaves_in_order_at_a_signal)
{
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
        start_with_a_working_order();
        child->signal(signal);
        EXPECT_EQ(child->wait(), 0) << child->problem();
        EXPECT_THAT(child->output(), HasSubstr("Cancelled"));
        EXPECT_THAT(child->output(), HasSubstr("Positions\n"));
        EXPECT_TRUE(eventually([&] { return works(0); }));
        live.change([&] {
            for (const auto& [key, order] : live.desk.orders())
                EXPECT_EQ(order.status, "Cancelled");
        });
    }
}

TEST_F(RunLive, keeps_its_orders_where_it_is_told_to)
{
    start_with_a_working_order({"--keep-orders"});
    child->signal(SIGTERM);
    EXPECT_EQ(child->wait(), 0) << child->problem();
    EXPECT_TRUE(eventually([&] { return works(1); }));
    EXPECT_EQ(live.count<ibkr::CancelOrderRequest>(), 0U);
}

TEST_F(RunLive, outlives_a_lost_and_restored_server)
{
    start_with_a_working_order();
    std::size_t before = 0;
    auto requests = [&] { return live.tws.count<ibkr::MarketDataRequest>(); };
    live.change([&] {
        before = requests();
        live.tws.drop_all();
    });
    ASSERT_TRUE(eventually([&] { return requests() > before; })) << child->problem();
    EXPECT_FALSE(child->has_ended());
    child->signal(SIGTERM);
    EXPECT_EQ(child->wait(), 0) << child->problem();
    EXPECT_TRUE(eventually([&] { return works(0); }));
}

TEST_F(RunLive, says_what_may_still_work_where_the_server_never_comes_back)
{
    start_with_a_working_order({}, "500 ms");
    live.change([&] {
        live.tws.stop_listening();
        live.tws.drop_all();
    });
    ASSERT_TRUE(eventually([&] { return child->problem().find("lost") != std::string::npos; }));
    child->signal(SIGINT);
    EXPECT_EQ(child->wait(), 5) << child->problem();
    EXPECT_THAT(child->problem(), HasSubstr("NOT CONFIRMED, orders may still work"));
    EXPECT_THAT(child->problem(), HasSubstr("the link to the broker is down"));
    EXPECT_THAT(child->problem(), HasSubstr("Submitted: BUY 50 AAPL LMT 99.02"));
    EXPECT_THAT(child->output(), HasSubstr("Order log\n"));
    EXPECT_THAT(child->output(), HasSubstr("Positions and account\n  not known: "));
}

TEST_F(RunLive, says_what_may_still_work_where_a_cancel_is_not_answered)
{
    start_with_a_working_order({}, "500 ms");
    live.change([&] { live.desk.hold(true); });
    child->signal(SIGTERM);
    EXPECT_EQ(child->wait(), 5) << child->problem();
    EXPECT_THAT(child->problem(), HasSubstr("BUY 50 AAPL LMT 99.02"));
    EXPECT_GE(live.count<ibkr::CancelOrderRequest>(), 1U);
}

TEST_F(RunLive, a_second_signal_ends_it_at_once)
{
    start_with_a_working_order({}, "10 min");
    live.change([&] { live.desk.hold(true); });
    child->signal(SIGINT);
    // an echo of the first, as `timeout` sends it, is no second wish
    child->signal(SIGINT);
    ASSERT_TRUE(eventually([&] { return live.tws.count<ibkr::CancelOrderRequest>() > 0; }));
    ASSERT_TRUE(eventually([&] {
        child->signal(SIGINT);
        return child->has_ended();
    }));
    EXPECT_EQ(child->wait(), 5) << child->problem();
    EXPECT_THAT(child->problem(), HasSubstr("ended at once by a second signal, SIGINT"));
    EXPECT_THAT(child->output(), HasSubstr("Order log\n"));
}

TEST_F(RunLive, a_server_that_is_not_there_is_no_connection)
{
    live.change([&] { live.tws.stop_listening(); });
    start();
    EXPECT_EQ(child->wait(), 3) << child->problem();
    EXPECT_EQ(child->output(), "");
    EXPECT_THAT(child->problem(), HasSubstr("connection refused"));
}

TEST_F(RunLive, a_server_that_says_nothing_is_no_connection)
{
    live.change([&] { live.tws.mute(true); });
    start({}, "30 s", "200 ms");
    EXPECT_EQ(child->wait(), 3) << child->problem();
    EXPECT_EQ(child->output(), "");
    EXPECT_THAT(child->problem(), HasSubstr("handshake"));
}

TEST_F(RunLive, a_signal_while_it_connects_ends_it)
{
    live.change([&] { live.tws.mute(true); });
    start();
    ASSERT_TRUE(eventually([&] { return live.tws.connections() > 0; }));
    child->signal(SIGTERM);
    EXPECT_EQ(child->wait(), 0) << child->problem();
    EXPECT_THAT(child->problem(),
                HasSubstr("stopped by SIGTERM before the broker was connected; nothing was sent"));
}

}  // namespace
}  // namespace trademind::cli::test
