// The options by which a command line names an instrument.
#pragma once

#include "cli/options.hpp"

#include <trademind/contract.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace trademind::cli {

/// "AAPL" is a US stock on SMART; the options say what is different.
class ContractArguments {
public:
    std::string symbol, exchange, primary_exchange, currency, expiry, local_symbol, trading_class;
    SecurityType type = SecurityType::stock;
    std::optional<Decimal> strike, multiplier;
    std::optional<OptionRight> right;
    std::int64_t contract_id = 0;
    bool operator==(const ContractArguments&) const = default;
};

/// --sec-type --exchange --primary --currency --expiry --strike --right --multiplier
/// --local-symbol --trading-class --contract-id.
void add_contract_terms(Command& command, ContractArguments& arguments);
/// SYMBOL, and those. A currency pair is written EUR.USD.
void add_contract_options(Command& command, ContractArguments& arguments);

/// Throws WrongUsage where two of them are one instrument: it would be traded or recorded twice.
void refuse_repeats(const std::vector<Contract>& contracts);
Contract contract_of(const ContractArguments& arguments);

}  // namespace trademind::cli
