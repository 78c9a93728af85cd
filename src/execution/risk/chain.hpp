// The checks, in the order in which they are asked: cheap and absolute first.
#pragma once

#include "execution/risk/case.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace trademind::risk {

/// Nothing lets the order pass.
using Refusal = std::optional<RiskVerdict>;
using CheckFunction = Refusal (*)(const Case&);

// Each in a file of its own in checks/. The number is that of docs/RISK.md.
Refusal check_trading_state(const Case&);       // 2
Refusal check_reducing_only(const Case&);       // 2, once it is known what the order closes
Refusal check_readiness(const Case&);           // 3
Refusal check_live_guard(const Case&);          // 4
Refusal check_structure(const Case&);           // 5
Refusal check_allowed_instrument(const Case&);  // 6
Refusal check_order_size(const Case&);          // 7
Refusal check_order_value(const Case&);         // 8, 11
Refusal check_price_collar(const Case&);        // 9
Refusal check_stop_distance(const Case&);       // 10
Refusal check_order_rate(const Case&);          // 12
Refusal check_order_count(const Case&);         // 13
Refusal check_duplicate(const Case&);           // 14
Refusal check_open_orders(const Case&);         // 15
Refusal check_position_limit(const Case&);      // 16
Refusal check_portfolio_value(const Case&);     // 17
Refusal check_concentration(const Case&);       // 18
Refusal check_self_trade(const Case&);          // 19
Refusal check_short_sale(const Case&);          // 20
Refusal check_buying_power(const Case&);        // 21
Refusal check_day_trades(const Case&);          // 22
Refusal check_daily_loss(const Case&);          // 23
Refusal check_drawdown(const Case&);            // 24
Refusal check_session(const Case&);             // 25
Refusal check_reject_burst(const Case&);        // 26
Refusal check_execution_review(const Case&);    // 27
Refusal check_valued_terms(const Case&);        // 28

class NamedCheck {
public:
    int number;
    std::string_view name;
    CheckFunction check;
    /// Asked even where risk.enabled is false (1): what keeps the account consistent.
    bool always;
};
std::span<const NamedCheck> all_checks();

/// Asks all of them. Allocates nothing unless it refuses. Never throws: a check that throws
/// refuses.
RiskVerdict judge(Case&) noexcept;

}  // namespace trademind::risk
