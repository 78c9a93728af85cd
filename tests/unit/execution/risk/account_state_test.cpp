// Day trading's day start, refusals of brokers, and reasons.
#include "execution/risk/account_state.hpp"
#include "execution/orders/outcome.hpp"

#include <trademind/execution/risk.hpp>

#include <gtest/gtest.h>

#include <set>

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

TimePoint utc(int year, int month, int day, Duration at)
{
    return TimePoint{std::chrono::sys_days{std::chrono::year{year} / month / day}} + at;
}

TEST(AccountState, a_day_begins_with_its_first_value)
{
    AccountState state;
    Account account{"DU1"};
    auto tell = [&](Decimal equity, TimePoint at) {
        account.portfolio_value = equity;
        state.update(account, "USD", 1h, at);
    };
    EXPECT_FALSE(state.loss_today()) << "nothing known";
    tell(100000_d, utc(2026, 1, 5, 15h));
    EXPECT_EQ(state.loss_today(), 0_d);
    tell(103000_d, utc(2026, 1, 5, 16h));
    EXPECT_EQ(state.loss_today(), -3000_d) << "a gain";
    EXPECT_EQ(state.day()->highest, 103000_d);
    tell(99000_d, utc(2026, 1, 5, 17h));
    EXPECT_EQ(state.loss_today(), 1000_d);
    EXPECT_EQ(state.day()->highest, 103000_d);
    tell(98000_d, utc(2026, 1, 6, 0h));
    EXPECT_EQ(state.loss_today(), 0_d) << "midnight in UTC";
    EXPECT_EQ(state.day()->highest, 98000_d);
}

TEST(AccountState, a_run_before_on_the_same_day_counts)
{
    AccountState state;
    state.restore({std::chrono::floor<std::chrono::days>(utc(2026, 1, 5, 0h)), 100000_d, 105000_d});
    Account account{"DU1"};
    account.portfolio_value = 99000_d;
    state.update(account, "USD", 1h, utc(2026, 1, 5, 20h));
    EXPECT_EQ(state.loss_today(), 1000_d);
    EXPECT_EQ(state.day()->highest, 105000_d);
    AccountState later;
    later.restore({std::chrono::floor<std::chrono::days>(utc(2026, 1, 5, 0h)), 100000_d, 105000_d});
    later.update(account, "USD", 1h, utc(2026, 1, 6, 1h));
    EXPECT_EQ(later.loss_today(), 0_d) << "yesterday's does not";
}

TEST(AccountState, without_equity_there_is_no_day)
{
    AccountState state;
    state.update(Account{"DU1"}, "USD", 1h, utc(2026, 1, 5, 15h));
    EXPECT_FALSE(state.day());
    EXPECT_FALSE(state.equity());
    EXPECT_TRUE(state.is_fresh(1s, 1h + 1s));
    EXPECT_FALSE(state.is_fresh(1s, 1h + 1s + 1ns));
}

TEST(AccountState, money_in_another_currency_than_the_limits_is_unknown)
{
    AccountState state;
    Account account{"DU1"};
    account.currency = "EUR";
    account.portfolio_value = account.buying_power = account.cash_balance = 100000_d;
    account.day_trades_remaining = 2;
    state.update(account, "USD", 1h, utc(2026, 1, 5, 15h));
    EXPECT_FALSE(state.equity());
    EXPECT_FALSE(state.loss_today());
    EXPECT_FALSE(state.day());
    EXPECT_FALSE(state.account()->buying_power);
    EXPECT_EQ(state.account()->id, "DU1");
    EXPECT_EQ(state.account()->currency, "EUR") << "the refusal names it";
    EXPECT_EQ(state.account()->day_trades_remaining, 2);
    state.update(account, "EUR", 1h, utc(2026, 1, 5, 15h));
    EXPECT_EQ(state.equity(), 100000_d);
}

