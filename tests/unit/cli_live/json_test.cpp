// What --json prints, command by command: programs count on the keys and on their order.
#include "unit/cli_live/live_order.hpp"

namespace trademind::cli::test {
namespace {

using Page = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

Keys keys_of(const Page& object)
{
    Keys keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

class LiveJson : public LiveOrder {
protected:
    Page page(std::vector<std::string> words)
    {
        words.emplace_back("--json");
        auto outcome = live.run(std::move(words));
        EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
        EXPECT_EQ(outcome.output.back(), '\n') << "a line ends";
        return Page::parse(outcome.output, nullptr, false);
    }
    const Keys order_keys{"order_id",   "permanent_id", "client_id",  "client_order_id",
                          "account",    "symbol",       "side",       "quantity",
                          "order_type", "limit_price",  "stop_price", "time_in_force",
                          "status",     "filled",       "remaining",  "average_fill_price",
                          "commission"};
};

TEST_F(LiveJson, OfAConnection)
{
    EXPECT_EQ(keys_of(page({"connect"})),
              (Keys{"address", "server_version", "accounts", "kind", "client_id", "next_order_id",
                    "server_time", "clock_difference_seconds", "round_trip_milliseconds",
                    "open_orders", "positions", "notices"}));
}

TEST_F(LiveJson, OfAQuoteOnOnePageAndAsLines)
{
    const Keys keys{"symbol",   "time",     "market_data_type",
                    "bid",      "bid_size", "ask",
                    "ask_size", "last",     "last_size",
                    "open",     "high",     "low",
                    "close",    "volume",   "halted"};
    EXPECT_EQ(keys_of(page({"quote", "AAPL"})), keys);
    ASSERT_EQ(live.run({"quote", "AAPL", "--stream", "2", "--json"}).exit, Exit::done);
    std::istringstream lines{live.printed};
    std::string line;
    for (int count = 0; count < 2; ++count) {
        ASSERT_TRUE(std::getline(lines, line));
        EXPECT_EQ(keys_of(Page::parse(line)), keys);
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(LiveJson, OfBars)
{
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    auto bars = page({"history", "AAPL"});
    ASSERT_EQ(bars.size(), 1U);
    EXPECT_EQ(keys_of(bars[0]), (Keys{"time", "open", "high", "low", "close", "volume",
                                      "weighted_average", "trade_count"}));
    EXPECT_EQ(bars[0]["open"], "100") << "numbers are texts: no digit is lost";
}

TEST_F(LiveJson, OfOrdersAndOfOne)
{
    EXPECT_EQ(page({"orders"}), Page::array());
    auto placed = page({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    EXPECT_EQ(keys_of(placed), order_keys);
    auto orders = page({"orders"});
    ASSERT_EQ(orders.size(), 1U);
    EXPECT_EQ(keys_of(orders[0]), order_keys);
    EXPECT_EQ(orders[0]["account"], "DU1234567");
    auto id = std::to_string(placed["order_id"].get<int>());
    EXPECT_EQ(keys_of(page({"modify", id, "--limit", "96", "--yes"})), order_keys);
    auto cancelled = page({"cancel", id});
    ASSERT_EQ(cancelled.size(), 1U) << "a list, also of one";
    EXPECT_EQ(cancelled[0]["status"], "Cancelled");
}

TEST_F(LiveJson, OfWhatIfSaysNullForWhatTwsDoesNot)
{
    auto preview = page({"buy", "AAPL", "10", "--limit", "95", "--what-if"});
    EXPECT_EQ(
        keys_of(preview),
        (Keys{"commission", "minimum_commission", "maximum_commission", "commission_currency",
              "initial_margin_before", "initial_margin_change", "initial_margin_after",
              "maintenance_margin_before", "maintenance_margin_change", "maintenance_margin_after",
              "equity_before", "equity_change", "equity_after", "warning"}));
    for (const auto& [key, value] : preview.items())
        EXPECT_TRUE(value.is_null() || value.is_string()) << key;
}

TEST_F(LiveJson, OfFillsAndWhatTheyMade)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "10", "--limit", "100", "--yes"}).exit, Exit::done);
    auto fills = page({"executions"});
    ASSERT_EQ(fills.size(), 1U);
    EXPECT_EQ(keys_of(fills[0]), (Keys{"time", "execution_id", "order_id", "account", "contract_id",
                                       "symbol", "side", "quantity", "price", "commission",
                                       "realized_pnl", "commission_currency", "currency"}));
    EXPECT_EQ(fills[0]["account"], "DU1234567");
    EXPECT_EQ(fills[0]["contract_id"], 265598);
    auto positions = page({"positions"});
    ASSERT_EQ(positions.size(), 1U);
    const Keys position_keys{"account",      "contract_id",  "symbol",       "quantity",
                             "average_cost", "market_price", "market_value", "unrealized_pnl",
                             "realized_pnl", "currency",     "price_source", "price_time",
                             "updated_at"};
    EXPECT_EQ(keys_of(positions[0]), position_keys);
    EXPECT_EQ(positions[0]["account"], "DU1234567");
    auto portfolio = page({"portfolio"});
    EXPECT_EQ(keys_of(portfolio),
              (Keys{"total_value", "cash_balance", "invested_value", "buying_power",
                    "open_positions", "day_trades_remaining", "currency", "invested_value_lacks",
                    "daily_pnl", "unrealized_pnl", "realized_pnl", "updated_at", "positions"}));
    EXPECT_EQ(keys_of(portfolio["positions"][0]), position_keys);
    EXPECT_EQ(keys_of(page({"account"})), (Keys{"id",
                                                "currency",
                                                "cash_balance",
                                                "portfolio_value",
                                                "buying_power",
                                                "gross_position_value",
                                                "realized_pnl",
                                                "unrealized_pnl",
                                                "day_trades_remaining",
                                                "daily_pnl",
                                                "settled_cash",
                                                "accrued_cash",
                                                "equity_with_loan",
                                                "margin",
                                                "full_margin",
                                                "look_ahead",
                                                "look_ahead_at",
                                                "reg_t_equity",
                                                "reg_t_margin",
                                                "sma",
                                                "cushion",
                                                "balances",
                                                "updated_at"}));
}

TEST_F(LiveJson, OfInstruments)
{
    auto found = page({"contract", "AAPL"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(keys_of(found[0]), (Keys{"contract_id",     "symbol",           "security_type",
                                       "exchange",        "primary_exchange", "currency",
                                       "expiry",          "strike",           "right",
                                       "multiplier",      "local_symbol",     "trading_class",
                                       "long_name",       "minimum_tick",     "price_magnifier",
                                       "valid_exchanges", "order_types",      "time_zone",
                                       "trading_hours",   "liquid_hours"}));
    EXPECT_EQ(found[0]["strike"], nullptr) << "a stock has none";
}

TEST_F(LiveJson, OfAGlobalCancelListsWhatIsLeft)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "2", "--limit", "95", "--yes"}).exit, Exit::done);
    auto done = page({"global-cancel", "--yes"});
    EXPECT_EQ(keys_of(done), (Keys{"open_before", "still_open"}));
    EXPECT_EQ(done["open_before"], 1);
    EXPECT_EQ(done["still_open"], Page::array());
}

TEST_F(LiveJson, AFailureHasNoPage)
{
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"contract", "NOSUCH", "--json"},
             {"history", "NOSUCH", "--json"},
             {"buy", "NOSUCH", "1", "--limit", "1", "--yes", "--json"},
             {"modify", "77", "--limit", "1", "--yes", "--json"}}) {
        auto outcome = live.run(words);
        EXPECT_NE(outcome.exit, Exit::done) << words.front();
        EXPECT_EQ(outcome.output, "") << words.front();
        EXPECT_NE(outcome.problem, "") << words.front();
    }
}

}  // namespace
}  // namespace trademind::cli::test
