// Requests: scanner.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/scanner.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<CancelScannerSubscription, ScannerSubscriptionRequest,
                            ScannerParametersRequest, CancelFundamentalData,
                            FundamentalDataRequest>;

}  // namespace trademind::ibkr::wire
