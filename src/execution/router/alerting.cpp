// Alerts: what a person should know, judged once a second and where something happens.
#include "base/log.hpp"
#include "execution/alerts/command.hpp"
#include "execution/router/core.hpp"
#include "execution/router/seconds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace trademind {

using namespace std::chrono_literals;

void ExecutionRouter::Core::size_alert_memory()
{
    const auto& config = state_.config.alerts;
    recent_rejects_.resize(static_cast<std::size_t>(config.max_rejects.value_or(0)) + 1);
    for (auto& reason : recent_refusals_)
        reason.resize(static_cast<std::size_t>(config.max_denials.value_or(0)));
}

void ExecutionRouter::Core::look_at_alerts()
{
    alert_timer_ = after(1s, [this] { look_at_alerts(); });
    judge_alerts();
}

void ExecutionRouter::Core::judge_alerts()
{
    if (!state_.config.alerts.enabled) return;
    auto at = now();
    judge_link(at.uptime);
    judge_held_quotes(at);
    judge_bursts(at.uptime);
    judge_loss();
    judge_pending(at.uptime);
    judge_kill();
    // what happened once and not again is over
    for (auto rule : {AlertRule::position_mismatch, AlertRule::lost_executions,
                      AlertRule::clock_skew, AlertRule::unknown_order})
        alerts_.forget(rule, state_.config.alerts.repeat_after, at.uptime);
}

void ExecutionRouter::Core::alert(AlertRule rule, const std::string& scope, alerts::Finding finding)
{
    if (!state_.config.alerts.enabled) return;
    auto at = now();
    alerts_.raise(rule, scope, std::move(finding), state_.config.alerts.repeat_after, at.uptime,
                  at.time);
}

void ExecutionRouter::Core::judge_link(Duration uptime)
{
    const auto& config = state_.config.alerts;
    bool away = false;
    if (options_.expected_away)
        detail::call_program([&] { away = options_.expected_away(now().time); });
    Duration down = down_since_ ? uptime - *down_since_ : Duration{};
    if (!down_since_ || away || down < config.link_down_after)
        return alerts_.clear(AlertRule::link_down, "", now().time);
    bool page = down >= config.link_down_page_after;
    alert(AlertRule::link_down, "",
          {page ? AlertSeverity::page : AlertSeverity::warning,
           "no usable link to the broker; orders at the exchange live on", seconds(down),
           seconds(page ? config.link_down_page_after : config.link_down_after)});
}

void ExecutionRouter::Core::judge_held_quotes(risk::Now at)
{
    auto patience = state_.config.alerts.stale_data_after;
    std::set<std::string> stale;
    if (state_.reconciled)
        for (const auto& [instrument, watch] : watches_) {
            if (!is_stale(*instrument, watch, patience, at)) continue;
            auto name = instrument->contract.describe();
            stale.insert(name);
            alert(AlertRule::stale_data, name,
                  {AlertSeverity::warning, name + " is held, but no quote of it comes",
                   seconds(at.uptime - instrument->quote_at), seconds(patience)});
        }
    alerts_.clear_unless(
        AlertRule::stale_data, [&](const std::string& scope) { return stale.contains(scope); },
        at.time);
}

void ExecutionRouter::Core::judge_bursts(Duration uptime)
{
    const auto& config = state_.config.alerts;
    auto rejects = recent_rejects_.within(config.window, uptime);
    if (config.max_rejects && rejects > static_cast<std::size_t>(*config.max_rejects))
        alert(AlertRule::broker_rejects, "",
              {AlertSeverity::page, "the broker refuses one order after the other",
               fmt::format("more than {} in {}", *config.max_rejects, seconds(config.window)),
               std::to_string(*config.max_rejects)});
    else
        alerts_.clear(AlertRule::broker_rejects, "", now().time);
    for (std::size_t i = 0; i < recent_refusals_.size(); ++i) {
        std::string reason{to_string(static_cast<RiskReason>(static_cast<int>(i)))};
        auto count = recent_refusals_[i].within(config.window, uptime);
        if (config.max_denials && count >= static_cast<std::size_t>(*config.max_denials))
            alert(AlertRule::own_refusals, reason,
                  {AlertSeverity::warning, "orders are refused again and again: " + reason,
                   std::to_string(count), std::to_string(*config.max_denials)});
        else if (alerts_.stands(AlertRule::own_refusals, reason))
            alerts_.clear(AlertRule::own_refusals, reason, now().time);
    }
}

