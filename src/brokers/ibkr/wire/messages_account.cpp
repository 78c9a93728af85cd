// Messages compiled: accounts, positions, profit and loss, advisor.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/advisor.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<AccountValue, PortfolioValue, AccountUpdateTime, AccountDataEnd,
                            Position, PositionEnd, AccountSummary, AccountSummaryEnd, PositionMulti,
                            PositionMultiEnd, AccountUpdateMulti, AccountUpdateMultiEnd, PnL,
                            PnLSingle, ReceiveFa, ReplaceFaEnd, AccountDataRequest,
                            PositionsRequest, CancelPositions, AccountSummaryRequest,
                            CancelAccountSummary, PositionsMultiRequest, CancelPositionsMulti,
                            AccountUpdatesMultiRequest, CancelAccountUpdatesMulti, PnLRequest,
                            CancelPnL, PnLSingleRequest, CancelPnLSingle, FaRequest, FaReplace>;

}  // namespace trademind::ibkr::wire
