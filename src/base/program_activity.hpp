// How often this process's programs have begun something: for a tape that waits until they are
// quiet.
#pragma once

#include <atomic>
#include <cstdint>

namespace trademind {

/// Counts calls on brokers as they are begun, and events as they are handed to another executor
/// than the broker's. Any thread.
class ProgramActivity {
public:
    static void note() { count_.fetch_add(1, std::memory_order_relaxed); }
    /// Two equal readings: nothing was begun between them.
    static std::uint64_t count() { return count_.load(std::memory_order_relaxed); }

private:
    inline static std::atomic<std::uint64_t> count_{0};
};

}  // namespace trademind
