// The options by which a command line names an instrument.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace trademind::cli {

/// "AAPL" is a US stock on SMART; the options say what is different.
class ContractArguments {
public:
    std::string symbol, security_type = "STK", exchange, primary_exchange, currency, expiry, strike,
                        right, multiplier, local_symbol, trading_class;
    std::int64_t contract_id = 0;
};

/// SYMBOL and --sec-type --exchange --primary --currency --expiry --strike --right --multiplier
/// --local-symbol --trading-class --contract-id. A currency pair is written EUR.USD.
void add_contract_options(CLI::App& command, ContractArguments& arguments);

/// Errc::invalid_argument names the option that makes no sense.
Result<Contract> contract_of(const ContractArguments& arguments);

/// A number from the command line; `option` stands for it in the error.
Result<Decimal> number_of(const std::string& text, const std::string& option);

}  // namespace trademind::cli
