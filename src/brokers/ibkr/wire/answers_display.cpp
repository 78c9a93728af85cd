// Answers: display.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/display.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<DisplayGroupList, DisplayGroupUpdated>;

}  // namespace trademind::ibkr::wire
