// Requests: config.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/config.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ConfigRequest, UpdateConfigRequest>;

}  // namespace trademind::ibkr::wire
