// SIGUSR1 as a kill: the handler counts, routers look.
#include "execution/kill_switch/kill_signal.hpp"

#include <atomic>

#include <signal.h>

namespace trademind::kill {
namespace {

std::atomic<unsigned> seen{0};
static_assert(std::atomic<unsigned>::is_always_lock_free, "used in a signal handler");

extern "C" void on_kill_signal(int)
{
    seen.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void install_kill_signal()
{
    static const bool installed = [] {
        struct sigaction action {};
        action.sa_handler = on_kill_signal;
        action.sa_flags = SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        return ::sigaction(SIGUSR1, &action, nullptr) == 0;
    }();
    static_cast<void>(installed);
}

unsigned kill_signals_seen() noexcept
{
    return seen.load(std::memory_order_relaxed);
}

}  // namespace trademind::kill
