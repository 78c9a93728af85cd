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

/// SIGINT, SIGTERM and SIGHUP (unless the process ignores it, as below nohup) while it lives.
/// SIGPIPE is ignored: a log line into a pipe that has ended must not end the program before its
/// orders are cancelled. From the first signal, or hold, on the process does not end by them any
/// more. One
/// per process; on one strand.
class Interrupts {
public:
    Interrupts(const boost::asio::any_io_executor& executor, std::shared_ptr<Clock> clock);
    ~Interrupts();
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
    void (*pipe_before_)(int);
};

/// "SIGTERM".
std::string_view signal_name(int number);

}  // namespace trademind::cli
