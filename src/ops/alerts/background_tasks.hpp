// Work that may hang, away from the strand: files and programs of other people.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace trademind::alerts {

/// One thread that runs errands one after the other; it starts with the first. A queue that is full
/// drops what comes next: trading waits for nobody's disk and for nobody's program.
///
/// Any thread. Its end waits for the errand that runs, and forgets those behind it.
class BackgroundTasks {
public:
    explicit BackgroundTasks(std::size_t most) : most_{most} {}
    ~BackgroundTasks();
    BackgroundTasks(const BackgroundTasks&) = delete;
    BackgroundTasks& operator=(const BackgroundTasks&) = delete;

    /// False when the queue is full: the errand is dropped.
    bool run(std::function<void()> errand);
    /// True once the end has begun: a long errand should give up.
    bool ends() const;

private:
    void work();

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable wakes_;
    std::deque<std::function<void()>> waiting_;
    bool ends_ = false;
    std::thread thread_;
};

}  // namespace trademind::alerts
