// Whether a change of a market can be one.
#include "brokers/paper/market/faults.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace trademind::paper {
namespace {

using Fault = std::optional<MarketFault>;
using Field = std::pair<std::string_view, const std::optional<Decimal>*>;

Fault beyond_reason(std::string_view field, Decimal number)
{
    return MarketFault{field, fmt::format("{} '{}' is beyond reason: it must be below {}", field,
                                          number.str(), largest_number.str())};
}

Fault fault_of_size(std::string_view field, const std::optional<Decimal>& size)
{
    if (size && *size >= largest_number) return beyond_reason(field, *size);
    if (!size || size->sign() >= 0) return std::nullopt;
    return MarketFault{field, fmt::format("{} '{}' is negative", field, size->str())};
}

Fault fault_of_price(SecurityType type, std::string_view field, const std::optional<Decimal>& price)
{
    if (price && price->abs() >= largest_number) return beyond_reason(field, *price);
    if (!price || price->sign() > 0 || price_may_be_negative(type)) return std::nullopt;
    return MarketFault{field, fmt::format("{} '{}' is {}; it must be above 0", field, price->str(),
                                          price->sign() < 0 ? "negative" : "not a price")};
}

}  // namespace

std::optional<MarketFault> fault_of_symbol(std::string_view symbol)
{
    if (symbol.empty()) return MarketFault{"symbol", "symbol is empty"};
    if (has_control(symbol))
        return MarketFault{"symbol",
                           fmt::format("symbol '{}' has a control character", escaped(symbol))};
    constexpr std::size_t longest = 64;
    if (symbol.size() > longest)
        return MarketFault{"symbol", fmt::format("symbol of {} letters: at most {} are one",
                                                 symbol.size(), longest)};
    if (symbol.front() == ' ' || symbol.back() == ' ')
        return MarketFault{"symbol",
                           fmt::format("symbol '{}' begins or ends with a blank", symbol)};
    return std::nullopt;
}

std::optional<MarketFault> fault_of(SecurityType type, const MarketChange& change)
{
    for (auto [field, price] : {Field{"bid", &change.bid}, Field{"ask", &change.ask}}) {
        bool is_none = *price && (**price == Decimal{-1} || (*price)->is_zero());
        if (is_none) continue;
        if (auto fault = fault_of_price(type, field, *price)) return fault;
    }
    if (auto fault = fault_of_price(type, "last", change.last)) return fault;
    for (auto [field, size] :
         {Field{"bid_size", &change.bid_size}, Field{"ask_size", &change.ask_size},
          Field{"last_size", &change.last_size}})
        if (auto fault = fault_of_size(field, *size)) return fault;
    return std::nullopt;
}

std::optional<MarketFault> fault_of(SecurityType type, const Quote& quote)
{
    for (auto [field, price] :
         {Field{"bid", &quote.bid}, Field{"ask", &quote.ask}, Field{"last", &quote.last},
          Field{"open", &quote.open}, Field{"high", &quote.high}, Field{"low", &quote.low},
          Field{"close", &quote.close}})
        if (auto fault = fault_of_price(type, field, *price)) return fault;
    for (auto [field, size] :
         {Field{"bid_size", &quote.bid_size}, Field{"ask_size", &quote.ask_size},
          Field{"last_size", &quote.last_size}, Field{"volume", &quote.volume}})
        if (auto fault = fault_of_size(field, *size)) return fault;
    return std::nullopt;
}

std::optional<MarketFault> fault_of(SecurityType type, const Bar& bar)
{
    const std::array prices{std::pair<std::string_view, Decimal>{"open", bar.open},
                            std::pair<std::string_view, Decimal>{"high", bar.high},
                            std::pair<std::string_view, Decimal>{"low", bar.low},
                            std::pair<std::string_view, Decimal>{"close", bar.close}};
    for (const auto& [field, price] : prices)
        if (auto fault = fault_of_price(type, field, price)) return fault;
    if (auto fault = fault_of_size("volume", bar.volume)) return fault;
    for (const auto& [field, price] : prices)
        if (price > bar.high || price < bar.low)
            return MarketFault{field, fmt::format("{} {} is outside low {} and high {}", field,
                                                  price.str(), bar.low.str(), bar.high.str())};
    return std::nullopt;
}

}  // namespace trademind::paper
