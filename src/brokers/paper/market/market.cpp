// The state of one instrument's market.
#include "brokers/paper/market/market.hpp"

#include "brokers/paper/market/faults.hpp"

#include <algorithm>

namespace trademind::paper {

namespace {

bool is_size(Decimal size)
{
    return size.sign() > 0 && size < largest_number;
}
bool is_price(Decimal price, bool any_sign)
{
    return any_sign ? price.abs() < largest_number : is_size(price);
}

}  // namespace

bool Level::change(Decimal price, Decimal size, bool any_sign)
{
    // TWS says -1 for no price and 0 for no size: neither is a quote
    bool exists = has_size_ && is_size(size) && is_price(price, any_sign);
    bool same_price = price == price_;
    if (same_price && size == size_ && exists == exists_) return false;
    grew_ = same_price && exists_ && exists && size > size_;
    previous_ = exists_ ? std::optional{price_} : std::nullopt;
    price_ = price;
    size_ = size;
    consumed_ = Decimal{};
    exists_ = exists;
    ++revision_;
    return true;
}

void Level::clear()
{
    exists_ = grew_ = has_size_ = false;
    price_ = size_ = consumed_ = Decimal{};
    previous_.reset();
    ++revision_;
}

std::optional<Decimal> Market::midpoint() const
{
    if (!bid_.exists() || !ask_.exists()) return std::nullopt;
    return (bid_.price() + ask_.price()) / Decimal{2};
}

std::optional<Decimal> Market::mark() const
{
    return mark_price({.bid = bid_.exists() ? std::optional{bid_.price()} : std::nullopt,
                       .ask = ask_.exists() ? std::optional{ask_.price()} : std::nullopt,
                       .last = print_.price,
                       .close = close_.known});
}

void Market::print(Decimal price, Decimal size, std::optional<Side> reported)
{
    print_.grew = print_.price && *print_.price == price && size > print_.size;
    print_.previous = print_.price;
    print_.price = price;
    print_.size = size;
    day_.volume += size;
    if (!day_.open) day_.open = price;
    day_.high = day_.high ? std::max(*day_.high, price) : price;
    day_.low = day_.low ? std::min(*day_.low, price) : price;
    ++print_.count;
    print_.aggressor = reported;
    if (reported) return;
    if (auto middle = midpoint()) {
        if (price > *middle) print_.aggressor = Side::buy;
        if (price < *middle) print_.aggressor = Side::sell;
    } else if (ask_.exists() && price >= ask_.price()) {
        print_.aggressor = Side::buy;
    } else if (bid_.exists() && price <= bid_.price()) {
        print_.aggressor = Side::sell;
    }
}

Effect Market::apply(const MarketChange& change, TimePoint time)
{
    Effect effect;
    time_ = time;
    effect.bid = bid_.update(change.bid, change.bid_size, any_sign_);
    effect.ask = ask_.update(change.ask, change.ask_size, any_sign_);
    if (change.halted && *change.halted != halted_) {
        halted_ = *change.halted;
        effect.halt = true;
    }
    Decimal traded = std::max(Decimal{}, change.last_size.value_or(Decimal{}));
    if (change.last && is_price(*change.last, any_sign_) && traded < largest_number) {
        print_.kind = change.print;
        print(*change.last, traded, change.aggressor);
        effect.print = true;
    }
    return effect;
}

Effect Market::apply(const Quote& quote, TimePoint time)
{
    MarketChange change{time};
    change.bid = quote.bid.value_or(Decimal{-1});
    change.bid_size = quote.bid_size.value_or(Decimal{});
    change.ask = quote.ask.value_or(Decimal{-1});
    change.ask_size = quote.ask_size.value_or(Decimal{});
    change.halted = quote.halted;
    // compared with the last reported volume, not with what the day has counted: at an opening the
    // count is 0
    bool more = quote.volume && told_volume_ && *told_volume_ < *quote.volume;
    bool is_new = quote.last && (print_.price != quote.last ||
                                 print_.size != quote.last_size.value_or(print_.size) || more);
    if (is_new) {
        change.last = quote.last;
        change.last_size = quote.last_size;
    }
    Effect effect = apply(change);
    if (quote.open) day_.open = quote.open;
    if (quote.high) day_.high = quote.high;
    if (quote.low) day_.low = quote.low;
    if (quote.close) close_.known = quote.close;
    if (quote.volume) day_.volume = *quote.volume;
    told_volume_ = quote.volume;
    return effect;
}

void Market::split(Decimal new_shares, Decimal old_shares)
{
    bid_.clear();
    ask_.clear();
    for (auto* price : {&print_.price, &print_.previous, &close_.known, &close_.coming})
        if (*price) *price = **price * old_shares / new_shares;
    told_volume_.reset();
    start_day();
}

void Market::start_day()
{
    day_ = {};
}

void Market::fill_in(Quote& quote) const
{
    auto side = [](const Level& level, auto& price, auto& size) {
        price = level.exists() ? std::optional{level.price()} : std::nullopt;
        size = level.exists() ? std::optional{level.size()} : std::nullopt;
    };
    side(bid_, quote.bid, quote.bid_size);
    side(ask_, quote.ask, quote.ask_size);
    quote.last = print_.price;
    quote.last_size = print_.price ? std::optional{print_.size} : std::nullopt;
    quote.open = day_.open;
    quote.high = day_.high;
    quote.low = day_.low;
    quote.close = close_.known;
    quote.volume = print_.count > 0 ? std::optional{day_.volume} : std::nullopt;
    quote.halted = halted_;
    quote.time = time_;
}

}  // namespace trademind::paper
