// The options by which a command line names an instrument.
#include "cli/live/contract_arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace trademind::cli {

void add_contract_options(CLI::App& command, ContractArguments& a)
{
    command.add_option("SYMBOL", a.symbol, "For example AAPL, or EUR.USD")->required();
    auto* group = command.add_option_group("Contract");
    group->add_option("--sec-type", a.security_type, "STK, OPT, FUT, CASH, IND, CFD, CRYPTO ...")
        ->capture_default_str()
        ->type_name("TYPE");
    group->add_option("--exchange", a.exchange, "SMART unless said")->type_name("NAME");
    group->add_option("--primary", a.primary_exchange, "Tells namesakes apart: NASDAQ, NYSE")
        ->type_name("NAME");
    group->add_option("--currency", a.currency, "USD unless said")->type_name("CODE");
    group->add_option("--expiry", a.expiry, "Of futures and options: yyyymm or yyyymmdd")
        ->type_name("DATE");
    group->add_option("--strike", a.strike, "Of options")->type_name("PRICE");
    group->add_option("--right", a.right, "Of options: C or P")->type_name("C|P");
    group->add_option("--multiplier", a.multiplier, "Of options and futures")->type_name("NUMBER");
    group->add_option("--local-symbol", a.local_symbol, "The exchange's name")->type_name("NAME");
    group->add_option("--trading-class", a.trading_class, "")->type_name("NAME");
    group->add_option("--contract-id", a.contract_id, "IBKR's conId; it identifies alone")
        ->type_name("ID");
}

Result<Decimal> number_of(const std::string& text, const std::string& option)
{
    auto value = Decimal::parse(text);
    if (!value) return Error{Errc::invalid_argument, option + ": \"" + text + "\" is no number"};
    return *value;
}

Result<Contract> contract_of(const ContractArguments& a)
{
    auto type = parse_security_type(a.security_type);
    if (!type)
        return Error{Errc::invalid_argument,
                     "--sec-type: \"" + a.security_type + "\" is no security type of TWS"};
    Contract contract{*type, a.symbol};
    if (auto dot = a.symbol.find('.'); dot != std::string::npos && a.symbol.size() == 7 &&
                                       dot == 3 &&
                                       (*type == SecurityType::forex || a.security_type == "STK"))
        contract = forex(a.symbol.substr(0, 3), a.symbol.substr(4));
    contract.id = a.contract_id;
    if (!a.exchange.empty()) contract.exchange = a.exchange;
    if (!a.currency.empty()) contract.currency = a.currency;
    contract.primary_exchange = a.primary_exchange;
    contract.expiry = a.expiry;
    contract.local_symbol = a.local_symbol;
    contract.trading_class = a.trading_class;
    if (!a.strike.empty()) {
        auto strike = number_of(a.strike, "--strike");
        if (!strike) return strike.error();
        contract.strike = *strike;
    }
    if (!a.multiplier.empty()) {
        auto multiplier = number_of(a.multiplier, "--multiplier");
        if (!multiplier) return multiplier.error();
        contract.multiplier = *multiplier;
    }
    if (!a.right.empty()) {
        contract.right = parse_option_right(a.right);
        if (!contract.right)
            return Error{Errc::invalid_argument, "--right: \"" + a.right + "\" is neither C nor P"};
    }
    return contract;
}

}  // namespace trademind::cli
