// Which alerts are told, and when again: conditions that begin, worsen, last and end.
#include "ops/alerts/alert_manager.hpp"

#include <iterator>

namespace trademind::alerts {

void AlertManager::raise(AlertRule rule, const std::string& scope, Finding finding, Duration repeat,
                         Duration uptime, TimePoint now)
{
    auto [place, fresh] = standing_.try_emplace({rule, scope});
    Standing& standing = place->second;
    bool worse = !fresh && finding.severity > standing.alert.severity;
    bool again = !fresh && uptime - standing.told_at >= repeat;
    if (fresh) {
        standing.alert.rule = rule;
        standing.alert.scope = scope;
        standing.alert.mode = mode_;
        standing.alert.since = now;
    }
    standing.alert.severity = finding.severity;
    standing.alert.text = std::move(finding.text);
    standing.alert.value = std::move(finding.value);
    standing.alert.threshold = std::move(finding.threshold);
    standing.alert.at = now;
    standing.raised_at = uptime;
    if (!fresh && !worse && !again) return;
    standing.told_at = uptime;
    ++told_[static_cast<std::size_t>(rule)];
    tell_(Alert{standing.alert});  // by value: the teller may come back here
}

void AlertManager::clear(AlertRule rule, const std::string& scope, TimePoint now)
{
    if (auto gone = standing_.extract(Key{rule, scope})) tell_end(gone.mapped().alert, now);
}

void AlertManager::clear_unless(AlertRule rule,
                                const std::function<bool(const std::string& scope)>& holds,
                                TimePoint now)
{
    for (auto at = standing_.lower_bound({rule, ""});
         at != standing_.end() && at->first.first == rule;) {
        auto next = std::next(at);
        if (!holds(at->first.second)) {
            auto gone = standing_.extract(at);
            tell_end(gone.mapped().alert, now);
        }
        at = next;
    }
}

void AlertManager::forget(AlertRule rule, Duration age, Duration uptime)
{
    std::erase_if(standing_, [&](const auto& standing) {
        return standing.first.first == rule && uptime - standing.second.raised_at >= age;
    });
}

void AlertManager::tell_end(Alert alert, TimePoint now)
{
    alert.resolved = true;
    alert.at = now;
    tell_(alert);
}

}  // namespace trademind::alerts
