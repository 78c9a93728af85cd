// Everything that the checks look at, set by hand: one instrument, an account, and no broker.
#pragma once

#include "execution/risk/chain.hpp"
#include "support/lifted_limits.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace trademind::risk {

/// The hours of a market that is always in that state.
inline MarketHours always(MarketState state)
{
    class Closed final : public TradingCalendar {
        std::optional<TradingSession> session_at_or_after(TimePoint) const override { return {}; }
    };
    if (state == MarketState::unknown) return {};
    if (state == MarketState::open) return MarketHours{always_open_calendar()};
    return MarketHours{std::make_shared<const Closed>()};
}

/// AAPL quoted 100.00 to 100.02, nothing held, 100,000 USD. Every check that could disturb is off:
/// a test switches on the one that it is about.
class Checks : public testing::Test {
protected:
    Checks()
    {
        RiskLimits& r = state.config.risk;
        r = RiskLimits{};
        r.max_order_size.reset();
        r.max_order_value.reset();
        r.price_collar.reset();
        r.price_collar_options.reset();
        test::lift_counts(r);
        test::lift_exposure(r);
        r.allow_self_trade = true;
        r.short_sales = ShortSales::allow;
        r.short_requires_locate = false;
        r.buying_power = false;
        r.max_daily_loss = {};
        r.market_orders_outside_hours = OutsideHours::allow;
        r.wrong_side_stops = WrongSideStops::allow;
        r.max_rejects.reset();
        r.max_denials.reset();
        state.connected = state.reconciled = true;
        instrument = &state.book.add(contract);
        instrument->details = ContractDetails{contract};
        instrument->details->minimum_tick = Decimal::parse("0.01");
        quote(Decimal{100}, Decimal::parse("100.02"));
        account.portfolio_value = account.buying_power = account.cash_balance = Decimal{100'000};
        tell_account();
    }

    RiskLimits& limits() { return state.config.risk; }
    void quote(std::optional<Decimal> bid, std::optional<Decimal> ask,
               std::optional<Decimal> last = {})
    {
        Quote q{contract};
        q.bid = bid;
        q.ask = ask;
        q.last = last;
        state.book.set_quote(*instrument, q, at.uptime);
    }
    void no_quote() { instrument->quote.reset(); }
    void tell_account()
    {
        state.account.update(account, state.config.risk.currency, at.uptime, at.time);
    }
    void no_account() { state.account = AccountState{}; }
    void hold(Decimal quantity)
    {
        state.book.set_position(*instrument, quantity, Decimal{100}, at.uptime);
        state.book.fill(*instrument, Side::buy, quantity - instrument->position, at.uptime);
    }
    TrackedOrder& work(OrderRequest order, std::optional<Decimal> unit_value = Decimal{100})
    {
        TrackedOrder booked;
        booked.client_order_id = "w" + std::to_string(++count_);
        booked.id = OrderId{count_};
        booked.instrument = state.book.find(order.contract);
        booked.opening = order.quantity;
        booked.unit_value = unit_value;
        booked.request = std::move(order);
        return state.add_order(std::move(booked));
    }
    void pass(Duration time)
    {
        at.uptime += time;
        at.time += time;
    }
    RiskVerdict verdict(const OrderRequest& order, const TrackedOrder* replaces = nullptr)
    {
        Case c{state, order, state.book.find(order.contract), replaces, at};
        return judge(c);
    }
    RiskReason reason(const OrderRequest& order, const TrackedOrder* replaces = nullptr)
    {
        return verdict(order, replaces).reason;
    }
    OrderRequest buying(Decimal quantity, Decimal price) const
    {
        return buy(contract, quantity).limit(price);
    }
    OrderRequest selling(Decimal quantity, Decimal price) const
    {
        return sell(contract, quantity).limit(price);
    }

    Now at{
        std::chrono::hours{1},
        TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + std::chrono::hours{15}};
    const Contract contract = stock("AAPL");
    State state{Config{}};
    Instrument* instrument = nullptr;
    Account account{"DU1"};

private:
    int count_ = 0;
};

class AccountChecks : public Checks {
protected:
    /// What a missing or an old account does to an order that opens and to one that closes.
    void expect_needs_account(const OrderRequest& opens, const OrderRequest& closes,
                              RiskReason expected = RiskReason::no_account)
    {
        no_account();
        EXPECT_EQ(reason(opens), expected) << "no account";
        EXPECT_EQ(reason(closes), RiskReason::ok) << "closing passes";
        tell_account();
        pass(limits().max_account_age);
        quote(Decimal{100}, Decimal::parse("100.02"));
        EXPECT_NE(reason(opens), expected) << "at the limit of its age";
        pass(Duration{1});
        EXPECT_EQ(reason(opens), expected) << "too old";
        EXPECT_EQ(reason(closes), RiskReason::ok);
    }
};

}  // namespace trademind::risk
