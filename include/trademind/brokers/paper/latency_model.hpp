// How long commands take to reach the market: the other replaceable part of matching.
#pragma once

#include <trademind/ids.hpp>
#include <trademind/time.hpp>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace trademind::paper {

/// Delays between a call and its effect, in the market's time. `number` counts the broker's
/// commands, for keyed randomness.
///
/// Called on the broker's strand; must be deterministic. Never negative.
class LatencyModel {
public:
    virtual ~LatencyModel() = default;
    virtual Duration submit(OrderId order, std::uint64_t number) const = 0;
    virtual Duration modify(OrderId order, std::uint64_t number) const = 0;
    virtual Duration cancel(OrderId order, std::uint64_t number) const = 0;
};

/// Settings of the model that comes with the library; all zero: commands take effect at once.
class LatencySettings {
public:
    Duration base{};  ///< added to each of the three
    Duration submit{}, modify{}, cancel{};
    Duration jitter{};  ///< up to this much more, drawn by (seed, order, number)
    std::uint64_t seed = 1;
};

/// Throws std::invalid_argument for a negative duration.
std::shared_ptr<const LatencyModel> make_latency_model(const LatencySettings& settings = {});

}  // namespace trademind::paper
