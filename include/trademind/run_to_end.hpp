// Running a program's main coroutine to its end, with its failure.
#pragma once

#include <trademind/completion.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace trademind {

/// Runs an io_context until one coroutine has ended, and passes on what that threw. A handler of
/// asio::co_spawn that ignores its std::exception_ptr hides every failure.
///
///     RunToEnd run{io};
///     asio::co_spawn(io, work(), run.handler());
///     run();
///
/// Must outlive the coroutine. For the thread that runs the context; the context must have no
/// other.
class RunToEnd {
public:
    explicit RunToEnd(asio::io_context& io) : io_{io} {}
    RunToEnd(const RunToEnd&) = delete;
    RunToEnd& operator=(const RunToEnd&) = delete;

    /// Completion handler for asio::co_spawn: keeps the exception and stops the context.
    auto handler()
    {
        return [this](std::exception_ptr thrown) {
            ended_ = true;
            thrown_ = std::move(thrown);
            io_.stop();
        };
    }
    /// Blocks until the coroutine has ended; rethrows what it threw. Throws std::logic_error where
    /// the context ran out of work before.
    void operator()()
    {
        io_.run();
        io_.restart();
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
        if (!ended_) throw std::logic_error{"the coroutine did not end: nothing was left to run"};
    }

private:
    asio::io_context& io_;
    std::exception_ptr thrown_;
    bool ended_ = false;
};

/// The same in one call: returns what the coroutine returns, rethrows what it throws.
inline void run_to_end(asio::io_context& io, asio::awaitable<void> work)
{
    RunToEnd run{io};
    asio::co_spawn(io, std::move(work), run.handler());
    run();
}
template <class T> T run_to_end(asio::io_context& io, asio::awaitable<T> work)
{
    std::optional<T> result;
    auto keep = [](asio::awaitable<T> given, std::optional<T>& into) -> asio::awaitable<void> {
        into.emplace(co_await std::move(given));
    };
    run_to_end(io, keep(std::move(work), result));
    return std::move(*result);
}

}  // namespace trademind
