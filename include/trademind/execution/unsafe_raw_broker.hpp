// The broker without its guard. Orders placed with it pass no check and no kill switch.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/execution/config.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace trademind {

/// The broker that the configuration names, unguarded: no validation, no limits, no journal, no
/// kill switch. For tools that place no orders, and for tests.
Result<std::shared_ptr<Broker>> make_unsafe_raw_broker(
    const Config& config, asio::any_io_executor executor,
    std::shared_ptr<Clock> clock = system_clock());

}  // namespace trademind
