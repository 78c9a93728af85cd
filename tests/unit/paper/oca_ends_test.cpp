// Every way in which one order of a one-cancels-all group can end, and what that does to another,
// for all three kinds and with a restart before it.
#include "unit/paper/file_fixture.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using paper::MarketChange;

/// The market is 9.90/10.10, on the exchange's calendar; the other order buys 200 at 9.00, good
/// till cancelled, and stays unless the first one takes its place.
struct GroupEnd {
    const char* name;
    OrderRequest first;
    std::function<void(class OcaEnds&)> then;
    OrderStatus first_status;
    /// What is left of the other's 200 for type 1, and for types 2 and 3; 0: it is cancelled.
    Decimal other_cancels, other_reduces;
};

class OcaEnds : public PaperFileTest,
                public testing::WithParamInterface<std::tuple<GroupEnd, OcaType, bool>> {
public:
    using PaperTest::cancel;
    using PaperTest::modify;
    using PaperTest::print;
    using PaperTest::push;
    using PaperTest::quote;
    using PaperTest::until;
    OrderRequest in_group(OrderRequest order) const
    {
        return std::move(order).in_oca_group("g", std::get<1>(GetParam()));
    }
    OrderId first{}, other{};
};

TEST_P(OcaEnds, leave_the_other_as_its_kind_says)
{
    const auto& [end, how, restarts] = GetParam();
    options = on_exchange();
    options.state_file = file;
    start(options);
    quote(9.90_d, 1'000, 10.10_d, 1'000);
    print(10_d);
    pass(2min);  // today's opening is over
    other = take(in_group(buy_x(200).limit(9_d).good_till_cancelled()));
    first = take(in_group(end.first));
    if (restarts) {
        restart();
        quote(9.90_d, 1'000, 10.10_d, 1'000);
    }
    if (end.then) end.then(*this);
    EXPECT_EQ(status(first), end.first_status);
    Decimal left = how == OcaType::cancel_with_block ? end.other_cancels : end.other_reduces;
    auto now = report(other);
    if (left.is_zero()) {
        EXPECT_EQ(now.status, OrderStatus::cancelled);
    } else {
        EXPECT_TRUE(is_open(now.status)) << to_string(now.status);
        EXPECT_EQ(now.order.quantity, left);
    }
    EXPECT_EQ(now.filled, 0_d);
}

OrderRequest at_10()
{
    return buy_x(100).limit(10_d);
}

const GroupEnd group_ends[] = {
    {"filled_whole", at_10(), [](OcaEnds& s) { s.quote(9.90_d, 1'000, 10_d, 100); },
     OrderStatus::filled, 0, 0},
    {"filled_in_part", at_10(), [](OcaEnds& s) { s.quote(9.90_d, 1'000, 10_d, 25); },
     OrderStatus::submitted, 0, 150},
    {"filled_in_parts", at_10(),
     [](OcaEnds& s) {
         s.quote(9.90_d, 1'000, 10_d, 25);
         s.quote(9.90_d, 1'000, 10_d, 50);
     },
     OrderStatus::submitted, 0, 50},
    {"filled_in_part_and_cancelled", at_10(),
     [](OcaEnds& s) {
         s.quote(9.90_d, 1'000, 10_d, 25);
         EXPECT_TRUE(s.cancel(s.first));
     },
     OrderStatus::cancelled, 0, 0},
    {"filled_in_part_and_cut_to_that", at_10(),
     [](OcaEnds& s) {
         s.quote(9.90_d, 1'000, 10_d, 25);
         EXPECT_TRUE(s.modify(s.first, s.in_group(buy_x(25).limit(10_d))));
     },
     OrderStatus::filled, 0, 150},
    {"cancelled", at_10(), [](OcaEnds& s) { EXPECT_TRUE(s.cancel(s.first)); },
     OrderStatus::cancelled, 0, 0},
    {"ended_by_the_close", at_10(), [](OcaEnds& s) { s.until("2026-01-05T21:00:00Z"); },
     OrderStatus::cancelled, 200, 200},
    {"ended_by_its_date", at_10().good_till("20260105-15:00:00"),
     [](OcaEnds& s) { s.until("2026-01-05T15:00:00Z"); }, OrderStatus::cancelled, 200, 200},
    {"a_FOK_that_found_too_little",
     buy_x(2'000).limit(10.10_d).fill_or_kill(),
     {},
     OrderStatus::cancelled,
     200,
     200},
    {"an_IOC_that_found_nothing",
     at_10().immediate_or_cancel(),
     {},
     OrderStatus::cancelled,
     200,
     200},
    {"a_stop_that_fired", sell_x(100).stop(9.80_d),
     [](OcaEnds& s) {
         s.quote(9.80_d, 1'000, 9.90_d, 1'000);
         s.print(9.80_d);
     },
     OrderStatus::filled, 0, 0},
    {"a_stop_limit_that_fired_and_rests", sell_x(100).stop(9.80_d).limit(9.85_d),
     [](OcaEnds& s) {
         s.quote(9.80_d, 1'000, 9.90_d, 1'000);
         s.print(9.80_d);
     },
     OrderStatus::submitted, 200, 200},
    {"a_trailing_stop_that_fired", sell_x(100).trailing(0.10_d),
     [](OcaEnds& s) {
         s.quote(9.88_d, 1'000, 9.92_d, 1'000);
         s.print(9.90_d);
     },
     OrderStatus::filled, 0, 0},
    {"on_the_close", buy_x(100).of_type(OrderType::market_on_close),
     [](OcaEnds& s) {
         s.until("2026-01-05T21:00:00Z");
         s.push(MarketChange{}.with_print(10_d, 5'000, paper::PrintKind::closing));
     },
     OrderStatus::filled, 0, 0},
    {"on_the_open", buy_x(100).in_force(TimeInForce::opening),
     [](OcaEnds& s) {
         s.until("2026-01-06T14:30:00Z");
         s.push(MarketChange{}.with_print(10_d, 5'000, paper::PrintKind::opening));
     },
     OrderStatus::filled, 0, 0},
    {"one_in_a_halt", at_10(),
     [](OcaEnds& s) {
         s.push(MarketChange{}.with_halt(true));
         s.quote(9.90_d, 1'000, 10_d, 100);
     },
     OrderStatus::submitted, 200, 200},
    {"modified_without_naming_the_group", at_10(),
     [](OcaEnds& s) {
         EXPECT_TRUE(s.modify(s.first, at_10()));
         s.quote(9.90_d, 1'000, 10_d, 100);
     },
     OrderStatus::filled, 0, 0},
    {"pegged_and_filled_in_part", buy_x(100).of_type(OrderType::pegged_to_midpoint),
     [](OcaEnds& s) { s.push(MarketChange{}.with_print(10_d, 50).with_aggressor(Side::sell)); },
     OrderStatus::submitted, 0, 100},
};

INSTANTIATE_TEST_SUITE_P(Each, OcaEnds,
                         testing::Combine(testing::ValuesIn(group_ends),
                                          testing::Values(OcaType::cancel_with_block,
                                                          OcaType::reduce_with_block,
                                                          OcaType::reduce_without_block),
                                          testing::Bool()),
                         [](const auto& one) {
                             return std::string{std::get<0>(one.param).name} + "_type" +
                                    std::to_string(static_cast<int>(std::get<1>(one.param))) +
                                    (std::get<2>(one.param) ? "_restarted" : "");
                         });

}  // namespace
}  // namespace trademind::test
