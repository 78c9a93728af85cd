// What is traded: contracts of every security type.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/detail/exact.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// Security types, with the code that TWS uses.
enum class SecurityType {
    stock,              ///< STK: stocks and ETFs
    option,             ///< OPT
    future,             ///< FUT
    future_option,      ///< FOP
    continuous_future,  ///< CONTFUT: for data only
    forex,              ///< CASH: a currency pair
    index,              ///< IND: for data only
    bond,               ///< BOND
    fund,               ///< FUND
    warrant,            ///< WAR
    structured,         ///< IOPT: structured product, Dutch warrant
    commodity,          ///< CMDTY
    cfd,                ///< CFD: contract for difference
    crypto,             ///< CRYPTO
    news,               ///< NEWS: for news requests only
    combo,              ///< BAG: several legs traded as one
    unknown,            ///< the broker names a type that this library does not have
};
/// `unknown`: the broker reports a word that this library does not have. Never sent.
enum class OptionRight { call, put, unknown };
/// `unknown`: the broker reports a word that this library does not have. Never sent; what depends
/// on the side takes the worse of both.
enum class Side { buy, sell, unknown };

/// What the broker wrote in a field whose value this library does not know.
class UnknownWord {
public:
    UnknownWord() = default;
    UnknownWord(std::string field, std::string text)
        : field{std::move(field)}, text{std::move(text)}
    {}
    bool operator==(const UnknownWord&) const = default;

    std::string field;  ///< the member's name: "side", "legs[1].side"
    std::string text;   ///< as the broker spells it
};
using UnknownWords = std::vector<UnknownWord>;
/// The broker's word for `field`; `otherwise` where it is none of `words`.
std::string_view word_of(const UnknownWords& words, std::string_view field,
                         std::string_view otherwise);

/// Options on anything, on futures too.
constexpr bool is_option(SecurityType type)
{
    return type == SecurityType::option || type == SecurityType::future_option;
}
/// "STK" and so on; "UNKNOWN".
std::string_view to_string(SecurityType);
/// "C", "P" or "UNKNOWN".
std::string_view to_string(OptionRight);
/// "BUY", "SELL" or "UNKNOWN".
std::string_view to_string(Side);
/// Reads a code as TWS spells it; nothing for an unknown one.
std::optional<SecurityType> parse_security_type(std::string_view);
/// Futures, their options and combos may trade at or below zero: -1 is a price of theirs, and no
/// price only where TWS says so with a size of 0.
bool price_may_be_negative(SecurityType);
/// "C", "CALL", "P" or "PUT"; nothing for anything else.
std::optional<OptionRight> parse_option_right(std::string_view);
/// "BUY" or "SELL" in any case, or "BOT" and "SLD" as executions spell them; nothing for anything
/// else.
std::optional<Side> parse_side(std::string_view);
constexpr Side opposite(Side side)
{
    return side == Side::buy ? Side::sell : side == Side::sell ? Side::buy : Side::unknown;
}

/// One leg of a combo.
class ComboLeg {
public:
    ComboLeg() = default;
    ComboLeg(detail::Exactly<std::int64_t> contract_id, detail::Exactly<int> ratio, Side side,
             std::string exchange = "SMART")
        : contract_id{contract_id}, ratio{ratio}, side{side}, exchange{std::move(exchange)}
    {}
    bool operator==(const ComboLeg&) const = default;

    std::int64_t contract_id{};
    int ratio = 1;  ///< > 0
    Side side = Side::buy;
    std::string exchange = "SMART";
    // of orders only
    int open_close{};                 ///< 0 as the combo, 1 open, 2 close, 3 unknown
    int short_sale_slot{};            ///< 1 the broker holds the shares, 2 delivered from elsewhere
    std::string designated_location;  ///< with slot 2
    int exempt_code = -1;             ///< of the short-sale rule; -1: none
};

/// An instrument, as precisely as the caller knows it.
///
/// Built by the functions below (`stock("AAPL")`, `option(...)`) and refined by modifiers:
/// `stock("VOD").on("LSE").in("GBP")`. IBKR's contract id, once known, identifies it alone.
class Contract {
public:
    Contract() = default;
    Contract(SecurityType type, std::string symbol) : type{type}, symbol{std::move(symbol)} {}

    Contract on(std::string where) &&
    {
        exchange = std::move(where);
        return std::move(*this);
    }
    Contract listed_on(std::string where) &&
    {
        primary_exchange = std::move(where);
        return std::move(*this);
    }
    Contract in(std::string what) &&
    {
        currency = std::move(what);
        return std::move(*this);
    }
    Contract with_id(detail::Exactly<std::int64_t> contract_id) &&
    {
        id = contract_id;
        return std::move(*this);
    }
    Contract with_multiplier(Decimal value) &&
    {
        multiplier = value;
        return std::move(*this);
    }
    Contract with_local_symbol(std::string name) &&
    {
        local_symbol = std::move(name);
        return std::move(*this);
    }
    Contract with_trading_class(std::string name) &&
    {
        trading_class = std::move(name);
        return std::move(*this);
    }
    Contract including_expired() &&
    {
        include_expired = true;
        return std::move(*this);
    }

