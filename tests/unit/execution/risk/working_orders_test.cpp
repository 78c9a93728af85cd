// Sums over working orders against the same rule worked out order by order, in random lives.
#include "execution/risk/working_orders.hpp"

#include "execution/risk/book.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <stdexcept>

namespace trademind::risk {
namespace {

using namespace literals;

const Contract contract = stock("X");

/// Each order beside each other, as the rule reads.
class Pairwise {
public:
    explicit Pairwise(const std::list<TrackedOrder*>& all) : all_{all} {}

    bool stands_for_its_group(const TrackedOrder& order, const TrackedOrder* left_out) const
    {
        bool before = true;
        for (const TrackedOrder* other : all_) {
            if (other == &order) {
                before = false;
                continue;
            }
            if (other == left_out || other->request.side != order.request.side ||
                !same_group(order, *other))
                continue;
            if (other->leaves() > order.leaves()) return false;
            if (other->leaves() == order.leaves() && before) return false;
        }
        return true;
    }
    std::optional<Decimal> value_of(const TrackedOrder& order, const TrackedOrder* left_out) const
    {
        std::optional<Decimal> largest = Decimal{};
        for (const TrackedOrder* other : all_) {
            bool is_of_it = other == &order || (other->request.side == order.request.side &&
                                                same_group(order, *other));
            if (other == left_out || !is_of_it) continue;
            if (!other->unit_value) return std::nullopt;
            largest = std::max(*largest, other->leaves() * *other->unit_value);
        }
        return largest;
    }
    OrderSums sums(const TrackedOrder* left_out) const
    {
        OrderSums sums;
        for (const TrackedOrder* order : all_)
            if (order != left_out && stands_for_its_group(*order, left_out))
                sums.add(order->request.side, order->leaves(), value_of(*order, left_out), 1);
        return sums;
    }
    Decimal closing_beside(const OrderRequest& order, const TrackedOrder* left_out) const
    {
        Decimal closing;
        for (const TrackedOrder* other : all_) {
            if (other == left_out || other->request.side == opposite(order.side) ||
                same_group(order, *other) || !stands_for_its_group(*other, left_out))
                continue;
            closing += other->leaves();
            const auto *parent = parent_of(other->request), *own = parent_of(order);
            if (parent && parent != own)
                closing -= std::min(std::min(parent->leaves(), parent->opening),
                                    other->leaves() - other->opening);
        }
        return closing;
    }

private:
    const TrackedOrder* parent_of(const OrderRequest& order) const
    {
        if (!order.parent_id) return nullptr;
        for (const TrackedOrder* parent : all_)
            if (parent->own && parent->id == order.parent_id &&
                parent->request.side == opposite(order.side))
                return parent;
        return nullptr;
    }

    const std::list<TrackedOrder*>& all_;
};

class WorkingOrdersTest : public testing::Test {
protected:
    TrackedOrder& work(OrderRequest request, std::optional<Decimal> unit = 10_d)
    {
        auto& order = orders.emplace_back();
        order.stage = TrackedOrder::Stage::working;
        order.instrument = &instrument;
        order.id = OrderId{static_cast<int>(orders.size())};
        order.opening = request.quantity;
        order.request = std::move(request);
        order.unit_value = unit;
        working.update(order);
        return order;
    }
    void end(TrackedOrder& order)
    {
        order.stage = TrackedOrder::Stage::done;
        working.update(order);
    }
    void expect_same(const OrderSums& sums, const OrderSums& expected)
    {
        EXPECT_EQ(sums.buys, expected.buys);
        EXPECT_EQ(sums.sells, expected.sells);
        EXPECT_EQ(sums.long_value, expected.long_value);
        EXPECT_EQ(sums.short_value, expected.short_value);
        EXPECT_EQ(sums.unvalued, expected.unvalued);
    }

