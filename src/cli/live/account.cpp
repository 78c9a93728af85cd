// trademind account: cash, values and buying power.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {

void add_account(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command = app.add_subcommand("account", "Print the values of the account")
                        ->group("TWS or IB Gateway");
    auto arguments = std::make_shared<ConnectionArguments>();
    add_connection_options(*command, *arguments);
    command->callback([&outcome, arguments] {
        outcome = with_ibkr(*arguments, [&](Broker& broker, const Config&) {
            auto account = broker.get_account(asio::use_future).get();
            if (!account) return failure(account.error());
            return Outcome{arguments->as_json ? page(json_of(*account))
                                              : account_table(*account).str()};
        });
    });
}

}  // namespace trademind::cli
