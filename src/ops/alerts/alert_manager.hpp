// Which alerts are told, and when again: conditions that begin, worsen, last and end.
#pragma once

#include <trademind/execution/alerts.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace trademind::alerts {

/// What a rule found.
class Finding {
public:
    AlertSeverity severity = AlertSeverity::warning;
    std::string text, value, threshold;
};

/// Remembers what stands and tells what is new. One thread.
class AlertManager {
public:
    using Tell = std::function<void(const Alert&)>;
    AlertManager(TradingMode mode, Tell tell) : mode_{mode}, tell_{std::move(tell)} {}

    /// The condition holds at `now`: told when it is new or worse, or was told `repeat` ago.
    void raise(AlertRule, const std::string& scope, Finding, Duration repeat, Duration uptime,
               TimePoint now);
    /// It does not: told once where it did.
    void clear(AlertRule, const std::string& scope, TimePoint now);
    /// All scopes of a rule but those for which `holds` says true.
    void clear_unless(AlertRule, const std::function<bool(const std::string& scope)>& holds,
                      TimePoint now);

    /// What was last raised `age` ago is over without a word: it happened once.
    void forget(AlertRule, Duration age, Duration uptime);

    bool stands(AlertRule rule, const std::string& scope) const
    {
        return standing_.contains({rule, scope});
    }
    std::size_t standing() const { return standing_.size(); }
    /// Alerts told, resolved ones not counted.
    std::int64_t told(AlertRule rule) const { return told_[static_cast<std::size_t>(rule)]; }

private:
    class Standing {
    public:
        Alert alert;
        Duration told_at{}, raised_at{};
    };
    using Key = std::pair<AlertRule, std::string>;
    void tell_end(Alert, TimePoint now);

    TradingMode mode_;
    Tell tell_;
    std::map<Key, Standing> standing_;
    std::array<std::int64_t, static_cast<std::size_t>(alert_rule_count)> told_{};
};

}  // namespace trademind::alerts
