// Where each order waits.
#include "brokers/paper/matching/listings.hpp"

namespace trademind::paper {

TriggerMethod Listings::method_of(const Order& order) const
{
    if (order.trigger_method != TriggerMethod::automatic) return order.trigger_method;
    return default_trigger_method(contract_of(order)).value_or(TriggerMethod::last);
}

Book::Filing Listings::filing_of(const Order& order) const
{
    return {method_of(order), {&instruments_, order.instrument}};
}

void Listings::file(Order& order, Place place)
{
    if (place == Place::child || place == Place::untransmitted)
        order.place = place;
    else
        book_of(order).put(order, place, filing_of(order));
}

void Listings::unfile(Order& order)
{
    if (order.place == Place::trailing) settle_stop(order, order);
    book_of(order).take_out(order, filing_of(order));
}

std::optional<Decimal> Listings::trigger_price(const Order& order) const
{
    return order.place == Place::trailing
               ? books_[order.instrument].stop_of(order, method_of(order))
               : order.stop_price;
}

template <class Terms> void Listings::settle_stop(Terms& terms, const Order& order) const
{
    auto stop = books_[order.instrument].stop_of(order, method_of(order));
    if (!stop) return;
    bool has_limit = order.type == OrderType::trailing_stop_limit && terms.limit_price;
    if (has_limit && terms.stop_price)
        terms.limit_price = *terms.limit_price + (*stop - *terms.stop_price);
    terms.stop_price = stop;
}

std::optional<Decimal> Listings::value_price(const Order& order) const
{
    const Market& market = books_[order.instrument].market;
    if (order.limit_price) return order.limit_price;
    if (order.stop_price && has_trigger(order.type) && !order.triggered) return order.stop_price;
    const Level& level = order.side == Side::buy ? market.ask() : market.bid();
    if (level.exists()) return level.price();
    if (market.mark()) return market.mark();
    const Level& own = market.own(order.side);
    return own.exists() ? std::optional{own.price()} : std::nullopt;
}

void Listings::write_report(const Order& order, OrderReport& into) const
{
    order.write_report(instruments_, into);
    if (order.place == Place::trailing) settle_stop(into.order, order);
    bool works = into.status == OrderStatus::submitted && into.why_held.empty();
    if (works && books_[order.instrument].stale) into.why_held = "quote";
}

Quote Listings::quote_of(InstrumentId instrument) const
{
    Quote quote{instruments_.contract(instrument)};
    books_[instrument].market.fill_in(quote);
    return quote;
}

}  // namespace trademind::paper
