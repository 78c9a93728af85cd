// Fills and their cost.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ExecutionDetails, ExecutionDetailsEnd, CommissionAndFeesReport>;

}  // namespace trademind::ibkr::wire
