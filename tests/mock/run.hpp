// Turning an io_context by hand: real sockets, but no waiting for the wall clock.
#pragma once

#include <trademind/detail/turns.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace trademind::test {

/// Runs handlers until the condition holds. False after ten seconds of real time: a test that waits
/// for something that never comes fails rather than hangs.
inline bool run_until(boost::asio::io_context& io, const std::function<bool()>& condition)
{
    auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        io.restart();
        if (io.run_one_for(std::chrono::milliseconds{20}) == 0) std::this_thread::yield();
    }
    return true;
}

/// A strand's turns on that context.
inline std::shared_ptr<detail::Turns> turns_on(boost::asio::io_context& io)
{
    return std::make_shared<detail::Turns>(
        asio::make_strand(asio::any_io_executor{io.get_executor()}));
}

/// Runs handlers until loopback is quiet: nothing has become ready for a few polls in a row.
inline void settle(boost::asio::io_context& io)
{
    for (int quiet = 0; quiet < 4;) {
        io.restart();
        quiet = io.poll() == 0 ? quiet + 1 : 0;
        if (quiet != 0) std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
}

}  // namespace trademind::test
