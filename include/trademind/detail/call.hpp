// One asynchronous call under way: the caller's handler, what was asked, and the answer.
#pragma once

#include <trademind/detail/pending_call.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/use_future.hpp>

#include <optional>
#include <tuple>
#include <type_traits>

namespace trademind {

template <class T> class Completion;

namespace detail {

/// A call that is answered with a Result<T>, as its implementation sees it.
template <class T> class Call : public PendingCall {
public:
    /// With a Result<T> or what makes one. On the strand, or where the broker ends.
    template <class Answer> void finish(Answer&& answer)
    {
        if (!claim()) return;
        // a Result that is no const could be taken for what makes a T
        if constexpr (std::is_same_v<std::remove_cvref_t<Answer>, Result<T>> &&
                      std::is_lvalue_reference_v<Answer>)
            result_.emplace(std::as_const(answer));
        else
            result_.emplace(std::forward<Answer>(answer));
        settle();
    }

protected:
    using PendingCall::PendingCall;
    // the answer waits here, so that only a pointer is passed on
    std::optional<Result<T>> result_;

private:
    void fail(Error why) override { result_.emplace(std::move(why)); }
};

/// Where a handler runs that does not run on the strand.
template <class Executor> Executor executor_of_handler(const Executor& given, const Calls&)
{
    return given;
}
inline Strand executor_of_handler(const Strand& given, const Calls&)
{
    return asio::require(given, asio::execution::blocking.never);
}
/// A future names Asio's system threads: setting a promise is no reason to start those.
template <class T, class Blocking>
Strand executor_of_handler(const asio::detail::promise_executor<T, Blocking>&, const Calls& calls)
{
    return calls.turns()->later();
}

/// True where a handler with this executor may run at the end of the strand's turn.
template <class Executor> bool runs_on_strand(const Executor&, const Calls&)
{
    return false;
}
inline bool runs_on_strand(const Strand& given, const Calls& calls)
{
    return given == calls.strand();
}
inline bool runs_on_strand(const asio::any_io_executor& given, const Calls& calls)
{
    const auto* strand = given.target<Strand>();
    return strand && *strand == calls.strand();
}
template <class T, class Blocking>
bool runs_on_strand(const asio::detail::promise_executor<T, Blocking>&, const Calls&)
{
    return true;
}

/// A call with the caller's handler as it was given, and what it was called with: both are moved
/// here once, since orders are large.
///
/// `Start` begins the work: it is called on the strand, with a Completion<T> and the arguments.
template <class T, class Handler, class Start, class... Args> class CallOf final : public Call<T> {
public:
    template <class... From>
    CallOf(const std::shared_ptr<Calls>& calls, Handler handler, Start start, From&&... from)
        : Call<T>{calls,
                  runs_on_strand(asio::get_associated_executor(handler, calls->strand()), *calls)},
          handler_{std::move(handler)},
          work_{std::in_place, std::move(start), std::forward<From>(from)...}
    {
        if (!this->answers_on_strand()) executor_.emplace(executor_of(*handler_, *calls));
    }
    auto cancellation_slot() const { return asio::get_associated_cancellation_slot(*handler_); }

private:
    static auto executor_of(const Handler& handler, const Calls& calls)
    {
        // the answer that is awaited is work of the handler's executor
        return asio::prefer(
            executor_of_handler(asio::get_associated_executor(handler, calls.strand()), calls),
            asio::execution::outstanding_work.tracked);
    }
    using Executor = decltype(executor_of(std::declval<const Handler&>(), std::declval<Calls&>()));

    void run() override
    {
        auto self = std::static_pointer_cast<Call<T>>(this->shared_from_this());
        auto start = [&](auto&... given) {
            work_->start(Completion<T>{std::move(self)}, std::move(given)...);
        };
        std::apply(start, work_->given);
    }
    void release() override { work_.reset(); }
    void post_answer() override
    {
        auto executor = *std::exchange(executor_, std::nullopt);
        if constexpr (std::is_same_v<Executor, Strand>)
            this->post_answer_to(executor);
        else
            asio::post(executor, Answering{this->shared_from_this()});
    }
    void answer() override
    {
        auto handler = *std::exchange(handler_, std::nullopt);
        std::move(handler)(std::move(*this->result_));
    }

    struct Work {
        template <class... From>
        explicit Work(Start begin, From&&... from)
            : start{std::move(begin)}, given{std::forward<From>(from)...}
        {}
        Start start;
        std::tuple<Args...> given;
    };

    std::optional<Executor> executor_;  // where it is not the strand
    std::optional<Handler> handler_;
    std::optional<Work> work_;
};

/// Begins a call, from any thread.
template <class T, class Handler, class Start, class... Args>
void start_call(const std::shared_ptr<Calls>& calls, Duration deadline, Handler handler,
                Start start, Args&&... args)
{
    auto call = std::make_shared<CallOf<T, Handler, Start, std::decay_t<Args>...>>(
        calls, std::move(handler), std::move(start), std::forward<Args>(args)...);
    call->begin(deadline, call->cancellation_slot());
}

/// Answers a call that cannot begin.
template <class T, class Handler>
void refuse_call(const std::shared_ptr<Calls>& calls, Handler handler, Error why)
{
    auto nothing = [](const Completion<T>&) {};
    std::make_shared<CallOf<T, Handler, decltype(nothing)>>(calls, std::move(handler), nothing)
        ->refuse(std::move(why));
}

}  // namespace detail
}  // namespace trademind
