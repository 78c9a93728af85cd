// Kills from outside: the kill file and SIGUSR1.
#include "execution/kill_switch/kill_watcher.hpp"

#include "execution/kill_switch/kill_signal.hpp"

#include <utility>

namespace trademind {

KillWatcher::KillWatcher(KillSwitch& kill_switch, KillSwitchConfig config,
                         std::shared_ptr<Clock> clock, asio::any_io_executor executor)
    : kill_switch_{kill_switch},
      config_{std::move(config)},
      clock_{std::move(clock)},
      background_{std::move(executor)}
{}

void KillWatcher::start()
{
    if (config_.on_signal) {
        kill::install_kill_signal();
        signals_taken_ = kill::kill_signals_seen();
    }
    if (config_.on_signal || !config_.file.empty()) background_.post([this] { look(); });
}

void KillWatcher::look()
{
    timer_ = clock_->after(config_.poll_interval, background_.executor(),
                           background_.guarded([this] { look(); }));
    if (auto seen = kill::kill_signals_seen(); config_.on_signal && seen != signals_taken_) {
        signals_taken_ = seen;
        kill_switch_.lower(TradingState::halted, "signal", "SIGUSR1");
    }
    // only news: a file that is there already must not keep a person from resuming
    if (auto file = read_kill_file(config_.file); file && file->state > kill_switch_.state())
        kill_switch_.lower(file->state, file->who, file->reason);
}

}  // namespace trademind
