// A pause of a coroutine on a broker's clock.
#pragma once

#include <trademind/time.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace trademind::cli {

/// One pause under way: completed by the clock or by its cancellation slot, whichever is first.
/// Lives on the handler's executor.
template <class Handler> class PauseOperation {
public:
    explicit PauseOperation(Handler handler) : handler_{std::move(handler)} {}

    static void start(const std::shared_ptr<PauseOperation>& self, Clock& clock, Duration delay)
    {
        auto executor = boost::asio::get_associated_executor(self->handler_);
        if (auto slot = boost::asio::get_associated_cancellation_slot(self->handler_);
            slot.is_connected())
            slot.assign([weak = std::weak_ptr{self}](boost::asio::cancellation_type) {
                if (auto operation = weak.lock())
                    operation->finish(boost::asio::error::operation_aborted);
            });
        self->timer_ = clock.after(delay, executor, [self] { self->finish({}); });
    }

private:
    void finish(boost::system::error_code result)
    {
        if (std::exchange(finished_, true)) return;
        if (auto slot = boost::asio::get_associated_cancellation_slot(handler_);
            slot.is_connected())
            slot.clear();
        auto kept = std::move(timer_);  // may own this
        boost::asio::post(boost::asio::append(std::move(handler_), result));
    }

    Handler handler_;
    Subscription timer_;
    bool finished_ = false;
};

/// Completes after `delay` of the clock's uptime. A cancelled pause throws operation_aborted. To be
/// awaited on the strand of the broker whose clock it is.
inline boost::asio::awaitable<void> pause(std::shared_ptr<Clock> clock, Duration delay)
{
    auto initiate = [](auto handler, std::shared_ptr<Clock> on, Duration time) {
        using Operation = PauseOperation<decltype(handler)>;
        Operation::start(std::make_shared<Operation>(std::move(handler)), *on, time);
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                         void(boost::system::error_code)>(
        initiate, boost::asio::use_awaitable, std::move(clock), delay);
}

}  // namespace trademind::cli
