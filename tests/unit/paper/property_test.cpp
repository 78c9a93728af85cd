// What must hold over any sequence of quotes and orders, and what a quote may not cost.
#include "base/random.hpp"
#include "brokers/paper/broker/core.hpp"
#include "brokers/paper/ledger/position_cost.hpp"
#include "support/allocation_count.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <map>

namespace trademind::test {
namespace {

using paper::MarketChange;

/// A market and a strategy that do anything.
class PaperProperties : public PaperTest, public testing::WithParamInterface<std::uint64_t> {
protected:
    OrderRequest any_order(Random& random)
    {
        Decimal quantity{static_cast<std::int64_t>(1 + random.below(300))};
        auto order = random.below(2) ? buy_x(quantity) : sell_x(quantity);
        auto price = [&] { return cents(900 + static_cast<int>(random.below(200))); };
        switch (random.below(8)) {
        case 0: break;
        case 1: order = std::move(order).immediate_or_cancel().limit(price()); break;
        case 2: order = std::move(order).fill_or_kill().limit(price()); break;
        case 3: order = std::move(order).stop(price()); break;
        case 4: order = std::move(order).stop(price()).limit(price()); break;
        case 5:
            order = std::move(order).trailing(cents(1 + static_cast<int>(random.below(40))));
            break;
        case 6:
            order = std::move(order).limit(price()).in_oca_group(
                "g" + std::to_string(random.below(3)),
                OcaType{1 + static_cast<int>(random.below(3))});
            break;
        default: order = std::move(order).limit(price()); break;
        }
        return order;
    }
    static Decimal cents(int n) { return Decimal::from_raw(int128{n} * (Decimal::one / 100)); }
};

TEST_P(PaperProperties, hold_over_any_sequence)
{
    Random random{GetParam()};
    paper::Options options;
    options.cash = {{"USD", 50'000_d}};
    start(options);
    int middle = 1000;
    Quote now;
    std::size_t seen = 0;
    for (int i = 0; i < 400; ++i) {
        if (random.below(3) == 0) {
            middle =
                std::max(900, std::min(1100, middle + static_cast<int>(random.below(21)) - 10));
            now.bid = cents(middle - 1);
            now.ask = cents(middle + 1 + static_cast<int>(random.below(3)));
            now.bid_size = Decimal{static_cast<std::int64_t>(100 * (1 + random.below(5)))};
            now.ask_size = Decimal{static_cast<std::int64_t>(100 * (1 + random.below(5)))};
            push(
                MarketChange{}.with_bid(*now.bid, *now.bid_size).with_ask(*now.ask, *now.ask_size));
        } else if (now.bid && random.below(3) == 0) {
            print(random.below(2) ? *now.bid : *now.ask, 100);
        } else if (now.bid && random.below(4) == 0) {
            auto id = OrderId{static_cast<std::int64_t>(1 + random.below(60))};
            random.below(2) ? (void)cancel(id) : (void)modify(id, any_order(random));
        } else if (now.bid) {
            (void)place(any_order(random));
        }
        pass(1s);

        // no fill better than the market: a buyer pays the ask or more, a seller gets the bid or
        // less
        for (; seen < heard.executions.size(); ++seen) {
            const auto& e = heard.executions[seen];
            EXPECT_TRUE(e.side == Side::buy ? e.price >= *now.ask : e.price <= *now.bid) << e.id;
        }
    }

    // cash + market value - deposits = realised + unrealised, all from executions alone
    Awaited<std::vector<Execution>> executions;
    broker->get_executions(executions.token());
    run();
    if (executions.get().value().empty()) return;
    paper::PositionCost x;
    Decimal cash = 50'000_d;
    for (const auto& e : executions.get().value()) {
        paper::SignedTrade trade{e.side == Side::buy ? e.quantity : -e.quantity, e.price, 1_d,
                                 e.commission->amount};
        x.apply(trade);
        cash -= trade.value() + trade.fee;
    }
    EXPECT_EQ(x.quantity, position());
    auto a = account();
    EXPECT_EQ(*a.cash_balance, cash);
    EXPECT_EQ(*a.portfolio_value - 50'000_d, *a.realized_pnl + *a.unrealized_pnl);
    EXPECT_EQ(*a.realized_pnl, x.realized);

    // an order never fills beyond its quantity, and its parts add up
    std::map<OrderId, Decimal> filled_by;
    for (const auto& e : executions.get().value()) filled_by[e.order_id] += e.quantity;
    Awaited<std::vector<OrderReport>> all;
    broker->get_orders(OrderFilter::all, all.token());
    run();
    for (const auto& o : all.get().value()) {
        EXPECT_EQ(o.filled, filled_by[o.id]) << to_string(o.id);
        EXPECT_LE(o.filled, o.order.quantity) << to_string(o.id);
        EXPECT_TRUE(o.status != OrderStatus::filled || o.remaining.is_zero()) << to_string(o.id);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PaperProperties,
                         testing::Range(std::uint64_t{1}, std::uint64_t{41}));

TEST_F(PaperTest, fills_never_exceed_the_displayed_size)
{
    Random random{7};
    start();
    for (int i = 0; i < 200; ++i) {
        Decimal size{static_cast<std::int64_t>(1 + random.below(500))};
        // the price alternates, so that each quote is new
        quote(9.90_d, 100, i % 2 ? 10_d : 10.01_d, size);
        heard.executions.clear();
        for (int k = 0; k < 4; ++k)
            (void)place(buy_x(Decimal{static_cast<std::int64_t>(1 + random.below(300))})
                            .limit(10.01_d)
                            .immediate_or_cancel());
        Decimal taken;
        for (const auto& e : heard.executions) taken += e.quantity;
        EXPECT_LE(taken, size);
    }
}

TEST_F(PaperTest, reserved_funds_are_those_of_the_live_orders)
{
    paper::Options options;
    options.instruments = {stock("X")};
    paper::Engine engine{options};
    engine.list_all();
    engine.start(ManualClock::start());
    engine.change(0, MarketChange{}.with_bid(10_d, 1000).with_ask(10.02_d, 1000));
    EXPECT_EQ(engine.account().ledger().reserved(), 0_d);
    engine.place(buy_x(100).limit(9_d), paper::nobody);
    engine.place(buy_x(200).limit(9.50_d), paper::nobody);
    auto live = engine.account().ledger().reservations();
    ASSERT_EQ(live.size(), 2U);
    // 25% of 900 and of 1900, and the fees of both
    EXPECT_EQ(engine.account().ledger().reserved(), 225_d + 475_d + live[0].fees + live[1].fees);
    engine.cancel(OrderId{1}, paper::nobody);
    EXPECT_EQ(engine.account().ledger().reservations().size(), 1U);
    engine.change(0, MarketChange{}.with_bid(9.49_d, 100).with_ask(9.50_d, 200));
    EXPECT_TRUE(engine.account().ledger().reservations().empty());
    EXPECT_EQ(engine.account().ledger().reserved(), 0_d);
}

TEST_F(PaperTest, a_quote_that_fills_nothing_allocates_nothing)
{
    paper::Options options;
    options.instruments = {stock("X")};
    start(options);
    quote(9.99_d, 100, 10.01_d, 100);
    for (int i = 1; i <= 200; ++i) {
        take(buy_x(1).limit(9_d - Decimal::from_raw(Decimal::one / 100 * (i % 50))));
        take(sell_x(1).limit(11_d));
        take(buy_x(1).stop(12_d));
        take(sell_x(1).trailing(2));
    }
    int quotes = 0;
    auto watching = broker->watch(stock("X"), [&](const Quote&) { ++quotes; });
    run();
    // on the strand, as a feed's handler would push
    std::size_t counted = 1;
    boost::asio::post(broker->get_executor(), [&] {
        auto push_both = [&](int i) {
            broker->push(stock("X"), MarketChange{}
                                         .with_bid(9.99_d, Decimal{100 + i})
                                         .with_ask(10.01_d, Decimal{200 + i}));
            broker->push(stock("X"), MarketChange{}.with_print(10_d + (i % 2 ? 0.01_d : 0_d), 10));
        };
        for (int i = 0; i < 10; ++i) push_both(i);
        std::size_t before = test::allocations_so_far();
        for (int i = 10; i < 110; ++i) push_both(i);
        counted = test::allocations_so_far() - before;
    });
    run();
    EXPECT_EQ(counted, 0U);
    EXPECT_EQ(quotes, 221);
}

}  // namespace
}  // namespace trademind::test
