// Messages compiled: the session, its configuration, display groups.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/config.hpp>
#include <trademind/brokers/ibkr/messages/display.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/brokers/ibkr/messages/verify.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<
    ConfigResponse, UpdateConfigResponse, DisplayGroupList, DisplayGroupUpdated, ErrorMessage,
    ManagedAccounts, NextValidId, CurrentTime, CurrentTimeInMillis, UserInfo, VerifyMessage,
    VerifyCompleted, VerifyAndAuthMessage, VerifyAndAuthCompleted, ConfigRequest,
    UpdateConfigRequest, QueryDisplayGroupsRequest, UnsubscribeFromGroupEventsRequest,
    SubscribeToGroupEventsRequest, UpdateDisplayGroupRequest, StartApiRequest, IdsRequest,
    ManagedAccountsRequest, CurrentTimeRequest, CurrentTimeInMillisRequest, UserInfoRequest,
    SetServerLogLevelRequest, VerifyRequest, VerifyMessageRequest, VerifyAndAuthRequest,
    VerifyAndAuthMessageRequest>;

}  // namespace trademind::ibkr::wire
