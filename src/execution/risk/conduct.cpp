// How a program behaves: rates, repetitions, refusals and executions in time.
#include "execution/risk/conduct.hpp"

#include <algorithm>

namespace trademind::risk {
namespace {

/// Orders that the duplicate check remembers where no rate bounds them.
constexpr std::size_t most_recent = 1024;

std::chrono::sys_days day_of(TimePoint time)
{
    return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace

Duration TokenBucket::debt_at(int, Duration now) const
{
    return std::max(Duration{}, debt_ - (now - since_));
}

bool TokenBucket::has_token(int per_second, int burst, Duration now) const
{
    Duration cost = Duration{std::chrono::seconds{1}} / per_second;
    return debt_at(per_second, now) <= cost * (burst - 1);
}

void TokenBucket::take(int per_second, int, Duration now)
{
    debt_ = debt_at(per_second, now) + Duration{std::chrono::seconds{1}} / per_second;
    since_ = now;
}

Fingerprint::Fingerprint(const Instrument* instrument, const OrderRequest& order)
    : instrument{instrument},
      side{order.side},
      type{order.type},
      quantity{order.quantity},
      limit_price{order.limit_price},
      stop_price{order.stop_price},
      trailing_amount{order.trailing_amount},
      trailing_rate{order.trailing_rate},
      cash{order.attributes ? order.attributes->cash_quantity : std::nullopt}
{}

void Conduct::take_limits(const RiskLimits& limits)
{
    auto size = [](const std::optional<int>& limit) {
        return static_cast<std::size_t>(limit.value_or(0));
    };
    minute.resize(size(limits.max_orders_per_minute));
    rejects.resize(size(limits.max_rejects));
    for (auto& reason : refusals_) reason.resize(size(limits.max_denials));
    // as many as the window can hold at the allowed rate
    std::size_t needed = most_recent;
    if (limits.max_orders_per_second) {
        auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.duplicate_window).count();
        needed = static_cast<std::size_t>(limits.order_burst + 1) +
                 size(limits.max_orders_per_second) * static_cast<std::size_t>(seconds);
    }
    if (needed > recent_.size()) {
        std::rotate(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(next_recent_),
                    recent_.end());
        next_recent_ = recent_.size();
        recent_.resize(needed);
    }
}

void Conduct::restore(int orders_today, int executions_unreviewed, TimePoint now)
{
    day_ = day_of(now);
    today_ = orders_today;
    executions = executions_unreviewed;
}

void Conduct::modified(const RiskLimits& limits, Now now)
{
    if (limits.max_orders_per_second)
        rate.take(*limits.max_orders_per_second, limits.order_burst, now.uptime);
    minute.add(now.uptime);
    if (day_of(now.time) != day_) {
        day_ = day_of(now.time);
        today_ = 0;
    }
    ++today_;
}

void Conduct::passed(const Fingerprint& order, const RiskLimits& limits, Now now)
{
    modified(limits, now);
    recent_[next_recent_ % recent_.size()] = {order, now.uptime};
    next_recent_ = (next_recent_ + 1) % recent_.size();
}

bool Conduct::refused(RiskReason reason, const RiskLimits& limits, Now now)
{
    if (!limits.max_denials) return false;
    auto& moments = refusals_[static_cast<std::size_t>(reason)];
    moments.add(now.uptime);
    return moments.within(limits.denials_window, now.uptime) >=
           static_cast<std::size_t>(*limits.max_denials);
}

bool Conduct::rejected(const RiskLimits& limits, Now now)
{
    if (!limits.max_rejects) return false;
    rejects.add(now.uptime);
    return rejects.within(limits.rejects_window, now.uptime) >=
           static_cast<std::size_t>(*limits.max_rejects);
}

bool Conduct::is_duplicate(const Fingerprint& order, Duration window, Duration now) const
{
    // newest first, and no further than the window: the ring may be much longer
    for (std::size_t n = 1; n <= recent_.size(); ++n) {
        const Recent& recent = recent_[(next_recent_ + recent_.size() - n) % recent_.size()];
        if (!recent.order.instrument || now - recent.at >= window) return false;
        if (recent.order == order) return true;
    }
    return false;
}

int Conduct::orders_today(TimePoint now) const
{
    return day_of(now) == day_ ? today_ : 0;
}

}  // namespace trademind::risk
