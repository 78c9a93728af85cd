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

constexpr int rounds_to_end = 16;

/// Keeps a context whose sockets and timers are still in use until the process ends.
void keep_until_exit(std::unique_ptr<boost::asio::io_context> io)
{
    static std::mutex mutex;
    static auto& kept = *new std::vector<std::unique_ptr<boost::asio::io_context>>;
    std::lock_guard lock{mutex};
    kept.push_back(std::move(io));
}

}  // namespace

Runtime::Runtime()
    : io_{std::make_unique<boost::asio::io_context>(1)},
      work_{io_->get_executor()},
      thread_{[this] { run(); }}
{}

void Runtime::run()
{
    detail::set_only_thread(*io_);
    for (;;) {
        try {
            io_->run();
            return;
        } catch (...) {
            detail::report_handler_exception();
        }
    }
}

void Runtime::stop_when_idle(int rounds)
{
    // behind what waits already: among it is the end of brokers that were let go, which posts more
    boost::asio::post(*io_, [this, rounds] {
        if (rounds == 0 || detail::uses_of(*io_) == 0) return io_->stop();
        stop_when_idle(rounds - 1);
    });
}

Runtime::~Runtime()
{
    work_.reset();
    stop_when_idle(rounds_to_end);
    if (thread_.joinable()) thread_.join();
    auto left = detail::uses_of(*io_);
    if (left == 0) return;
    log::error(
        "a Runtime was destroyed before {} of the brokers, routers and clients that run on it: "
        "their "
        "calls are not answered any more; destroy those first, or declare them after it",
        left);
    keep_until_exit(std::move(io_));
}

}  // namespace trademind
