// A clock that a test turns by hand: timers fire when, and only when, the test says that time
// passed.
#pragma once

#include <trademind/time.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace trademind::test {

/// Starts at 2026-01-05T14:30:00Z, a Monday, the opening in New York. Thread-safe.
class ManualClock final : public Clock {
public:
    static TimePoint start()
    {
        using namespace std::chrono;
        return sys_days{2026y / January / 5} + hours{14} + minutes{30};
    }
    TimePoint now() const override
    {
        std::lock_guard lock{state_->mutex};
        return start() + state_->elapsed;
    }
    Duration uptime() const override
    {
        std::lock_guard lock{state_->mutex};
        return state_->elapsed;
    }
    Subscription after(Duration delay, boost::asio::any_io_executor executor,
                       std::function<void()> task) override
    {
        auto timer = std::make_shared<Timer>();
        timer->executor = std::move(executor);
        timer->task = std::move(task);
        std::lock_guard lock{state_->mutex};
        timer->due = state_->elapsed + delay;
        state_->timers.push_back(timer);
        return Subscription{[weak = std::weak_ptr{state_}, timer] {
            if (auto state = weak.lock()) {
                std::lock_guard inner{state->mutex};
                timer->ended = true;
                std::erase(state->timers, timer);
            }
        }};
    }

    /// Lets time pass. Due timers are posted to their executors, earliest first: run them to see
    /// the effect. Timers that those start are due from the new time on.
    void advance(Duration by)
    {
        std::vector<std::shared_ptr<Timer>> due;
        {
            std::lock_guard lock{state_->mutex};
            state_->elapsed += by;
            std::ranges::stable_sort(state_->timers, {}, [](const auto& t) { return t->due; });
            auto end = std::ranges::find_if(
                state_->timers, [&](const auto& t) { return t->due > state_->elapsed; });
            due.assign(state_->timers.begin(), end);
            state_->timers.erase(state_->timers.begin(), end);
        }
        for (auto& timer : due)
            boost::asio::post(timer->executor, [state = state_, timer] {
                {
                    std::lock_guard lock{state->mutex};
                    if (timer->ended) return;
                }
                timer->task();
            });
    }
    /// Timers that have not fired.
    std::size_t pending() const
    {
        std::lock_guard lock{state_->mutex};
        return state_->timers.size();
    }
    /// Time until the next timer, if there is one.
    std::optional<Duration> next() const
    {
        std::lock_guard lock{state_->mutex};
        std::optional<Duration> earliest;
        for (const auto& timer : state_->timers)
            if (!earliest || timer->due - state_->elapsed < *earliest)
                earliest = timer->due - state_->elapsed;
        return earliest;
    }

private:
    struct Timer {
        Duration due{};
        boost::asio::any_io_executor executor;
        std::function<void()> task;
        bool ended = false;
    };
    struct State {
        mutable std::mutex mutex;
        Duration elapsed{};
        std::vector<std::shared_ptr<Timer>> timers;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace trademind::test
