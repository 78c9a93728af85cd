// trademind portfolio: the account and what it holds.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {

void add_portfolio(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command = app.add_subcommand("portfolio", "Print the portfolio: summary and positions")
                        ->group("TWS or IB Gateway");
    auto arguments = std::make_shared<ConnectionArguments>();
    add_connection_options(*command, *arguments);
    command->callback([&outcome, arguments] {
        outcome = with_ibkr(*arguments, [&](Broker& broker, const Config&) {
            auto portfolio = broker.get_portfolio(asio::use_future).get();
            if (!portfolio) return failure(portfolio.error());
            if (arguments->as_json) {
                auto json = json_of(*portfolio);
                json["positions"] = json_list(portfolio->positions);
                return Outcome{page(json)};
            }
            return Outcome{summary_table(*portfolio).str() + "\n" +
                           text_or(position_table(portfolio->positions), "No positions")};
        });
    });
}

}  // namespace trademind::cli
