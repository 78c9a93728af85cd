// What the broker has told grows old: hours, details, rates, orders of other programs. Each is
// asked for again in its time, and nothing is opened by what is too old.
#include "base/time_zone.hpp"
#include "unit/execution/router_fixture.hpp"

#include <fmt/format.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class AgeingFacts : public RouterFixture {
protected:
    AgeingFacts()
    {
        lift_limits(config.risk);
        config.risk.max_order_value.reset();
        config.risk.max_denials.reset();
        config.risk.buying_power = false;
        config.risk.allow_self_trade = true;
        config.risk.allowed_security_types.push_back(SecurityType::future);
        config.kill_switch.on_stale_data = KillAction::none;
        step = 10min;
        broker->on_search = [this](const Contract& pattern) {
            ++searches;
            if (pattern.symbol == "ES" || pattern.id == es.id) list_hours();
        };
        broker->contracts.emplace_back(es);
    }
    /// As TWS tells them: today and tomorrow.
    void list_hours()
    {
        using namespace std::chrono;
        if (broker->contracts.empty()) return;
        ContractDetails& details = broker->contracts.front();
        details.time_zone = "US/Eastern";
        details.liquid_hours.clear();
        auto today = floor<days>(clock->now() - 5h);
        for (auto day : {today, today + days{1}}) {
            year_month_day date{day};
            auto text =
                fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
            bool closed = weekday{day} == Saturday || weekday{day} == Sunday ||
                          day == sys_days{2026y / January / 19};
            details.liquid_hours +=
                closed ? text + ":CLOSED;" : fmt::format("{0}:0930-{0}:1600;", text);
        }
    }
    void break_and_return()
    {
        broker->tell_link(LinkState::lost);
        run();
        advance(1min);
        broker->tell_link(LinkState::restored_without_data);
        run();
    }

    static Contract future_of_march()
    {
        auto contract = future("ES", "20260320", "CME");
        contract.id = 495512552;
        contract.multiplier = 50;
        return contract;
    }

    const Contract es = future_of_march();
    int searches = 0;
};

TEST_F(AgeingFacts, forty_days_over_weekends_a_holiday_and_daily_restarts)
{
    start();
    broker->hold(es, 100_d);
    run();
    advance(10s);  // the broker's word on the position counts from here on
    ASSERT_TRUE(resume());
    for (int day = 0; day < 40; ++day) {
        auto before = searches;
        broker->quote(es, 5200_d, 5200.25_d);
        broker->tell_account();
        run();
        auto date = std::chrono::floor<std::chrono::days>(clock->now());
        bool holiday = date == std::chrono::sys_days{std::chrono::year{2026} / 1 / 19};
        bool weekend = day % 7 == 5 || day % 7 == 6;
        auto expected = weekend || holiday ? RiskReason::market_closed : RiskReason::ok;
        EXPECT_EQ(refusal(buy(es, 1_d)), expected) << "day " << day;
        EXPECT_EQ(refusal(sell(es, 1_d)), expected) << "closing, day " << day;
        EXPECT_EQ(refusal(sell(es, 1_d).limit(5200_d)), RiskReason::ok) << "day " << day;
        let_pass(12h);
        break_and_return();
        let_pass(24h - 12h - 1min);
        EXPECT_GT(searches, before) << "day " << day;
    }
}

TEST_F(AgeingFacts, what_is_too_old_opens_nothing_and_closes)
{
    config.kill_switch.watch_positions = false;
    start();
    broker->hold(es, 100_d);
    run();
    advance(10s);
    ASSERT_TRUE(resume());
    broker->quote(es, 5200_d, 5200.25_d);
    ASSERT_EQ(refusal(buy(es, 1_d).limit(5200_d)), RiskReason::ok);
    broker->knows_contracts = false;
    broker->contracts.clear();
    let_pass(47h);
    broker->quote(es, 5200_d, 5200.25_d);
    EXPECT_EQ(refusal(buy(es, 1_d).limit(5200_d)), RiskReason::ok) << "not so old yet";
    let_pass(2h);
    broker->quote(es, 5200_d, 5200.25_d);
    EXPECT_EQ(refusal(buy(es, 1_d).limit(5200_d)), RiskReason::unknown_contract);
    EXPECT_EQ(refusal(sell(es, 1_d).limit(5200_d)), RiskReason::ok);
    broker->contracts.emplace_back(es);
    advance(1min);
    EXPECT_EQ(refusal(buy(es, 1_d).limit(5200_d)), RiskReason::ok) << "told again";
}

TEST_F(AgeingFacts, of_one_instrument_the_details_are_asked_for_once_a_minute_at_most)
{
    start();
    broker->quote(es, 5200_d, 5200.25_d);
    ASSERT_EQ(refusal(buy(es, 1_d).limit(5200_d)), RiskReason::ok);
    auto first = searches;
    let_pass(25h);
    broker->quote(es, 5200_d, 5200.25_d);
    run();
    auto before = searches;
    for (int i = 0; i < 20; ++i) (void)refusal(buy(es, 1_d).limit(5200_d));
    EXPECT_LE(searches, before + 1);
    EXPECT_GT(searches, first);
}

TEST_F(AgeingFacts, a_rate_of_yesterday_values_nothing)
{
    start();
    auto foreign = stock("XYZ").in("EUR");
    broker->quote(foreign, 10_d, 10_d);
    broker->quote(forex("EUR", "USD"), 1.19_d, 1.2_d);
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::ok);
    let_pass(25h);
    broker->quote(foreign, 10_d, 10_d);
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::no_exchange_rate);
    broker->account.balances.emplace_back("EUR").exchange_rate = 1.1_d;
    broker->tell_account();
    run();
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::ok) << "the account's own";
    broker->account.balances.clear();
    broker->tell_account();
    run();
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::no_exchange_rate)
        << "the account tells none any more";
    broker->quote(forex("EUR", "USD"), 1.19_d, 1.2_d);
    EXPECT_EQ(refusal(buy(foreign, 1_d).limit(10_d)), RiskReason::ok);
}

TEST_F(AgeingFacts, orders_of_other_programs_are_looked_at_while_some_are_open)
{
    config.kill_switch.on_unknown_order = KillAction::none;
    config.risk.max_open_orders = 1;
    start();
    OrderReport other{OrderId{77}, buy(aapl, 5_d).limit(99_d)};
    other.client_id = 9;
    other.permanent_id = PermanentId{9001};
    other.status = OrderStatus::submitted;
    broker->tell(other);
    run();
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::max_open_orders);
    // it ends, and no event says so
    broker->orders.erase(77);
    let_pass(2min, 1s);
    broker->quote(aapl, 100_d, 100.02_d);
    EXPECT_EQ(refusal(buy(aapl, 1_d).limit(99_d)), RiskReason::ok);
}

}  // namespace
}  // namespace trademind::test