void ExecutionRouter::Core::judge_loss()
{
    const auto& day = state_.account.day();
    auto loss = state_.account.loss_today();
    std::optional<Decimal> most;
    if (day) most = state_.account.money(state_.config.risk.max_daily_loss, day->equity);
    if (!loss || !most || *loss * Decimal{2} < *most)
        return alerts_.clear(AlertRule::daily_loss, "", now().time);
    auto severity = *loss >= *most                             ? AlertSeverity::page
                    : *loss * Decimal{5} >= *most * Decimal{4} ? AlertSeverity::warning
                                                               : AlertSeverity::info;
    alert(
        AlertRule::daily_loss, "",
        {severity, fmt::format("the loss of the day is {}, the limit {}", loss->str(), most->str()),
         loss->str(), most->str()});
}

void ExecutionRouter::Core::judge_pending(Duration uptime)
{
    const auto& config = state_.config.alerts;
    std::set<std::string_view> unanswered;
    for (const auto& order : state_.orders.all()) {
        if (!order->is_unanswered()) continue;
        const auto& id = order->client_order_id;
        unanswered.insert(id);
        auto age = uptime - order->unanswered_since;
        if (age < config.unconfirmed_after) continue;
        bool page = age >= config.unconfirmed_page_after;
        alert(AlertRule::order_unconfirmed, id,
              {page ? AlertSeverity::page : AlertSeverity::warning,
               "the broker says nothing of order " + id + ": it may be live, never send it again",
               seconds(age),
               seconds(page ? config.unconfirmed_page_after : config.unconfirmed_after)});
    }
    alerts_.clear_unless(
        AlertRule::order_unconfirmed,
        [&](const std::string& scope) { return unanswered.contains(scope); }, now().time);
}

void ExecutionRouter::Core::judge_kill()
{
    auto time = now().time;
    auto taken = latch();
    if (taken.state == TradingState::active)
        alerts_.clear(AlertRule::kill_switch, "", time);
    else
        alert(AlertRule::kill_switch, "",
              {AlertSeverity::page,
               fmt::format("trading is {} by {}: {}", to_string(taken.state), taken.who,
                           taken.reason),
               std::string{to_string(taken.state)}, "active"});
    bool late = kill_.timed_out || alerts_.stands(AlertRule::kill_incomplete, "");
    if (kill_.running && late)
        alert(
            AlertRule::kill_incomplete, "",
            {AlertSeverity::page,
             "orders may still work after a kill: cancel them in TWS, or call the desk",
             std::to_string(kill_.still_working.size() + static_cast<std::size_t>(kill_.in_flight)),
             "0"});
    else
        alerts_.clear(AlertRule::kill_incomplete, "", time);
    if (state_.journal_failure)
        alert(AlertRule::journal, "",
              {AlertSeverity::page, "the journal cannot be written: " + *state_.journal_failure, "",
               ""});
}

void ExecutionRouter::Core::tell(const Alert& alert)
{
    auto level = alert.resolved || alert.severity == AlertSeverity::info ? log::Level::info
                 : alert.severity == AlertSeverity::warning              ? log::Level::warning
                                                                         : log::Level::error;
    log::line(level, "alert {}", alert.describe());
    if (options_.on_alert) detail::call_program([&] { options_.on_alert(alert); });
    const auto& config = state_.config.alerts;
    if (config.command.empty()) return;
    bool taken =
        errands_.run([this, alert, program = config.command, patience = config.command_timeout] {
            auto done =
                alerts::run_command(program, alert, patience, [this] { return errands_.ends(); });
            if (!done) log::error("{}", done.error().message);
        });
    if (taken) return;
    ++tally_.alerts_dropped;
    log::error("alerts.command is too slow: an alert was dropped");
}

}  // namespace trademind
