// Fills by day and symbol, by numbers computed by hand.
#include "ops/report/fill_sums.hpp"

#include <gmock/gmock.h>

namespace trademind::ops {
namespace {

using namespace literals;

Execution fill(std::string id, Side side, Decimal quantity, Decimal price,
               Contract contract = stock("A"), std::string_view time = "2026-01-05T15:00:00Z")
{
    Execution e;
    e.id = std::move(id);
    e.contract = std::move(contract);
    e.side = side;
    e.quantity = quantity;
    e.price = price;
    e.time = parse_time(time).value();
    return e;
}

Commission commission(std::string id, Decimal amount, std::optional<Decimal> realized = {},
                      std::string currency = "USD")
{
    Commission c{std::move(id), amount, std::move(currency)};
    c.realized_pnl = realized;
    return c;
}

Quote market(Decimal bid, Decimal ask, Contract contract = stock("A"))
{
    Quote quote{std::move(contract)};
    quote.bid = bid;
    quote.ask = ask;
    return quote;
}

class Fills : public testing::Test {
protected:
    StrategyReport report(const std::vector<Position>& positions = {})
    {
        StrategyReport made;
        sums.write(made, positions, account);
        return made;
    }
    FillSums sums;
    Account account{"U1"};
};

TEST_F(Fills, add_up_by_symbol_and_day)
{
    sums.quote(market(9.99_d, 10.01_d));
    sums.add(fill("1.01", Side::buy, 100_d, 10.01_d), account);
    sums.add(commission("1.01", 1_d), account);
    sums.quote(market(10.98_d, 11_d));
    sums.add(fill("2.01", Side::sell, 40_d, 10.98_d, stock("A"), "2026-01-06T15:00:00Z"), account);
    sums.add(commission("2.01", 1.1_d, 37.3_d), account);
    auto made = report();
    EXPECT_EQ(made.total.fills, 2U);
    EXPECT_EQ(made.total.turnover, 1001_d + 439.2_d);
    EXPECT_EQ(made.total.costs, 2.1_d);
    EXPECT_EQ(made.total.slippage, 1_d + 0.4_d) << "a cent each way from the middle";
    EXPECT_EQ(made.total.realized, 37.3_d);
    EXPECT_EQ(made.total.without_midpoint, 0U);
    ASSERT_EQ(made.days.size(), 2U);
    EXPECT_EQ(made.days[0].date, "20260105");
    EXPECT_EQ(made.days[0].turnover, 1001_d);
    EXPECT_EQ(made.days[1].realized, 37.3_d);
    ASSERT_EQ(made.symbols.size(), 1U);
    EXPECT_EQ(made.symbols[0].bought, 100_d);
    EXPECT_EQ(made.symbols[0].sold, 40_d);
}

TEST_F(Fills, a_better_price_than_the_middle_is_negative)
{
    sums.quote(market(10_d, 10.02_d));
    sums.add(fill("1.01", Side::buy, 100_d, 10_d), account);
    EXPECT_EQ(report().total.slippage, -1_d);
}

TEST_F(Fills, without_a_quote_the_slippage_is_not_known_of_that_fill)
{
    sums.add(fill("1.01", Side::buy, 100_d, 10_d), account);
    auto one_sided = market(10_d, 10.02_d);
    one_sided.ask.reset();
    sums.quote(one_sided);
    sums.add(fill("2.01", Side::buy, 100_d, 10_d), account);
    EXPECT_EQ(report().total.without_midpoint, 2U);
    EXPECT_EQ(report().total.slippage, 0_d);
}

TEST_F(Fills, count_multipliers)
{
    auto es = future("ES", "202603", "CME").with_multiplier(50_d);
    sums.quote(market(5000_d, 5000.5_d, es));
    sums.add(fill("1.01", Side::buy, 2_d, 5000.5_d, es), account);
    EXPECT_EQ(report().total.turnover, 500'050_d);
    EXPECT_EQ(report().total.slippage, 25_d);
}

TEST_F(Fills, prices_in_pence_are_money_in_pounds)
{
    Contract shares = stock("VOD");
    shares.currency = "USD";  // of the account, so that no rate is needed
    ContractDetails details{shares};
    details.price_magnifier = 100;
    sums.details(details);
    sums.quote(market(99_d, 101_d, shares));
    sums.add(fill("1.01", Side::buy, 1000_d, 101_d, shares), account);
    EXPECT_EQ(report().total.turnover, 1010_d);
    EXPECT_EQ(report().total.slippage, 10_d);
}

TEST_F(Fills, convert_currencies_or_are_unknown)
{
    CurrencyBalance euro{"EUR"};
    euro.exchange_rate = 1.1_d;
    account.balances.push_back(euro);
    sums.add(fill("1.01", Side::buy, 10_d, 100_d, stock("SAP").in("EUR")), account);
    sums.add(commission("1.01", 3_d, std::nullopt, "EUR"), account);
    EXPECT_EQ(report().total.turnover, 1100_d);
    EXPECT_EQ(report().total.costs, 3.3_d);
    sums.add(fill("2.01", Side::buy, 10_d, 100_d, stock("SONY").in("JPY")), account);
    EXPECT_FALSE(report().total.turnover) << "no rate of the yen";
    EXPECT_EQ(report().total.costs, 3.3_d);
}

TEST_F(Fills, a_correction_replaces_and_a_commission_may_come_first)
{
    sums.add(commission("1.01", 1_d), account);
    sums.add(fill("1.01", Side::buy, 100_d, 10_d), account);
    sums.add(fill("1.02", Side::buy, 90_d, 10_d), account);
    auto made = report();
    EXPECT_EQ(made.total.fills, 1U);
    EXPECT_EQ(made.total.turnover, 900_d);
    EXPECT_EQ(made.total.costs, 1_d);
    EXPECT_EQ(made.symbols[0].bought, 90_d);
    sums.add(commission("1.01", 1.5_d), account);
    EXPECT_EQ(report().total.costs, 1.5_d) << "a later report of it replaces the first";
}

TEST_F(Fills, positions_complete_the_symbols)
{
    sums.add(fill("1.01", Side::buy, 100_d, 10_d), account);
    sums.add(commission("1.01", 1_d, 5_d), account);
    Position held{stock("A"), 100_d};
    held.unrealized_pnl = 20_d;
    Position other{stock("B"), 7_d};
    auto made = report({held, other});
    ASSERT_EQ(made.symbols.size(), 2U);
    EXPECT_EQ(made.symbols[0].position, 100_d);
    EXPECT_EQ(made.symbols[0].pnl, 25_d);
    EXPECT_EQ(made.symbols[1].contract.symbol, "B");
    EXPECT_FALSE(made.symbols[1].pnl) << "its price is not known";
}

}  // namespace
}  // namespace trademind::ops
