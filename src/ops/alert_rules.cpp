// The rules of the alerts: what an operator should know, each at its threshold.
#include "base/seconds.hpp"
#include "ops/operations.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>
#include <string_view>

namespace trademind::ops {

using namespace std::chrono_literals;

void Operations::look()
{
    alert_timer_ = after(1s, &Operations::look);
    evaluate();
}

void Operations::evaluate()
{
    auto router = router_.lock();
    if (!router || !config_.alerts.enabled) return;
    auto now = router->status();
    evaluate_link(router->link(), now);
    evaluate_held_quotes(*router, now);
    evaluate_bursts(now);
    evaluate_loss(now);
    evaluate_unanswered(now);
    evaluate_kill(now);
    // what happened once and not again is over
    for (auto rule :
         {AlertRule::position_mismatch, AlertRule::lost_executions, AlertRule::clock_skew,
          AlertRule::unknown_order, AlertRule::still_held, AlertRule::kill_switch})
        alerts_.forget(rule, config_.alerts.repeat_after, now.uptime);
}

void Operations::raise(AlertRule rule, const std::string& scope, alerts::Finding finding,
                       const ExecutionStatus& now)
{
    if (!config_.alerts.enabled) return;
    alerts_.raise(rule, scope, std::move(finding), config_.alerts.repeat_after, now.uptime, now.at);
}

void Operations::evaluate_link(LinkState link, const ExecutionStatus& now)
{
    if (is_usable(link) && now.reconciled)
        down_since_.reset();
    else if (is_usable(link) && !down_since_)
        down_since_ = now.uptime;
    const auto& config = config_.alerts;
    bool away = false;
    if (options_.services)
        detail::call_program([&] { away = options_.services->is_expected_away(now.at); });
    Duration down = down_since_ ? now.uptime - *down_since_ : Duration{};
    if (!down_since_ || away || down < config.link_down_after)
        return alerts_.clear(AlertRule::link_down, "", now.at);
    bool page = down >= config.link_down_page_after;
    raise(AlertRule::link_down, "",
          {page ? AlertSeverity::page : AlertSeverity::warning,
           is_usable(link)
               ? "orders are refused: positions, open orders or an order in doubt are not known"
               : "no usable link to the broker; orders at the exchange live on",
           seconds(down), seconds(page ? config.link_down_page_after : config.link_down_after)},
          now);
}

void Operations::evaluate_held_quotes(const ExecutionRouter& router, const ExecutionStatus& now)
{
    auto patience = config_.alerts.stale_data_after;
    std::set<std::string> stale;
    for (const auto& quote : router.stale_quotes(patience)) {
        stale.insert(quote.name);
        raise(AlertRule::stale_data, quote.name,
              {AlertSeverity::warning, quote.name + " is held, but no quote of it comes",
               seconds(quote.age), seconds(patience)},
              now);
    }
    alerts_.clear_unless(
        AlertRule::stale_data, [&](const std::string& scope) { return stale.contains(scope); },
        now.at);
}

void Operations::evaluate_bursts(const ExecutionStatus& now)
{
    const auto& config = config_.alerts;
    auto rejects = rejects_.within(config.window, now.uptime);
    if (config.max_rejects && rejects > static_cast<std::size_t>(*config.max_rejects))
        raise(AlertRule::broker_rejects, "",
              {AlertSeverity::page, "the broker refuses one order after the other",
               fmt::format("more than {} in {}", *config.max_rejects, seconds(config.window)),
               std::to_string(*config.max_rejects)},
              now);
    else
        alerts_.clear(AlertRule::broker_rejects, "", now.at);
    for (std::size_t i = 0; i < refusals_.size(); ++i) {
        std::string reason{to_string(static_cast<RiskReason>(static_cast<int>(i)))};
        auto count = refusals_[i].within(config.window, now.uptime);
        if (config.max_denials && count >= static_cast<std::size_t>(*config.max_denials))
            raise(AlertRule::own_refusals, reason,
                  {AlertSeverity::warning, "orders are refused again and again: " + reason,
                   std::to_string(count), std::to_string(*config.max_denials)},
                  now);
        else if (alerts_.stands(AlertRule::own_refusals, reason))
            alerts_.clear(AlertRule::own_refusals, reason, now.at);
    }
}

void Operations::evaluate_loss(const ExecutionStatus& now)
{
    const auto& loss = now.loss_today;
    const auto& most = now.most_loss;
    if (!loss || !most || *loss * Decimal{2} < *most)
        return alerts_.clear(AlertRule::daily_loss, "", now.at);
    auto severity = *loss >= *most                             ? AlertSeverity::page
                    : *loss * Decimal{5} >= *most * Decimal{4} ? AlertSeverity::warning
                                                               : AlertSeverity::info;
    raise(
        AlertRule::daily_loss, "",
        {severity, fmt::format("the loss of the day is {}, the limit {}", loss->str(), most->str()),
         loss->str(), most->str()},
        now);
}

void Operations::evaluate_unanswered(const ExecutionStatus& now)
{
    const auto& config = config_.alerts;
    std::set<std::string_view> unanswered;
    for (const auto& order : now.unanswered) {
        const auto& id = order.client_order_id;
        unanswered.insert(id);
        if (order.age < config.unconfirmed_after) continue;
        bool page = order.age >= config.unconfirmed_page_after;
        raise(AlertRule::order_unconfirmed, id,
              {page ? AlertSeverity::page : AlertSeverity::warning,
               "the broker says nothing of order " + id + ": it may be live, never send it again",
               seconds(order.age),
               seconds(page ? config.unconfirmed_page_after : config.unconfirmed_after)},
              now);
    }
    alerts_.clear_unless(
        AlertRule::order_unconfirmed,
        [&](const std::string& scope) { return unanswered.contains(scope); }, now.at);
}

void Operations::evaluate_kill(const ExecutionStatus& now)
{
    const auto& latch = now.latch;
    if (latch.state == TradingState::active)
        alerts_.clear(AlertRule::kill_switch, "", now.at);
    else
        raise(AlertRule::kill_switch, "",
              {AlertSeverity::page,
               fmt::format("trading is {} by {}: {}", to_string(latch.state), latch.who,
                           latch.reason),
               std::string{to_string(latch.state)}, "active"},
              now);
    bool late = now.kill_is_late || alerts_.stands(AlertRule::kill_incomplete, "");
    if (now.kill_running && late)
        raise(AlertRule::kill_incomplete, "",
              {AlertSeverity::page,
               "orders may still work after a kill: cancel them in TWS, or call "
               "the desk",
               std::to_string(now.may_work), "0"},
              now);
    else
        alerts_.clear(AlertRule::kill_incomplete, "", now.at);
    if (now.journal_failure)
        raise(
            AlertRule::journal, "",
            {AlertSeverity::page, "the journal cannot be written: " + *now.journal_failure, "", ""},
            now);
}

}  // namespace trademind::ops
