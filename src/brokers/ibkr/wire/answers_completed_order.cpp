// Orders that are done.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<CompletedOrder>;

}  // namespace trademind::ibkr::wire
