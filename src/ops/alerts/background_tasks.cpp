// Work that may hang, away from the strand: files and programs of other people.
#include "ops/alerts/background_tasks.hpp"

#include "base/log.hpp"

#include <exception>

namespace trademind::alerts {

bool BackgroundTasks::run(std::function<void()> task)
{
    if (waiting_.fetch_add(1) >= most_) {
        --waiting_;
        return false;
    }
    background_.post([this, task = std::move(task)] {
        --waiting_;
        try {
            task();
        } catch (const std::exception& thrown) {
            log::error("background task: {}", thrown.what());
        }
    });
    return true;
}

}  // namespace trademind::alerts
