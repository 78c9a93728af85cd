// Quotes as ticks.
#include "gateway/quote_ticks.hpp"

#include <chrono>
#include <string>

namespace trademind::gateway {
namespace {

enum Tick : int {
    bid_size = 0,
    bid = 1,
    ask = 2,
    ask_size = 3,
    last = 4,
    last_size = 5,
    high = 6,
    low = 7,
    volume = 8,
    close = 9,
    open = 14,
    last_time = 45,
    halted = 49,
};

}  // namespace

int QuoteTicks::number_of(int live) const
{
    if (!delayed_) return live;
    switch (live) {
    case bid: return 66;
    case ask: return 67;
    case last: return 68;
    case bid_size: return 69;
    case ask_size: return 70;
    case last_size: return 71;
    case high: return 72;
    case low: return 73;
    case volume: return 74;
    case close: return 75;
    case open: return 76;
    case last_time: return 88;
    default: return live;
    }
}

void QuoteTicks::price(Session& to, int type, const std::optional<Decimal>& told,
                       const std::optional<Decimal>& now, const std::optional<Decimal>& size)
{
    if (told == now) return;
    ibkr::TickPrice tick;
    tick.request_id = request_id_;
    tick.tick_type = number_of(type);
    // a price that went away is -1
    tick.price = now ? now->to_double() : -1.0;
    tick.size = now ? size.value_or(Decimal{}) : Decimal{};
    tick.attribute_mask = 1;
    to.send(tick);
}

void QuoteTicks::size(Session& to, int type, const std::optional<Decimal>& told,
                      const std::optional<Decimal>& now)
{
    if (told == now || !now) return;
    ibkr::TickSize tick;
    tick.request_id = request_id_;
    tick.tick_type = number_of(type);
    tick.size = now;
    to.send(tick);
}

void QuoteTicks::send(Session& to, const Quote& quote)
{
    price(to, bid, told_.bid, quote.bid, quote.bid_size);
    price(to, ask, told_.ask, quote.ask, quote.ask_size);
    size(to, bid_size, told_.bid_size, quote.bid_size);
    size(to, ask_size, told_.ask_size, quote.ask_size);
    price(to, last, told_.last, quote.last, quote.last_size);
    size(to, last_size, told_.last_size, quote.last_size);
    if (quote.last_time && told_.last_time != quote.last_time) {
        auto seconds = std::chrono::floor<std::chrono::seconds>(*quote.last_time);
        auto text = std::to_string(seconds.time_since_epoch().count());
        ibkr::TickString tick;
        tick.request_id = request_id_;
        tick.tick_type = number_of(last_time);
        tick.value = text;
        to.send(tick);
    }
    size(to, volume, told_.volume, quote.volume);
    price(to, high, told_.high, quote.high, {});
    price(to, low, told_.low, quote.low, {});
    price(to, close, told_.close, quote.close, {});
    price(to, open, told_.open, quote.open, {});
    if (told_.halted != quote.halted) {
        ibkr::TickGeneric tick;
        tick.request_id = request_id_;
        tick.tick_type = halted;
        tick.value = quote.halted ? 1.0 : 0.0;
        to.send(tick);
    }
    told_ = quote;
}

}  // namespace trademind::gateway
