// trademind positions, account, portfolio, orders and executions: what the login holds and has
// done.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <memory>

namespace trademind::cli {
namespace {

class HoldingsArguments : public ConnectionArguments {
public:
    OrderFilter orders = OrderFilter::open;
    ClientId client = ClientId::spare;
};

/// A command that asks one question and prints the answer.
template <class Ask, class ToJson, class ToText>
Command add_question(Command& program, const char* name, const char* help,
                     std::shared_ptr<HoldingsArguments> arguments, Ask ask, ToJson to_json,
                     ToText to_text)
{
    auto command = program.add(name, help, live_group);
    add_connection_options(command, *arguments);
    command.status(Exit::not_connected, "no connection to TWS, or it broke");
    command.run([arguments, ask, to_json, to_text] {
        auto work = [&](Broker& broker, const Config&) {
            auto answer = ask(broker, *arguments);
            if (!answer) return failure(answer.error());
            return Outcome{arguments->as_json ? page(to_json(*answer)) : to_text(*answer)};
        };
        return with_ibkr(*arguments, work, arguments->client);
    });
    return command;
}

Json json_of_whole(const Portfolio& portfolio)
{
    auto json = json_of(portfolio);
    json["positions"] = json_list(portfolio.positions);
    return json;
}

std::string text_of(const Portfolio& portfolio)
{
    return summary_table(portfolio).str() + "\n" +
           text_or(position_table(portfolio.positions), "No positions");
}

}  // namespace

void add_holdings(Command& program, Console&)
{
    auto to_json = [](const auto& values) { return json_list(values); };
    auto add = [&]<class... Rest>(const char* name, const char* help, Rest... rest) {
        auto arguments = std::make_shared<HoldingsArguments>();
        return std::pair{add_question(program, name, help, arguments, rest...), arguments};
    };
    add(
        "positions", "Print the positions",
        [](Broker& broker, const auto&) { return broker.get_positions(asio::use_future).get(); },
        to_json, [](const auto& all) { return text_or(position_table(all), "No positions"); });
    add(
        "account", "Print the values of the account",
        [](Broker& broker, const auto&) { return broker.get_account(asio::use_future).get(); },
        [](const Account& account) { return json_of(account); },
        [](const Account& account) { return account_table(account).str(); });
    add(
        "portfolio", "Print the portfolio: summary and positions",
        [](Broker& broker, const auto&) { return broker.get_portfolio(asio::use_future).get(); },
        json_of_whole, text_of);
    auto [orders, of] = add(
        "orders", "Print the orders, also those of other clients",
        [](Broker& broker, const auto& a) {
            return broker.get_orders(a.orders, asio::use_future).get();
        },
        to_json, [](const auto& all) { return text_or(order_table(all), "No orders"); });
    // TWS lists executions to the client that placed their orders
    of->client = ClientId::configured;
    orders.option("--show", of->orders,
                  as(parse_order_filter, "WORD", "is none of open, filled, cancelled, all"),
                  "open, filled, cancelled or all (open)");
    auto executions = add(
        "executions", "Print the fills of the day",
        [](Broker& broker, const auto&) { return broker.get_executions(asio::use_future).get(); },
        to_json, [](const auto& all) { return text_or(fill_table(all), "No fills today"); });
    executions.second->client = ClientId::configured;
}

}  // namespace trademind::cli
