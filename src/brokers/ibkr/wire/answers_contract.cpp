// Contract details.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/contract_details.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ContractData, BondContractData, ContractDataEnd>;

}  // namespace trademind::ibkr::wire
