// The other end of an asynchronous call: what an implementation of Broker completes.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
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

template <class T = void> class Completion;

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

/// Of calls whose implementation bounds each of its waits.
inline constexpr Duration no_deadline = Duration::max();

/// One call under way, whatever its answer. Completed once, by whoever is first: the
/// implementation, the caller's cancellation, the deadline or the end of the broker.
class PendingCall : public std::enable_shared_from_this<PendingCall> {
public:
    PendingCall(const PendingCall&) = delete;
    PendingCall& operator=(const PendingCall&) = delete;
    virtual ~PendingCall() = default;

    /// Posts the call to the strand, where it runs unless it is done by then. `owner` lives until
    /// then, and `clock` with it.
    void begin(std::shared_ptr<void> owner, Clock& clock, Duration deadline);
    /// On the strand: `hook` runs when the caller or the deadline gives up, so that the
    /// implementation can forget it.
    void set_cancel_hook(std::function<void()> hook) { hook_ = std::move(hook); }
    bool done() const { return done_.load(std::memory_order_acquire); }

protected:
    PendingCall(const Strand& strand, const asio::any_io_executor& executor);

    void listen(asio::cancellation_slot slot);
    /// True for the first who asks: the answer is his.
    bool claim() { return !done_.exchange(true, std::memory_order_acq_rel); }
    /// Posts answer() to the caller's executor.
    void post_answer();

private:
    void set_deadline(Clock& clock, Duration deadline);
    void abandon(Errc why, const char* message);

    /// Hands the call to the implementation; `self` is this.
    virtual void run(std::shared_ptr<PendingCall> self) = 0;
    /// The outcome is `error`.
    virtual void fail(Error error) = 0;
    /// Calls the caller's handler with the outcome.
    virtual void answer() = 0;

    std::optional<Strand> strand_;
    asio::any_io_executor executor_;
    Subscription timer_;
    std::function<void()> hook_;
    std::atomic<bool> done_{false};
};

/// A call that is answered with a Result<T>.
template <class T> class Call : public PendingCall {
public:
    using Handler = asio::any_completion_handler<void(Result<T>)>;

    /// In the caller's context, before the call reaches the strand: the slot may only be touched
    /// there.
    void listen_for_cancellation() { listen(asio::get_associated_cancellation_slot(handler_)); }
    void finish(Result<T>&& result)
    {
        if (claim()) deliver(std::move(result));
    }

protected:
    /// Takes the handler as the caller gave it: its executor is asked for before its type is
    /// forgotten.
    template <class Given>
    Call(const Strand& strand, Given handler)
        : PendingCall{strand,
                      executor_of_handler(asio::get_associated_executor(handler, strand), strand)},
          handler_{std::move(handler)}
    {}

private:
    // the answer waits here, so that only a pointer is passed on
    void deliver(Result<T>&& result)
    {
        result_.emplace(std::move(result));
        post_answer();
    }
    void fail(Error error) override { deliver(std::move(error)); }
    void answer() override
    {
        auto handler = std::move(handler_);
        std::move(handler)(std::move(*result_));
    }

    Handler handler_;
    std::optional<Result<T>> result_;
};

/// The work of a call that is a function of the broker.
template <class Target, class Function> class Verb {
public:
    Verb(Target* target, Function function) : target_{target}, function_{function} {}
    template <class... Args> void operator()(Args&&... args) const
    {
        (target_->*function_)(std::forward<Args>(args)...);
    }

private:
    Target* target_;
    Function function_;
};

/// A call with its work and what that is given: orders are large, and are moved here once.
template <class T, class Work, class... Args> class CallOf final : public Call<T> {
public:
    template <class Given, class... From>
    CallOf(const Strand& strand, Given handler, Work work, From&&... from)
        : Call<T>{strand, std::move(handler)},
          work_{std::move(work)},
          given_{std::forward<From>(from)...}
    {}

private:
    void run(std::shared_ptr<PendingCall> self) override
    {
        std::apply(
            [&](auto&... one) {
                work_(std::move(one)...,
                      Completion<T>{std::static_pointer_cast<Call<T>>(std::move(self))});
            },
            given_);
    }

    Work work_;
    std::tuple<Args...> given_;
};

}  // namespace detail

/// What an implementation of Broker is given to answer a call: call it once, with a Result.
///
/// Move-only. Destroyed unanswered, it completes the call with Errc::cancelled: a broker that ends
/// cancels what is open. Use it on the broker's strand.
template <class T> class Completion {
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
