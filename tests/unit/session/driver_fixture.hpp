// A driver and the mock TWS on a real loopback socket.
#pragma once

#include "base/log.hpp"
#include "brokers/ibkr/transport/driver.hpp"
#include "mock/mock_tws.hpp"
#include "mock/run.hpp"
#include "support/manual_clock.hpp"
#include "support/session_messages.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trademind::ibkr::transport {

using session::SendPriority;
using session::Stage;

class Heard : public session::ConnectionEvents {
public:
    void on_frame(std::string_view payload, Version server) override
    {
        test::note_session_messages(*link, payload, server);
        frames.emplace_back(payload);
        version = server;
        if (frame_hook) frame_hook();
    }
    void on_ready(const session::SessionInfo& info) override
    {
        ready.push_back(info);
        if (ready_hook) ready_hook();
    }
    void on_lost(const session::Disconnect& loss) override
    {
        losses.push_back(loss);
        if (lost_hook) lost_hook();
    }
    void on_stage(Stage stage) override { stages.push_back(stage); }
    void on_connectivity(const session::ConnectivityChange& change) override
    {
        changes.push_back(change);
    }

    session::Connection* link = nullptr;
    std::vector<std::string> frames;
    std::vector<session::SessionInfo> ready;
    std::vector<session::Disconnect> losses;
    std::vector<Stage> stages;
    std::vector<session::ConnectivityChange> changes;
    Version version{};
    std::function<void()> frame_hook, ready_hook, lost_hook;
};

inline std::vector<std::string> logged;

inline void keep_line(log::Level, std::string_view line)
{
    logged.emplace_back(line);
}

class DriverTest : public testing::Test {
protected:
    DriverTest()
    {
        logged.clear();
        log::set_sink(keep_line);
    }
    ~DriverTest() override
    {
        log::set_sink(nullptr);
        if (driver_) driver_->detach();
        test::settle(io_);
    }
    session::LinkOptions options() const
    {
        session::LinkOptions options;
        options.port = tws_.port();
        options.windows = session::Calendar{};
        options.reconnect.jitter = 0;
        return options;
    }
    void start(session::LinkOptions options)
    {
        driver_ = std::make_shared<Driver>(turns_, clock_, std::move(options));
        recorder_.link = driver_.get();
        ASSERT_TRUE(driver_->start(recorder_));
    }
    void start() { start(options()); }
    bool run_until(const std::function<bool()>& condition)
    {
        return test::run_until(io_, condition);
    }
    void settle() { test::settle(io_); }
    void make_ready(session::LinkOptions options)
    {
        start(std::move(options));
        ASSERT_TRUE(run_until([this] { return recorder_.ready.size() == 1; }));
        settle();
    }
    void make_ready() { make_ready(options()); }
    void pass(Duration time)
    {
        clock_->advance(time);
        settle();
    }
    template <class M> std::string frame(const M& message)
    {
        std::string out;
        EXPECT_FALSE(wire::encode(out, message, driver_->session().server));
        return out;
    }
    std::string time_request() { return frame(CurrentTimeRequest{}); }

    asio::io_context io_;
    std::shared_ptr<test::ManualClock> clock_ = std::make_shared<test::ManualClock>();
    std::shared_ptr<trademind::detail::Turns> turns_ = test::turns_on(io_);
    test::MockTws tws_{io_.get_executor(), clock_};
    Heard recorder_;
    std::shared_ptr<Driver> driver_;
};

}  // namespace trademind::ibkr::transport
