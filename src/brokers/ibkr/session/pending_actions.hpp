// What a link has to do before it goes on with its stage.
#pragma once

#include <bit>

namespace trademind::ibkr::session {

/// A set of actions that are due, taken in the order of their names.
class PendingActions {
public:
    enum class What : unsigned char {
        close,         ///< the socket
        connectivity,  ///< to be told, before the failure that it may bring
        failure,       ///< ends the attempt or the session
        ready,         ///< to be told
        stage,         ///< to be told
        step,          ///< what the stage begins with
        report,        ///< the end is to be told
        none,
    };

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
