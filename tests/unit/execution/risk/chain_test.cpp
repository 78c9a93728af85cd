// The chain itself: order, no allocation, reservations that add up under random events.
#include "execution/risk/chain.hpp"
#include "support/allocation_count.hpp"

#include <gtest/gtest.h>

#include <random>

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

const Now at{1h, TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + 15h};

/// Everything known and fresh, every check on, `orders` working orders over ten instruments.
State busy_state(int orders)
{
    Config config;
    config.risk.max_orders_per_second = 1'000'000;
    config.risk.order_burst = 10'000;
    config.risk.max_orders_per_minute = 100'000;
    config.risk.max_orders_per_day = 100'000;
    config.risk.max_open_orders = 1000;
    config.risk.max_concentration = 100_d;
    config.risk.max_gross_value = config.risk.max_net_value = MoneyLimit::of_equity(1000_d);
    config.risk.max_position_value = 1000000000_d;
    config.risk.stop_distance = 0.5_d;
    config.risk.max_drawdown = 0.5_d;
    config.risk.max_executions_without_review = 1000;
    config.risk.day_trade_regime = DayTradeRegime::legacy;
    State state{config};
    state.connected = state.reconciled = true;
    Account account{"DU1"};
    account.portfolio_value = account.buying_power = account.cash_balance = 10000000_d;
    account.day_trades_remaining = 3;
    state.account.update(account, state.config.risk.currency, at.uptime, at.time);
    for (int n = 0; n < 10; ++n) {
        Contract contract = stock("SYM" + std::to_string(n));
        auto& instrument = state.book.add(contract);
        ContractDetails details{contract};
        details.minimum_tick = 0.01_d;
        instrument.details = details;
        instrument.hours = hours_of(contract, &*instrument.details);
        Quote quote{contract};
        quote.bid = 100_d;
        quote.ask = 100.02_d;
        state.book.set_quote(instrument, quote, at.uptime);
    }
    for (int n = 0; n < orders; ++n) {
        TrackedOrder order;
        order.client_order_id = "o" + std::to_string(n);
        order.id = OrderId{n + 1};
        order.request =
            buy(state.book.instruments()[static_cast<std::size_t>(n % 10)]->contract, 10_d)
                .limit(99_d);
        order.instrument = state.book.find(order.request.contract);
        order.unit_value = 99_d;
        order.opening = 10_d;
        state.add_order(std::move(order));
    }
    return state;
}

TEST(RiskChain, an_order_that_passes_allocates_nothing)
{
    auto state = busy_state(100);
    auto order = buy(stock("SYM3"), 5_d).limit(99.5_d);
    auto* instrument = state.book.find(order.contract);
    auto first = [&] {
        Case c{state, order, instrument, nullptr, at};
        return judge(c);
    }();
    ASSERT_TRUE(first) << first.message;
    std::size_t before = test::allocations_so_far();
    Case c{state, order, state.book.find(order.contract), nullptr, at};
    auto verdict = judge(c);
    std::size_t after = test::allocations_so_far();
    EXPECT_TRUE(verdict);
    EXPECT_EQ(after - before, 0U);
}

TEST(RiskChain, checks_are_asked_in_the_order_of_the_table)
{
    std::vector<int> numbers;
    for (const auto& check : all_checks()) numbers.push_back(check.number);
    // 1 and 11 are no checks of their own; reducing is asked once the form is sound
    EXPECT_EQ(numbers, (std::vector{2,  3,  4,  5,  2,  6,  7,  8,  9,  10, 12, 13, 14, 15,
                                    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28}));
}

TEST(RiskChain, risk_disabled_keeps_what_keeps_the_account_consistent)
{
    auto state = busy_state(0);
    state.config.risk.enabled = false;
    auto verdict_of = [&](OrderRequest order) {
        Case c{state, order, state.book.find(order.contract), nullptr, at};
        return judge(c).reason;
    };
    EXPECT_EQ(verdict_of(buy(stock("SYM1"), 5000_d)), RiskReason::ok);
    EXPECT_EQ(verdict_of(buy(stock("SYM1"), 0_d)), RiskReason::invalid_order);
    state.trading = TradingState::halted;
    EXPECT_EQ(verdict_of(buy(stock("SYM1"), 5_d)), RiskReason::halted);
}

TEST(Book, totals_are_what_a_recount_gives_under_random_events)
{
    std::mt19937 random{7};
    auto roll = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    auto state = busy_state(0);
    Book& book = state.book;
    std::vector<TrackedOrder*> orders;
    for (int step = 0; step < 5000; ++step) {
        auto& instrument = *book.instruments()[static_cast<std::size_t>(roll(10))];
        switch (roll(6)) {
        case 0:
        case 1: {
            TrackedOrder order;
            order.client_order_id = "r" + std::to_string(step);
            order.request = OrderRequest{roll(2) ? Side::buy : Side::sell, instrument.contract,
                                         Decimal{roll(50) + 1}};
            if (roll(4) == 0) order.request.oca_group = "g" + std::to_string(roll(3));
            order.instrument = &instrument;
            if (roll(10)) order.unit_value = Decimal{roll(200) + 1};
            order.opening = Decimal{roll(static_cast<int>(50))};
            orders.push_back(&state.add_order(std::move(order)));
            break;
        }
        case 2:
            if (!orders.empty()) {
                auto& order = *orders[static_cast<std::size_t>(roll(int(orders.size())))];
                if (Decimal left = order.leaves(); left.sign() > 0) {
                    Decimal fill = std::min(left, Decimal{roll(20) + 1});
                    order.report.filled += fill;
                    book.fill(*order.instrument, order.request.side, fill, at.uptime);
                    book.changed(order);
                }
            }
            break;
        case 3:
            if (!orders.empty()) {
                auto& order = *orders[static_cast<std::size_t>(roll(int(orders.size())))];
                order.stage = TrackedOrder::Stage::done;
                book.changed(order);
            }
            break;
        case 4: {
            Quote quote{instrument.contract};
            if (roll(5)) quote.bid = quote.ask = Decimal{roll(200) + 1};
            book.set_quote(instrument, quote, at.uptime);
            break;
        }
        default: book.set_position(instrument, Decimal{roll(200) - 100}, 100_d, at.uptime);
        }
        auto counted = book.audit(state.orders);
        ASSERT_EQ(book.totals().gross, counted.gross) << step;
        ASSERT_EQ(book.totals().long_value, counted.long_value) << step;
        ASSERT_EQ(book.totals().short_value, counted.short_value) << step;
        ASSERT_EQ(book.totals().reserved, counted.reserved) << step;
        ASSERT_EQ(book.totals().working, counted.working) << step;
        ASSERT_EQ(book.totals().unpriced, counted.unpriced) << step;
    }
}

TEST(Conduct, a_burst_and_then_a_steady_rate)
{
    TokenBucket bucket;
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(bucket.has_token(10, 20, 1h)) << i;
        bucket.take(10, 20, 1h);
    }
    EXPECT_FALSE(bucket.has_token(10, 20, 1h));
    EXPECT_FALSE(bucket.has_token(10, 20, 1h + 99ms));
    EXPECT_TRUE(bucket.has_token(10, 20, 1h + 100ms));
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(bucket.has_token(10, 20, 2h)) << i;
        bucket.take(10, 20, 2h);
    }
    EXPECT_FALSE(bucket.has_token(10, 20, 2h));
}

}  // namespace
}  // namespace trademind::risk
