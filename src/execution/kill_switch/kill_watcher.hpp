// Kills from outside: the kill file and SIGUSR1.
#pragma once

#include "execution/kill_switch/kill_switch.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace trademind {

/// Looks for kills on a thread of its own: a kill must work while the strategy holds the strand.
class KillWatcher {
public:
    KillWatcher(KillSwitch& kill_switch, KillSwitchConfig config);
    ~KillWatcher();

    /// Starts the thread, where there is anything to look for.
    void start();
    /// One look; any thread, one at a time.
    void look();

private:
    void run();

    KillSwitch& kill_switch_;
    const KillSwitchConfig config_;
    unsigned signals_taken_ = 0;
    std::mutex mutex_;
    std::condition_variable wakes_;
    bool ends_ = false;
    std::thread thread_;
};

}  // namespace trademind
