// Answers: advisor.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/advisor.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ReceiveFa, ReplaceFaEnd>;

}  // namespace trademind::ibkr::wire