    Instrument instrument{contract};
    std::deque<TrackedOrder> orders;
    WorkingOrders working;
};

TEST_F(WorkingOrdersTest, of_a_group_the_largest_counts_until_it_ends)
{
    auto group = [](Decimal quantity) {
        auto order = sell(contract, quantity).limit(12_d);
        order.oca_group = "g";
        order.oca_type = OcaType::cancel_with_block;
        return order;
    };
    auto& small = work(group(3_d));
    auto& large = work(group(7_d));
    work(sell(contract, 2_d).limit(12_d));
    EXPECT_EQ(working.sums().sells, 9_d);
    EXPECT_EQ(working.each().sells, 12_d);
    EXPECT_EQ(working.sums(&large).sells, 5_d);
    large.report.filled = 6_d;
    working.update(large);
    EXPECT_EQ(working.sums().sells, 5_d);
    end(small);
    EXPECT_EQ(working.sums().sells, 3_d);
    end(large);
    EXPECT_EQ(working.sums().sells, 2_d);
    EXPECT_EQ(working.size(), 1U);
}

TEST_F(WorkingOrdersTest, what_does_not_fit_is_told_and_fits_again_when_it_has_ended)
{
    work(buy(contract, 5_d));
    auto& huge = work(buy(contract, Decimal::max()), std::nullopt);
    auto& too_much = work(buy(contract, Decimal::max()), std::nullopt);
    EXPECT_THROW(working.sums(), std::overflow_error);
    EXPECT_THROW(working.each(), std::overflow_error);
    end(too_much);
    EXPECT_THROW(working.sums(), std::overflow_error);
    EXPECT_EQ(working.sums(&huge).buys, 5_d);
    end(huge);
    EXPECT_EQ(working.sums().buys, 5_d);
}

TEST_F(WorkingOrdersTest, a_value_that_does_not_fit_leaves_the_quantities)
{
    work(buy(contract, 5_d));
    auto& dear = work(buy(contract, 1e14_d), 1e14_d);
    EXPECT_THROW(working.sums(), std::overflow_error);
    EXPECT_EQ(working.each().buys, 5_d + 1e14_d);
    EXPECT_EQ(working.sums(&dear).long_value, 50_d);
    end(dear);
    EXPECT_EQ(working.sums().long_value, 50_d);
}

class RandomWorkingOrders : public WorkingOrdersTest, public testing::WithParamInterface<unsigned> {
protected:
    int pick(int most) { return std::uniform_int_distribution{0, most}(random); }
    OrderRequest any_request()
    {
        Side side = pick(7) == 0 ? Side::unknown : pick(1) ? Side::buy : Side::sell;
        OrderRequest order{side, contract, Decimal{1 + pick(5)}};
        if (pick(2) == 0) {
            order.oca_group = pick(1) ? "a" : "b";
            order.oca_type = pick(1) ? OcaType::cancel_with_block : OcaType::reduce_without_block;
        }
        if (pick(2) == 0 && !orders.empty())
            order.parent_id = OrderId{1 + pick(static_cast<int>(orders.size()))};
        return order;
    }
    void any_change()
    {
        auto& order = orders[static_cast<std::size_t>(pick(static_cast<int>(orders.size()) - 1))];
        switch (pick(5)) {
        case 0: order.report.filled += 1_d; break;
        case 1: order.stage = TrackedOrder::Stage::done; break;
        case 2: order.request = any_request(); break;
        case 3: order.adopted = !order.adopted; break;
        case 4: order.own = !order.own; break;
        default:
            order.unit_value =
                order.unit_value ? std::nullopt : std::optional{Decimal{1 + pick(9)}};
        }
        working.update(order);
    }

    std::mt19937 random{GetParam()};
};

TEST_P(RandomWorkingOrders, come_to_what_they_come_to_one_by_one)
{
    for (int step = 0; step < 250; ++step) {
        if (orders.empty() || pick(2) == 0)
            work(any_request(), pick(4) ? std::optional{Decimal{1 + pick(9)}} : std::nullopt);
        else
            any_change();
        Pairwise expected{working.all()};
        const TrackedOrder* left_out = nullptr;
        if (pick(1))
            left_out = &orders[static_cast<std::size_t>(pick(static_cast<int>(orders.size()) - 1))];
        SCOPED_TRACE("step " + std::to_string(step));
        ASSERT_NO_FATAL_FAILURE(expect_same(working.sums(left_out), expected.sums(left_out)));
        auto request = any_request();
        if (request.side != Side::unknown) {
            ASSERT_EQ(working.closing_beside(request, left_out),
                      expected.closing_beside(request, left_out));
        }
        ASSERT_FALSE(HasFailure());
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWorkingOrders, testing::Range(1U, 41U));

}  // namespace
}  // namespace trademind::risk
