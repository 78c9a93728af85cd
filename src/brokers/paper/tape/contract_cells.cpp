// The contract of a row.
#include "brokers/paper/tape/contract_cells.hpp"

#include "base/escape.hpp"
#include "brokers/paper/market/faults.hpp"
#include "brokers/paper/tape/row_parser.hpp"
#include "domain/contract_words.hpp"

#include <fmt/format.h>

#include <limits>

namespace trademind::paper {
namespace {

/// A contract of that type of which nothing else is said.
Contract plain_contract(SecurityType type)
{
    switch (type) {
    case SecurityType::option: return option({}, {}, {}, {});
    case SecurityType::forex: return forex({}, "USD");
    case SecurityType::fund: return fund({});
    case SecurityType::crypto: return crypto({});
    default: return {type, {}};
    }
}

RowFault wrong_cell(const RowCells& cells, Column column, std::string_view why)
{
    return cells.fault(
        column, fmt::format("{} '{}' {}", name_of(column), escaped(cells[column].text), why));
}

/// Numbers that must be above 0.
std::optional<RowFault> read_positive(const RowCells& cells, Column column,
                                      std::optional<Decimal>& into)
{
    if (cells[column].text.empty()) return std::nullopt;
    auto number = read_number(name_of(column), cells[column]);
    if (!number) return number.error();
    if (number->sign() <= 0) return wrong_cell(cells, column, "must be above 0");
    into = *number;
    return std::nullopt;
}

std::optional<RowFault> read_whole(const RowCells& cells, Column column, std::int64_t most,
                                   std::optional<std::int64_t>& into)
{
    std::optional<Decimal> number;
    if (auto fault = read_positive(cells, column, number)) return fault;
    if (!number) return std::nullopt;
    if (!number->is_integer() || *number > Decimal{most})
        return wrong_cell(cells, column, fmt::format("is no whole number up to {}", most));
    into = static_cast<std::int64_t>(number->raw() / Decimal::one);
    return std::nullopt;
}

std::optional<RowFault> read_option_terms(const RowCells& cells, Contract& contract)
{
    if (auto cell = cells[Column::strike]; !cell.text.empty()) {
        auto strike = read_number(name_of(Column::strike), cell);
        if (!strike) return strike.error();
        contract.strike = *strike;
    }
    if (auto cell = cells[Column::right]; !cell.text.empty()) {
        contract.right = parse_option_right(cell.text);
        if (!contract.right) return wrong_cell(cells, Column::right, "is neither C nor P");
    }
    bool is_option =
        contract.type == SecurityType::option || contract.type == SecurityType::future_option;
    if (!is_option) return std::nullopt;
    for (Column needed : {Column::expiry, Column::strike, Column::right})
        if (cells[needed].text.empty())
            return cells.fault(
                cells.columns().has(needed) ? needed : Column::security_type,
                fmt::format("an {} needs {}", to_string(contract.type), name_of(needed)));
    return std::nullopt;
}

std::optional<RowFault> fault_of_name(const RowCells& cells, const Contract& contract)
{
    bool named_otherwise = !contract.local_symbol.empty() || contract.id != 0;
    if (contract.symbol.empty() && named_otherwise) return std::nullopt;
    auto fault = fault_of_symbol(contract.symbol);
    return fault ? std::optional{cells.fault(Column::symbol, fault->text)} : std::nullopt;
}

}  // namespace

RowResult<ContractDetails> parse_contract(const RowCells& cells)
{
    auto type = SecurityType::stock;
    if (auto text = cells[Column::security_type].text; !text.empty()) {
        auto said = parse_security_type(text);
        if (!said || said == SecurityType::news)
            return wrong_cell(cells, Column::security_type,
                              "is none of STK, OPT, FUT, FOP, CASH, IND, BAG, CRYPTO and the like");
        type = *said;
    }
    ContractDetails details{plain_contract(type)};
    Contract& contract = details.contract;
    contract.symbol = cells[Column::symbol].text;
    struct Text {
        Column column;
        std::string Contract::*field;
    };
    for (auto [column, field] :
         {Text{Column::exchange, &Contract::exchange},
          Text{Column::primary_exchange, &Contract::primary_exchange},
          Text{Column::currency, &Contract::currency}, Text{Column::expiry, &Contract::expiry},
          Text{Column::local_symbol, &Contract::local_symbol},
          Text{Column::trading_class, &Contract::trading_class}}) {
        auto text = cells[column].text;
        if (text.empty()) continue;
        if (fault_of_symbol(text)) return wrong_cell(cells, column, "is no word");
        contract.*field = text;
    }
    std::optional<std::int64_t> id, magnifier;
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    if (auto fault = read_whole(cells, Column::contract_id, most, id)) return *fault;
    contract.id = id.value_or(0);
    if (auto fault = fault_of_name(cells, contract)) return *fault;
    // TWS's spelling of a pair, as the command line takes it
    if (type == SecurityType::forex && is_pair(contract.symbol)) {
        contract.currency = contract.symbol.substr(4);
        contract.symbol.resize(3);
        if (!is_currency(contract.symbol))
            return wrong_cell(cells, Column::symbol, "is no pair such as EUR.USD");
    }
    if (!is_currency(contract.currency))
        return wrong_cell(cells, Column::currency, "is not a currency code such as USD");
    if (!contract.expiry.empty() && !expiry_date(contract.expiry))
        return wrong_cell(cells, Column::expiry, "is not a date as yyyymm or yyyymmdd");
    if (auto fault = read_option_terms(cells, contract)) return *fault;
    if (auto fault = read_positive(cells, Column::multiplier, contract.multiplier)) return *fault;
    if (auto fault = read_positive(cells, Column::tick, details.minimum_tick)) return *fault;
    if (auto fault = read_whole(cells, Column::magnifier, 1'000'000, magnifier)) return *fault;
    details.price_magnifier = static_cast<int>(magnifier.value_or(1));
    return details;
}

std::string contract_cell(Column column, const ContractDetails& details)
{
    const Contract& c = details.contract;
    const Contract plain = plain_contract(c.type);
    auto unless_plain = [](const std::string& text, const std::string& usual) {
        return text == usual ? std::string{} : text;
    };
    auto number = [](const std::optional<Decimal>& value) {
        return value ? value->str() : std::string{};
    };
    switch (column) {
    case Column::security_type:
        return c.type == SecurityType::stock ? std::string{} : std::string{to_string(c.type)};
    case Column::exchange: return unless_plain(c.exchange, plain.exchange);
    case Column::primary_exchange: return c.primary_exchange;
    case Column::currency: return unless_plain(c.currency, plain.currency);
    case Column::expiry: return c.expiry;
    case Column::strike: return number(c.strike);
    case Column::right: return c.right ? std::string{to_string(*c.right)} : std::string{};
    case Column::multiplier:
        return c.multiplier == plain.multiplier ? std::string{} : number(c.multiplier);
    case Column::local_symbol: return c.local_symbol;
    case Column::trading_class: return c.trading_class;
    case Column::contract_id: return c.id ? std::to_string(c.id) : std::string{};
    case Column::tick: return number(details.minimum_tick);
    case Column::magnifier:
        return details.price_magnifier == 1 ? std::string{}
                                            : std::to_string(details.price_magnifier);
    default: return {};
    }
}

}  // namespace trademind::paper
