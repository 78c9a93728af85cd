// The machine's clock.
#include <trademind/time.hpp>

#include <boost/asio/steady_timer.hpp>

#include <atomic>

namespace trademind {
namespace {

class SystemClock final : public Clock {
public:
    TimePoint now() const override
    {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }
    Duration uptime() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
    Subscription after(Duration delay, boost::asio::any_io_executor executor,
                       std::function<void()> task) override
    {
        struct Timer {
            explicit Timer(const boost::asio::any_io_executor& executor) : timer{executor} {}
            boost::asio::steady_timer timer;
            // set on the executor; a timer that has fired but not yet run is stopped by it
            std::atomic<bool> ended{false};
        };
        auto shared = std::make_shared<Timer>(executor);
        shared->timer.expires_after(delay);
        shared->timer.async_wait([shared, task = std::move(task)](boost::system::error_code ec) {
            if (!ec && !shared->ended.exchange(true)) task();
        });
        return Subscription{[weak = std::weak_ptr{shared}] {
            auto timer = weak.lock();
            if (!timer) return;
            timer->ended = true;
            timer->timer.cancel();
        }};
    }
};

}  // namespace

std::shared_ptr<Clock> system_clock()
{
    static const auto clock = std::make_shared<SystemClock>();
    return clock;
}

}  // namespace trademind
