// Counts allocations of the calling thread: "no allocation on this path" is a test.
#pragma once

#include <cstddef>

namespace trademind::test {

/// Allocations of this thread so far. Link allocation_count.cpp, which replaces operator new.
std::size_t allocations_so_far() noexcept;

/// Counts from its construction on.
class AllocationCount {
public:
    AllocationCount() : begin_{allocations_so_far()} {}
    std::size_t allocations() const { return allocations_so_far() - begin_; }

private:
    std::size_t begin_;
};

}  // namespace trademind::test
