// The last moments of something, to count those within a window.
#include "base/recent_moments.hpp"

#include <algorithm>

namespace trademind {

void RecentMoments::resize(std::size_t capacity)
{
    if (capacity == ring_.size()) return;
    std::vector<Duration> kept;
    for (std::size_t n = std::min({count_, ring_.size(), capacity}); n > 0; --n)
        kept.push_back(ring_[(next_ + ring_.size() - n) % ring_.size()]);
    count_ = kept.size();
    kept.resize(capacity);
    ring_ = std::move(kept);
    next_ = ring_.empty() ? 0 : count_ % ring_.size();
}

void RecentMoments::add(Duration at)
{
    if (ring_.empty()) return;
    ring_[next_] = at;
    next_ = (next_ + 1) % ring_.size();
    count_ = std::min(count_ + 1, ring_.size());
}

std::size_t RecentMoments::within(Duration window, Duration now) const
{
    // the latest first: the moments before the first one outside are outside, too
    std::size_t inside = 0, outside = count_;
    while (inside < outside) {
        auto middle = inside + (outside - inside) / 2;
        bool is_inside = now - ring_[(next_ + ring_.size() - 1 - middle) % ring_.size()] < window;
        if (is_inside)
            inside = middle + 1;
        else
            outside = middle;
    }
    return inside;
}

}  // namespace trademind