TEST(AccountState, limits_in_money)
{
    AccountState state;
    EXPECT_EQ(state.money({}, 100_d), std::nullopt) << "unlimited";
    EXPECT_EQ(state.money(MoneyLimit::amount(5_d), std::nullopt), 5_d);
    EXPECT_EQ(state.money(MoneyLimit::of_equity(0.02_d), 100_d), 2_d);
    EXPECT_EQ(state.money(MoneyLimit::of_equity(0.02_d), std::nullopt), std::nullopt);
    EXPECT_EQ(state.money(MoneyLimit::of_equity(2_d), Decimal::max()), std::nullopt)
        << "too large to compute is unknown, not unlimited: the check refuses";
}

TEST(RiskReasons, each_has_a_name_a_number_and_a_condition)
{
    std::set<std::string_view> names;
    for (int n = 1; n < risk_reason_count; ++n) {
        auto reason = static_cast<RiskReason>(n);
        auto name = to_string(reason);
        EXPECT_NE(name, "?") << n;
        EXPECT_TRUE(names.insert(name).second) << name;
        auto code = make_error_code(reason);
        EXPECT_EQ(code.value(), n);
        EXPECT_EQ(code.message(), name);
        EXPECT_EQ(std::string_view{code.category().name()}, "risk");
        EXPECT_NE(code.default_error_condition().category(), risk_category())
            << name << " stands for an Errc";
    }
    EXPECT_EQ(to_string(RiskReason::ok), "OK");
    EXPECT_EQ(risk_category().message(9999), "unknown risk reason");
}

TEST(RiskReasons, compare_equal_to_what_they_stand_for)
{
    EXPECT_EQ((RiskVerdict{RiskReason::max_order_size, "x"}.error()), Errc::order_size_limit);
    EXPECT_EQ((RiskVerdict{RiskReason::stale_price, "x"}.error()), Errc::no_price);
    EXPECT_EQ((RiskVerdict{RiskReason::halted, "x"}.error()), Errc::trading_halted);
    EXPECT_EQ((RiskVerdict{RiskReason::journal, "x"}.error()), Errc::input_output);
    EXPECT_EQ((RiskVerdict{RiskReason::duplicate_id, "x"}.error()), Errc::duplicate_order);
    EXPECT_EQ((RiskVerdict{RiskReason::price_collar, "x"}.error()), Errc::risk_limit);
    EXPECT_FALSE((RiskVerdict{RiskReason::price_collar, "x"}.error()) == Errc::no_price);
}

TEST(RiskReasons, a_verdict_is_a_pair)
{
    EXPECT_EQ(RiskVerdict{}.pair(), std::pair(true, std::string{"OK"}));
    RiskVerdict refused{RiskReason::halted, "why"};
    EXPECT_EQ(refused.pair(), std::pair(false, std::string{"why"}));
    EXPECT_FALSE(refused);
    EXPECT_NE(refused, RiskVerdict{});
}

TEST(Outcome, only_words_that_leave_no_doubt_prove_a_refusal)
{
    for (Errc proof :
         {Errc::not_connected, Errc::invalid_argument, Errc::not_supported, Errc::unknown_contract,
          Errc::ambiguous_contract, Errc::read_only, Errc::rejected, Errc::invalid_order,
          Errc::buying_power, Errc::no_price, Errc::duplicate_order})
        EXPECT_TRUE(proves_refusal(Error{proof})) << Error{proof}.describe();
    for (Errc doubt : {Errc::timed_out, Errc::cancelled, Errc::connection_lost, Errc::protocol,
                       Errc::internal, Errc::pacing, Errc::unknown_order})
        EXPECT_FALSE(proves_refusal(Error{doubt})) << Error{doubt}.describe();
    EXPECT_TRUE(proves_refusal(make_tws_error(201, "rejected")));
    EXPECT_FALSE(proves_refusal(make_tws_error(99'999, "news"))) << "a code that nobody knows";
    EXPECT_FALSE(proves_refusal(make_tws_error(399, "will be held until the opening")))
        << "a warning";
}

}  // namespace
}  // namespace trademind::risk
