// Answers about the session itself.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ErrorMessage, ManagedAccounts, NextValidId, CurrentTime,
                            CurrentTimeInMillis, UserInfo>;

}  // namespace trademind::ibkr::wire
