// The words for alert rules and severities.
#include "base/names.hpp"

#include <trademind/execution/alerts.hpp>

#include <fmt/format.h>

namespace trademind {
namespace {

constexpr std::array rules{
    Name{AlertRule::link_down, "link_down"},
    Name{AlertRule::stale_data, "stale_data"},
    Name{AlertRule::broker_rejects, "broker_rejects"},
    Name{AlertRule::own_refusals, "own_refusals"},
    Name{AlertRule::daily_loss, "daily_loss"},
    Name{AlertRule::unknown_order, "unknown_order"},
    Name{AlertRule::order_unconfirmed, "order_unconfirmed"},
    Name{AlertRule::position_mismatch, "position_mismatch"},
    Name{AlertRule::lost_executions, "lost_executions"},
    Name{AlertRule::clock_skew, "clock_skew"},
    Name{AlertRule::kill_switch, "kill_switch"},
    Name{AlertRule::kill_incomplete, "kill_incomplete"},
    Name{AlertRule::journal, "journal"},
    Name{AlertRule::still_held, "still_held"},
};
constexpr std::array severities{
    Name{AlertSeverity::info, "info"},
    Name{AlertSeverity::warning, "warning"},
    Name{AlertSeverity::page, "page"},
};

}  // namespace

std::string_view to_string(AlertRule rule)
{
    return name_of(rules, rule);
}
std::string_view to_string(AlertSeverity severity)
{
    return name_of(severities, severity);
}

std::string Alert::describe() const
{
    return fmt::format("{}: {} ({}){}: {}", resolved ? "over" : to_string(severity),
                       to_string(rule), mode == TradingMode::live ? "LIVE" : "paper",
                       scope.empty() ? "" : " " + scope, text);
}

}  // namespace trademind
