// The execution floor in one header: configuration, factory, router, risk, kill switch, journal.
#pragma once

#include <trademind/execution/config.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/risk.hpp>
#include <trademind/execution/router.hpp>
