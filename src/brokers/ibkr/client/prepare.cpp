// All requests of the protocol, made ready to be sent.
#include "brokers/ibkr/client/prepare.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::ibkr::detail {

template struct Instantiated<AllRequests<Preparing>>;

}  // namespace trademind::ibkr::detail
