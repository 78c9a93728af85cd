// A server of TWS that comes and goes, again and again.
#pragma once

#include "brokers/ibkr/client/history_turns.hpp"
#include "brokers/ibkr/session/connectivity.hpp"

#include <trademind/time.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace trademind::ibkr {

/// Passes on that TWS has its server back (1101, 1102): the first times of ten seconds at once,
/// after that when it has been back for a second. Each time costs lists and streams that are asked
/// for anew, at fifty messages a second: a thousand of them would hold up orders for minutes. That
/// subscriptions were lost is not forgotten meanwhile. On the strand.
class Restores {
public:
    using Take = std::function<void(session::ServerConnectivity)>;
    Restores(std::shared_ptr<Clock> clock, CallAfter after, Take take)
        : clock_{std::move(clock)}, after_{std::move(after)}, take_{std::move(take)}
    {}

    void on_server(session::ServerConnectivity);
    /// TWS has said on this socket that its server is gone, and has not been said to be back.
    bool is_lost() const { return lost_; }
    /// The socket is gone.
    void reset();

private:
    void settle();

    std::shared_ptr<Clock> clock_;
    CallAfter after_;
    Take take_;
    Subscription waiting_;
    Duration since_{};  // uptime of the first of `count_`
    int count_ = 0;
    bool without_data_ = false, lost_ = false;
};

}  // namespace trademind::ibkr
