// What is due, in an order of its own.
#pragma once

#include <bit>

namespace trademind::ibkr::session {

/// A set of things to do, taken in the order of their names. `What` ends with `none`.
template <class What> class PendingSet {
public:
    void add(What what) { due_ |= bit(what); }
    void drop(What what) { due_ &= ~bit(what); }
    bool has(What what) const { return (due_ & bit(what)) != 0; }
    bool any() const { return due_ != 0; }
    /// The first that is due, which then is so no longer.
    What take()
    {
        auto first = static_cast<What>(std::countr_zero(due_ | bit(What::none)));
        drop(first);
        return first;
    }

private:
    static constexpr unsigned bit(What what) { return 1U << static_cast<unsigned>(what); }

    unsigned due_ = 0;
};

}  // namespace trademind::ibkr::session
