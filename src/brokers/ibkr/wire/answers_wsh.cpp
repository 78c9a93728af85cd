// Answers: wsh.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/wsh.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<WshMetaData, WshEventData>;

}  // namespace trademind::ibkr::wire
