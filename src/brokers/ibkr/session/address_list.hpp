// The addresses of a host, tried one after the other.
#pragma once

#include <cstddef>
#include <utility>

namespace trademind::ibkr::session {

/// Numbers of addresses, as the resolver found them.
class AddressList {
public:
    void found(std::size_t count) { *this = {}, count_ = count; }
    std::size_t current() const { return current_; }
    /// The attempt under way has taken too long; its end is still to come.
    void time_out() { timed_out_ = true; }
    bool timed_out() const { return timed_out_; }
    /// The attempt has ended: true where another address has its turn.
    bool advance()
    {
        bool more = ++current_ < count_;
        if (more) timed_out_ = false;
        return more;
    }

private:
    std::size_t count_ = 0, current_ = 0;
    bool timed_out_ = false;
};

}  // namespace trademind::ibkr::session
