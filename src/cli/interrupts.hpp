// Signals that ask a running command to stop.
#pragma once

#include <trademind/time.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/signal_set.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace trademind::cli {

/// SIGINT, SIGTERM, SIGHUP and SIGPIPE (the last two unless the process ignores them, as below
/// nohup) while it lives. SIGPIPE, of a line into a pipe whose reader has gone, asks for an orderly
/// end too, and is never a second wish: each further line sends one. From the first signal, or
/// hold, on the process does not end by them any more. One per process; on one strand.
class Interrupts {
public:
    Interrupts(const boost::asio::any_io_executor& executor, std::shared_ptr<Clock> clock);
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// From now on, to the end of the process, signals wait for the first Interrupts and do not end
    /// the process: before there is one, too.
    static void hold();

    /// The number of the next signal; one that came before the call counts. Honours cancellation.
    boost::asio::awaitable<int> next();
    /// The next signal that is a second wish to stop: at least `echo` after the first. `timeout`
    /// and wrapping shells deliver the same one twice.
    boost::asio::awaitable<int> again();

    static constexpr Duration echo = std::chrono::seconds{1};

private:
    std::shared_ptr<Clock> clock_;
    boost::asio::basic_signal_set<boost::asio::any_io_executor> signals_;
    std::optional<int> early_;       // held before there was this object
    std::optional<Duration> first_;  // uptime
};

/// "SIGTERM".
std::string_view signal_name(int number);

}  // namespace trademind::cli
