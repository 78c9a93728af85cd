// The chain of checks against a naive model of the same rules: random days of orders, fills,
// cancels and limits, judged twice.
#include "execution/risk/adoption.hpp"
#include "unit/execution/risk/desk_of_checks.hpp"

#include <algorithm>
#include <random>

namespace trademind::risk {
namespace {

using namespace literals;

/// The rules as docs/RISK.md tells them, over plain lists and without any running sums.
class NaiveModel {
public:
    class Order {
    public:
        Side side = Side::buy;
        Decimal quantity, filled, unit, opening;
        bool alive = true;
        Decimal leaves() const { return alive ? quantity - filled : Decimal{}; }
    };
    Decimal leaves_of(Side side) const
    {
        Decimal sum;
        for (const auto& o : orders)
            if (o.side == side) sum += o.leaves();
        return sum;
    }
    Decimal opening_of(Side side, Decimal quantity) const
    {
        Decimal held = side == Side::sell ? position - leaves_of(Side::sell)
                                          : Decimal{} - position - leaves_of(Side::buy);
        return quantity - std::clamp(held, Decimal{}, quantity);
    }
    RiskReason judge(Side side, Decimal quantity, Decimal limit) const
    {
        Decimal opening = opening_of(side, quantity);
        Decimal unit = side == Side::buy ? limit : std::max(limit, bid);
        if (reducing && opening > 0_d) return RiskReason::reducing_only;
        if (quantity > limits.max_order_size.value()) return RiskReason::max_order_size;
        if (opening.is_zero()) return RiskReason::ok;
        if (opening * unit > limits.max_order_value.value()) return RiskReason::max_order_value;
        auto working =
            std::ranges::count_if(orders, [](const Order& o) { return o.leaves() > 0_d; });
        if (working >= limits.max_open_orders_per_symbol.value())
            return RiskReason::max_open_orders;
        Decimal highest = position + leaves_of(Side::buy),
                lowest = position - leaves_of(Side::sell);
        (side == Side::buy ? highest : lowest) += side == Side::buy ? quantity : -quantity;
        if (std::max(highest.abs(), lowest.abs()) > limits.max_position_size.value())
            return RiskReason::max_position_size;
        if (side == Side::sell && limits.short_sales == ShortSales::deny)
            return RiskReason::short_not_allowed;
        Decimal reserved = spent;
        for (const auto& o : orders) reserved += std::min(o.leaves(), o.opening) * o.unit;
        if (opening * unit > buying_power - reserved) return RiskReason::buying_power;
        return RiskReason::ok;
    }

    RiskLimits limits;
    std::vector<Order> orders;
    Decimal position, bid = 100, buying_power, spent;
    bool reducing = false;
};

class RiskModel : public Checks, public testing::WithParamInterface<unsigned> {
protected:
    RiskModel()
    {
        RiskLimits& r = limits();
        r.max_order_size = 100_d;
        r.max_order_value = 6'000_d;
        r.max_open_orders_per_symbol = 6;
        r.max_position_size = 150_d;
        r.buying_power = true;
        r.buying_power_cushion = {};
        r.short_sales = GetParam() % 2 ? ShortSales::deny : ShortSales::allow;
        account.buying_power = 16'000_d;
        tell_account();
        model.limits = r;
        model.buying_power = 16'000_d;
    }
    int pick(int least, int most) { return std::uniform_int_distribution{least, most}(random); }

