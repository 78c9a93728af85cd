// Quotes: derived prices, and the kinds of market data.
#include "base/names.hpp"

#include <trademind/market.hpp>

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

std::optional<Decimal> Quote::midpoint() const
{
    if (!bid || !ask) return std::nullopt;
    return (*bid + *ask) / Decimal{2};
}

}  // namespace trademind
