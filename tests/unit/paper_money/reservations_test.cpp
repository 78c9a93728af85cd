// What live orders tie up equals the sum over them, whatever happens.
#include "unit/paper_money/fraction.hpp"
#include "unit/paper_money/random_account.hpp"

#include "brokers/paper/ledger/proportion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

using namespace trademind;
using namespace trademind::paper;

namespace {

/// Nearest count of 1e-12, ties away from zero; not negative.
Decimal rounded(const Fraction& f)
{
    Fraction scaled = f * Decimal::one + Fraction{1, 2};
    boost::multiprecision::cpp_int n = numerator(scaled) / denominator(scaled);
    return Decimal::from_raw(static_cast<int128>(static_cast<boost::multiprecision::int128_t>(n)));
}

/// What the test knows of a live order.
struct Known {
    LiveOrder order;
    Decimal original_quantity, original_need;
    Decimal need() const
    {
        return rounded(exact(original_need) * exact(order.quantity) / exact(original_quantity));
    }
};

/// Regulation T for shares, from the table: 25% to buy; short 30%, at least 5.00 a share from 5.00
/// on, as much as the price below.
Decimal need_of(const LiveOrder& o)
{
    Decimal per_share = o.price * 0.25_d;
    if (o.side == Side::sell) {
        Decimal least = o.price > 16.67_d ? 0_d : o.price >= 5_d ? 5_d : std::max(o.price, 2.50_d);
        per_share = std::max(o.price * 0.30_d, least);
    }
    return o.quantity * per_share + o.fees;
}

class Model {
public:
    std::map<OrderId, Known> orders;

    static Decimal margin_held(const Books& b, InstrumentId id)
    {
        Position held = b.ledger.report(id);
        paper::MarginInput input{held.contract, held.quantity, *held.market_price};
        return paper::RegulationTMargin{}.of_position(input)->initial;
    }

    Decimal reserved(const Books& b, InstrumentId id, Side side) const
    {
        Fraction quantity, need;
        std::map<std::uint64_t, std::pair<Fraction, Fraction>> groups;
        for (const auto& [order_id, known] : orders) {
            if (known.order.instrument != id || known.order.side != side) continue;
            Fraction q = exact(known.order.quantity), n = exact(known.need());
            if (known.order.group == 0) {
                quantity += q;
                need += n;
                continue;
            }
            auto& [group_quantity, group_need] = groups[known.order.group];
            if (q > group_quantity) group_quantity = q;
            if (n > group_need) group_need = n;
        }
        for (const auto& [group, sums] : groups) {
            quantity += sums.first;
            need += sums.second;
        }
        Fraction held = exact(b.quantity(id));
        Fraction closable = side == Side::sell ? held : -held;
        if (closable < 0) closable = 0;
        if (quantity <= closable) return {};
        Decimal opening = rounded(need * (quantity - closable) / quantity);
        // closing frees the position's margin before the rest opens
        return closable > 0 ? std::max(opening - margin_held(b, id), 0_d) : opening;
    }
};

LiveOrder random_order(Dice& dice, OrderId id)
{
    LiveOrder o;
    o.id = id;
    o.instrument = dice.one_in(2) ? share : other_share;
    o.side = dice.one_in(2) ? Side::buy : Side::sell;
    o.quantity = dice.one_in(3) ? dice.decimal(1, 90000, 4) : Decimal{dice.roll(1, 50)};
    o.price = dice.decimal(100, 4000, 2);
    o.fees = dice.decimal(0, 20000, 6);
    o.group = dice.one_in(2) ? 0 : static_cast<std::uint64_t>(dice.roll(1, 4));
    return o;
}

void place(Books& b, Model& model, const LiveOrder& order)
{
    ASSERT_TRUE(b.ledger.reserve(order));
    model.orders[order.id] = {order, order.quantity, need_of(order)};
}

void fill(Books& b, Model& model, Known& known, Decimal quantity)
{
    LedgerFill f;
    f.instrument = known.order.instrument;
    f.order = known.order.id;
    f.side = known.order.side;
    f.quantity = quantity;
    f.price = known.order.price;
    f.trade_date = monday;
    b.ledger.apply(f);
    known.order.quantity -= quantity;
    if (known.order.quantity.is_zero()) model.orders.erase(OrderId{known.order.id});
}

void happen(Books& b, Model& model, Dice& dice)
{
    OrderId id{dice.roll(1, 25)};
    auto known = model.orders.find(id);
    if (known == model.orders.end()) return place(b, model, random_order(dice, id));
    switch (dice.roll(0, 3)) {
    case 0: return place(b, model, random_order(dice, id));  // modify
    case 1:
        b.ledger.release(id);
        model.orders.erase(known);
        return;
    case 2: return fill(b, model, known->second, known->second.order.quantity);
    default: {
        Decimal part = known->second.order.quantity * dice.decimal(1, 99, 2);
        return fill(b, model, known->second, part.round(4, Rounding::up));
    }
    }
}

}  // namespace

