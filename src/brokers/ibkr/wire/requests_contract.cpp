// Requests for contract details.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/contract_details.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ContractDataRequest, CancelContractData>;

}  // namespace trademind::ibkr::wire
