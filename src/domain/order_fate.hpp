// What the broker's lists prove of an order that none of them names.
#pragma once

#include "base/time_zone.hpp"

#include <trademind/time.hpp>

namespace trademind {

/// What became of an order that is in no list of the broker.
enum class OrderFate {
    not_received,  ///< the lists would hold it: it may be sent again
    gone,          ///< the broker had it: it has ended in a way that the lists no longer say
    unknowable,    ///< the lists do not reach back to it, or are not whole: it may have filled
};

/// How far lists reach: those of TWS hold what was sent since midnight of TWS's own zone.
struct ListCoverage {
    bool complete = false;           ///< all of them came
    TimePoint at{};                  ///< when they came
    const TimeZone* zone = nullptr;  ///< of TWS; nullptr: not known
};

/// `acknowledged`: the broker has spoken of the order before.
OrderFate fate_of_unlisted(TimePoint sent_at, bool acknowledged, const ListCoverage&);

/// Midnights of a zone between two moments; below zero where `to` is the earlier one. Without a
/// zone those of UTC.
int midnights_between(TimePoint from, TimePoint to, const TimeZone*);

}  // namespace trademind
