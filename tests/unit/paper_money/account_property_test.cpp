// Whole accounts under random orders: nothing is overspent, and what is held can be sold.
#include "unit/paper_money/random_account.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

using namespace trademind;
using namespace trademind::paper;

namespace {

/// Prices that stay, so that only orders change the account.
const std::map<InstrumentId, Decimal> prices{
    {share, 40_d}, {other_share, 9_d}, {call_option, 1.50_d}, {euro_share, 70_d}, {eur_usd, 1.1_d}};

/// Places, modifies, cancels and fills orders as an engine does.
class Engine {
public:
    Engine(LedgerOptions options, std::uint64_t seed, std::vector<InstrumentId> traded)
        : books{std::move(options)}, dice{seed}, traded_{std::move(traded)}
    {
        for (auto [id, price] : prices) books.ledger.mark(id, price);
        books.ledger.deposit("USD", 20000_d);
    }

    void step()
    {
        OrderId id{dice.roll(1, 12)};
        auto known = live_.find(id);
        if (known == live_.end() || dice.one_in(5)) return place(id);
        if (dice.one_in(4)) {
            books.ledger.release(id);
            live_.erase(known);
            return;
        }
        Decimal part = dice.one_in(2) ? known->second.quantity : Decimal{1};
        fill(known->second, std::min(part, known->second.quantity));
        if (known->second.quantity.is_zero()) live_.erase(known);
    }

    Books books;
    Dice dice;
    int accepted = 0, refused = 0;

private:
    void place(OrderId id)
    {
        LiveOrder o;
        o.id = id;
        // a modification keeps instrument and side
        if (auto known = live_.find(id); known != live_.end())
            o = known->second;
        else {
            auto last = static_cast<std::int64_t>(traded_.size()) - 1;
            o.instrument = traded_[static_cast<std::size_t>(dice.roll(0, last))];
            o.side = dice.one_in(2) ? Side::buy : Side::sell;
        }
        o.quantity = dice.roll(1, 400);
        o.price = prices.at(o.instrument);
        LedgerState before = books.ledger.state();
        auto reserved = books.ledger.reserved();
        bool fine = books.ledger.check(o).has_value();
        ASSERT_EQ(books.ledger.state(), before);
        ASSERT_EQ(books.ledger.reserved(), reserved);
        (fine ? accepted : refused) += 1;
        if (!fine) return;
        ASSERT_TRUE(books.ledger.reserve(o));
        live_[id] = o;
    }

    void fill(LiveOrder& o, Decimal quantity)
    {
        LedgerFill f;
        f.instrument = o.instrument;
        f.order = o.id;
        f.side = o.side;
        f.quantity = quantity;
        f.price = o.price;
        f.trade_date = books.ledger.today();
        books.ledger.apply(f);
        o.quantity -= quantity;
    }

    std::vector<InstrumentId> traded_;
    std::map<OrderId, LiveOrder> live_;
};

LedgerOptions cash_options()
{
    LedgerOptions options;
    options.margin = std::make_shared<CashAccountMargin>();
    return options;
}

}  // namespace

TEST(AccountProperties, a_cash_account_never_overspends)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Engine engine{cash_options(), seed, {share, other_share, call_option, euro_share, eur_usd}};
        for (int i = 0; i < 400; ++i) {
            ASSERT_NO_FATAL_FAILURE(engine.step());
            Ledger& ledger = engine.books.ledger;
            if (engine.dice.one_in(40)) ledger.begin_day(ledger.today() + std::chrono::days{1});
            for (const CurrencyValues& c : ledger.values().currencies)
                ASSERT_GE(c.settled_cash, 0_d) << c.currency << " seed " << seed << " step " << i;
            for (InstrumentId id : {share, other_share, call_option, euro_share})
                ASSERT_GE(engine.books.quantity(id), 0_d) << "seed " << seed << " step " << i;
        }
        EXPECT_GT(engine.accepted, 20);
        EXPECT_GT(engine.refused, 20);
    }
}

TEST(AccountProperties, a_margin_account_covers_its_positions_and_orders)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Engine engine{{}, seed, {share, other_share, euro_share}};
        for (int i = 0; i < 400; ++i) {
            ASSERT_NO_FATAL_FAILURE(engine.step());
            AccountValues v = engine.books.ledger.values();
            ASSERT_GE(*v.available_funds, *v.reserved) << "seed " << seed << " step " << i;
            ASSERT_EQ(v.net_liquidation, 20000_d);  // prices stay and trading is free
        }
        EXPECT_GT(engine.accepted, 20);
        EXPECT_GT(engine.refused, 20);
    }
}

TEST(AccountProperties, whatever_is_held_can_be_closed)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Dice dice{seed};
        LedgerOptions options;
        if (dice.one_in(2)) options.day_trade_regime = DayTradeRegime::pattern_day_trader;
        Books b{options};
        for (int i = 0; i < 100; ++i) {
            RandomFill f = random_fill(dice, static_cast<InstrumentId>(dice.roll(share, eur_usd)));
            b.trade(f.instrument, f.quantity, f.price, f.fee);
            if (dice.one_in(5)) b.ledger.forget_mark(f.instrument);
            for (InstrumentId id = share; id <= eur_usd; ++id) {
                Decimal held = b.quantity(id);
                if (held.is_zero()) continue;
                LiveOrder o;
                o.id = OrderId{1};
                o.instrument = id;
                o.side = held.sign() > 0 ? Side::sell : Side::buy;
                o.quantity = held.abs();
                o.price = 1000_d;
                auto checked = b.ledger.check(o);
                ASSERT_TRUE(checked) << checked.error().describe();
                ASSERT_TRUE(b.ledger.reserve(o));
                ASSERT_EQ(b.ledger.reserved(id, o.side), 0_d);
                b.ledger.release(o.id);
            }
        }
    }
}

TEST(AccountProperties, the_same_events_give_the_same_books)
{
    auto run = [] {
        Engine engine{{}, 5, {share, other_share, euro_share}};
        for (int i = 0; i < 500; ++i) engine.step();
        return engine.books.ledger.state();
    };
    EXPECT_EQ(run(), run());
}
