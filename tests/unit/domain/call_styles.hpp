// The four ways to make a call: awaited, with a callback, with a future, and blocking on a thread
// of the library's.
#pragma once

#include <trademind/completion.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>

namespace trademind::test {

/// The answer to a call that may still be under way.
template <class T> class Pending {
public:
    /// For the answer, and for how often it came.
    void set(Result<T> result)
    {
        ++times;
        answer = std::move(result);
    }

    std::optional<Result<T>> answer;
    int times = 0;
};

/// Styles whose broker and caller share one io_context that the test runs by hand.
class SingleThread {
public:
    asio::any_io_executor get_executor() { return io_.get_executor(); }
    /// Runs all that is ready.
    void settle()
    {
        io_.restart();
        io_.poll();
    }

protected:
    asio::io_context io_;
};

class Callback : public SingleThread {
public:
    template <class T, class Call> auto start(Call call, asio::cancellation_slot slot = {})
    {
        auto pending = std::make_shared<Pending<T>>();
        call(asio::bind_cancellation_slot(
            slot, [pending](Result<T> result) { pending->set(std::move(result)); }));
        return pending;
    }
    template <class T> bool is_done(const std::shared_ptr<Pending<T>>& p)
    {
        return p->answer.has_value();
    }
    template <class T> Result<T> get(const std::shared_ptr<Pending<T>>& p)
    {
        if (p->times != 1) throw std::logic_error{"the callback did not run exactly once"};
        return *p->answer;
    }
};

class Awaited : public SingleThread {
public:
    template <class T, class Call> auto start(Call call, asio::cancellation_slot slot = {})
    {
        auto pending = std::make_shared<Pending<T>>();
        asio::co_spawn(io_, wait<T>(std::move(call), pending),
                       asio::bind_cancellation_slot(slot, asio::detached));
        settle();
        return pending;
    }
    template <class T> bool is_done(const std::shared_ptr<Pending<T>>& p)
    {
        return p->answer.has_value();
    }
    template <class T> Result<T> get(const std::shared_ptr<Pending<T>>& p)
    {
        if (p->times != 1) throw std::logic_error{"the coroutine did not go on exactly once"};
        return *p->answer;
    }

private:
    template <class T, class Call>
    static asio::awaitable<void> wait(Call call, std::shared_ptr<Pending<T>> pending)
    {
        // a cancellation is an answer here, not an exception
        co_await asio::this_coro::throw_if_cancelled(false);
        auto answer = co_await call(asio::use_awaitable);
        pending->set(std::move(answer));
    }
};

class Future : public SingleThread {
public:
    template <class T, class Call> auto start(Call call, asio::cancellation_slot slot = {})
    {
        return std::make_shared<std::future<Result<T>>>(
            call(asio::bind_cancellation_slot(slot, asio::use_future)));
    }
    template <class T> bool is_done(const std::shared_ptr<std::future<Result<T>>>& f)
    {
        return f->wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    }
    template <class T> Result<T> get(const std::shared_ptr<std::future<Result<T>>>& f)
    {
        if (!is_done(f)) throw std::logic_error{"the future is not ready"};
        return f->get();
    }
};

/// The caller's thread waits; a Runtime does the work.
class Blocking {
public:
    asio::any_io_executor get_executor() { return runtime_.get_executor(); }
    /// Lets the runtime do what is ready, and what follows from that: its queue is first in, first
    /// out.
    void settle()
    {
        for (int round = 0; round < 20; ++round)
            asio::post(runtime_.get_executor(), asio::use_future).get();
    }
    template <class T, class Call> auto start(Call call, asio::cancellation_slot slot = {})
    {
        std::promise<void> started;
        auto under_way = started.get_future();
        auto waiting = std::make_shared<std::future<Result<T>>>(
            std::async(std::launch::async, [call, slot, &started] {
                auto answer = call(asio::bind_cancellation_slot(slot, asio::use_future));
                started.set_value();
                return answer.get();
            }));
        under_way.get();
        return waiting;
    }
    template <class T> bool is_done(const std::shared_ptr<std::future<Result<T>>>& f)
    {
        return f->wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    }
    template <class T> Result<T> get(const std::shared_ptr<std::future<Result<T>>>& f)
    {
        if (f->wait_for(std::chrono::seconds{30}) != std::future_status::ready)
            throw std::logic_error{"the call still waits"};
        return f->get();
    }

private:
    Runtime runtime_;
};

}  // namespace trademind::test
