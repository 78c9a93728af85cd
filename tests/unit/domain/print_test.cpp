// What programs print with <<: ids, names, and everything that describes itself.
#include <trademind/account.hpp>
#include <trademind/observer.hpp>
#include <trademind/order_report.hpp>

#include <gtest/gtest.h>

#include <sstream>

using namespace trademind;
using namespace trademind::literals;

namespace {

template <class... Parts> std::string printed(const Parts&... parts)
{
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
}

const TimePoint half_past_three = parse_time("2026-11-24T15:30:00Z").value();

}  // namespace

TEST(Print, ids_are_numbers_and_enumerations_their_names)
{
    EXPECT_EQ(printed(OrderId{42}, ' ', PermanentId{7}), "42 7");
    EXPECT_EQ(printed(OrderStatus::pre_submitted, ' ', Side::sell, ' ', OrderType::stop_limit, ' ',
                      TimeInForce::good_till_cancelled),
              "PreSubmitted SELL STP LMT GTC");
    EXPECT_EQ(printed(SecurityType::future, ' ', OptionRight::put, ' ', MarketDataType::delayed,
                      ' ', LinkState::ready),
              "FUT P delayed ready");
    EXPECT_EQ(printed(PriceSource::line, PriceSource::broker, PriceSource::close),
              "linebrokerclose");
}

TEST(Print, numbers_are_plain_and_a_dash_where_there_is_none)
{
    EXPECT_EQ(printed(189.10_d, ' ', std::optional{-0.5_d}, ' ', std::optional<Decimal>{}),
              "189.1 -0.5 -");
}

TEST(Print, an_order_report_says_what_became_of_the_order)
{
    OrderReport report{OrderId{7}, buy(stock("AAPL"), 10_d).limit(189.10_d)};
    EXPECT_EQ(printed(report), "order 7: BUY 10 AAPL LMT 189.1 DAY, PendingSubmit, 0 of 10 filled");
    report.status = OrderStatus::cancelled;
    report.filled = 4_d;
    report.average_fill_price = 189.08_d;
    report.error = Error{Errc::cancelled, "by the exchange"};
    EXPECT_EQ(printed(report),
              "order 7: BUY 10 AAPL LMT 189.1 DAY, Cancelled, 4 of 10 filled at 189.08: " +
                  report.error->describe());
}

TEST(Print, executions_and_commissions)
{
    Execution e;
    e.order_id = OrderId{7};
    e.contract = stock("AAPL");
    e.quantity = 4_d;
    e.price = 189.08_d;
    EXPECT_EQ(printed(e), "BUY 4 AAPL at 189.08, order 7");
    e.exchange = "NASDAQ";
    e.time = half_past_three;
    EXPECT_EQ(printed(e), "BUY 4 AAPL at 189.08 on NASDAQ, order 7, 2026-11-24T15:30:00Z");
    EXPECT_EQ(printed(Commission{"0000e1a7.01", 1_d, "USD"}), "1 USD for 0000e1a7.01");
}

TEST(Print, a_quote_shows_what_is_unknown)
{
    Quote quote{stock("AAPL")};
    EXPECT_EQ(printed(quote), "AAPL bid -, ask -, last -");
    quote.bid = 189.08_d;
    quote.bid_size = 300_d;
    quote.last = 189.09_d;
    quote.type = MarketDataType::delayed;
    quote.halted = true;
    EXPECT_EQ(printed(quote), "AAPL bid 189.08 x 300, ask -, last 189.09, delayed, halted");
}

TEST(Print, a_bar)
{
    Bar bar;
    bar.time = half_past_three;
    bar.open = 189_d;
    bar.high = 189.2_d;
    bar.low = 188.9_d;
    bar.close = 189.1_d;
    EXPECT_EQ(printed(bar), "2026-11-24T15:30:00Z open 189 high 189.2 low 188.9 close 189.1");
    bar.volume = 1200_d;
    EXPECT_EQ(printed(bar),
              "2026-11-24T15:30:00Z open 189 high 189.2 low 188.9 close 189.1 volume 1200");
}

TEST(Print, errors_contracts_and_results)
{
    Error error{Errc::rejected, "no"};
    EXPECT_EQ(printed(error), error.describe());
    EXPECT_EQ(printed(forex("EUR", "USD"), ' ', stock("AAPL")), "EUR.USD AAPL");
    EXPECT_NE(printed(Result<Decimal>{error}).find(error.describe()), std::string::npos);
}

TEST(Print, positions_and_accounts)
{
    Position position{stock("SAP").in("EUR"), -10_d};
    EXPECT_EQ(printed(position), "-10 SAP");
    position.market_price = 190.02_d;
    position.market_value = -1900.2_d;
    EXPECT_EQ(printed(position), "-10 SAP at 190.02, worth -1900.2 EUR");
    Account account{"DU1234567"};
    EXPECT_EQ(printed(account), "DU1234567: worth - USD");
    account.portfolio_value = 100_d;
    account.cash_balance = 90_d;
    account.buying_power = 360_d;
    EXPECT_EQ(printed(account), "DU1234567: worth 100 USD, cash 90, buying power 360");
}
