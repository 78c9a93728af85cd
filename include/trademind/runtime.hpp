// A thread that runs the library, for programs without Asio of their own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>
#include <thread>

namespace trademind {

/// An io_context with one thread. Give its executor to a broker and wait for answers with
/// asio::use_future, on another thread than the runtime's.
///
/// An exception that comes out of a handler on its thread is logged, and the thread goes on.
///
/// The destructor runs what has been posted by then and stops the thread. End brokers, routers and
/// clients first. Where one is left, its open calls that have a deadline are completed with
/// Errc::cancelled, the io_context is kept for it and an error is logged: it can be destroyed
/// safely, and calls made later are not answered. Destroyed from one of its own handlers it returns
/// at once, and the thread ends by itself.
class Runtime {
public:
    Runtime();
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    boost::asio::any_io_executor get_executor() { return io_->get_executor(); }

private:
    std::shared_ptr<boost::asio::io_context> io_;  // the thread's, too
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::shared_ptr<std::atomic<bool>> ended_by_itself_;
    std::thread thread_;
};

}  // namespace trademind
