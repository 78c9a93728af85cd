// The request for fills.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ExecutionRequest>;

}  // namespace trademind::ibkr::wire
