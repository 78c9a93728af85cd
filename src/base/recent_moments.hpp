// The last moments of something, to count those within a window.
#pragma once

#include <trademind/time.hpp>

#include <cstddef>
#include <vector>

namespace trademind {

/// The last moments of something, up to a number; remembering allocates nothing.
class RecentMoments {
public:
    /// Remembers up to `capacity` moments.
    void resize(std::size_t capacity);
    void add(Duration at);
    /// How many of them lie within `window` before `now`; a moment exactly `window` ago does not.
    std::size_t within(Duration window, Duration now) const;

private:
    std::vector<Duration> ring_;
    std::size_t next_ = 0, count_ = 0;
};

}  // namespace trademind
