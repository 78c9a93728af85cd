// Contracts as TWS answers them: whole, with what tells them apart.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/contract.hpp>

#include <list>
#include <string>

namespace trademind::gateway {

/// Views into `contract` and `texts`.
ibkr::Contract contract_message(const Contract& contract, std::list<std::string>& texts);
ibkr::ContractData contract_data(const ContractDetails& details, int request_id,
                                 std::list<std::string>& texts);
/// What a client asked for, as a pattern of the broker's: SMART where no exchange is said.
Contract contract_of(const ibkr::Contract& contract);

}  // namespace trademind::gateway
