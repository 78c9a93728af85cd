// Kills from outside: the kill file and SIGUSR1.
#include "execution/kill_switch/kill_watcher.hpp"

#include "execution/kill_switch/kill_signal.hpp"

#include <utility>

namespace trademind {

KillWatcher::KillWatcher(KillSwitch& kill_switch, KillSwitchConfig config)
    : kill_switch_{kill_switch}, config_{std::move(config)}
{}

KillWatcher::~KillWatcher()
{
    {
        std::lock_guard lock{mutex_};
        ends_ = true;
    }
    wakes_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void KillWatcher::start()
{
    if (config_.on_signal) {
        kill::install_kill_signal();
        signals_taken_ = kill::kill_signals_seen();
    }
    if (config_.on_signal || !config_.file.empty()) thread_ = std::thread{[this] { run(); }};
}

void KillWatcher::look()
{
    if (auto seen = kill::kill_signals_seen(); config_.on_signal && seen != signals_taken_) {
        signals_taken_ = seen;
        kill_switch_.lower(TradingState::halted, "signal", "SIGUSR1");
    }
    // only news: a file that is there already must not keep a person from resuming
    if (auto file = read_kill_file(config_.file); file && file->state > kill_switch_.state())
        kill_switch_.lower(file->state, file->who, file->reason);
}

void KillWatcher::run()
{
    std::unique_lock lock{mutex_};
    while (!ends_) {
        lock.unlock();
        look();
        lock.lock();
        wakes_.wait_for(lock, config_.poll_interval, [this] { return ends_; });
    }
}

}  // namespace trademind
