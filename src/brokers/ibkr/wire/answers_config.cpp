// Answers: config.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/config.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ConfigResponse, UpdateConfigResponse>;

}  // namespace trademind::ibkr::wire
