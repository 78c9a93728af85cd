// Kills from outside: the kill file and SIGUSR1.
#pragma once

#include "base/background.hpp"
#include "execution/kill_switch/kill_switch.hpp"

#include <memory>

namespace trademind {

/// Looks for kills beside the strand: a kill must work while the strategy holds that.
class KillWatcher {
public:
    /// On `executor`; empty: on a thread of its own.
    KillWatcher(KillSwitch& kill_switch, KillSwitchConfig config, std::shared_ptr<Clock> clock,
                asio::any_io_executor executor);

    /// Looks now and from then on, where there is anything to look for.
    void start();

private:
    void look();

    KillSwitch& kill_switch_;
    const KillSwitchConfig config_;
    std::shared_ptr<Clock> clock_;
    unsigned signals_taken_ = 0;
    Subscription timer_;
    Background background_;  // last: ends first
};

}  // namespace trademind
