// Frames that arrived together.
#pragma once

#include <utility>

namespace trademind::ibkr::transport {

/// Frames that were written together may be cut by a read: the rest of the last one follows at once
/// and still belongs to the group.
class ReadGroup {
public:
    void delivered() { delivered_ = true; }
    /// A read ended: true when the group goes on with the next one.
    bool goes_on(bool inside_frame)
    {
        return delivered_ && inside_frame && ++joined_ <= most_joined;
    }
    /// True when there were frames.
    bool end()
    {
        joined_ = 0;
        return std::exchange(delivered_, false);
    }

private:
    // a frame of megabytes must not hold back what came before it
    static constexpr int most_joined = 8;

    bool delivered_ = false;
    int joined_ = 0;  // reads, to the one that brought the first of these frames
};

}  // namespace trademind::ibkr::transport
