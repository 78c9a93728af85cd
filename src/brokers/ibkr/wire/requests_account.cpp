// Requests about accounts and positions.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<
    AccountDataRequest, PositionsRequest, CancelPositions, AccountSummaryRequest,
    CancelAccountSummary, PositionsMultiRequest, CancelPositionsMulti, AccountUpdatesMultiRequest,
    CancelAccountUpdatesMulti, PnLRequest, CancelPnL, PnLSingleRequest, CancelPnLSingle>;

}  // namespace trademind::ibkr::wire
