// Work that may hang, away from the strand: files and programs of other people.
#pragma once

#include "base/background.hpp"

#include <atomic>
#include <cstddef>
#include <functional>

namespace trademind::alerts {

/// Runs tasks one after the other. A queue that is full drops what comes next: trading waits for no
/// disk and for no other program.
///
/// Any thread. Its end waits for the task that runs, and forgets those behind it.
class BackgroundTasks {
public:
    /// `executor` as in Background.
    explicit BackgroundTasks(std::size_t most, asio::any_io_executor executor = {})
        : most_{most}, background_{std::move(executor)}
    {}

    /// False when the queue is full: the task is dropped.
    bool run(std::function<void()> task);
    /// True once the end has begun: a long task should give up.
    bool ends() const { return background_.ends(); }

private:
    const std::size_t most_;
    std::atomic<std::size_t> waiting_{0};
    Background background_;  // last: ends first
};

}  // namespace trademind::alerts
