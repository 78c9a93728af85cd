// Every message of a server, random, at every version and in both encodings.
#include "unit/wire/round_trip.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::ibkr::wire {
namespace {

TEST(Answers, ReadBackIdenticallyAtEveryVersion)
{
    AllAnswers<Properties>::round_trips();
}

TEST(Answers, CutAnywhereAreNoticed)
{
    AllAnswers<Properties>::cuts();
}

}  // namespace
}  // namespace trademind::ibkr::wire
