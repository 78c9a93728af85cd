// A quote put together from ticks.
#pragma once

#include <trademind/market.hpp>

#include <string_view>

namespace trademind::ibkr_broker {

/// The current quote of one market data line. Delayed ticks fill the same fields as live ones; the
/// quote's type tells them apart. Each function returns whether the quote changed: TWS repeats the
/// size of a price tick in a message of its own. Allocates nothing.
class QuoteBuilder {
public:
    explicit QuoteBuilder(Contract contract) : quote_{std::move(contract)} {}

    /// TICK_PRICE: price and size belong together and are taken at once. -1 says "none".
    bool on_price(int tick_type, std::optional<Decimal> price, std::optional<Decimal> size,
                  TimePoint now);
    bool on_size(int tick_type, std::optional<Decimal> size, TimePoint now);
    /// TICK_GENERIC: halts.
    bool on_generic(int tick_type, double value, TimePoint now);
    /// TICK_STRING: the time of the last trade, in seconds.
    bool on_text(int tick_type, std::string_view value, TimePoint now);
    /// MARKET_DATA_TYPE.
    bool on_type(MarketDataType, TimePoint now);
    /// The line is gone: nothing is known any more.
    void clear();

    const Quote& quote() const { return quote_; }
    /// The last price told was a zero that says "none".
    bool ignored_zero() const { return ignored_zero_; }
    /// The last size told repeats that of the price before it, as TWS always does: no news, but no
    /// oddity either.
    bool echoed_size() const { return echoed_size_; }

private:
    bool set(std::optional<Decimal>& field, std::optional<Decimal> value, TimePoint now);
    bool touched(bool changed, TimePoint now);

    Quote quote_;
    bool ignored_zero_ = false, echoed_size_ = false;
    int priced_ = -1;  // the size tick that TWS sends after the last price
};

}  // namespace trademind::ibkr_broker