    void place()
    {
        Side side = pick(0, 1) ? Side::buy : Side::sell;
        Decimal quantity{pick(1, 110)};
        Decimal limit = Decimal{pick(9'500, 10'500)} / Decimal{100};
        auto order = OrderRequest{side, contract, quantity}.limit(limit);
        Case c{state, order, instrument, nullptr, at};
        auto found = judge(c);
        auto expected = model.judge(side, quantity, limit);
        ASSERT_EQ(found.reason, expected)
            << "seed " << GetParam() << ": " << order.describe() << ", position "
            << model.position.str() << ", buys " << model.leaves_of(Side::buy).str() << ", sells "
            << model.leaves_of(Side::sell).str() << ": " << found.message;
        if (!found) return;
        ASSERT_EQ(c.opening, model.opening_of(side, quantity));
        ++accepted;
        auto& booked = work(order, c.unit_value);
        booked.opening = c.opening;
        state.book.changed(booked);
        NaiveModel::Order kept;
        kept.side = side;
        kept.quantity = quantity;
        kept.unit = *c.unit_value;
        kept.opening = c.opening;
        model.orders.push_back(kept);
    }
    void fill_or_cancel()
    {
        if (model.orders.empty()) return;
        auto n = static_cast<std::size_t>(pick(0, static_cast<int>(model.orders.size()) - 1));
        auto& kept = model.orders[n];
        auto& booked = *state.orders.all()[n];
        if (kept.leaves().is_zero()) return;
        if (pick(0, 2) == 0) {
            kept.alive = false;
            booked.stage = TrackedOrder::Stage::done;
            return state.book.changed(booked);
        }
        // in whole units, all of it as often as a part
        auto most = static_cast<int>(kept.leaves().to_double());
        Decimal quantity{pick(0, 1) ? most : pick(1, most)};
        kept.filled += quantity;
        booked.report.filled += quantity;
        model.position += kept.side == Side::buy ? quantity : -quantity;
        state.book.fill(*instrument, kept.side, quantity, at.uptime);
        if (kept.opening.sign() > 0) {
            state.account.spend(quantity * kept.unit);
            model.spent += quantity * kept.unit;
        }
        state.book.changed(booked);
        state.book.set_position(*instrument, model.position, Decimal{100}, at.uptime);
    }
    void new_values()
    {
        // the account's values catch up with the fills
        account.buying_power = 16'000_d + Decimal{pick(1, 900)};
        tell_account();
        model.buying_power = *account.buying_power;
        model.spent = {};
    }
    void check_sums()
    {
        auto totals = state.book.totals(), audited = state.book.audit(state.orders);
        ASSERT_EQ(totals.reserved, audited.reserved);
        ASSERT_EQ(totals.working, audited.working);
        ASSERT_EQ(totals.gross, audited.gross);
        ASSERT_EQ(totals.long_value, audited.long_value);
        ASSERT_EQ(totals.short_value, audited.short_value);
        Decimal expected;
        for (const auto& o : model.orders) expected += std::min(o.leaves(), o.opening) * o.unit;
        ASSERT_EQ(totals.reserved, expected) << "a reservation leaks, or was released twice";
    }

    std::mt19937 random{GetParam()};
    NaiveModel model;
    int accepted = 0;
};

TEST_P(RiskModel, agrees_on_every_order_of_a_random_day)
{
    for (int step = 0; step < 300; ++step) {
        switch (pick(0, 9)) {
        case 0: new_values(); break;
        case 1:
            model.reducing = pick(0, 3) == 0;
            state.trading = model.reducing ? TradingState::reducing : TradingState::active;
            break;
        case 2:
        case 3:
        case 4: fill_or_cancel(); break;
        default: ASSERT_NO_FATAL_FAILURE(place());
        }
        ASSERT_NO_FATAL_FAILURE(check_sums());
    }
    EXPECT_GT(accepted, 10) << "a day on which nothing passes shows nothing";
}

TEST_P(RiskModel, reducing_never_lets_the_position_grow_however_orders_fill)
{
    for (int step = 0; step < 60; ++step) pick(0, 1) ? (void)place() : (void)fill_or_cancel();
    // what was let through before may open by now: it is cancelled, as the kill switch does
    judge_working(state.book);
    for (std::size_t n = 0; n < model.orders.size(); ++n) {
        model.orders[n].opening = state.orders.all()[n]->opening;
        if (model.orders[n].leaves().is_zero() || model.orders[n].opening.is_zero()) continue;
        model.orders[n].alive = false;
        state.orders.all()[n]->stage = TrackedOrder::Stage::done;
        state.book.changed(*state.orders.all()[n]);
    }
    state.trading = TradingState::reducing;
    model.reducing = true;
    Decimal before = model.position;
    for (int step = 0; step < 100; ++step) {
        ASSERT_NO_FATAL_FAILURE(place());
        fill_or_cancel();
        ASSERT_LE(model.position.abs(), before.abs());
        bool crossed = (before.sign() > 0 && model.position.sign() < 0) ||
                       (before.sign() < 0 && model.position.sign() > 0);
        ASSERT_FALSE(crossed) << before.str() << " to " << model.position.str();
        before = model.position;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RiskModel, testing::Range(1U, 201U));

}  // namespace
}  // namespace trademind::risk
