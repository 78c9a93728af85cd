// Alerts: what a person should know now, and where it is told.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/time.hpp>

#include <array>
#include <string>
#include <string_view>

namespace trademind {

/// What is watched. Thresholds are keys of the section `alerts` in docs/CONFIG.md.
enum class AlertRule {
    link_down,          ///< the link was ready and is not
    stale_data,         ///< no quote of something that is held, in its regular hours
    broker_rejects,     ///< the broker refuses one order after the other
    own_refusals,       ///< orders are refused here for one reason again and again
    daily_loss,         ///< half, four fifths, all of risk.max_daily_loss
    unknown_order,      ///< an order appears that this program did not place
    order_unconfirmed,  ///< an order was sent and the broker says nothing, or its outcome is
                        ///< unknown
    position_mismatch,  ///< the broker's position is not what the fills make
    lost_executions,    ///< fills were found after a break or a restart
    clock_skew,         ///< this machine's clock and the broker's differ
    kill_switch,        ///< trading is not active
    kill_incomplete,    ///< a kill was not completed in its time
    journal,            ///< the journal cannot be written
    still_held,         ///< a kill that flattens has not closed a position
};
inline constexpr int alert_rule_count = static_cast<int>(AlertRule::still_held) + 1;
/// "link_down", "stale_data", ...
std::string_view to_string(AlertRule);

enum class AlertSeverity {
    info,
    warning,  ///< somebody should look today
    page,     ///< wake somebody up
};
/// "info", "warning", "page".
std::string_view to_string(AlertSeverity);

/// One message about one condition. A condition is told when it begins, when it becomes worse,
/// again every alerts.repeat_after while it lasts, and once when it is over.
class Alert {
public:
    AlertRule rule = AlertRule::link_down;
    AlertSeverity severity = AlertSeverity::info;
    bool resolved = false;  ///< it is over
    std::string scope;      ///< which one of several: a symbol, an order, a reason; may be empty
    std::string text;       ///< one line for people, without account numbers
    std::string value, threshold;
    TradingMode mode = TradingMode::paper;
    TimePoint since{}, at{};  ///< UTC

    /// "page: kill_switch (paper): trading is halted ...".
    std::string describe() const;
};

}  // namespace trademind
