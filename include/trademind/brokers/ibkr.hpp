// Everything about IBKR: options, reading requests, states; and the broker itself, without a guard.
#pragma once

#include <trademind/brokers/ibkr/away_window.hpp>
#include <trademind/brokers/ibkr/options.hpp>
#include <trademind/brokers/ibkr/reading_client.hpp>
#include <trademind/brokers/ibkr/status.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>

#include <memory>
#include <utility>

namespace trademind {

/// The earlier name of make_unsafe_ibkr_broker; goes with the next minor version.
[[deprecated("use make_broker, or make_unsafe_ibkr_broker")]] inline std::shared_ptr<Broker>
make_ibkr_broker(asio::any_io_executor executor, IbkrOptions options,
                 std::shared_ptr<Clock> clock = system_clock())
{
    return make_unsafe_ibkr_broker(std::move(executor), std::move(options), std::move(clock));
}

}  // namespace trademind
