// A thread that runs the library.
#include <trademind/runtime.hpp>

#include "base/log.hpp"

#include <trademind/detail/context_use.hpp>
#include <trademind/detail/listener.hpp>

#include <boost/asio/post.hpp>

#include <mutex>
#include <vector>

namespace trademind {
namespace {

using Context = std::shared_ptr<boost::asio::io_context>;

constexpr int rounds_to_end = 16;

/// Keeps a context whose sockets and timers are still in use until the process ends.
void keep_until_exit(Context io)
{
    static std::mutex mutex;
    static auto& kept = *new std::vector<Context>;
    std::lock_guard lock{mutex};
    kept.push_back(std::move(io));
}

void run(boost::asio::io_context& io)
{
    for (;;) {
        try {
            io.run();
            return;
        } catch (...) {
            detail::report_handler_exception();
        }
    }
}

/// Behind what waits already: among it is the end of brokers that were let go, which posts more.
void stop_when_idle(const Context& io, int rounds, bool calls_ended)
{
    boost::asio::post(*io, [io, rounds, calls_ended] {
        if (detail::uses_of(*io) == 0) return io->stop();
        if (rounds > 0) return stop_when_idle(io, rounds - 1, calls_ended);
        if (calls_ended) return io->stop();
        // those that are left are not answered by anybody else
        detail::end_calls_of(*io);
        stop_when_idle(io, rounds_to_end, true);
    });
}

void end(Context io)
{
    auto left = detail::uses_of(*io);
    if (left == 0) return;
    log::error(
        "a Runtime was destroyed before {} of the brokers, routers and clients that run on it: "
        "their open calls are cancelled, and later ones not answered any more; destroy those "
        "first, or declare them after it",
        left);
    keep_until_exit(std::move(io));
}

}  // namespace

Runtime::Runtime()
    : io_{std::make_shared<boost::asio::io_context>(1)},
      work_{io_->get_executor()},
      ended_by_itself_{std::make_shared<std::atomic<bool>>(false)},
      thread_{[io = io_, by_itself = ended_by_itself_]() mutable {
          detail::set_only_thread(*io);
          run(*io);
          if (*by_itself) end(std::move(io));
      }}
{}

Runtime::~Runtime()
{
    // in this order: a thread that has nothing left to do would never come to what is posted, and
    // the context would wait for itself
    stop_when_idle(io_, rounds_to_end, false);
    work_.reset();
    if (thread_.get_id() == std::this_thread::get_id()) {
        // from one of its handlers: the thread goes on to its end, and cleans up there
        *ended_by_itself_ = true;
        thread_.detach();
        return;
    }
    if (thread_.joinable()) thread_.join();
    end(std::move(io_));
}

}  // namespace trademind
