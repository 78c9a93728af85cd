// Metrics: what a router has done and how it stands, as plain values and as Prometheus text.
#pragma once

#include <trademind/execution/alerts.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/risk.hpp>
#include <trademind/observer.hpp>
#include <trademind/reconcile.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace trademind {

/// One snapshot of a router; see ExecutionRouter::metrics. Counters count since its start, money is
/// in `currency`, empty optionals are unknown.
class Metrics {
public:
    TimePoint at{};       ///< UTC
    std::string program;  ///< metrics.program, else the configuration file's or process's name
    std::string backend;  ///< "paper" or "ibkr"
    TradingMode mode = TradingMode::paper;

    LinkState link = LinkState::disconnected;
    bool reconciled = false;       ///< orders may be placed, as far as the link is concerned
    KnownLists lists;              ///< of the broker's, those that have come since the latest break
    std::int64_t link_losses = 0;  ///< a usable link that ended, disconnect() not counted

    TradingState trading = TradingState::active;
    std::int64_t kill_trips = 0;    ///< falls of the trading state
    std::int64_t kill_cancels = 0;  ///< cancels that kills have sent
    bool kill_complete = true;      ///< false while a kill has not proven that nothing works

    std::int64_t orders_sent = 0, orders_acknowledged = 0, orders_filled = 0, orders_cancelled = 0,
                 orders_rejected = 0;  ///< own ones; rejected by the broker
    std::int64_t modifies_sent = 0, executions = 0;
    int orders_open = 0;         ///< may still fill, other programs' included
    int orders_unconfirmed = 0;  ///< sent, and the broker has not spoken of them
    Duration oldest_unconfirmed{};

    std::int64_t checks_passed = 0;
    /// By RiskReason.
    std::array<std::int64_t, static_cast<std::size_t>(risk_reason_count)> refusals{};

    int position_mismatches = 0;        ///< instruments of which broker and fills differ now
    std::optional<Duration> quote_age;  ///< the oldest quote of anything that is held
    std::string currency;
    std::optional<Decimal> equity, cash, buying_power;
    std::optional<Decimal> loss_today;  ///< > 0: lost since the start of the day
    Decimal reserved;                   ///< opening parts of working orders

    std::int64_t journal_writes = 0;
    bool journal_failed = false;
    /// Alerts told, by AlertRule.
    std::array<std::int64_t, static_cast<std::size_t>(alert_rule_count)> alerts{};
    std::int64_t alerts_dropped = 0;  ///< no room in the queue of alerts.command
};

/// The snapshot in Prometheus's text format, version 0.0.4: names with the prefix `broker_`, base
/// units, labels from closed lists only, but for `program`, which every series has.
void write_prometheus(const Metrics&, std::ostream&);
/// The same as a file for node_exporter's textfile collector: written beside it and renamed, so
/// that no reader sees half of it. Errc::input_output names the file.
Result<> write_prometheus_file(const Metrics&, const std::filesystem::path&);

}  // namespace trademind
