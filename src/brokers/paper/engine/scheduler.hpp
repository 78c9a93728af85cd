// The market's time, and what is to happen at a given one: in order of time, then of asking.
#pragma once

#include <trademind/time.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace trademind::paper {

class Scheduler {
public:
    using Task = std::function<void()>;

    /// Never goes back.
    TimePoint now() const { return now_; }
    /// Where time will start from, before it does.
    void set(TimePoint at) { now_ = at; }
    void start(TimePoint at)
    {
        started_ = true;
        now_ = std::max(now_, at);
    }
    bool started() const { return started_; }

    /// `urgent` tasks are commands on their way to the market: they are run even where time ends.
    void at(TimePoint due, Task task, bool urgent = false)
    {
        tasks_.emplace(std::pair{due, ++count_}, Entry{std::move(task), urgent});
    }
    std::optional<TimePoint> next() const
    {
        return tasks_.empty() ? std::nullopt : std::optional{tasks_.begin()->first.first};
    }
    /// Takes the first task that is due at `to` or before, and lets time pass to it; without one
    /// to `to`.
    std::optional<Task> take(TimePoint to)
    {
        if (tasks_.empty() || tasks_.begin()->first.first > to) {
            now_ = std::max(now_, to);
            return std::nullopt;
        }
        auto node = tasks_.extract(tasks_.begin());
        now_ = std::max(now_, node.key().first);
        return std::move(node.mapped().task);
    }
    /// Takes the first urgent task, whenever it is due, with its time.
    std::optional<std::pair<TimePoint, Task>> take_urgent()
    {
        for (auto i = tasks_.begin(); i != tasks_.end(); ++i) {
            if (!i->second.urgent) continue;
            auto node = tasks_.extract(i);
            return std::pair{node.key().first, std::move(node.mapped().task)};
        }
        return std::nullopt;
    }

private:
    struct Entry {
        Task task;
        bool urgent;
    };
    std::map<std::pair<TimePoint, std::uint64_t>, Entry> tasks_;
    std::uint64_t count_ = 0;
    TimePoint now_{};
    bool started_ = false;
};

}  // namespace trademind::paper
