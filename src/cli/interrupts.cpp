// Signals that ask a running command to stop.
#include "cli/interrupts.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>

namespace trademind::cli {
namespace {

bool is_ignored(int number)
{
    struct sigaction action {};
    return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// From the first signal to the end of the process: a further one that comes when nothing waits for
/// it must not take the default way, which would cost the report. Never destroyed: the end of
/// static objects would restore the default way, which would cost the exit status.
void hold_signals()
{
    static auto& io = *new boost::asio::io_context;
    static auto& held = *new boost::asio::signal_set{io, SIGINT, SIGTERM};
    static const bool with_hangup = [] {
        if (!is_ignored(SIGHUP)) held.add(SIGHUP);
        return true;
    }();
    static_cast<void>(with_hangup);
}

}  // namespace

Interrupts::Interrupts(const boost::asio::any_io_executor& executor, std::shared_ptr<Clock> clock)
    : clock_{std::move(clock)},
      signals_{executor, SIGINT, SIGTERM},
      pipe_before_{std::signal(SIGPIPE, SIG_IGN)}
{
    if (!is_ignored(SIGHUP)) signals_.add(SIGHUP);
}

Interrupts::~Interrupts()
{
    if (pipe_before_ != SIG_ERR) std::signal(SIGPIPE, pipe_before_);
}

boost::asio::awaitable<int> Interrupts::next()
{
    int number = co_await signals_.async_wait(boost::asio::use_awaitable);
    if (!first_) {
        first_ = clock_->uptime();
        hold_signals();
    }
    co_return number;
}

boost::asio::awaitable<int> Interrupts::again()
{
    for (;;) {
        bool is_first = !first_;
        int number = co_await next();
        if (!is_first && clock_->uptime() - *first_ >= echo) co_return number;
    }
}

std::string_view signal_name(int number)
{
    switch (number) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGHUP: return "SIGHUP";
    default: return "a signal";
    }
}

}  // namespace trademind::cli
