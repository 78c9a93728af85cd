// The execution floor in one header: configuration, factory, router, risk, kill switch, journal,
// metrics, alerts, reports; and both brokers.
#pragma once

#include <trademind/brokers/ibkr.hpp>
#include <trademind/brokers/paper.hpp>
#include <trademind/execution/alerts.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/metrics.hpp>
#include <trademind/execution/risk.hpp>
#include <trademind/execution/router.hpp>
#include <trademind/execution/strategy_report.hpp>
