// The gateway is killed at random moments: no acknowledged order is lost or doubled, ids never go
// back, what was cancelled stays cancelled. GATEWAY_KILLS sets how many kills (default 8).
#include "support/child_process.hpp"
#include "unit/gateway/gateway_world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include <unistd.h>

namespace trademind::test {
namespace {

namespace fs = std::filesystem;

class GatewayKillLoop : public testing::Test {
protected:
    GatewayKillLoop()
    {
        fs::create_directories(folder);
        std::ofstream{folder / "c.yaml"} << "broker:\n"
                                            "  type: paper\n"
                                            "  account: DU1234567\n"
                                            "  paper:\n"
                                            "    market: generated\n"
                                            "    account_file: account.db\n";
    }
    ~GatewayKillLoop() override { fs::remove_all(folder); }

    /// A new process, and a client of it.
    void start()
    {
        server.emplace(std::vector<std::string>{TRADEMIND_PROGRAM, "serve", "--config", "c.yaml",
                                                "--port", "0"},
                       folder);
        int port = 0;
        auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (port == 0 && std::chrono::steady_clock::now() < end) {
            auto text = server->output();
            constexpr std::string_view before = "A TWS listens on 127.0.0.1:";
            if (auto at = text.find(before); at != std::string::npos)
                port = std::atoi(text.c_str() + at + before.size());
            else
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        ASSERT_NE(port, 0) << server->problem();
        client.emplace(io, static_cast<std::uint16_t>(port));
        ASSERT_TRUE(client->start(1, 200));
    }
    void kill()
    {
        server->signal(SIGKILL);
        server->wait();
        run_until(io, [&] { return client->ended(); });
        for (const auto& status : client->all<ibkr::OrderStatus>()) {
            if (status.status == "Submitted") submitted.insert(status.order_id);
            if (status.status == "Cancelled") cancelled.insert(status.order_id);
        }
        client.reset();
    }
    /// What the new process says of the old one's orders.
    void check(int round)
    {
        auto next = client->all<ibkr::NextValidId>().front().order_id;
        client->send(ibkr::OpenOrdersRequest{});
        ASSERT_TRUE(client->next<ibkr::OpenOrdersEnd>());
        std::map<int, int> open;
        for (const auto& order : client->all<ibkr::OpenOrder>()) ++open[order.order_id];
        for (const auto& [id, count] : open) {
            EXPECT_EQ(count, 1) << "order " << id << " is doubled in round " << round;
            EXPECT_TRUE(sent.contains(id)) << id;
            EXPECT_FALSE(cancelled.contains(id)) << id << " was cancelled";
            EXPECT_LT(id, next);
        }
        for (int id : submitted) {
            EXPECT_LT(id, next) << "ids go back";
            // a cancel on its way may have arrived
            if (!cancelled.contains(id) && !asked_to_cancel.contains(id)) {
                EXPECT_TRUE(open.contains(id)) << "order " << id << " is lost in round " << round;
            }
        }
        first_free = next;
    }
    /// Some orders, some cancels, and the end in the middle of them.
    void trade(std::mt19937& random)
    {
        auto count = 1 + random() % 20, stop_after = random() % (count + 1);
        client->forget();
        for (unsigned n = 0; n < count; ++n) {
            int id = first_free + static_cast<int>(n);
            sent.insert(id);
            client->send(GatewayWorld::order(id, Decimal{1}, 1.0));
            if (n % 3 == 2 && !submitted.empty()) {
                ibkr::CancelOrderRequest cancel;
                cancel.order_id = *submitted.begin();
                asked_to_cancel.insert(cancel.order_id);
                client->send(cancel);
            }
        }
        run_until(io, [&] { return client->count<ibkr::OrderStatus>() >= stop_after; });
    }

    fs::path folder =
        fs::path{testing::TempDir()} / ("gateway-kills-" + std::to_string(::getpid()));
    boost::asio::io_context io;
    std::optional<ChildProcess> server;
    std::optional<WireClient> client;
    std::set<int> sent, submitted, cancelled, asked_to_cancel;
    int first_free = 1;
};

TEST_F(GatewayKillLoop, loses_and_doubles_nothing)
{
    const char* asked = std::getenv("GATEWAY_KILLS");
    int rounds = asked ? std::atoi(asked) : 8;
    std::mt19937 random{20260105};
    for (int round = 0; round < rounds; ++round) {
        ::alarm(300);  // each round has the time of a test
        ASSERT_NO_FATAL_FAILURE(start());
        check(round);
        trade(random);
        kill();
        if (HasFailure()) return;
    }
    EXPECT_FALSE(submitted.empty());
}

}  // namespace
}  // namespace trademind::test
