// The library's own latency model: fixed delays and a jitter.
#include <trademind/brokers/paper/models.hpp>

#include "base/random.hpp"

#include <stdexcept>

namespace trademind::paper {
namespace {

class FixedLatency final : public LatencyModel {
public:
    explicit FixedLatency(const LatencySettings& settings) : settings_{settings} {}

    Duration submit(OrderId order, std::uint64_t number) const override
    {
        return settings_.base + settings_.submit + jitter(order, number);
    }
    Duration modify(OrderId order, std::uint64_t number) const override
    {
        return settings_.base + settings_.modify + jitter(order, number);
    }
    Duration cancel(OrderId order, std::uint64_t number) const override
    {
        return settings_.base + settings_.cancel + jitter(order, number);
    }

private:
    Duration jitter(OrderId order, std::uint64_t number) const
    {
        if (settings_.jitter == Duration::zero()) return {};
        auto steps = static_cast<std::uint64_t>(settings_.jitter.count()) + 1;
        auto luck = draw(settings_.seed, static_cast<std::uint64_t>(to_number(order)), number);
        return Duration{static_cast<Duration::rep>(luck % steps)};
    }

    LatencySettings settings_;
};

}  // namespace

std::shared_ptr<const LatencyModel> make_latency_model(const LatencySettings& settings)
{
    for (Duration d :
         {settings.base, settings.submit, settings.modify, settings.cancel, settings.jitter})
        if (d < Duration::zero()) throw std::invalid_argument{"a latency must not be negative"};
    return std::make_shared<const FixedLatency>(settings);
}

}  // namespace trademind::paper
