// Money is conserved: properties that hold after any sequence of events.
#include "unit/paper_money/random_account.hpp"

#include <gtest/gtest.h>

#include <map>

using namespace trademind;
using namespace trademind::paper;

namespace {

constexpr InstrumentId securities[] = {share, other_share, call_option, put_option,
                                       es,    mes,         gold,        euro_share};

/// Per currency: cash and gains + market value - deposits - conversions = realised + unrealised.
void expect_conserved(const Books& b)
{
    std::map<std::string, Decimal> value, unrealized, realized, variation;
    for (InstrumentId id : securities) {
        const PositionState state = b.ledger.position_state(id);
        const std::string& currency = state.contract.currency;
        Decimal market = state.position.quantity * state.mark.value_or(0_d) * state.unit_value;
        bool is_future = state.contract.type == SecurityType::future;
        (is_future ? variation : value)[currency] += market - state.variation_basis;
        unrealized[currency] += market - state.position.cost;
        realized[currency] += state.position.realized;
    }
    for (const CurrencyValues& c : b.ledger.values().currencies) {
        const CashBalance& cash = *b.ledger.cash(c.currency);
        Decimal gained = cash.amount + variation[c.currency] + value[c.currency] - cash.deposited -
                         cash.converted;
        Decimal booked = realized[c.currency] - cash.fees_outside_cost + unrealized[c.currency];
        ASSERT_EQ(gained, booked) << c.currency;
        ASSERT_EQ(c.realized_pnl, realized[c.currency] - cash.fees_outside_cost);
        ASSERT_EQ(c.unrealized_pnl, unrealized[c.currency]);
        ASSERT_EQ(c.futures_pnl, variation[c.currency]);
        ASSERT_EQ(c.cash_balance, cash.amount + variation[c.currency]);
    }
}

/// One random event: mostly fills, sometimes a mark, a new day, money paid in or out.
void happen(Books& b, Dice& dice)
{
    InstrumentId id = securities[dice.roll(0, 7)];
    switch (dice.roll(0, 12)) {
    case 0: b.ledger.mark(id, dice.decimal(8000, 12000, 2)); break;
    case 1: b.ledger.begin_day(b.ledger.today() + std::chrono::days{dice.roll(1, 3)}); break;
    case 2: {
        RandomFill fill = random_fill(dice, eur_usd);
        b.trade(eur_usd, fill.quantity, fill.price, fill.fee, dice.one_in(2) ? "USD" : "");
        break;
    }
    case 3: {
        RandomFill fill = random_fill(dice, id);
        b.trade(id, fill.quantity, fill.price);
        if (dice.one_in(2)) b.trade(id, -fill.quantity, fill.price);
        break;
    }
    case 4: b.ledger.deposit(dice.one_in(2) ? "USD" : "EUR", dice.decimal(-500, 500, 1)); break;
    default: {
        RandomFill fill = random_fill(dice, id);
        b.trade(id, fill.quantity, fill.price, fill.fee, dice.one_in(4) ? "EUR" : "");
    }
    }
}

}  // namespace

TEST(Conservation, cash_and_value_equal_profit_after_any_event)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Dice dice{seed};
        Books b;
        b.ledger.deposit("USD", 100000_d);
        b.ledger.mark(eur_usd, 1.1_d);
        for (int event = 0; event < 300; ++event) {
            happen(b, dice);
            ASSERT_NO_FATAL_FAILURE(expect_conserved(b)) << "seed " << seed << " event " << event;
        }
    }
}

TEST(Conservation, no_drift_after_100000_fills)
{
    Dice dice{42};
    Books b;
    for (int i = 0; i < 100'000; ++i) {
        RandomFill fill = random_fill(dice, securities[dice.roll(0, 7)]);
        b.trade(fill.instrument, fill.quantity, fill.price, fill.fee);
    }
    expect_conserved(b);

    for (InstrumentId id : securities)
        if (!b.quantity(id).is_zero()) b.trade(id, -b.quantity(id), 100_d);
    b.ledger.begin_day(b.ledger.today() + std::chrono::days{7});
    b.ledger.set_exchange_rate("EUR", 1_d);
    AccountValues v = b.ledger.values();
    EXPECT_EQ(v.gross_position_value, 0_d);
    EXPECT_EQ(v.unrealized_pnl, 0_d);
    EXPECT_EQ(v.futures_pnl, 0_d);
    EXPECT_EQ(v.initial_margin, 0_d);
    EXPECT_EQ(v.maintenance_margin, 0_d);
    EXPECT_EQ(v.net_liquidation, v.realized_pnl);
    EXPECT_EQ(b.cash("USD") + b.cash("EUR"), v.realized_pnl);
}

TEST(Conservation, restoring_a_snapshot_changes_nothing)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Dice dice{seed};
        Books b;
        b.ledger.deposit("USD", 100000_d);
        b.ledger.mark(eur_usd, 1.1_d);
        b.ledger.mark(share, 100_d);
        for (int event = 0; event < 100; ++event) happen(b, dice);

        LedgerState state = b.ledger.state();
        Ledger again;
        again.restore(state);
        EXPECT_EQ(again.state(), state);
        EXPECT_EQ(again.values(), b.ledger.values());
        EXPECT_EQ(again.positions(true), b.ledger.positions(true));
        EXPECT_EQ(again.day_trades(), b.ledger.day_trades());
    }
}

TEST(Conservation, what_happens_after_a_restore_is_the_same)
{
    Dice dice{7};
    Books b;
    for (int event = 0; event < 100; ++event) happen(b, dice);
    Books restored;
    restored.ledger.restore(b.ledger.state());
    Dice same_dice = dice;
    for (int event = 0; event < 100; ++event) {
        happen(b, dice);
        for (InstrumentId id = share; id <= eur_usd; ++id)
            restored.ledger.define(id, contract_of(id));
        happen(restored, same_dice);
    }
    EXPECT_EQ(restored.ledger.state().cash, b.ledger.state().cash);
    EXPECT_EQ(restored.ledger.day_trades(), b.ledger.day_trades());
    EXPECT_EQ(restored.ledger.positions(true), b.ledger.positions(true));
}
