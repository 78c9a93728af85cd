// Keys of alerts and metrics.
#include "execution/config/keys.hpp"

namespace trademind::config {

using namespace std::chrono_literals;

std::vector<Key> watch_keys()
{
    std::vector<Key> keys;
    Section{keys, "alerts", &Config::alerts}
        .key("enabled", &AlertConfig::enabled, flag(),
             "Tells people what they should know; docs/RUNBOOK.md.", larger)
        .key("link_down_after", &AlertConfig::link_down_after, duration(1s, 24h),
             "How long the link may be down before a warning.", smaller)
        .key("link_down_page_after", &AlertConfig::link_down_page_after, duration(1s, 24h),
             "How long the link may be down before somebody is woken.", smaller)
        .key("stale_data_after", &AlertConfig::stale_data_after, duration(1s, 24h),
             "How old the quote of something that is held may be in its regular hours; never less "
             "than risk.max_quote_age allows.",
             smaller)
        .key("unconfirmed_after", &AlertConfig::unconfirmed_after, duration(1s, 24h),
             "How long the broker may say nothing of an order before a warning.", smaller)
        .key("unconfirmed_page_after", &AlertConfig::unconfirmed_page_after, duration(1s, 24h),
             "How long the broker may say nothing of an order before somebody is woken.", smaller)
        .key("max_rejects", &AlertConfig::max_rejects, count_limit("orders"),
             "Refusals by the broker within alerts.window; one more is told.", smaller)
        .key("max_denials", &AlertConfig::max_denials, count_limit("orders"),
             "Own refusals of one reason within alerts.window that are told.", smaller)
        .key("window", &AlertConfig::window, duration(1s, 24h),
             "See alerts.max_rejects and alerts.max_denials.", larger)
        .key("repeat_after", &AlertConfig::repeat_after, duration(1s, 24h),
             "What lasts is told again after this.", smaller)
        .key("command", &AlertConfig::command, path(),
             "A program that is started for each alert, without a shell: rule, severity, raised or "
             "resolved, paper or live, scope, text.")
        .key("command_timeout", &AlertConfig::command_timeout, duration(100ms, 10min),
             "After this the command is killed.");
    Section{keys, "metrics", &Config::metrics}
        .key("file", &MetricsConfig::file, metrics_path(),
             "Prometheus text for node_exporter's textfile collector.")
        .key("program", &MetricsConfig::program, name_or("auto", "a name, or auto"),
             "Label program of every metric: programs on one machine must differ. auto: the name "
             "of the configuration file, without its extension.")
        .key("interval", &MetricsConfig::interval, duration(1s, 1h),
             "How often metrics.file is written.");
    return keys;
}

}  // namespace trademind::config
