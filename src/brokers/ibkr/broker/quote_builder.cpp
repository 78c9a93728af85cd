// A quote put together from ticks.
#include "brokers/ibkr/broker/quote_builder.hpp"

#include <charconv>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// The live tick that a delayed one stands for; source: TWS tick types 66 to 76, 90.
int live_tick(int type)
{
    switch (type) {
    case 66: return 1;
    case 67: return 2;
    case 68: return 4;
    case 69: return 0;
    case 70: return 3;
    case 71: return 5;
    case 72: return 6;
    case 73: return 7;
    case 74: return 8;
    case 75: return 9;
    case 76: return 14;
    case 90: return 49;
    default: return type;
    }
}

/// A price without a size that says that there is none: 0, or -1 in whatever units the instrument
/// is quoted (-100 in pence). Indices have no sizes, and some are a hundred below zero (TICK-NYSE).
bool says_none(Decimal price, SecurityType type)
{
    const int largest_unit = type == SecurityType::index ? 1 : 10'000;
    for (int unit = 1; unit <= largest_unit; unit *= 10)
        if (price == Decimal{-unit}) return true;
    return price.is_zero();
}

/// -1: TWS does not tell it.
std::optional<Decimal> not_negative(std::optional<Decimal> size)
{
    return size && size->sign() < 0 ? std::nullopt : size;
}

/// TWS repeats the size of a price tick in this tick; -1: it does not.
int size_tick_of(int price_tick)
{
    switch (price_tick) {
    case 1: return 0;
    case 2: return 3;
    case 4: return 5;
    default: return -1;
    }
}

}  // namespace

bool QuoteBuilder::set(std::optional<Decimal>& field, std::optional<Decimal> value, TimePoint now)
{
    return touched(std::exchange(field, value) != value, now);
}

bool QuoteBuilder::touched(bool changed, TimePoint now)
{
    if (changed) quote_.time = now;
    return changed;
}

bool QuoteBuilder::on_price(int tick_type, std::optional<Decimal> price,
                            std::optional<Decimal> size, TimePoint now)
{
    size = not_negative(size);
    bool sizeless = !size || size->is_zero();
    priced_ = size_tick_of(live_tick(tick_type));
    echoed_size_ = false;
    // with a size, a spread may trade at 0 and below
    ignored_zero_ = price && sizeless && price->is_zero();
    if (price && sizeless && says_none(*price, quote_.contract.type)) price.reset();
    auto both = [&](std::optional<Decimal>& p, std::optional<Decimal>& s) {
        bool changed = set(p, price, now);
        if (!price) return set(s, std::nullopt, now) || changed;
        return size ? set(s, size, now) || changed : changed;
    };
    switch (live_tick(tick_type)) {
    case 1: return both(quote_.bid, quote_.bid_size);
    case 2: return both(quote_.ask, quote_.ask_size);
    case 4: return both(quote_.last, quote_.last_size);
    case 6: return set(quote_.high, price, now);
    case 7: return set(quote_.low, price, now);
    case 9: return set(quote_.close, price, now);
    case 14: return set(quote_.open, price, now);
    default: return false;
    }
}

bool QuoteBuilder::on_size(int tick_type, std::optional<Decimal> size, TimePoint now)
{
    size = not_negative(size);
    int tick = live_tick(tick_type);
    echoed_size_ = std::exchange(priced_, -1) == tick;
    // A size beside a price that is none would be half a quote.
    switch (tick) {
    case 0: return quote_.bid ? set(quote_.bid_size, size, now) : false;
    case 3: return quote_.ask ? set(quote_.ask_size, size, now) : false;
    case 5: return quote_.last ? set(quote_.last_size, size, now) : false;
    case 8: return set(quote_.volume, size, now);
    default: return false;
    }
}

bool QuoteBuilder::on_text(int tick_type, std::string_view value, TimePoint now)
{
    if (tick_type != 45 && tick_type != 88) return false;
    std::int64_t seconds = 0;
    auto* end = value.data() + value.size();
    if (auto [p, ec] = std::from_chars(value.data(), end, seconds); ec != std::errc{} || p != end)
        return false;
    // 0 is no moment of 1970, and what nanoseconds do not reach is none
    std::optional<TimePoint> time;
    if (seconds > 0 && seconds < 9'000'000'000) time = TimePoint{std::chrono::seconds{seconds}};
    return touched(std::exchange(quote_.last_time, time) != time, now);
}

bool QuoteBuilder::on_generic(int tick_type, double value, TimePoint now)
{
    if (live_tick(tick_type) != 49) return false;
    // 0 trades, 1 and 2 are halts. -1 is unknown: it ends no halt
    if (value < 0) return false;
    bool halted = value >= 1;
    return touched(std::exchange(quote_.halted, halted) != halted, now);
}

bool QuoteBuilder::on_type(MarketDataType type, TimePoint now)
{
    return touched(std::exchange(quote_.type, type) != type, now);
}

void QuoteBuilder::clear()
{
    quote_ = Quote{std::move(quote_.contract)};
    ignored_zero_ = echoed_size_ = false;
    priced_ = -1;
}

}  // namespace trademind::ibkr_broker
