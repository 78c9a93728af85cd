// What the commands print of orders, fills, positions and markets: every field of JSON, the tables.
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::cli {
namespace {

using namespace literals;
using testing::HasSubstr;

const TimePoint at =
    TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + std::chrono::hours{15};

/// Every key in its order: programs that read --json count on both.
std::vector<std::string> keys_of(const Json& json)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    return keys;
}
using Keys = std::vector<std::string>;

OrderReport report()
{
    OrderReport r{OrderId{7},
                  sell(stock("AAPL"), 10_d).stop(99_d).limit(98.5_d).with_client_order_id("mine")};
    r.permanent_id = PermanentId{1234567890123};
    r.client_id = 3;
    r.order.account = "DU2";
    r.status = OrderStatus::submitted;
    r.filled = 4_d;
    r.remaining = 6_d;
    r.average_fill_price = 98.755_d;
    r.commission = 1.25_d;
    return r;
}

TEST(JsonOutput, of_an_order)
{
    EXPECT_EQ(json_of(report()), Json::parse(R"({
        "order_id": 7, "permanent_id": 1234567890123, "client_id": 3, "client_order_id": "mine",
        "account": "DU2", "contract_id": 0,
        "symbol": "AAPL", "security_type": "STK", "exchange": "SMART", "currency": "USD",
        "side": "SELL", "quantity": "10", "order_type": "STP LMT",
        "limit_price": "98.5", "stop_price": "99", "time_in_force": "DAY", "status": "Submitted",
        "filled": "4", "remaining": "6", "average_fill_price": "98.755", "commission": "1.25",
        "error": null, "commission_currency": null, "messages": []})"));
}

TEST(JsonOutput, of_an_order_names_the_currency_of_its_commission)
{
    OrderReport r = report();
    r.commission_currency = "EUR";
    EXPECT_EQ(json_of(r)["commission_currency"], "EUR");
    r.commission = {};
    EXPECT_EQ(json_of(r)["commission"], "0") << "it was free";
    r.commission_currency = {};
    EXPECT_EQ(json_of(r)["commission"], nullptr) << "it has filled, and nobody has told the fee";
    r.filled = {};
    EXPECT_EQ(json_of(r)["commission"], "0");
}

TEST(JsonOutput, of_an_order_without_a_number_has_none)
{
    OrderReport r = report();
    r.id = OrderId{};
    r.permanent_id = PermanentId{};
    auto json = json_of(r);
    for (auto key : {"order_id", "permanent_id", "client_id"}) EXPECT_EQ(json[key], nullptr) << key;
    auto table = order_table({r}).str();
    EXPECT_THAT(table, testing::ContainsRegex("\n +SELL 10 AAPL"));
    r.id = OrderId{12};
    r.client_id = 0;
    EXPECT_THAT(order_table({r}).str(), testing::ContainsRegex("\n +12 +0 +SELL 10 AAPL"));
}

TEST(JsonOutput, of_an_order_has_what_the_broker_said_and_null_where_it_did_not)
{
    auto r = report();
    r.id = {};
    r.client_id = OrderReport::no_client_id;
    r.messages.emplace_back(399, "it waits", at);
    r.order.side = Side::unknown;
    r.order.unknown_words.emplace_back("side", "SWAP");
    auto json = json_of(r);
    EXPECT_EQ(json["order_id"], nullptr);
    EXPECT_EQ(json["client_id"], nullptr);
    EXPECT_EQ(json["side"], "SWAP");
    EXPECT_EQ(json["messages"], Json::parse(R"([
        {"code": 399, "text": "it waits", "time": "2026-01-05T15:00:00Z"}])"));
    auto table = order_table({r}).str();
    EXPECT_THAT(table, HasSubstr("it waits"));
    EXPECT_THAT(table, HasSubstr("SWAP 10 AAPL"));
    Execution timeless;
    timeless.contract = stock("AAPL");
    EXPECT_EQ(json_of(timeless)["time"], nullptr);
}

TEST(JsonOutput, of_an_order_that_was_refused_says_why_and_has_no_prices)
{
    OrderReport r{OrderId{7}, buy(stock("AAPL"), 10_d)};
    r.error = Error{Errc::rejected, "not enough"};
    auto json = json_of(r);
    EXPECT_THAT(json["error"].get<std::string>(), HasSubstr("not enough"));
    for (auto price : {"limit_price", "stop_price", "average_fill_price"})
        EXPECT_EQ(json[price], nullptr) << price;
    EXPECT_EQ(json_of(report())["error"], nullptr);
}

TEST(JsonOutput, of_words_that_are_not_utf8_is_json_all_the_same)
{
    OrderReport r{OrderId{7}, buy(stock("AAPL"), 10_d)};
    r.error = Error{Errc::rejected, "Kein Handel m\xf6glich"};  // Latin-1, as a TWS may speak
    auto json = json_of(r);
    auto whole = Json::parse(page(json), nullptr, false);
    ASSERT_FALSE(whole.is_discarded());
    EXPECT_EQ(whole["order_id"], 7);
    EXPECT_THAT(whole["error"].get<std::string>(), HasSubstr("glich"));
    auto line = one_line(json);
    EXPECT_TRUE(Json::accept(line));
    EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(JsonOutput, of_what_an_order_would_cost)
{
    OrderPreview p;
    p.commission = 1_d;
    p.commission_currency = "USD";
    p.initial_margin_change = 250.5_d;
    p.equity_after = -3_d;
    p.warning = "careful";
    auto json = json_of(p);
    EXPECT_EQ(
        keys_of(json),
        (Keys{"commission", "minimum_commission", "maximum_commission", "commission_currency",
              "initial_margin_before", "initial_margin_change", "initial_margin_after",
              "maintenance_margin_before", "maintenance_margin_change", "maintenance_margin_after",
              "equity_before", "equity_change", "equity_after", "warning"}));
    EXPECT_EQ(json["commission"], "1");
    EXPECT_EQ(json["initial_margin_change"], "250.5");
    EXPECT_EQ(json["equity_after"], "-3");
    EXPECT_EQ(json["initial_margin_before"], nullptr) << "unknown is no zero";
    EXPECT_EQ(json["warning"], "careful");
}

TEST(JsonOutput, of_an_execution_with_and_without_its_commission)
{
    Execution e;
    e.id = "0001";
    e.order_id = OrderId{7};
    e.contract = stock("AAPL").with_id(265598);
    e.account = "DU2";
    e.side = Side::sell;
    e.quantity = 4_d;
    e.price = 98.755_d;
    e.time = at;
    EXPECT_EQ(json_of(e), Json::parse(R"({
        "time": "2026-01-05T15:00:00Z", "execution_id": "0001", "order_id": 7,
        "account": "DU2", "contract_id": 265598, "symbol": "AAPL",
        "security_type": "STK", "exchange": "SMART",
        "side": "SELL", "quantity": "4", "price": "98.755", "commission": null,
        "realized_pnl": null, "commission_currency": null, "currency": "USD"})"));
    e.commission.emplace().amount = 1_d;
    EXPECT_EQ(json_of(e)["commission"], "1");
    EXPECT_EQ(json_of(e)["realized_pnl"], nullptr) << "an opening trade realizes nothing";
    e.commission->realized_pnl = -12.5_d;
    EXPECT_EQ(json_of(e)["realized_pnl"], "-12.5");
}

TEST(JsonOutput, of_a_position_and_of_money)
{
    Position p{stock("AAPL"), -5_d};
    p.account = "DU2";
    p.average_cost = 100.123456_d;
    p.market_price = 101_d;
    EXPECT_EQ(json_of(p), Json::parse(R"({
        "account": "DU2", "contract_id": 0, "symbol": "AAPL", "security_type": "STK", "exchange": "SMART",
        "quantity": "-5", "average_cost": "100.123456", "market_price": "101",
        "market_value": null, "unrealized_pnl": null, "realized_pnl": null, "currency": "USD",
        "price_source": null, "price_time": null, "updated_at": null})"));
    p.price_source = PriceSource::line;
    p.price_time = p.updated_at = at;
    EXPECT_EQ(json_of(p)["price_source"], "line");
    EXPECT_EQ(json_of(p)["price_time"], "2026-01-05T15:00:00Z");
    EXPECT_EQ(json_of(p)["updated_at"], "2026-01-05T15:00:00Z");
    Account a{"DU1"};
    a.cash_balance = 0.1_d;
    EXPECT_EQ(json_of(a), Json::parse(R"({
        "id": "DU1", "currency": "USD", "cash_balance": "0.1", "portfolio_value": null,
        "buying_power": null, "gross_position_value": null, "realized_pnl": null,
        "unrealized_pnl": null, "day_trades_remaining": null, "daily_pnl": null,
        "settled_cash": null, "accrued_cash": null, "equity_with_loan": null,
        "margin": {"initial": null, "maintenance": null, "available_funds": null,
                   "excess_liquidity": null},
        "full_margin": {"initial": null, "maintenance": null, "available_funds": null,
                        "excess_liquidity": null},
        "look_ahead": {"initial": null, "maintenance": null, "available_funds": null,
                       "excess_liquidity": null},
        "look_ahead_at": null, "reg_t_equity": null, "reg_t_margin": null, "sma": null,
        "cushion": null, "balances": [], "updated_at": null})"));
    a.balances.emplace_back("EUR").cash = -5_d;
    a.margin.initial = 250_d;
    EXPECT_EQ(json_of(a)["balances"], Json::parse(R"([{"currency": "EUR", "cash": "-5",
        "settled_cash": null, "exchange_rate": null}])"));
    EXPECT_EQ(json_of(a)["margin"]["initial"], "250");
    a.day_trades_remaining = 0;
    EXPECT_EQ(json_of(a)["day_trades_remaining"], 0);
    Portfolio portfolio;
    portfolio.total_value = 1000_d;
    portfolio.open_positions = 2;
    EXPECT_EQ(keys_of(json_of(portfolio)),
              (Keys{"total_value", "cash_balance", "invested_value", "buying_power",
                    "open_positions", "day_trades_remaining", "currency", "invested_value_lacks",
                    "daily_pnl", "unrealized_pnl", "realized_pnl", "updated_at"}));
    EXPECT_EQ(json_of(portfolio)["open_positions"], 2);
}

TEST(JsonOutput, of_an_instrument)
{
    ContractDetails d{option("AAPL", "20261218", 150_d, OptionRight::call)};
    d.contract.id = 99;
    d.minimum_tick = 0.05_d;
    d.long_name = "APPLE INC";
    auto json = json_of(d);
    EXPECT_EQ(keys_of(json), (Keys{"contract_id",     "symbol",           "security_type",
                                   "exchange",        "primary_exchange", "currency",
                                   "expiry",          "strike",           "right",
                                   "multiplier",      "local_symbol",     "trading_class",
                                   "long_name",       "minimum_tick",     "price_magnifier",
                                   "valid_exchanges", "order_types",      "time_zone",
                                   "trading_hours",   "liquid_hours"}));
    EXPECT_EQ(json["contract_id"], 99);
    EXPECT_EQ(json["security_type"], "OPT");
    EXPECT_EQ(json["expiry"], "20261218");
    EXPECT_EQ(json["strike"], "150");
    EXPECT_EQ(json["right"], "C");
    EXPECT_EQ(json["minimum_tick"], "0.05");
    EXPECT_EQ(json_of(ContractDetails{stock("AAPL")})["right"], nullptr);
}

TEST(JsonOutput, of_a_market)
{
    Quote q{stock("AAPL")};
    q.bid = 99.5_d;
    q.bid_size = 300_d;
    q.halted = true;
    auto json = json_of(q);
    EXPECT_EQ(keys_of(json),
              (Keys{"symbol", "time", "market_data_type", "bid", "bid_size", "ask", "ask_size",
                    "last", "last_size", "open", "high", "low", "close", "volume", "halted"}));
    EXPECT_EQ(json["bid"], "99.5");
    EXPECT_EQ(json["ask"], nullptr);
    EXPECT_EQ(json["time"], nullptr) << "no tick has come yet";
    EXPECT_EQ(json["halted"], true);
    q.time = at;
    EXPECT_EQ(json_of(q)["time"], "2026-01-05T15:00:00Z");
    Bar b;
    b.time = at;
    b.open = b.low = 1_d;
    b.high = b.close = 2.5_d;
    b.trade_count = 12;
    EXPECT_EQ(json_of(b), Json::parse(R"({
        "time": "2026-01-05T15:00:00Z", "open": "1", "high": "2.5", "low": "1", "close": "2.5",
        "volume": null, "weighted_average": null, "trade_count": 12})"));
}

TEST(JsonOutput, of_many_is_a_list_and_of_none_an_empty_one)
{
    EXPECT_EQ(json_list(std::vector<Bar>{}), Json::array());
    EXPECT_EQ(json_list(std::vector{report(), report()}).size(), 2U);
    EXPECT_EQ(page(Json::array()), "[]\n");
}

// tables

TEST(TableOutput, of_orders)
{
    auto refused = report();
    refused.status = OrderStatus::rejected;
    refused.average_fill_price.reset();
    refused.error = Error{Errc::rejected, "not enough"};
    auto held = report();
    held.why_held = "locate";
    auto text = order_table({report(), refused, held}).str();
    for (auto words : {"Order", "Client", "What", "SELL 10 AAPL STP LMT 98.5", "Submitted",
                       "98.755", "not enough", "locate"})
        EXPECT_THAT(text, HasSubstr(words));
    EXPECT_EQ(text_or(order_table({}), "No orders"), "No orders\n");
}

TEST(TableOutput, of_fills_shows_a_dash_for_what_has_not_come)
{
    Execution e;
    e.order_id = OrderId{7};
    e.contract = stock("AAPL");
    e.quantity = 4_d;
    e.price = 98.755_d;
    e.time = at;
    EXPECT_EQ(fill_table({e}).str(),
              "Time (UTC)           Order  Side  Quantity  Contract   Price  Commission  "
              "Realized P&L\n"
              "-------------------  -----  ----  --------  --------  ------  ----------  "
              "------------\n"
              "2026-01-05 15:00:00      7  BUY          4  AAPL      98.755           -  "
              "           -\n");
}

TEST(TableOutput, of_a_preview_names_a_range_where_tws_gives_one)
{
    OrderPreview p;
    p.minimum_commission = 1_d;
    p.maximum_commission = 2.5_d;
    p.commission_currency = "USD";
    EXPECT_THAT(preview_table(p).str(), HasSubstr("1.0000 to 2.5000 USD"));
    p.commission = 1.1_d;
    EXPECT_THAT(preview_table(p).str(), HasSubstr("1.1000 USD"));
}

TEST(TableOutput, of_an_account_says_no_limit_where_there_is_none)
{
    Account a{"DU1"};
    EXPECT_THAT(account_table(a).str(), HasSubstr("no limit"));
    a.day_trades_remaining = 0;
    EXPECT_THAT(account_table(a).str(), testing::Not(HasSubstr("no limit")));
    EXPECT_THAT(account_table(a).str(), HasSubstr("Account DU1"));
}

TEST(TableOutput, of_an_account_shows_the_figures_that_are_known)
{
    Account a{"DU1"};
    EXPECT_THAT(account_table(a).str(), testing::Not(HasSubstr("margin")));
    a.margin.initial = 12'500_d;
    a.look_ahead.initial = 25'000_d;
    a.balances.emplace_back("EUR").cash = 1234.5_d;
    a.balances.emplace_back("USD").cash = 1_d;
    a.updated_at = at;
    auto text = account_table(a).str();
    EXPECT_THAT(text, HasSubstr("Initial margin "));
    EXPECT_THAT(text, HasSubstr("Initial margin, next"));
    EXPECT_THAT(text, HasSubstr("Cash in EUR"));
    EXPECT_THAT(text, testing::Not(HasSubstr("Cash in USD"))) << "it is not all of the cash";
    EXPECT_THAT(text, HasSubstr("2026-01-05 15:00:00"));
}

TEST(TableOutput, of_positions_names_currency_and_source_of_the_price)
{
    Position p{stock("SAP").in("EUR"), 5_d};
    EXPECT_THAT(position_table({p}).str(), HasSubstr("EUR       -"));
    p.price_source = PriceSource::broker;
    p.price_time = at;
    EXPECT_THAT(position_table({p}).str(), HasSubstr("EUR       broker 2026-01-05 15:00:00"));
}

TEST(TableOutput, of_a_portfolio_says_why_a_sum_is_unknown)
{
    Portfolio portfolio;
    portfolio.currency = "EUR";
    EXPECT_THAT(summary_table(portfolio).str(), testing::Not(HasSubstr("lacks")));
    portfolio.invested_value_lacks = "no exchange rate from CHF to EUR";
    auto text = summary_table(portfolio).str();
    EXPECT_THAT(text, HasSubstr("EUR"));
    EXPECT_THAT(text, HasSubstr("no exchange rate from CHF to EUR"));
}

TEST(TableOutput, of_a_quote)
{
    Quote q{stock("AAPL")};
    q.bid = 99.5_d;
    q.bid_size = 300_d;
    q.ask = 99.6_d;
    auto text = quote_table(q).str();
    EXPECT_THAT(text, HasSubstr("99.5 x 300"));
    EXPECT_THAT(text, HasSubstr("99.6\n"));
    EXPECT_THAT(text, testing::Not(HasSubstr("halted")));
    q.halted = true;
    EXPECT_THAT(quote_table(q).str(), HasSubstr("halted"));
}

TEST(TableOutput, of_times)
{
    EXPECT_EQ(clock_time(at), "2026-01-05 15:00:00");
    EXPECT_EQ(clock_time(at + std::chrono::milliseconds{250}), "2026-01-05 15:00:00.25");
    EXPECT_EQ(clock_time({}), "-");
}

}  // namespace
}  // namespace trademind::cli
