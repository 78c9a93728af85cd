// The options by which a command line names an instrument.
#include "cli/live/contract_arguments.hpp"

#include "cli/enumerator.hpp"
#include "domain/contract_words.hpp"

#include <algorithm>
#include <limits>

namespace trademind::cli {
namespace {

std::optional<std::string> expiry(const std::string& word)
{
    return expiry_date(word) ? std::optional{word} : std::nullopt;
}

std::optional<std::string> currency(const std::string& word)
{
    return is_currency(word) ? std::optional{word} : std::nullopt;
}

}  // namespace

void add_contract_options(Command& command, ContractArguments& a)
{
    command.option("SYMBOL", a.symbol, text("SYMBOL"), "For example AAPL, or EUR.USD");
    add_contract_terms(command, a);
}

void add_contract_terms(Command& command, ContractArguments& a)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    command.section("Contract")
        .option("--sec-type", a.type, enumerator<SecurityType>(parse_security_type, "TYPE"),
                "STK, OPT, FUT, CASH, IND, CFD, CRYPTO ... (STK)")
        .option("--exchange", a.exchange, text("NAME"), "SMART unless said")
        .option("--primary", a.primary_exchange, text("NAME"),
                "Tells namesakes apart: NASDAQ, NYSE")
        .option("--currency", a.currency,
                as(currency, "CODE", "is not a currency code such as USD"), "USD unless said")
        .option("--expiry", a.expiry, as(expiry, "DATE", "is not a date as yyyymm or yyyymmdd"),
                "Of futures and options: yyyymm or yyyymmdd")
        .option("--strike", a.strike, positive_number("PRICE"), "Of options")
        .option("--right", a.right, as(parse_option_right, "C|P", "is neither C nor P"),
                "Of options: C or P")
        .option("--multiplier", a.multiplier, positive_number(), "Of options and futures")
        .option("--local-symbol", a.local_symbol, text("NAME"), "The exchange's name")
        .option("--trading-class", a.trading_class, text("NAME"), "The exchange's class of it")
        .option("--contract-id", a.contract_id, whole_number(1, most, "ID"),
                "IBKR's conId; it identifies alone");
}

void refuse_repeats(const std::vector<Contract>& contracts)
{
    for (auto one = contracts.begin(); one != contracts.end(); ++one)
        if (std::any_of(contracts.begin(), one,
                        [&](const Contract& other) { return other.same_instrument(*one); }))
            throw WrongUsage{one->describe() + " is named twice"};
}

Contract contract_of(const ContractArguments& a)
{
    Contract contract{a.type, a.symbol};
    bool may_be_pair = a.type == SecurityType::forex || a.type == SecurityType::stock;
    if (may_be_pair && is_pair(a.symbol))
        contract = forex(a.symbol.substr(0, 3), a.symbol.substr(4));
    contract.id = a.contract_id;
    if (!a.exchange.empty()) contract.exchange = a.exchange;
    if (!a.currency.empty()) contract.currency = a.currency;
    contract.primary_exchange = a.primary_exchange;
    contract.expiry = a.expiry;
    contract.local_symbol = a.local_symbol;
    contract.trading_class = a.trading_class;
    contract.strike = a.strike;
    if (a.multiplier) contract.multiplier = a.multiplier;
    contract.right = a.right;
    return contract;
}

}  // namespace trademind::cli
