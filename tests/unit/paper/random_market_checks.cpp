// What must hold in a random market at any time.
#include "unit/paper/random_market.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::test {

using paper::InstrumentId;
using paper::Place;
using namespace literals;

namespace {

bool is_pegged(OrderType type)
{
    return type == OrderType::pegged_to_midpoint || type == OrderType::midprice;
}

}  // namespace

/// Called before the next thing happens: the quote is still that of the fill.
void RandomMarket::check_execution(const Execution& e)
{
    auto id = *engine_->instruments().find(e.contract);
    const paper::Order& order = *engine_->store().find(e.order_id);
    Line& l = line(id);
    bool buys = e.side == Side::buy;
    Decimal signed_quantity = buys ? e.quantity : -e.quantity;
    if (id == instruments::pair) flows_["EUR"] += signed_quantity;
    if (id != instruments::future)
        flows_[e.contract.currency] -= signed_quantity * e.price * e.contract.value_multiplier();

    std::string words = e.id + ' ' + std::string{to_string(order.type)} + ' ' + e.price.str() +
                        " of " + l.bid->str() + '/' + l.ask->str();
    if (is_pegged(order.type)) {
        EXPECT_GE(e.price, std::min(*l.bid, *l.ask)) << words;
        EXPECT_LE(e.price, std::max(*l.bid, *l.ask)) << words;
        if (l.print_size) {
            EXPECT_LE(e.quantity, *l.print_size) << words;
        }
        return;
    }
    // never better than the opposite quote, and never worse than it unless at the own limit
    if (buys) {
        EXPECT_GE(e.price, *l.ask) << words;
        EXPECT_LE(e.price, std::max(*l.ask, order.limit_price.value_or(*l.ask))) << words;
        EXPECT_LE(l.bought += e.quantity, *l.ask_size) << words << ": more than was displayed";
    } else {
        EXPECT_LE(e.price, *l.bid) << words;
        EXPECT_GE(e.price, std::min(*l.bid, order.limit_price.value_or(*l.bid))) << words;
        EXPECT_LE(l.sold += e.quantity, *l.bid_size) << words << ": more than was displayed";
    }
}

void RandomMarket::check_reservations()
{
    std::map<OrderId, Decimal> reserved, expected;
    for (const auto& r : engine_->account().ledger().reservations()) reserved[r.id] = r.quantity;
    engine_->store().for_each_live([&](paper::Order& o) {
        // unsent, or on its way
        if (o.place == Place::untransmitted || o.place == Place::nowhere) return;
        Decimal works = o.leaves();
        if (o.parent()) works = std::min(o.quantity, o.active_quantity) - o.filled;
        if (works.sign() > 0) expected[o.id] = works;
    });
    EXPECT_EQ(reserved, expected);
}

/// By hand, for shares without fees: 25% to buy; 30% to sell short, at least 5.00 a share.
static Decimal margin_of_a_share(Side opens, Decimal price)
{
    if (opens == Side::buy) return price * 0.25_d;
    return std::max(price * 0.30_d, price > 16.67_d ? Decimal{} : 5_d);
}

/// Orders that exclude each other count once; what closes the position is free, and frees its
/// margin for what opens.
void RandomMarket::check_reserved_margin()
{
    auto& ledger = engine_->account().ledger();
    for (InstrumentId id : {InstrumentId{0}, InstrumentId{1}}) {
        for (Side side : {Side::buy, Side::sell}) {
            std::map<std::uint64_t, std::pair<Decimal, Decimal>> largest;
            Decimal quantity, need;
            for (const auto& r : ledger.reservations()) {
                if (r.instrument != id || r.side != side) continue;
                Decimal needs = margin_of_a_share(side, r.price) * r.quantity;
                if (r.group == 0) {
                    quantity += r.quantity;
                    need += needs;
                } else {
                    auto& [q, n] = largest[r.group];
                    q = std::max(q, r.quantity);
                    n = std::max(n, needs);
                }
            }
            for (const auto& [group, sums] : largest) {
                quantity += sums.first;
                need += sums.second;
            }
            Decimal held = ledger.position(id).quantity;
            Decimal closable = std::max(Decimal{}, side == Side::sell ? held : -held);
            Decimal opens = std::max(Decimal{}, quantity - closable);
            Decimal mark = ledger.report(id).market_price.value_or(Decimal{});
            Decimal frees = closable * margin_of_a_share(opposite(side), mark);
            Decimal expected =
                opens.is_zero() ? 0_d : std::max(need * opens / quantity - frees, 0_d);
            Decimal off = (ledger.reserved(id, side) - expected).abs();
            // a partial fill rounds each order's need at the twelfth digit
            EXPECT_LE(off, Decimal::from_raw(100)) << "instrument " << id;
        }
    }
}

void RandomMarket::check_cash()
{
    for (const auto& [currency, deposit] : deposits_) {
        const auto* cash = engine_->account().ledger().cash(currency);
        ASSERT_NE(cash, nullptr);
        EXPECT_EQ(cash->amount, deposit + flows_[currency]) << currency;
    }
}

void RandomMarket::check_value()
{
    const auto& ledger = engine_->account().ledger();
    auto euro = ledger.exchange_rates().rate("EUR");
    ASSERT_TRUE(euro);
    Decimal total;
    for (const auto& [currency, deposit] : deposits_) {
        Decimal rate = currency == "EUR" ? *euro : Decimal{1};
        total += (deposit + flows_[currency]) * rate;
    }
    for (InstrumentId id = 0; id < lines_.size(); ++id) {
        if (id == instruments::pair) continue;  // its legs are in the cash
        auto state = ledger.position_state(id);
        if (state.position.quantity.is_zero() && id != instruments::future) continue;
        Decimal rate = id == instruments::euro_stock ? *euro : Decimal{1};
        Decimal mark = state.mark.value_or(Decimal{});
        Decimal value = state.position.quantity * mark * state.unit_value;
        // a future's gains are what was not paid for it
        if (id == instruments::future) value -= state.variation_basis;
        total += value * rate;
    }
    auto account = engine_->account().account(now_);
    ASSERT_TRUE(account.portfolio_value);
    EXPECT_EQ(*account.portfolio_value, total);
}

void RandomMarket::check_families()
{
    for (const auto& [name, members] : groups_of_) {
        Decimal part;
        int with_fills = 0;
        OcaType how{};
        for (OrderId id : members) {
            const paper::Order& o = *engine_->store().find(id);
            how = o.oca_type;
            with_fills += o.filled.sign() > 0;
            part += o.filled / first_quantity_[id];
            EXPECT_LE(o.filled, first_quantity_[id]);
        }
        if (how == OcaType::cancel_with_block) {
            EXPECT_LE(with_fills, 1) << name << ": one fill cancels the others";
        }
        EXPECT_LE(part, Decimal{1} + Decimal::from_raw(10)) << name;
    }
    for (OrderId parent : parents_) {
        const paper::Order& p = *engine_->store().find(parent);
        Decimal closed;
        for (std::int64_t i : {1, 2}) {
            const paper::Order* child = engine_->store().find(OrderId{to_number(parent) + i});
            if (!child || child->parent() != parent) continue;
            EXPECT_LE(child->filled, p.filled)
                << "a child is ahead of parent " << to_string(parent);
            closed += child->filled;
        }
        EXPECT_LE(closed, p.filled) << "both exits of " << to_string(parent) << " filled";
    }
}

}  // namespace trademind::test
