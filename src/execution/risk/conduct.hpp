// How a program behaves: rates, repetitions, refusals and executions in time.
#pragma once

#include "base/recent_moments.hpp"

#include <trademind/execution/risk.hpp>
#include <trademind/execution/risk_limits.hpp>
#include <trademind/order.hpp>
#include <trademind/time.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace trademind::risk {

class Instrument;

/// The moment at which an order is judged, on both clocks.
class Now {
public:
    Duration uptime{};
    TimePoint time{};
};

/// Tokens that refill at a steady rate up to a burst.
class TokenBucket {
public:
    bool has_token(int per_second, int burst, Duration now) const;
    void take(int per_second, int burst, Duration now);

private:
    Duration debt_at(int per_second, Duration now) const;
    // the time that the orders so far need at the steady rate, counted from `since_`
    Duration debt_{}, since_{};
};

/// What makes two orders the same in the eyes of the duplicate check.
class Fingerprint {
public:
    Fingerprint() = default;
    Fingerprint(const Instrument* instrument, const OrderRequest& order);
    bool operator==(const Fingerprint&) const = default;

    const Instrument* instrument = nullptr;
    Side side = Side::buy;
    OrderType type = OrderType::market;
    Decimal quantity;
    std::optional<Decimal> limit_price, stop_price, trailing_amount, trailing_rate, cash;
};

/// Counts of one program's orders. One thread; asking allocates nothing.
class Conduct {
public:
    explicit Conduct(const RiskLimits& limits) { take_limits(limits); }
    void take_limits(const RiskLimits&);
    /// What earlier runs did on the same day: a restart is no new day and no review.
    void restore(int orders_today, int executions_unreviewed, TimePoint now);

    void passed(const Fingerprint&, const RiskLimits&, Now);
    /// A modification counts for the rate only.
    void modified(const RiskLimits&, Now);
    /// Returns true when this refusal is one too many of its reason.
    bool refused(RiskReason, const RiskLimits&, Now);
    /// Returns true when the broker has refused one too many.
    bool rejected(const RiskLimits&, Now);

    bool is_duplicate(const Fingerprint&, Duration window, Duration now) const;
    int orders_today(TimePoint now) const;

    TokenBucket rate;
    RecentMoments minute, rejects;
    int executions = 0;  ///< since the last review

private:
    struct Recent {
        Fingerprint order;
        Duration at{};
    };
    std::vector<Recent> recent_;
    std::size_t next_recent_ = 0;
    std::array<RecentMoments, static_cast<std::size_t>(risk_reason_count)> refusals_;
    std::chrono::sys_days day_{};
    int today_ = 0;
};

}  // namespace trademind::risk
