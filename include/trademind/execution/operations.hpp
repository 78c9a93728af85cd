// The operator's side of a router: alerts and the file of metrics.
#pragma once

#include <trademind/execution/router.hpp>

#include <memory>

namespace trademind {

/// Raises alerts of a router and writes its metrics file, as `config` says, until the returned
/// object is dropped or the router ends. make_broker does this for the router that it makes; a
/// router made by ExecutionRouter::make has none otherwise.
///
/// `options.on_alert` receives the alerts; `options.services` names hours in which the link is
/// expected to be down. With `options.market_time` nothing is watched. Dropping it waits for a
/// handler that runs and for an alert command that runs.
std::shared_ptr<void> watch_operations(const std::shared_ptr<ExecutionRouter>& router,
                                       const Config& config, const RouterOptions& options = {});

}  // namespace trademind
