// All answers of the protocol, kept beyond their callback.
#include "brokers/ibkr/client/prepare.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::ibkr::detail {

template struct Instantiated<AllAnswers<Keeping>>;

}  // namespace trademind::ibkr::detail
