// Requests about the session itself.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<StartApiRequest, IdsRequest, ManagedAccountsRequest, CurrentTimeRequest,
                            CurrentTimeInMillisRequest, UserInfoRequest, SetServerLogLevelRequest>;

}  // namespace trademind::ibkr::wire
