// The one test that every number passes before it values an order: age and plausibility.
#include "execution/risk/usable_quote.hpp"

#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

Quote quoted(std::optional<Decimal> bid, std::optional<Decimal> ask,
             std::optional<Decimal> last = {}, std::optional<Decimal> close = {})
{
    Quote q{stock("AAPL")};
    q.bid = bid;
    q.ask = ask;
    q.last = last;
    q.close = close;
    return q;
}

TEST(UsableQuote, is_one_that_fits_itself)
{
    struct Row {
        const char* name;
        Quote quote;
        bool of_a_stock, of_an_option;
    };
    for (const auto& row : {
             Row{"usual", quoted(100_d, 100.02_d, 100_d, 99_d), true, true},
             Row{"one side", quoted({}, 100.02_d), true, true},
             Row{"nothing", quoted({}, {}), true, true},
             Row{"crossed", quoted(101_d, 100_d), false, false},
             Row{"a bid of a cent", quoted(0.01_d, 100_d), false, true},
             Row{"an ask of a cent", quoted({}, 0.01_d, 100_d), false, true},
             Row{"a thousand times the close", quoted(100'000_d, 100'001_d, {}, 100_d), false,
                 true},
             Row{"a fall by half", quoted(50_d, 50.1_d, 50_d, 100_d), true, true},
         }) {
        EXPECT_EQ(is_plausible(row.quote, SecurityType::stock), row.of_a_stock) << row.name;
        EXPECT_EQ(is_plausible(row.quote, SecurityType::option), row.of_an_option) << row.name;
    }
}

TEST(UsableQuote, is_fresh_by_its_kind)
{
    RiskLimits limits;
    auto live = quoted(100_d, 100.02_d), delayed = live;
    delayed.type = MarketDataType::delayed;
    auto fault = RiskReason::ok;
    EXPECT_TRUE(usable_quote(&live, limits.max_quote_age, SecurityType::stock, limits, fault));
    EXPECT_FALSE(
        usable_quote(&live, limits.max_quote_age + 1ns, SecurityType::stock, limits, fault));
    EXPECT_EQ(fault, RiskReason::stale_price);
    EXPECT_TRUE(
        usable_quote(&delayed, limits.max_quote_age + 1ns, SecurityType::stock, limits, fault));
    EXPECT_FALSE(usable_quote(nullptr, 0s, SecurityType::stock, limits, fault));
}

TEST(UsableQuote, of_a_pair_gives_the_dearer_rate_or_none)
{
    EXPECT_EQ(usable_rate(quoted(1.10_d, 1.12_d), false), 1.12_d);
    EXPECT_EQ(usable_rate(quoted(1.25_d, 1.30_d), true), 0.8_d);
    EXPECT_EQ(usable_rate(quoted({}, {}, 1.1_d), false), 1.1_d);
    for (const auto& wrong : {quoted(1.2_d, 1.1_d), quoted(1_d, 1.2_d), quoted({}, {}),
                              quoted({}, 0_d), quoted({}, -1_d), quoted(1.1_d, 1.11_d, 110_d)})
        EXPECT_FALSE(usable_rate(wrong, false)) << wrong.describe();
}

TEST_F(Checks, an_implausible_quote_values_nothing)
{
    limits().max_order_value = 50'000_d;
    quote(0.01_d, 0.02_d, 100_d);
    EXPECT_EQ(reason(buy(contract, 1'000'000_d)), RiskReason::no_price);
    quote(0.01_d, 200_d);
    EXPECT_EQ(reason(sell(contract, 1'000'000_d)), RiskReason::no_price)
        << "a short sale would be worth next to nothing";
    quote(100_d, 100.02_d, 100_d);
    EXPECT_EQ(reason(buy(contract, 1_d)), RiskReason::ok);
}

TEST_F(Checks, rates_that_contradict_each_other_value_nothing)
{
    auto& book = state.book;
    book.set_exchange_rate("EUR", 1.1_d, at.uptime);
    EXPECT_EQ(book.exchange_rate("EUR"), 1.1_d);
    auto told = [&](Decimal rate) {
        Account account{"DU1"};
        account.currency = "USD";
        account.balances.resize(1);
        account.balances[0].currency = "EUR";
        account.balances[0].exchange_rate = rate;
        book.take_rates(account, at.uptime);
    };
    told(1.12_d);
    EXPECT_EQ(book.exchange_rate("EUR"), 1.1_d);
    told(0.011_d);
    EXPECT_FALSE(book.exchange_rate("EUR")) << "one of them is wrong, and nobody knows which";
    book.set_exchange_rate("EUR", {}, at.uptime);
    EXPECT_EQ(book.exchange_rate("EUR"), 0.011_d);
}

}  // namespace
}  // namespace trademind::risk
