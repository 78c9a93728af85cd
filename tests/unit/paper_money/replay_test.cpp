// Positions recomputed from executions: corrections, duplicates, and agreement with the ledger.
#include "brokers/paper/ledger/replay.hpp"
#include "unit/paper_money/random_account.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

namespace {

Execution execution(std::string id, Decimal quantity, Decimal price,
                    std::optional<Decimal> fee = {}, Contract contract = stock("ABC"))
{
    Execution e;
    e.id = std::move(id);
    e.contract = std::move(contract);
    e.side = quantity.sign() < 0 ? Side::sell : Side::buy;
    e.quantity = quantity.abs();
    e.price = price;
    if (fee) e.commission = Commission{e.id, *fee, "USD"};
    return e;
}

PositionCost position(const std::vector<Execution>& executions)
{
    Replay all = replay(executions);
    return all.positions.at(0).position;
}

}  // namespace

TEST(Accounting, A33_a_corrected_execution_counts_once)
{
    PositionCost corrected = position(
        {execution("00a.65b.01.01", 100_d, 10_d), execution("00a.65b.01.02", 100_d, 9.99_d)});
    EXPECT_EQ(corrected, position({execution("00a.65b.01.02", 100_d, 9.99_d)}));
    EXPECT_EQ(corrected.quantity, 100_d);
    EXPECT_EQ(corrected.cost, 999_d);
}

TEST(Replay, a_correction_takes_the_place_of_the_original_in_time)
{
    // bought, sold, bought again: correcting the first buy changes what the sale realised
    PositionCost p = position({execution("x.1.01", 100_d, 10_d), execution("x.2.01", -100_d, 11_d),
                               execution("x.3.01", 50_d, 12_d), execution("x.1.02", 100_d, 9_d)});
    EXPECT_EQ(p.realized, 200_d);
    EXPECT_EQ(p.cost, 600_d);
}

TEST(Replay, revisions_are_numbers_and_duplicates_do_not_count)
{
    PositionCost p = position({execution("x.1.9", 100_d, 10_d), execution("x.1.10", 100_d, 11_d),
                               execution("x.1.9", 100_d, 10_d), execution("x.1.10", 100_d, 11_d)});
    EXPECT_EQ(p.quantity, 100_d);
    EXPECT_EQ(p.cost, 1100_d);
}

TEST(Replay, a_correction_keeps_a_commission_that_it_does_not_bring)
{
    std::vector<Execution> executions{execution("x.1.01", 100_d, 10_d, 1_d),
                                      execution("x.1.02", 100_d, 9_d)};
    EXPECT_EQ(position(executions).cost, 901_d);
    executions.push_back(execution("x.1.03", 100_d, 9_d, 2_d));
    EXPECT_EQ(position(executions).cost, 902_d);
    // what was corrected may be told again
    executions.push_back(execution("x.1.01", 100_d, 10_d, 5_d));
    EXPECT_EQ(position(executions).cost, 902_d);
}

TEST(Replay, a_trade_corrected_to_nothing_is_gone)
{
    Replay all = replay(
        std::vector{execution("x.1.01", 100_d, 10_d), execution("x.1.02", 0_d, 10_d, 0.50_d)});
    EXPECT_TRUE(all.positions.at(0).position.quantity.is_zero());
    EXPECT_EQ(all.positions.at(0).position.realized, -0.50_d);
    EXPECT_EQ(all.positions.at(0).cash, -0.50_d);
}

TEST(Replay, ids_without_revision_are_executions_of_their_own)
{
    PositionCost p = position({execution("a", 1_d, 10_d), execution("b", 2_d, 10_d),
                               execution("c.x", 4_d, 10_d), execution("c.y", 8_d, 10_d)});
    EXPECT_EQ(p.quantity, 15_d);
}

TEST(Replay, fees_of_another_currency_stand_apart)
{
    Replay all = replay(std::vector{execution("x.1", 100_d, 10_d, 3_d, stock("SAP").in("EUR"))});
    EXPECT_EQ(all.positions.at(0).position.cost, 1000_d);
    EXPECT_EQ(all.outside_fees.at("USD"), 3_d);
}

TEST(Replay, nothing_from_nothing)
{
    EXPECT_TRUE(replay({}).positions.empty());
    EXPECT_EQ(replay({}).find(stock("ABC")), nullptr);
}

TEST(Replay, agrees_with_the_ledger)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Dice dice{seed};
        Books b;
        std::vector<Execution> executions;
        constexpr InstrumentId traded[] = {share, other_share, call_option, mes};
        for (int i = 0; i < 200; ++i) {
            RandomFill f = random_fill(dice, traded[dice.roll(0, 3)]);
            b.trade(f.instrument, f.quantity, f.price, f.fee);
            executions.push_back(execution("s." + std::to_string(i) + ".01", f.quantity, f.price,
                                           f.fee, contract_of(f.instrument)));
        }
        Replay all = replay(executions);
        for (InstrumentId id : traded) {
            const ReplayedPosition* p = all.find(contract_of(id));
            ASSERT_NE(p, nullptr);
            EXPECT_EQ(p->position, b.ledger.position(id));
            // cash and what is left explain the whole profit
            Decimal mark = 100_d, unit = contract_of(id).value_multiplier();
            EXPECT_EQ(p->cash + p->position.quantity * mark * unit,
                      p->position.realized + p->position.unrealized(mark, unit));
        }
    }
}
