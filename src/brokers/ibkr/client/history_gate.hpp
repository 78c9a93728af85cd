// When a history request may be sent; source: IBKR's historical data limitations.
#pragma once

#include <trademind/time.hpp>

#include <deque>
#include <string>

namespace trademind::ibkr {

/// What the rules look at.
struct HistoryTicket {
    std::string request;        ///< all of it: the same one not within fifteen seconds
    std::string series;         ///< contract, exchange and kind: at most five in two seconds
    bool small_bars = false;    ///< below a minute; the rules do not hold for others
    bool counts_twice = false;  ///< BID_ASK
    bool takes_slot = true;     ///< one of those that are open at once, until it ends
    bool holds_slot = false;    ///< it has one
};

/// All rules of history pacing: a violation costs the request (162), and the third in a row the
/// socket.
class HistoryGate {
public:
    /// How long this one must wait; zero: it may go now.
    Duration wait(const HistoryTicket&, Duration now) const;
    /// It goes now.
    void enter(const HistoryTicket&, Duration now);
    /// One that takes a slot has ended.
    void leave() { --open_; }
    int open() const { return open_; }

    static constexpr int most_open = 50;
    static constexpr std::size_t most_in_ten_minutes = 60, most_of_a_series = 5;

private:
    struct Sent {
        Duration at;
        HistoryTicket ticket;
    };
    std::deque<Sent> sent_;  // of the last ten minutes; one that counts twice is there twice
    int open_ = 0;
};

}  // namespace trademind::ibkr