    /// Units of the underlying per contract for values: the multiplier, or 1.
    Decimal value_multiplier() const { return multiplier.value_or(Decimal{1}); }
    /// Money per unit of price of one contract, in its currency: the multiplier over the price
    /// magnifier (ContractDetails::price_magnifier; 100 where prices are in pence or cents).
    Decimal unit_value(Decimal price_magnifier) const;
    /// "AAPL", "EUR.USD", "SPX 20261218 C 5000", "ES 202612".
    std::string describe() const;
    /// The type as it is shown: the broker's own word where it is unknown.
    std::string_view type_text() const { return word_of(unknown_words, "type", to_string(type)); }
    /// Same instrument: by contract id where both have one, else by all identifying fields.
    bool same_instrument(const Contract&) const;
    bool operator==(const Contract&) const = default;

    SecurityType type = SecurityType::stock;
    std::int64_t id{};   ///< IBKR's conId; 0 while unknown
    std::string symbol;  ///< for forex the base currency
    std::string exchange = "SMART";
    std::string primary_exchange;  ///< tells namesakes apart, for example NASDAQ
    std::string currency = "USD";  ///< for forex the quote currency
    std::string expiry;            ///< yyyymmdd or yyyymm; last trade date of options and futures
    std::optional<Decimal> strike;
    std::optional<OptionRight> right;
    std::optional<Decimal> multiplier;
    std::string local_symbol;
    std::string trading_class;
    std::string security_id_type;  ///< ISIN, CUSIP, SEDOL or RIC, with security_id
    std::string security_id;
    bool include_expired = false;  ///< for contract and history requests
    std::vector<ComboLeg> legs;    ///< combos only
    UnknownWords unknown_words;    ///< of a contract that the broker reported: "type", "right"
};

Contract stock(std::string symbol);
/// `expiry` yyyymmdd; the multiplier is 100 unless changed.
Contract option(std::string symbol, std::string expiry, Decimal strike, OptionRight right);
/// `expiry` yyyymm or yyyymmdd.
Contract future(std::string symbol, std::string expiry, std::string exchange);
Contract future_option(std::string symbol, std::string expiry, Decimal strike, OptionRight right,
                       std::string exchange);
Contract continuous_future(std::string symbol, std::string exchange);
/// forex("EUR", "USD") on IDEALPRO.
Contract forex(std::string base, std::string quote);
Contract index(std::string symbol, std::string exchange);
/// By ISIN, CUSIP or IBKR's symbol.
Contract bond(std::string symbol_or_id);
Contract fund(std::string symbol);
Contract warrant(std::string symbol);
Contract structured_product(std::string local_symbol, std::string exchange);
Contract commodity(std::string symbol);
Contract cfd(std::string symbol);
Contract crypto(std::string symbol, std::string currency = "USD");
Contract news_feed(std::string provider);
Contract combo(std::string symbol, std::vector<ComboLeg> legs);
/// Any instrument by IBKR's contract id alone.
Contract contract_by_id(detail::Exactly<std::int64_t> contract_id, std::string exchange = "SMART");

/// One step of a tick-size table: from `low_edge` on, prices are multiples of `increment`.
class PriceIncrement {
public:
    PriceIncrement() = default;
    PriceIncrement(Decimal low_edge, Decimal increment) : low_edge{low_edge}, increment{increment}
    {}
    bool operator==(const PriceIncrement&) const = default;

    Decimal low_edge, increment;
};

/// What the broker knows of an instrument.
class ContractDetails {
public:
    ContractDetails() = default;
    explicit ContractDetails(Contract contract) : contract{std::move(contract)} {}
    bool operator==(const ContractDetails&) const = default;

    Contract contract;  ///< with id, exchange and multiplier filled in
    std::string long_name, market_name, industry, category;
    std::optional<Decimal> minimum_tick;
    std::optional<Decimal> minimum_size, size_increment;
    int price_magnifier = 1;  ///< prices are quoted in 1/price_magnifier of the currency
    /// Money per unit of price of one contract: what turns price x quantity into a value.
    Decimal unit_value() const { return contract.unit_value(Decimal{price_magnifier}); }
    std::string valid_exchanges, order_types,
        market_rule_ids;                                 ///< comma-separated, in the same order
    std::string time_zone, trading_hours, liquid_hours;  ///< as TWS writes them
};

}  // namespace trademind
