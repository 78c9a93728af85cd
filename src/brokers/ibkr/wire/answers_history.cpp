// Historical bars and their company.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/history.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<HistoricalData, HistoricalDataEnd, HistoricalDataUpdate,
                            HistoricalSchedule, RealTimeBar, HeadTimestamp, HistogramData>;

}  // namespace trademind::ibkr::wire
