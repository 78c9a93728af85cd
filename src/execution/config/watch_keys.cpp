// Keys of alerts and metrics.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> watch_keys()
{
    return {
        make_key(
            {"alerts.enabled", "true", "Tells people what they should know; docs/RUNBOOK.md.", "",
             Reload::larger},
            flag(), [](Config & c) -> auto& { return c.alerts.enabled; }),
        make_key(
            {"alerts.link_down_after", "10 s", "How long the link may be down before a warning.",
             "", Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.link_down_after; }),
        make_key(
            {"alerts.link_down_page_after", "1 min",
             "How long the link may be down before somebody is woken.", "", Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.link_down_page_after; }),
        make_key(
            {"alerts.stale_data_after", "5 s",
             "How old the quote of something that is held may be in its regular hours; never less "
             "than risk.max_quote_age allows.",
             "", Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.stale_data_after; }),
        make_key(
            {"alerts.unconfirmed_after", "5 s",
             "How long the broker may say nothing of an order before a warning.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.unconfirmed_after; }),
        make_key(
            {"alerts.unconfirmed_page_after", "30 s",
             "How long the broker may say nothing of an order before somebody is woken.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.unconfirmed_page_after; }),
        make_key(
            {"alerts.max_rejects", "3",
             "Refusals by the broker within alerts.window; one more is told.", "", Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.alerts.max_rejects; }),
        make_key(
            {"alerts.max_denials", "10",
             "Own refusals of one reason within alerts.window that are told.", "", Reload::smaller},
            count_limit("orders"), [](Config & c) -> auto& { return c.alerts.max_denials; }),
        make_key(
            {"alerts.window", "1 min", "See alerts.max_rejects and alerts.max_denials.", "",
             Reload::larger},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.window; }),
        make_key(
            {"alerts.repeat_after", "5 min", "What lasts is told again after this.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.alerts.repeat_after; }),
        make_key(
            {"alerts.command", "none",
             "A program that is started for each alert, without a shell: rule, severity, raised or "
             "resolved, paper or live, scope, text."},
            path(), [](Config & c) -> auto& { return c.alerts.command; }),
        make_key(
            {"alerts.command_timeout", "10 s", "After this the command is killed."},
            duration(100ms, 10min), [](Config & c) -> auto& { return c.alerts.command_timeout; }),
        make_key(
            {"metrics.file", "none", "Prometheus text for node_exporter's textfile collector."},
            metrics_path(), [](Config & c) -> auto& { return c.metrics.file; }),
        make_key(
            {"metrics.program", "auto",
             "Label program of every metric: programs on one machine must differ. auto: the name "
             "of the configuration file, without its extension."},
            program_name(), [](Config & c) -> auto& { return c.metrics.program; }),
        make_key(
            {"metrics.interval", "15 s", "How often metrics.file is written."}, duration(1s, 1h),
            [](Config & c) -> auto& { return c.metrics.interval; }),
    };
}

}  // namespace trademind::config
