// All requests of the protocol made ready to be sent, and all answers kept beyond their callback.
#include "brokers/ibkr/client/prepare.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::ibkr::detail {

template struct Instantiated<AllRequests<Preparing>>;
template struct Instantiated<AllAnswers<Keeping>>;

}  // namespace trademind::ibkr::detail
