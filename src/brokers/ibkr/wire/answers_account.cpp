// Accounts, positions, profit and loss.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<AccountValue, PortfolioValue, AccountUpdateTime, AccountDataEnd,
                            Position, PositionEnd, AccountSummary, AccountSummaryEnd, PositionMulti,
                            PositionMultiEnd, AccountUpdateMulti, AccountUpdateMultiEnd, PnL,
                            PnLSingle>;

}  // namespace trademind::ibkr::wire
