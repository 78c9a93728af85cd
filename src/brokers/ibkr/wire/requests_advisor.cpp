// Requests: advisor.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/advisor.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<FaRequest, FaReplace>;

}  // namespace trademind::ibkr::wire
