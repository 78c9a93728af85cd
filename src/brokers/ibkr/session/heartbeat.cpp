// Silence, probes and death.
#include "brokers/ibkr/session/heartbeat.hpp"

namespace trademind::ibkr::session {

void Heartbeat::start(Duration now)
{
    heard(now);
}

void Heartbeat::heard(Duration now)
{
    heard_ = now;
    open_ = 0;
}

std::optional<Duration> Heartbeat::next() const
{
    if (options_.silence == Duration{}) return {};
    return open_ == 0 ? heard_ + options_.silence : probed_ + options_.patience;
}

Heartbeat::Verdict Heartbeat::check(Duration now)
{
    auto due = next();
    if (!due || now < *due) return Verdict::quiet;
    // a process that was stopped for a while finds its answers still unread: each miss counts once,
    // however late it is noticed
    if (open_ >= options_.misses) return Verdict::dead;
    ++open_;
    probed_ = now;
    return Verdict::probe;
}

}  // namespace trademind::ibkr::session
