// Orders once more and deeper: the messages with the most gates and conditions.
#include "unit/wire/round_trip.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

namespace trademind::ibkr::wire {
namespace {

template <class M> void deeper()
{
    for (int v : {176, 182, 184, 188, 191, 192, 195, 198, 200, 202, 203, 216, 218, 223, 225})
        for (auto encoding : {Encoding::text, Encoding::protobuf})
            if (has_form<M>(Version{v}, encoding))
                for (unsigned seed = 0; seed < 60; ++seed)
                    expect_round_trip<M>(Version{v}, encoding, seed + 1000);
}

TEST(Orders, PlacedReadBackIdentically)
{
    deeper<PlaceOrderRequest>();
}

TEST(Orders, OpenReadBackIdentically)
{
    deeper<OpenOrder>();
}

TEST(Orders, CompletedReadBackIdentically)
{
    deeper<CompletedOrder>();
}

}  // namespace
}  // namespace trademind::ibkr::wire
