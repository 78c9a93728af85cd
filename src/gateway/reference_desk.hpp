// What does not change while the market moves: contracts, rules, chains, providers.
#pragma once

#include "gateway/catalogue.hpp"
#include "gateway/floor.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::gateway {

class ReferenceDesk {
public:
    ReferenceDesk(Floor& floor, const Catalogue& catalogue) : floor_{floor}, catalogue_{catalogue}
    {}

    void on(Session&, const ibkr::ContractDataRequest&);
    void on(Session&, const ibkr::MatchingSymbolsRequest&);
    void on(Session&, const ibkr::OptionParametersRequest&);
    void on(Session&, const ibkr::MarketRuleRequest&);
    void on(Session&, const ibkr::ScannerParametersRequest&);
    void on(Session&, const ibkr::ScannerSubscriptionRequest&);
    void on(Session&, const ibkr::CancelScannerSubscription&) {}
    void on(Session&, const ibkr::NewsProvidersRequest&);
    void on(Session&, const ibkr::HistoricalNewsRequest&);
    void on(Session&, const ibkr::MarketDepthExchangesRequest&);
    void on(Session&, const ibkr::SmartComponentsRequest&);
    void on(Session&, const ibkr::SoftDollarTiersRequest&);
    void on(Session&, const ibkr::FamilyCodesRequest&);
    void on(Session&, const ibkr::UserInfoRequest&);
    void on(Session&, const ibkr::QueryDisplayGroupsRequest&);
    void on(Session&, const ibkr::CurrentTimeRequest&);
    void on(Session&, const ibkr::CurrentTimeInMillisRequest&);
    // no answer comes to these
    void on(Session&, const ibkr::CancelContractData&) {}
    void on(Session&, const ibkr::NewsBulletinsRequest&) {}
    void on(Session&, const ibkr::CancelNewsBulletins&) {}
    void on(Session&, const ibkr::SetServerLogLevelRequest&) {}
    void on(Session&, const ibkr::CancelFundamentalData&) {}
    void on(Session&, const ibkr::CancelCalculateImpliedVolatility&) {}
    void on(Session&, const ibkr::CancelCalculateOptionPrice&) {}
    void on(Session&, const ibkr::CancelWshMetaData&) {}
    void on(Session&, const ibkr::CancelWshEventData&) {}
    void on(Session&, const ibkr::UnsubscribeFromGroupEventsRequest&) {}
    void on(Session&, const ibkr::UpdateDisplayGroupRequest&) {}

private:
    Floor& floor_;
    const Catalogue& catalogue_;
};

}  // namespace trademind::gateway
