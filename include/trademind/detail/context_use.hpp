// Execution contexts and the objects that must not outlive them.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace trademind::detail {

/// Held by each object that keeps sockets, timers or a strand of an execution context. A context
/// that is destroyed while one exists ends the program with a text that says so: anything else is
/// undefined behaviour at a later moment.
class ContextUse {
public:
    explicit ContextUse(const boost::asio::any_io_executor& executor);
    ~ContextUse();
    ContextUse(const ContextUse&) = delete;
    ContextUse& operator=(const ContextUse&) = delete;

private:
    boost::asio::execution_context& context_;
};

struct ContextMembers;

/// Told when the context ends before it. For objects that have somebody waiting: the last member of
/// its owner, so that the owner is whole while it may be told.
class ContextMember {
public:
    /// `on_end` is called on a thread of the context and must only post; never while or after this
    /// object is destroyed.
    ContextMember(const boost::asio::any_io_executor& executor, std::function<void()> on_end);
    ~ContextMember();
    ContextMember(const ContextMember&) = delete;
    ContextMember& operator=(const ContextMember&) = delete;

private:
    friend void end_calls_of(boost::asio::execution_context&);

    std::shared_ptr<ContextMembers> members_;  // may outlive the context
    std::function<void()> on_end_;
};
/// Tells all of them.
void end_calls_of(boost::asio::execution_context& context);

/// How many there are of this context.
std::size_t uses_of(boost::asio::execution_context& context);
/// The calling thread is the only one that runs the context.
void set_only_thread(boost::asio::execution_context& context);
/// True on that thread: what the context has to run waits until the thread returns to it.
bool is_only_thread(const boost::asio::any_io_executor& executor);

}  // namespace trademind::detail
