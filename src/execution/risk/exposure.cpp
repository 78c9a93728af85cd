// Worst cases: what an instrument and the account come to if every working order fills.
#include "execution/risk/book.hpp"
#include "execution/risk/usable_quote.hpp"

#include <stdexcept>

namespace trademind::risk {
namespace {

/// What one is worth, in the contract's currency.
std::optional<Decimal> worth_of_one(const Instrument& i)
{
    std::optional<Decimal> price;
    bool is_plausible = i.quote && risk::is_plausible(*i.quote, i.contract.type);
    if (is_plausible) price = i.quote->midpoint();
    // of a crossed market the last trade stands
    bool has_last = i.quote && (is_plausible || i.quote->is_crossed());
    if (!price && has_last) price = i.quote->last;
    if (!price && i.reported_worth) return i.reported_worth;
    if (!price) price = i.reported_price;
    return price ? std::optional{*price * i.unit_value()} : std::nullopt;
}

}  // namespace

Exposure Book::compute(const Instrument& i, const TrackedOrder* left_out) const
{
    Exposure e;
    auto orders = i.working.sums(left_out);
    e.buys = orders.buys;
    e.sells = orders.sells;
    e.long_value = orders.long_value;
    e.short_value = orders.short_value;
    e.priced = orders.unvalued == 0;
    count_combos(i, left_out, e);
    Decimal highest = i.highest_position(), lowest = i.lowest_position();
    e.long_quantity = highest + e.buys;
    e.short_quantity = lowest - e.sells;
    if (highest.is_zero() && lowest.is_zero()) return e;
    auto unit = worth_of(i);
    if (!unit) {
        e.priced = false;
        return e;
    }
    e.long_value += highest * *unit;
    e.short_value += lowest * *unit;
    return e;
}

std::optional<Decimal> Book::worth_of(const Instrument& i) const
{
    auto worth = worth_of_one(i);
    auto rate = rate_of(i);
    return worth && rate ? std::optional{*worth * *rate} : std::nullopt;
}

void Book::count_combos(const Instrument& i, const TrackedOrder* left_out, Exposure& e)
{
    for (const Instrument* combo : i.combos) {
        auto orders = combo->working.each(left_out);
        for (const Leg& leg : combo->legs) {
            if (leg.instrument != &i) continue;
            bool is_known = leg.side != Side::unknown;
            auto buys = is_known ? orders.of(leg.side) : orders.buys + orders.sells;
            auto sells = is_known ? orders.of(opposite(leg.side)) : buys;
            e.buys += buys * leg.ratio;
            e.sells += sells * leg.ratio;
        }
    }
}

Decimal Book::closable(const Instrument& i, const OrderRequest& order,
                       const TrackedOrder* left_out) const
{
    bool sells = order.side == Side::sell;
    Decimal left = std::max(Decimal{}, sells ? i.lowest_position() : -i.highest_position());
    if (const TrackedOrder* parent = i.working.parent_of(order)) {
        // positions come later than fills
        Decimal filled = std::min(parent->report.filled, sells ? i.position : -i.position);
        left = std::max(left, filled) + std::min(parent->leaves(), parent->opening);
    }
    left -= i.working.closing_beside(order, left_out);
    Exposure combos;
    count_combos(i, left_out, combos);
    return std::max(Decimal{}, left - (sells ? combos.sells : combos.buys));
}

Exposure Book::exposure_without(const Instrument& i, const TrackedOrder* left_out) const
{
    return left_out ? compute(i, left_out) : i.exposure;
}

void Book::count(const Exposure& e, int direction)
{
    // on a copy: an overflow half-way leaves the totals as they were
    Totals t = totals_;
    Decimal sign{direction};
    t.gross += sign * std::max(e.long_value.abs(), e.short_value.abs());
    t.long_value += sign * e.long_value;
    t.short_value += sign * e.short_value;
    t.unpriced += e.priced ? 0 : direction;
    totals_ = t;
}

void Book::refresh(Instrument& i)
{
    count(i.exposure, -1);
    i.exposure = {};
    try {
        Exposure fresh = compute(i, nullptr);
        count(fresh, 1);
        i.exposure = fresh;
    } catch (const std::overflow_error&) {
        i.exposure.priced = false;
        i.exposure.long_quantity = Decimal::max();
        i.exposure.short_quantity = Decimal::min();
        ++totals_.unpriced;
    }
}

Totals Book::audit(const TrackedOrders& orders) const
{
    Book fresh{currency_};
    for (const auto& i : instruments_) {
        Exposure e = compute(*i, nullptr);
        fresh.count(e, 1);
    }
    for (const auto& order : orders.all()) {
        if (order->leaves().sign() <= 0) continue;
        fresh.totals_.reserved += reservation(*order);
        ++fresh.totals_.working;
    }
    return fresh.totals_;
}

}  // namespace trademind::risk
