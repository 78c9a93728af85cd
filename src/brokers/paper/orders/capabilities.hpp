// What the paper broker can do.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/paper/options.hpp>

namespace trademind::paper {

/// Auction orders need a calendar with auctions.
Capabilities paper_capabilities(const Options& options);

}  // namespace trademind::paper
