// Work that may hang, away from the strand: files and programs of other people.
#include "ops/alerts/background_tasks.hpp"

#include "base/log.hpp"

#include <exception>

namespace trademind::alerts {

BackgroundTasks::~BackgroundTasks()
{
    {
        std::lock_guard lock{mutex_};
        ends_ = true;
    }
    wakes_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool BackgroundTasks::run(std::function<void()> errand)
{
    std::lock_guard lock{mutex_};
    if (ends_ || waiting_.size() >= most_) return false;
    waiting_.push_back(std::move(errand));
    if (!thread_.joinable()) thread_ = std::thread{[this] { work(); }};
    wakes_.notify_one();
    return true;
}

bool BackgroundTasks::ends() const
{
    std::lock_guard lock{mutex_};
    return ends_;
}

void BackgroundTasks::work()
{
    std::unique_lock lock{mutex_};
    for (;;) {
        wakes_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
        if (ends_) return;
        auto errand = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        try {
            errand();
        } catch (const std::exception& thrown) {
            log::error("errand: {}", thrown.what());
        }
        lock.lock();
    }
}

}  // namespace trademind::alerts
