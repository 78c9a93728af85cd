// Answers: verify.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/verify.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<VerifyMessage, VerifyCompleted, VerifyAndAuthMessage,
                            VerifyAndAuthCompleted>;

}  // namespace trademind::ibkr::wire
