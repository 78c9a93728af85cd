// Quotes: derived prices, and the kinds of market data.
#include "base/names.hpp"

#include <trademind/market.hpp>

#include <algorithm>
#include <array>

namespace trademind {
namespace {

constexpr std::array types{
    Name{MarketDataType::realtime, "realtime"},
    Name{MarketDataType::frozen, "frozen"},
    Name{MarketDataType::delayed, "delayed"},
    Name{MarketDataType::delayed_frozen, "delayed_frozen"},
    Name{MarketDataType::realtime, "live"},
};

}  // namespace

std::string_view to_string(MarketDataType type)
{
    return name_of(types, type);
}
std::optional<MarketDataType> parse_market_data_type(std::string_view text)
{
    return value_of(types, text);
}

std::string Quote::describe() const
{
    std::string text = contract.describe();
    auto add = [&](std::string_view name, const std::optional<Decimal>& price,
                   const std::optional<Decimal>& size) {
        (text += name) += price ? price->str() : "-";
        if (price && size) text += " x " + size->str();
    };
    add(" bid ", bid, bid_size);
    add(", ask ", ask, ask_size);
    add(", last ", last, last_size);
    if (type != MarketDataType::realtime) (text += ", ") += to_string(type);
    if (halted) text += ", halted";
    return text;
}

std::string Bar::describe() const
{
    std::string text = format_time(time) + " open " + open.str() + " high " + high.str() + " low " +
                       low.str() + " close " + close.str();
    if (volume) text += " volume " + volume->str();
    return text;
}

std::optional<Decimal> Quote::midpoint() const
{
    if (!bid || !ask) return std::nullopt;
    return (*bid + *ask) / Decimal{2};
}

std::optional<Decimal> mark_price(const MarkInput& market)
{
    auto price = market.last;
    bool whole = market.bid && market.ask;
    if (!price && whole) price = (*market.bid + *market.ask) / Decimal{2};
    if (!price) price = market.close;
    if (!price || (whole && *market.bid > *market.ask)) return price;
    if (market.ask) price = std::min(*price, *market.ask);
    if (market.bid) price = std::max(*price, *market.bid);
    return price;
}

}  // namespace trademind
