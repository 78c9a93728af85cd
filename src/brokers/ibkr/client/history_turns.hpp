// Requests of the past wait for their turn by IBKR's rules.
#pragma once

#include "brokers/ibkr/client/history_gate.hpp"

#include <trademind/brokers/ibkr/client/route.hpp>
#include <trademind/subscription.hpp>

#include <functional>
#include <memory>

namespace trademind::ibkr {

/// Calls back after a while, unless the subscription ends before.
using CallAfter = std::function<Subscription(Duration, std::function<void()>)>;

/// When each may go, and one timer that tells when to look again. On the strand.
class HistoryTurns {
public:
    using Uptime = std::function<Duration()>;
    /// Without `uptime` nothing waits. `look` is called when a turn may have come.
    HistoryTurns(Uptime uptime, CallAfter after, std::function<void()> look)
        : uptime_{std::move(uptime)}, after_{std::move(after)}, look_{std::move(look)}
    {}

    /// What the rules see in the request; nothing for other requests. Bars of the past follow all
    /// rules, five-second bars those of small bars; first timestamps and ticks of the past only
    /// take one of the slots.
    std::unique_ptr<HistoryTicket> ticket(const detail::Prepared&) const;
    /// How long it must wait; zero: it may go now.
    Duration wait(const HistoryTicket& ticket) const { return gate_.wait(ticket, uptime_()); }
    /// It goes now. A stream that is asked for again keeps its slot.
    void enter(HistoryTicket&);
    /// It has ended. True when a slot became free.
    bool leave(HistoryTicket&);
    /// One look for all, after the shortest wait of those that wait: what ends and begins until
    /// then may change who is next.
    void call(Duration next);
    void reset() { timer_.reset(); }

private:
    HistoryGate gate_;
    Uptime uptime_;
    CallAfter after_;
    std::function<void()> look_;
    Subscription timer_;
};

}  // namespace trademind::ibkr
