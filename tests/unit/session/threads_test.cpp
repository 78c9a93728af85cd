// A driver whose io_context runs on four threads, called from four others: for ThreadSanitizer.
#include "brokers/ibkr/transport/driver.hpp"
#include "mock/mock_tws.hpp"
#include "support/session_messages.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace trademind::ibkr::transport {
namespace {

using namespace std::chrono_literals;

class Counter : public session::ConnectionEvents {
public:
    void on_frame(std::string_view payload, Version server) override
    {
        test::note_session_messages(*link, payload, server);
        // CURRENT_TIME at server 200
        if (payload.starts_with(std::string_view{"49\0", 3}) && ++answers == wanted)
            done.set_value();
    }
    void on_ready(const session::SessionInfo&) override { ready.set_value(); }
    void on_lost(const session::Disconnect&) override { lost.set_value(); }

    session::Connection* link = nullptr;
    int answers = 0, wanted = 0;
    std::promise<void> ready, done, lost;
};

TEST(Threads, four_threads_send_while_four_run_the_driver)
{
    constexpr int callers = 4, each = 200;
    asio::thread_pool pool{4};
    auto mock_strand = asio::make_strand(pool.get_executor());
    auto tws =
        asio::post(mock_strand,
                   asio::use_future([&] { return std::make_unique<test::MockTws>(mock_strand); }))
            .get();
    auto strand = asio::make_strand(asio::any_io_executor{pool.get_executor()});
    session::LinkOptions options;
    options.port = tws->port();
    options.pacing.messages_per_second = 0;
    options.reconnect.enabled = false;
    Counter counter;
    counter.wanted = callers * each;
    auto driver = std::make_shared<Driver>(std::make_shared<trademind::detail::Turns>(strand),
                                           system_clock(), options);
    counter.link = driver.get();
    asio::post(strand, [&] { EXPECT_TRUE(driver->start(counter)); });
    ASSERT_EQ(counter.ready.get_future().wait_for(30s), std::future_status::ready);

    std::string frame;
    ASSERT_FALSE(wire::encode(frame, CurrentTimeRequest{}, Version{200}));
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers; ++caller)
        threads.emplace_back([&] {
            for (int n = 0; n < each; ++n)
                asio::post(strand, [&] {
                    EXPECT_TRUE(driver->send_frame(frame, session::SendPriority::rest));
                });
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(counter.done.get_future().wait_for(30s), std::future_status::ready);

    asio::post(strand, [&] { driver->stop(); });
    EXPECT_EQ(counter.lost.get_future().wait_for(30s), std::future_status::ready);
    asio::post(strand, asio::use_future([&] {
                   driver->detach();
                   driver.reset();
               }))
        .get();
    asio::post(mock_strand, asio::use_future([&] { tws.reset(); })).get();
    pool.join();
}

}  // namespace
}  // namespace trademind::ibkr::transport
