// Requests for history.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<HistoricalDataRequest, CancelHistoricalData, RealTimeBarsRequest,
                            CancelRealTimeBars, HeadTimestampRequest, CancelHeadTimestamp,
                            HistogramDataRequest, CancelHistogramData>;

}  // namespace trademind::ibkr::wire
