// Everything about the paper broker: options, its market; and the broker itself, without a guard.
#pragma once

#include <trademind/brokers/paper/feed.hpp>
#include <trademind/brokers/paper/options.hpp>
#include <trademind/brokers/unsafe_paper.hpp>

#include <memory>
#include <utility>

namespace trademind {

/// The earlier name of make_unsafe_paper_broker; goes with the next minor version.
[[deprecated(
    "use make_paper_market, or make_unsafe_paper_broker")]] inline std::shared_ptr<PaperBroker>
make_paper_broker(asio::any_io_executor executor, paper::Options options = {},
                  std::shared_ptr<Clock> clock = system_clock())
{
    return make_unsafe_paper_broker(std::move(executor), std::move(options), std::move(clock));
}

}  // namespace trademind
