// An IbkrBroker and a mock TWS with a trading desk, joined by a loopback socket.
#pragma once

#include "mock/mock_desk.hpp"
#include "mock/mock_tws.hpp"
#include "mock/run.hpp"
#include "support/manual_clock.hpp"
#include "support/recorder.hpp"

#include <trademind/brokers/ibkr.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::test {

/// One thread runs both ends; time passes when the test says so.
class IbkrWorld {
public:
    explicit IbkrWorld(int version = 200, IbkrOptions options = {})
    {
        tws.speak(version);
        desk.add_stock("AAPL", 265598);
        desk.add_stock("MSFT", 272093);
        options.port = tws.port();
        broker = make_unsafe_ibkr_broker(io.get_executor(), std::move(options), clock);
        recorder.listen(*broker);
    }
    ~IbkrWorld()
    {
        recorder.stop();
        broker.reset();
        tws.drop_all();
        settle(io);
    }

    /// Makes a call and runs both ends until it completes.
    template <class T, class Call> Result<T> wait(Call call)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        call([answer](Result<T> result) { *answer = std::move(result); });
        if (!run_until(io, [&] { return answer->has_value(); }))
            return Error{Errc::internal, "the call did not complete"};
        return std::move(**answer);
    }
    Result<void> connect()
    {
        return wait<void>([&](auto done) { broker->connect(std::move(done)); });
    }
    Result<void> disconnect()
    {
        return wait<void>([&](auto done) { broker->disconnect(std::move(done)); });
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return wait<OrderReport>(
            [&](auto done) { broker->place_order(std::move(order), std::move(done)); });
    }
    Result<OrderReport> cancel(OrderId id)
    {
        return wait<OrderReport>([&](auto done) { broker->cancel_order(id, std::move(done)); });
    }
    Result<OrderReport> modify(OrderId id, OrderRequest order)
    {
        return wait<OrderReport>(
            [&](auto done) { broker->modify_order(id, std::move(order), std::move(done)); });
    }
    std::vector<OrderReport> orders(OrderFilter filter = OrderFilter::all)
    {
        auto all = wait<std::vector<OrderReport>>(
            [&](auto done) { broker->get_orders(filter, std::move(done)); });
        return all ? *all : std::vector<OrderReport>{};
    }
    OrderReport order(OrderId id)
    {
        for (auto& report : orders())
            if (report.id == id) return report;
        ADD_FAILURE() << "no order " << to_string(id);
        return {};
    }
    /// Starts a call and keeps its answer.
    template <class T, class Call> std::shared_ptr<std::optional<Result<T>>> begin(Call call)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        call([answer](Result<T> result) { *answer = std::move(result); });
        settle(io);
        return answer;
    }
    bool until(const std::function<bool()>& condition) { return run_until(io, condition); }
    void run() { settle(io); }
    void pass(Duration time)
    {
        clock->advance(time);
        settle(io);
    }

    boost::asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    MockTws tws{io.get_executor(), clock};
    MockDesk desk{tws};
    std::shared_ptr<Broker> broker;
    Recorder recorder;
};

}  // namespace trademind::test
