// Lines that wait for a sink, and the thread that hands them to it.
#pragma once

#include <trademind/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace trademind {

/// A line of the log with the moment of its call.
class LogLine {
public:
    int level = 0;
    TimePoint at{};
    std::string text;
};

/// Hands lines to a sink that may be slow or hang, on a thread of its own: who logs waits for
/// nothing. What does not fit is dropped and counted, and the count is a line of its own as soon as
/// there is room.
///
/// Any thread. The end waits a moment for what is queued, never for a sink that hangs.
class LineQueue {
public:
    /// Runs on the queue's thread, one line at a time.
    using Write = std::function<void(const LogLine&)>;
    LineQueue(std::size_t most_lines, std::size_t most_bytes, Write write);
    ~LineQueue();
    LineQueue(const LineQueue&) = delete;
    LineQueue& operator=(const LineQueue&) = delete;

    /// False: no room, the line is dropped.
    bool push(LogLine line);
    /// Waits until what was pushed before is written; false where that takes longer.
    bool flush(Duration patience);
    /// Writes what is queued and ends the thread; later lines are written by their callers. False
    /// where that takes longer than `patience`: the thread ends behind its last line.
    bool finish(Duration patience);
    /// Since the start.
    std::uint64_t dropped() const;

private:
    class State;
    std::shared_ptr<State> state_;
    std::thread thread_;
};

}  // namespace trademind
