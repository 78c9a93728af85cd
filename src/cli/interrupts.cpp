// Signals that ask a running command to stop.
#include "cli/interrupts.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <csignal>
#include <utility>

namespace trademind::cli {
namespace {

bool is_ignored(int number)
{
    struct sigaction action {};
    return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// Signals that come while nothing waits for them: their default way would cost the report. Never
/// destroyed: the end of static objects would restore it, which would cost the exit status.
class Held {
public:
    static Held& instance()
    {
        static auto& held = *new Held;
        return held;
    }
    /// One that has come, or nothing.
    std::optional<int> take()
    {
        std::optional<int> taken;
        set_.async_wait([&taken](boost::system::error_code ended, int number) {
            if (!ended) taken = number;
        });
        io_.restart();
        io_.poll();
        set_.cancel();
        io_.restart();
        io_.poll();
        return taken;
    }

private:
    Held()
    {
        for (int number : {SIGHUP, SIGPIPE})
            if (!is_ignored(number)) set_.add(number);
    }
    boost::asio::io_context io_;
    boost::asio::signal_set set_{io_, SIGINT, SIGTERM};
};
std::atomic<bool> holding{false};

}  // namespace

Interrupts::Interrupts(const boost::asio::any_io_executor& executor, std::shared_ptr<Clock> clock)
    : clock_{std::move(clock)}, signals_{executor, SIGINT, SIGTERM}
{
    for (int number : {SIGHUP, SIGPIPE})
        if (!is_ignored(number)) signals_.add(number);
    if (holding) early_ = Held::instance().take();
}

void Interrupts::hold()
{
    auto& held = Held::instance();
    if (!holding.exchange(true)) return;
    // those of an earlier command of this process
    while (held.take()) {}
}

boost::asio::awaitable<int> Interrupts::next()
{
    auto early = std::exchange(early_, std::nullopt);
    int number = early ? *early : co_await signals_.async_wait(boost::asio::use_awaitable);
    if (!first_) {
        first_ = clock_->uptime();
        hold();
    }
    co_return number;
}

boost::asio::awaitable<int> Interrupts::again()
{
    for (;;) {
        bool is_first = !first_;
        int number = co_await next();
        bool is_second = !is_first && number != SIGPIPE;
        if (is_second && clock_->uptime() - *first_ >= echo) co_return number;
    }
}

std::string_view signal_name(int number)
{
    switch (number) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGHUP: return "SIGHUP";
    case SIGPIPE: return "SIGPIPE";
    default: return "a signal";
    }
}

}  // namespace trademind::cli
