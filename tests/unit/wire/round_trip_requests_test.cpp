// Every message of a client, random, at every version and in both encodings.
#include "unit/wire/round_trip.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::ibkr::wire {
namespace {

TEST(Requests, ReadBackIdenticallyAtEveryVersion)
{
    AllRequests<Properties>::round_trips();
}

TEST(Requests, CutAnywhereAreNoticed)
{
    AllRequests<Properties>::cuts();
}

}  // namespace
}  // namespace trademind::ibkr::wire