TEST(Reservations, equal_the_sum_over_live_orders)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Dice dice{seed};
        Books b;
        Model model;
        for (int event = 0; event < 300; ++event) {
            ASSERT_NO_FATAL_FAILURE(happen(b, model, dice));
            Decimal total;
            for (InstrumentId id : {share, other_share})
                for (Side side : {Side::buy, Side::sell}) {
                    Decimal expected = model.reserved(b, id, side);
                    ASSERT_EQ(b.ledger.reserved(id, side), expected)
                        << "seed " << seed << " event " << event;
                    total += expected;
                }
            ASSERT_EQ(b.ledger.reserved(), total);
            ASSERT_EQ(b.ledger.reservations().size(), model.orders.size());
        }
        for (const auto& [id, known] : std::map{model.orders}) b.ledger.release(id);
        EXPECT_EQ(b.ledger.reserved(), 0_d);
    }
}

TEST(Reservations, a_thousand_partial_fills_leave_nothing_behind)
{
    Books b;
    Model model;
    LiveOrder order;
    order.id = OrderId{1};
    order.instrument = share;
    order.quantity = 1000_d;
    order.price = 33.33_d;
    order.fees = 0.000001_d;
    place(b, model, order);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(b.ledger.reserved(share, Side::buy), model.reserved(b, share, Side::buy));
        fill(b, model, model.orders.begin()->second, 1_d);
    }
    EXPECT_EQ(b.ledger.reserved(share, Side::buy), 0_d);
    EXPECT_TRUE(b.ledger.reservations().empty());
}

TEST(Reservations, exits_of_a_bracket_reserve_nothing)
{
    Books b;
    b.trade(share, 100_d, 50_d);
    LiveOrder target, stop;
    target.id = OrderId{1};
    stop.id = OrderId{2};
    target.instrument = stop.instrument = share;
    target.side = stop.side = Side::sell;
    target.quantity = stop.quantity = 100_d;
    target.price = 60_d;
    stop.price = 40_d;
    target.group = stop.group = 9;
    ASSERT_TRUE(b.ledger.reserve(target));
    ASSERT_TRUE(b.ledger.reserve(stop));
    EXPECT_EQ(b.ledger.reserved(), 0_d);
    // without the group the second exit would be a short sale
    stop.group = 0;
    ASSERT_TRUE(b.ledger.reserve(stop));
    EXPECT_GT(b.ledger.reserved(), 0_d);
}

TEST(Reservations, after_a_restore_are_in_the_currency_of_their_instrument)
{
    LedgerOptions options;
    options.margin = std::make_shared<CashAccountMargin>();
    Ledger before{options};
    before.deposit("GBP", 1000_d);
    before.deposit("EUR", 1000_d);
    before.define(0, contract_of(euro_share));
    before.set_exchange_rate("GBP", 3_d);
    before.set_exchange_rate("EUR", 2_d);
    LedgerFill fill;
    fill.quantity = 1_d;
    fill.price = 10_d;
    fill.trade_date = monday;
    before.apply(fill);

    Ledger after{options};
    after.restore(before.state());
    LiveOrder order;
    order.id = OrderId{1};
    order.quantity = 5_d;
    order.price = 10_d;
    ASSERT_TRUE(after.reserve(order));
    EXPECT_EQ(after.reserved(), 100_d) << "50 EUR";
    order.id = OrderId{2};
    order.quantity = 100_d;
    EXPECT_EQ(after.check(order).error().message, "needs 1050 EUR of settled cash, 990 is free");
}
