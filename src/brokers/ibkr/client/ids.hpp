// Ids of orders and requests: TWS tells them apart only by their number, so their ranges differ.
#pragma once

#include <trademind/ids.hpp>
#include <trademind/result.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>

namespace trademind::ibkr {

/// Hands out order ids that only ever grow: TWS refuses an id that is not above every one that this
/// client used (103), and its own counter can start again at 1.
class OrderIds {
public:
    /// An id that exists: in TWS's next valid id minus one, in an open order, an execution or the
    /// journal.
    void saw(std::int64_t id)
    {
        if (id < limit) last_ = std::max(last_, id);
    }
    /// TWS's NEXT_VALID_ID.
    void next_valid(std::int64_t id) { saw(id - 1); }
    Result<OrderId> next()
    {
        if (last_ + 1 >= limit)
            return Error{Errc::overflow,
                         "order ids are used up: reset the API order id sequence in TWS"};
        return OrderId{++last_};
    }
    std::int64_t last() const { return last_; }

    /// Ids are 32 bits on the wire; the topmost million is left to requests.
    static constexpr std::int64_t limit = std::numeric_limits<std::int32_t>::max() - 1'000'000;

private:
    std::int64_t last_ = 0;
};

/// Hands out request ids from the top of the 32-bit range downwards, so that an ERR_MSG's id is
/// either an order's or a request's, even where orders are numbered by the clock. Thread-safe.
class RequestIds {
public:
    int next()
    {
        // A million ids at fifty requests a second last for hours: none is in use when it returns.
        auto count = next_.fetch_add(1, std::memory_order_relaxed) % range;
        return highest - static_cast<int>(count);
    }
    static constexpr bool is_request(std::int64_t id) { return id >= lowest && id <= highest; }

    static constexpr int lowest = static_cast<int>(OrderIds::limit);
    /// The largest number means "unset" on the wire.
    static constexpr int highest = std::numeric_limits<std::int32_t>::max() - 1;

private:
    static constexpr std::uint32_t range = highest - lowest + 1;
    std::atomic<std::uint32_t> next_{0};
};

}  // namespace trademind::ibkr
