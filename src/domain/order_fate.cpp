// What the broker's lists prove of an order that none of them names.
#include "domain/order_fate.hpp"

#include <chrono>

namespace trademind {
namespace {

/// By how much TWS's clock may be behind ours: what we sent after midnight it may have taken
/// before.
constexpr Duration clock_margin = std::chrono::minutes{1};

}  // namespace

int midnights_between(TimePoint from, TimePoint to, const TimeZone* zone)
{
    auto day = [zone](TimePoint at) {
        return std::chrono::floor<std::chrono::days>(
            at + (zone ? zone->offset_at(at) : std::chrono::seconds{}));
    };
    return static_cast<int>((day(to) - day(from)).count());
}

OrderFate fate_of_unlisted(TimePoint sent_at, bool acknowledged, const ListCoverage& lists)
{
    if (acknowledged) return OrderFate::gone;
    if (!lists.complete || !lists.zone || sent_at > lists.at) return OrderFate::unknowable;
    bool covered = midnights_between(sent_at - clock_margin, lists.at, lists.zone) == 0;
    return covered ? OrderFate::not_received : OrderFate::unknowable;
}

}  // namespace trademind
