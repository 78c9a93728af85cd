// What a reading client takes: every request message is either taken or refused, by name.
#include <trademind/brokers/ibkr/messages/requests.hpp>
#include <trademind/brokers/ibkr/reading_client.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace trademind::ibkr {
namespace {

struct Sink {};
template <class C, class R>
concept Sends = requires(C& client, const R& request)
{
    client.send(request);
};
template <class C, class R>
concept Asks = requires(C& client, const R& request)
{
    client.template ask<R, int>(request, 0);
};
template <class C, class R>
concept Follows = requires(C& client, const R& request, std::shared_ptr<Sink> sink)
{
    client.follow(request, sink);
};

template <class C, class R> constexpr bool no_verb_takes_more_than_send()
{
    if constexpr (Sends<C, R>)
        return true;
    else
        return !Asks<C, R> && !Follows<C, R>;
}

/// The names of the requests that a client of this type refuses to compile.
template <class C, class... R> struct RefusedBy {
    static std::multiset<std::string> names()
    {
        std::multiset<std::string> refused;
        ((Sends<C, R> ? void() : void(refused.emplace(R::info.name))), ...);
        return refused;
    }
    static constexpr bool by_every_verb = (no_verb_takes_more_than_send<C, R>() && ...);
    static constexpr bool as_classified = ((Sends<C, R> == reads_only(R::info.id)) && ...);
};
template <class... R> using RefusedByReader = RefusedBy<ReadingClient, R...>;
template <class... R> using RefusedByClient = RefusedBy<Client, R...>;

static_assert(AllRequests<RefusedByReader>::by_every_verb);
static_assert(AllRequests<RefusedByReader>::as_classified);
static_assert(std::is_convertible_v<Client, ReadingClient>);
static_assert(!std::is_constructible_v<Client, ReadingClient>, "a reader does not become more");

TEST(ReadsOnly, a_reading_client_refuses_orders_settings_and_ends_of_streams)
{
    EXPECT_THAT(
        AllRequests<RefusedByReader>::names(),
        testing::UnorderedElementsAre(
            "PlaceOrderRequest", "CancelOrderRequest", "GlobalCancelRequest",
            "ExerciseOptionsRequest", "OpenOrdersRequest", "AutoOpenOrdersRequest", "FAReplace",
            "UpdateConfigRequest", "MarketDataTypeRequest", "StartApiRequest", "VerifyRequest",
            "VerifyMessageRequest", "VerifyAndAuthRequest", "VerifyAndAuthMessageRequest",
            "AccountDataRequest", "CancelMarketData", "CancelMarketDepth", "CancelNewsBulletins",
            "CancelScannerSubscription", "CancelHistoricalData", "CancelRealTimeBars",
            "CancelFundamentalsData", "CancelCalculateImpliedVolatility",
            "CancelCalculateOptionPrice", "CancelAccountSummary", "CancelPositions",
            "UnsubscribeFromGroupEventsRequest", "CancelPositionsMulti",
            "CancelAccountUpdatesMulti", "CancelHistogramData", "CancelHeadTimestamp", "CancelPnL",
            "CancelPnLSingle", "CancelTickByTick", "CancelWshMetaData", "CancelWshEventData",
            "CancelContractData", "CancelHistoricalTicks"));
}

TEST(ReadsOnly, the_unsafe_client_takes_every_request)
{
    EXPECT_THAT(AllRequests<RefusedByClient>::names(), testing::IsEmpty());
}

}  // namespace
}  // namespace trademind::ibkr
