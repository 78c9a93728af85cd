// The other end of an asynchronous call: what an implementation of Broker completes.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace trademind {

namespace asio = boost::asio;
/// Where a broker and all it owns live.
using Strand = asio::strand<asio::any_io_executor>;

namespace detail {

/// Where a handler runs: on its executor, or on the strand where it has none.
template <class Executor>
asio::any_io_executor executor_of_handler(const Executor& given, const Strand&)
{
    return given;
}
/// A future names Asio's system threads: setting a promise is no reason to start those.
template <class T, class Blocking>
asio::any_io_executor executor_of_handler(const asio::detail::promise_executor<T, Blocking>&,
                                          const Strand& strand)
{
    return strand;
}

/// One call under way. Completed once, by whoever is first: the implementation, the caller's
/// cancellation, the deadline or the end of the broker.
template <class T> class Call : public std::enable_shared_from_this<Call<T>> {
public:
    using Handler = asio::any_completion_handler<void(Result<T>)>;

    /// Takes the handler as the caller gave it: its executor is asked for before its type is
    /// forgotten.
    template <class Given>
    Call(Strand strand, Given handler)
        : strand_{std::move(strand)},
          executor_{asio::prefer(
              executor_of_handler(asio::get_associated_executor(handler, *strand_), *strand_),
              asio::execution::outstanding_work.tracked)},
          handler_{std::move(handler)}
    {}

    /// In the caller's context, before the call reaches the strand: the slot may only be touched
    /// there.
    void listen_for_cancellation()
    {
        auto slot = asio::get_associated_cancellation_slot(handler_);
        if (!slot.is_connected()) return;
        slot.assign(
            [weak = this->weak_from_this(), strand = *strand_](asio::cancellation_type type) {
                if (type == asio::cancellation_type::none) return;
                asio::post(strand, [weak] {
                    if (auto call = weak.lock())
                        call->abandon(Errc::cancelled, "cancelled by the caller");
                });
            });
    }
    /// On the strand.
    void set_deadline(Clock& clock, Duration deadline)
    {
        timer_ = clock.after(deadline, *strand_, [weak = this->weak_from_this()] {
            if (auto call = weak.lock())
                call->abandon(Errc::timed_out, "no answer within the deadline");
        });
    }
    /// On the strand: `hook` runs when the caller or the deadline gives up, so that the
    /// implementation can forget it.
    void set_cancel_hook(std::function<void()> hook) { hook_ = std::move(hook); }

    bool done() const { return done_.load(std::memory_order_acquire); }
    void finish(Result<T>&& result)
    {
        if (done_.exchange(true, std::memory_order_acq_rel)) return;
        deliver(std::move(result));
    }

private:
    void abandon(Errc why, const char* message)
    {
        if (done_.exchange(true, std::memory_order_acq_rel)) return;
        if (auto hook = std::exchange(hook_, nullptr)) hook();
        deliver(Error{why, message});
    }
    // Posted, not dispatched: a caller's code never runs in the middle of the broker's. The answer
    // waits here, so that only a pointer is passed on.
    void deliver(Result<T>&& result)
    {
        timer_.reset();
        // what belongs to the broker ends here, not with the handler on the caller's thread
        hook_ = nullptr;
        strand_.reset();
        result_.emplace(std::move(result));
        auto executor = std::exchange(executor_, asio::any_io_executor{});
        asio::post(executor, [self = this->shared_from_this()] {
            auto handler = std::move(self->handler_);
            std::move(handler)(std::move(*self->result_));
        });
    }

    std::optional<Strand> strand_;
    asio::any_io_executor executor_;
    Handler handler_;
    std::optional<Result<T>> result_;
    Subscription timer_;
    std::function<void()> hook_;
    std::atomic<bool> done_{false};
};

/// A call with what it was given: orders are large, and are moved here once.
template <class T, class... Args> class CallWith : public Call<T> {
public:
    template <class Given, class... From>
    CallWith(Strand strand, Given handler, From&&... from)
        : Call<T>{std::move(strand), std::move(handler)}, given{std::forward<From>(from)...}
    {}

    std::tuple<Args...> given;
};

}  // namespace detail

/// What an implementation of Broker is given to answer a call: call it once, with a Result.
///
/// Move-only. Destroyed unanswered, it completes the call with Errc::cancelled: a broker that ends
/// cancels what is open. Use it on the broker's strand.
template <class T = void> class Completion {
public:
    explicit Completion(std::shared_ptr<detail::Call<T>> call) : call_{std::move(call)} {}
    Completion(Completion&&) noexcept = default;
    Completion& operator=(Completion&& other) noexcept
    {
        if (this != &other) {
            drop();
            call_ = std::move(other.call_);
        }
        return *this;
    }
    ~Completion() { drop(); }

    /// Answers the call, on the caller's executor. Without effect when it was cancelled or its
    /// deadline has passed.
    void operator()(Result<T> result)
    {
        if (auto call = std::exchange(call_, nullptr)) call->finish(std::move(result));
    }
    /// True when nobody waits for the answer any more.
    bool abandoned() const { return !call_ || call_->done(); }
    /// `hook` runs on the strand if the caller or the deadline gives up before the answer.
    void on_cancel(std::function<void()> hook)
    {
        if (call_) call_->set_cancel_hook(std::move(hook));
    }

private:
    void drop()
    {
        if (auto call = std::exchange(call_, nullptr))
            call->finish(Error{Errc::cancelled, "the broker ended before it answered"});
    }

    std::shared_ptr<detail::Call<T>> call_;
};

/// A completion token with a deadline of its own: `co_await broker->get_positions(within(2s))`,
/// `broker->get_positions(within(2s, asio::use_future))`.
template <class Token> class Within {
public:
    Within(Duration deadline, Token token) : deadline{deadline}, token{std::move(token)} {}

    Duration deadline;
    Token token;
};

}  // namespace trademind
