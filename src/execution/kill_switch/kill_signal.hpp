// SIGUSR1 as a kill.
#pragma once

namespace trademind::kill {

/// Takes SIGUSR1 for this process, once.
void install_kill_signal();
/// How often the signal came since the start.
unsigned kill_signals_seen() noexcept;

}  // namespace trademind::kill
