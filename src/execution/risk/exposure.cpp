// Worst cases: what an instrument and the account come to if every working order fills.
#include "execution/risk/book.hpp"
#include "execution/risk/usable_quote.hpp"

#include <stdexcept>

namespace trademind::risk {
namespace {

/// IBKR routes one order of such a group at a time.
bool blocks(OcaType type)
{
    return type == OcaType::cancel_with_block || type == OcaType::reduce_with_block;
}

/// `a_alone`: of its OCA group one works at a time.
bool are_one_group(const OrderRequest& a, bool a_alone, const OrderRequest& b, bool b_alone)
{
    bool in_oca = !a.oca_group.empty() || !b.oca_group.empty();
    if (in_oca) return a.oca_group == b.oca_group && a_alone && b_alone;
    return a.parent_id && a.parent_id == b.parent_id;
}

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

/// Leaves and value of an order, or of the group that it stands for; nothing when another member
/// stands for it.
class Share {
public:
    Decimal leaves;
    std::optional<Decimal> value;
};
std::optional<Share> share_of(const std::vector<TrackedOrder*>& working, std::size_t at,
                              const TrackedOrder* left_out)
{
    const TrackedOrder& order = *working[at];
    auto value_of = [](const TrackedOrder& o) -> std::optional<Decimal> {
        return o.unit_value ? std::optional{o.leaves() * *o.unit_value} : std::nullopt;
    };
    Share share{order.leaves(), value_of(order)};
    if (order.request.oca_group.empty() && !order.request.parent_id) return share;
    for (std::size_t k = 0; k < working.size(); ++k) {
        const TrackedOrder& other = *working[k];
        if (k == at || &other == left_out || other.request.side != order.request.side ||
            !same_group(order, other))
            continue;
        if (other.leaves() > order.leaves() || (other.leaves() == order.leaves() && k < at))
            return std::nullopt;
        auto value = value_of(other);
        share.value =
            share.value && value ? std::optional{std::max(*share.value, *value)} : std::nullopt;
    }
    return share;
}

/// The entry that the order is an exit of, while it works.
const TrackedOrder* working_parent(const std::vector<TrackedOrder*>& working,
                                   const OrderRequest& order)
{
    if (!order.parent_id) return nullptr;
    for (const TrackedOrder* parent : working)
        if (parent->own && parent->id == order.parent_id &&
            parent->request.side == opposite(order.side))
            return parent;
    return nullptr;
}

/// What the entry may yet open.
Decimal still_opens(const TrackedOrder& entry)
{
    return std::min(entry.leaves(), entry.opening);
}

}  // namespace

bool same_group(const OrderRequest& a, const TrackedOrder& b)
{
    return are_one_group(a, blocks(a.oca_type), b.request, b.adopted || blocks(b.request.oca_type));
}

bool same_group(const TrackedOrder& a, const TrackedOrder& b)
{
    return are_one_group(a.request, a.adopted || blocks(a.request.oca_type), b.request,
                         b.adopted || blocks(b.request.oca_type));
}

Exposure Book::compute(const Instrument& i, const TrackedOrder* left_out) const
{
    Exposure e;
    for (std::size_t k = 0; k < i.working.size(); ++k) {
        const TrackedOrder& order = *i.working[k];
        if (&order == left_out) continue;
        auto share = share_of(i.working, k, left_out);
        if (!share) continue;
        // an order whose side is unknown may be either
        bool may_buy = order.request.side != Side::sell, may_sell = order.request.side != Side::buy;
        if (may_buy) e.buys += share->leaves;
        if (may_sell) e.sells += share->leaves;
        if (!share->value) {
            e.priced = false;
            continue;
        }
        if (may_buy) e.long_value += *share->value;
        if (may_sell) e.short_value -= *share->value;
    }
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
    // quantities only: the value of a combo counts once, where the combo itself does
    for (const Instrument* combo : i.combos)
        for (const TrackedOrder* order : combo->working) {
            if (order == left_out) continue;
            for (const Leg& leg : combo->legs)
                if (leg.instrument == &i) {
                    auto side = leg.side_within(order->request.side);
                    auto leaves = order->leaves() * leg.ratio;
                    if (side != Side::sell) e.buys += leaves;
                    if (side != Side::buy) e.sells += leaves;
                }
        }
}

Decimal Book::closable(const Instrument& i, const OrderRequest& order,
                       const TrackedOrder* left_out) const
{
    bool sells = order.side == Side::sell;
    Decimal left = std::max(Decimal{}, sells ? i.lowest_position() : -i.highest_position());
    const TrackedOrder* own_parent = working_parent(i.working, order);
    if (own_parent) {
        // positions come later than fills
        Decimal filled = std::min(own_parent->report.filled, sells ? i.position : -i.position);
        left = std::max(left, filled) + still_opens(*own_parent);
    }
    for (std::size_t k = 0; k < i.working.size(); ++k) {
        const TrackedOrder& other = *i.working[k];
        bool is_other_side = other.request.side == opposite(order.side);
        if (&other == left_out || is_other_side || same_group(order, other)) continue;
        auto share = share_of(i.working, k, left_out);
        if (!share) continue;
        left -= share->leaves;
        // the exit of another entry closes what that opens, and takes nothing of what is held
        const TrackedOrder* parent = working_parent(i.working, other.request);
        if (parent && parent != own_parent)
            left += std::min(still_opens(*parent), other.leaves() - other.opening);
    }
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
