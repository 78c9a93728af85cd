// Noise of several periods, each a hash of its place in time: any moment costs the same.
#include "gateway/made_up_past.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

struct Wave {
    Duration period;
    double height;  ///< of the price's logarithm
};
constexpr std::array waves{
    Wave{days{360}, 0.15},     Wave{days{30}, 0.05},     Wave{days{7}, 0.025},
    Wave{hours{20}, 0.012},    Wave{hours{1}, 0.004},    Wave{minutes{5}, 0.0012},
    Wave{seconds{47}, 0.0005}, Wave{seconds{7}, 0.0002},
};
/// A bar looks at so many moments of its span.
constexpr int looks = 9;

/// -1 to 1.
double noise(std::uint64_t key, std::int64_t place)
{
    auto bits = draw(key, static_cast<std::uint64_t>(place), 0) >> 11;
    return static_cast<double>(bits) / static_cast<double>(1ULL << 52) - 1.0;
}

double wave_at(std::uint64_t key, Duration period, Duration time)
{
    auto place = time / period;
    auto rest = time % period;
    if (rest < Duration{}) --place, rest += period;
    double x = static_cast<double>(rest.count()) / static_cast<double>(period.count());
    double smooth = x * x * (3 - 2 * x);
    return noise(key, place) * (1 - smooth) + noise(key, place + 1) * smooth;
}

}  // namespace

MadeUpPast::MadeUpPast(std::uint64_t key, Decimal price, TimePoint begin, Decimal tick)
    : key_{key}, begin_{begin}, scale_{1.0}, tick_{tick}
{
    scale_ = price.to_double() / level_at(begin);
}

double MadeUpPast::level_at(TimePoint when) const
{
    double sum = 0;
    for (std::size_t n = 0; n < waves.size(); ++n)
        sum += waves[n].height * wave_at(mix(key_ + n), waves[n].period, when.time_since_epoch());
    return scale_ * std::exp(sum);
}

Decimal MadeUpPast::price_at(TimePoint when) const
{
    auto ticks = std::llround(level_at(when) / tick_.to_double());
    return tick_ * Decimal{static_cast<std::int64_t>(std::max(ticks, 1LL))};
}

Bar MadeUpPast::bar(TimePoint from, TimePoint until) const
{
    Bar bar;
    bar.time = from;
    bar.open = bar.high = bar.low = price_at(from);
    for (int n = 1; n <= looks; ++n) {
        bar.close = price_at(from + (until - from) * n / looks);
        bar.high = std::max(bar.high, bar.close);
        bar.low = std::min(bar.low, bar.close);
    }
    auto length = duration_cast<seconds>(until - from).count();
    auto place =
        static_cast<std::uint64_t>(duration_cast<seconds>(from.time_since_epoch()).count());
    auto traded = static_cast<std::int64_t>(draw(key_, place, 1) % 40 + 10) *
                  std::max<std::int64_t>(length, 1);
    bar.volume = Decimal{traded};
    bar.weighted_average = bar.high == bar.low ? bar.open : (bar.high + bar.low) / Decimal{2};
    bar.trade_count = static_cast<int>(std::clamp<std::int64_t>(traded / 50, 1, 1'000'000));
    return bar;
}

}  // namespace trademind::gateway
