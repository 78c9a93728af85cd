// The other end of an asynchronous call: what an implementation of Broker completes.
#pragma once

#include <trademind/detail/operation.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <boost/asio/async_result.hpp>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace trademind {

/// What an implementation of Broker is given to answer a call: call it once, with a Result.
///
/// Move-only. Destroyed unanswered, it completes the call with Errc::cancelled: a broker that ends
/// cancels what is open. Use it on the broker's strand.
template <class T = void> class Completion {
public:
    explicit Completion(std::shared_ptr<detail::Operation<T>> operation)
        : operation_{std::move(operation)}
    {}
    Completion(Completion&&) noexcept = default;
    Completion& operator=(Completion&& other) noexcept
    {
        if (this != &other) {
            drop();
            operation_ = std::move(other.operation_);
        }
        return *this;
    }
    ~Completion() { drop(); }

    /// Answers the call, on the caller's executor, with a Result<T> or what makes one: a value, an
    /// Error. Without effect when it was cancelled or its deadline has passed.
    template <class Answer = Result<T>>
    requires std::is_convertible_v<Answer, Result<T>>
    void operator()(Answer&& answer)
    {
        if (auto operation = std::exchange(operation_, nullptr))
            operation->finish(std::forward<Answer>(answer));
    }
    /// The same with an answer that events may overtake until the caller gets it: `refresh` brings
    /// it up to date on the strand, right before a handler that runs there, else before the answer
    /// leaves for the caller's executor. It must bear that the implementation has ended.
    template <class Answer = Result<T>>
    requires std::is_convertible_v<Answer, Result<T>>
    void operator()(Answer&& answer, std::function<void(Result<T>&)> refresh)
    {
        if (auto operation = std::exchange(operation_, nullptr))
            operation->finish(std::forward<Answer>(answer), std::move(refresh));
    }
    /// True when nobody waits for the answer any more.
    bool abandoned() const { return !operation_ || operation_->done(); }
    /// `hook` runs on the strand if the caller or the deadline gives up before the answer.
    void on_cancel(std::function<void()> hook)
    {
        if (operation_) operation_->set_cancel_hook(std::move(hook));
    }

private:
    void drop()
    {
        if (auto operation = std::exchange(operation_, nullptr))
            operation->finish(Error{Errc::cancelled, "the broker ended before it answered"});
    }

    std::shared_ptr<detail::Operation<T>> operation_;
};

/// A completion token with a deadline of its own: `co_await broker->get_positions(within(2s))`,
/// `broker->get_positions(within(2s, asio::use_future))`.
template <class Token> class Within {
public:
    Within(Duration deadline, Token token) : deadline{deadline}, token{std::move(token)} {}

    Duration deadline;
    Token token;
};

namespace detail {
template <class Token, class T>
struct TakesResult : std::bool_constant<asio::completion_token_for<Token, void(Result<T>)>> {};
template <class Token, class T>
struct TakesResult<Within<Token>, T> : TakesResult<std::decay_t<Token>, T> {};
}  // namespace detail

/// What the last argument of a call that answers with a T may be: a function that takes a Result<T>
/// (`[](Result<OrderReport> r) { ... }`, for calls that answer nothing Result<void>), a completion
/// token of Asio (use_awaitable, use_future, detached ...), or one of them inside within().
template <class Token, class T>
concept CompletionToken =
    detail::TakesResult<std::decay_t<Token>, T>::value;  // a handler must take Result<T>

namespace detail {

template <class Token> Duration deadline_of(const Token&, Duration usual)
{
    return usual;
}
template <class Token> Duration deadline_of(const Within<Token>& token, Duration)
{
    return token.deadline;
}

template <class T, class Token>
auto initiate(std::shared_ptr<Operation<T>> operation, Within<Token>& token)
{
    return initiate(std::move(operation), token.token);
}

}  // namespace detail

}  // namespace trademind
