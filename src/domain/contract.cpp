// Contracts: builders, spelling and identity.
#include "base/names.hpp"

#include <trademind/contract.hpp>

#include <array>

namespace trademind {
namespace {

constexpr std::array security_types{
    Name{SecurityType::stock, "STK"},       Name{SecurityType::option, "OPT"},
    Name{SecurityType::future, "FUT"},      Name{SecurityType::future_option, "FOP"},
    Name{SecurityType::forex, "CASH"},      Name{SecurityType::continuous_future, "CONTFUT"},
    Name{SecurityType::index, "IND"},       Name{SecurityType::bond, "BOND"},
    Name{SecurityType::fund, "FUND"},       Name{SecurityType::warrant, "WAR"},
    Name{SecurityType::structured, "IOPT"}, Name{SecurityType::commodity, "CMDTY"},
    Name{SecurityType::cfd, "CFD"},         Name{SecurityType::crypto, "CRYPTO"},
    Name{SecurityType::news, "NEWS"},       Name{SecurityType::combo, "BAG"},
};
/// Shown, never read: no broker spells a value so.
constexpr std::string_view unknown_text = "UNKNOWN";

Contract derivative(SecurityType type, std::string symbol, std::string expiry)
{
    Contract c{type, std::move(symbol)};
    c.expiry = std::move(expiry);
    return c;
}

Contract with_option_terms(Contract c, Decimal strike, OptionRight right)
{
    c.strike = strike;
    c.right = right;
    return c;
}

}  // namespace

std::string_view to_string(SecurityType type)
{
    return type == SecurityType::unknown ? unknown_text : name_of(security_types, type);
}
std::string_view to_string(OptionRight right)
{
    return right == OptionRight::call ? "C" : right == OptionRight::put ? "P" : unknown_text;
}
std::string_view to_string(Side side)
{
    return side == Side::buy ? "BUY" : side == Side::sell ? "SELL" : unknown_text;
}
std::optional<SecurityType> parse_security_type(std::string_view text)
{
    return value_of(security_types, text);
}
std::optional<OptionRight> parse_option_right(std::string_view text)
{
    constexpr std::array names{Name{OptionRight::call, "C"}, Name{OptionRight::call, "CALL"},
                               Name{OptionRight::put, "P"}, Name{OptionRight::put, "PUT"}};
    return value_of(names, text);
}
std::optional<Side> parse_side(std::string_view text)
{
    constexpr std::array names{Name{Side::buy, "BUY"}, Name{Side::buy, "BOT"},
                               Name{Side::sell, "SELL"}, Name{Side::sell, "SLD"}};
    return value_of(names, text);
}
std::string_view word_of(const UnknownWords& words, std::string_view field,
                         std::string_view otherwise)
{
    for (const auto& word : words)
        if (word.field == field) return word.text;
    return otherwise;
}

bool price_may_be_negative(SecurityType type)
{
    return type == SecurityType::future || type == SecurityType::continuous_future ||
           type == SecurityType::future_option || type == SecurityType::combo;
}

std::string Contract::describe() const
{
    if (symbol.empty()) {
        if (!local_symbol.empty()) return local_symbol;
        return id ? "contract " + std::to_string(id) : "(no symbol)";
    }
    std::string text = symbol;
    if (type == SecurityType::forex) return text + '.' + currency;
    if (!expiry.empty()) text += ' ' + expiry;
    if (right) (text += ' ') += to_string(*right);
    if (strike) text += ' ' + strike->str();
    if (type == SecurityType::combo) text += " combo";
    if (type == SecurityType::unknown) (text += ' ') += type_text();
    return text;
}

bool Contract::same_instrument(const Contract& other) const
{
    if (id && other.id) return id == other.id;
    return type == other.type && symbol == other.symbol && exchange == other.exchange &&
           currency == other.currency && expiry == other.expiry && strike == other.strike &&
           right == other.right && local_symbol == other.local_symbol &&
           trading_class == other.trading_class && primary_exchange == other.primary_exchange &&
           security_id == other.security_id && multiplier == other.multiplier && legs == other.legs;
}

Decimal Contract::unit_value(Decimal price_magnifier) const
{
    // TWS sends 0 where it has none
    return price_magnifier > Decimal{1} ? value_multiplier() / price_magnifier : value_multiplier();
}

Contract stock(std::string symbol)
{
    return {SecurityType::stock, std::move(symbol)};
}
Contract option(std::string symbol, std::string expiry, Decimal strike, OptionRight right)
{
    auto c = with_option_terms(
        derivative(SecurityType::option, std::move(symbol), std::move(expiry)), strike, right);
    c.multiplier = Decimal{100};
    return c;
}
Contract future(std::string symbol, std::string expiry, std::string exchange)
{
    return derivative(SecurityType::future, std::move(symbol), std::move(expiry))
        .on(std::move(exchange));
}
Contract future_option(std::string symbol, std::string expiry, Decimal strike, OptionRight right,
                       std::string exchange)
{
    return with_option_terms(
               derivative(SecurityType::future_option, std::move(symbol), std::move(expiry)),
               strike, right)
        .on(std::move(exchange));
}
Contract continuous_future(std::string symbol, std::string exchange)
{
    return Contract{SecurityType::continuous_future, std::move(symbol)}.on(std::move(exchange));
}
Contract forex(std::string base, std::string quote)
{
    return Contract{SecurityType::forex, std::move(base)}.in(std::move(quote)).on("IDEALPRO");
}
Contract index(std::string symbol, std::string exchange)
{
    return Contract{SecurityType::index, std::move(symbol)}.on(std::move(exchange));
}
Contract bond(std::string symbol_or_id)
{
    return {SecurityType::bond, std::move(symbol_or_id)};
}
Contract fund(std::string symbol)
{
    return Contract{SecurityType::fund, std::move(symbol)}.on("FUNDSERV");
}
Contract warrant(std::string symbol)
{
    return {SecurityType::warrant, std::move(symbol)};
}
Contract structured_product(std::string local_symbol, std::string exchange)
{
    return Contract{SecurityType::structured, {}}
        .with_local_symbol(std::move(local_symbol))
        .on(std::move(exchange));
}
Contract commodity(std::string symbol)
{
    return {SecurityType::commodity, std::move(symbol)};
}
Contract cfd(std::string symbol)
{
    return {SecurityType::cfd, std::move(symbol)};
}
Contract crypto(std::string symbol, std::string currency)
{
    return Contract{SecurityType::crypto, std::move(symbol)}.in(std::move(currency)).on("PAXOS");
}
Contract news_feed(std::string provider)
{
    Contract c{SecurityType::news, provider + ':' + provider + "_ALL"};
    c.exchange = std::move(provider);
    return c;
}
Contract combo(std::string symbol, std::vector<ComboLeg> legs)
{
    Contract c{SecurityType::combo, std::move(symbol)};
    c.legs = std::move(legs);
    return c;
}
Contract contract_by_id(detail::Exactly<std::int64_t> contract_id, std::string exchange)
{
    return Contract{}.with_id(contract_id).on(std::move(exchange));
}

}  // namespace trademind
