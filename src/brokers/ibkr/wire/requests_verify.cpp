// Requests: verify.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/verify.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<VerifyRequest, VerifyMessageRequest, VerifyAndAuthRequest,
                            VerifyAndAuthMessageRequest>;

}  // namespace trademind::ibkr::wire
