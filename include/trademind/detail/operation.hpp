// One asynchronous operation with its answer, and the only way to begin one.
#pragma once

#include <trademind/detail/operation_base.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_future.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace trademind {

template <class T> class Completion;

namespace detail {

/// The caller's handler, whatever its type. Construct and emplace only: in Boost 1.81 its move
/// assignment recurses without end.
template <class T> using Handler = asio::any_completion_handler<void(Result<T>)>;

/// An operation that is answered with a Result<T>, as its implementation sees it. One class for
/// each T, whatever handler and verb.
template <class T> class Operation : public OperationBase {
public:
    /// In the caller's context. `executor` as in OperationBase.
    void begin(Handler<T> handler, std::optional<asio::any_io_executor> executor)
    {
        handler_.emplace(std::move(handler));
        begin_on(std::move(executor), handler_->get_cancellation_slot());
    }
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
    /// With an answer that events may overtake before the caller's handler runs: `refresh` brings
    /// it up to date right before, on the strand.
    template <class Answer> void finish(Answer&& answer, std::function<void(Result<T>&)> refresh)
    {
        if (this->done()) return;
        refresh_ = std::move(refresh);
        this->refresh_first();
        finish(std::forward<Answer>(answer));
    }

protected:
    using OperationBase::OperationBase;
    Result<T> take_result() { return std::move(*result_); }

private:
    void fail(Error why) override { result_.emplace(std::move(why)); }
    void refresh() override
    {
        if (auto bring_up_to_date = std::exchange(refresh_, nullptr)) bring_up_to_date(*result_);
    }
    void answer() override
    {
        auto handler = *std::exchange(handler_, std::nullopt);
        std::move(handler)(std::move(*result_));
    }

    std::optional<Handler<T>> handler_;
    std::optional<Result<T>> result_;  // waits here, so that only a pointer is passed on
    std::function<void(Result<T>&)> refresh_;
};

/// An operation and its work: called on the strand with a Completion<T>, then destroyed.
template <class T, class Work> class OperationOf final : public Operation<T> {
public:
    OperationOf(std::shared_ptr<Calls> calls, std::weak_ptr<void> owner, Duration deadline,
                Work work)
        : Operation<T>{std::move(calls), std::move(owner), deadline}, work_{std::move(work)}
    {}

private:
    void run() override
    {
        (*work_)(Completion<T>{std::static_pointer_cast<Operation<T>>(this->shared_from_this())});
    }
    void release() override { work_.reset(); }

    std::optional<Work> work_;
};

/// An operation that has not begun. `owner` as in OperationBase.
template <class T, class Work>
std::shared_ptr<Operation<T>> make_operation(std::shared_ptr<Calls> calls,
                                             std::weak_ptr<void> owner, Duration deadline,
                                             Work work)
{
    return std::make_shared<OperationOf<T, Work>>(std::move(calls), std::move(owner), deadline,
                                                  std::move(work));
}

/// Where a handler with this executor runs; nothing: at the end of the strand's turn.
template <class Executor>
std::optional<asio::any_io_executor> executor_off_strand(const Executor& given, const Calls& calls)
{
    if constexpr (std::is_same_v<Executor, Strand>) {
        if (given == calls.strand()) return std::nullopt;
    } else if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        const auto* strand = given.template target<Strand>();
        if (strand && *strand == calls.strand()) return std::nullopt;
    }
    return asio::any_io_executor{given};
}
/// A future names Asio's system threads: setting a promise is no reason to start those.
template <class T, class Blocking>
std::optional<asio::any_io_executor> executor_off_strand(
    const asio::detail::promise_executor<T, Blocking>&, const Calls&)
{
    return std::nullopt;
}

/// True where the handler sets a future.
template <class Executor> inline constexpr bool sets_future = false;
template <class T, class Blocking>
inline constexpr bool sets_future<asio::detail::promise_executor<T, Blocking>> = true;

/// Begins an operation with the handler that Asio makes of the caller's token.
template <class T> class Initiation {
public:
    explicit Initiation(std::shared_ptr<Operation<T>> operation) : operation_{std::move(operation)}
    {}
    template <class H> void operator()(H&& handler)
    {
        auto operation = std::move(operation_);
        const Calls& calls = operation->calls();
        auto given = asio::get_associated_executor(handler, calls.strand());
#ifdef NDEBUG
        constexpr bool is_debug = false;
#else
        constexpr bool is_debug = true;
#endif
        if constexpr (sets_future<decltype(given)>) check_future(calls, is_debug);
        auto executor = executor_off_strand(given, calls);
        operation->begin(Handler<T>{std::forward<H>(handler)}, std::move(executor));
    }

private:
    std::shared_ptr<Operation<T>> operation_;
};

/// The only initiation in the library. The token is moved from; it is an lvalue because arguments
/// of one call are evaluated in any order, and some are made of it.
template <class T, class Token> auto initiate(std::shared_ptr<Operation<T>> operation, Token& token)
{
    return asio::async_initiate<Token, void(Result<T>)>(Initiation<T>{std::move(operation)}, token);
}

}  // namespace detail
}  // namespace trademind
