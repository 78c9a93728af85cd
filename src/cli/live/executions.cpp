// trademind executions: today's fills.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {

void add_executions(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command =
        app.add_subcommand("executions", "Print the fills of the day")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<ConnectionArguments>();
    add_connection_options(*command, *arguments);
    command->callback([&outcome, arguments] {
        outcome = with_ibkr(*arguments, [&](Broker& broker, const Config&) {
            auto executions = broker.get_executions(asio::use_future).get();
            if (!executions) return failure(executions.error());
            return Outcome{arguments->as_json ? page(json_list(*executions))
                                              : text_or(fill_table(*executions), "No fills today")};
        });
    });
}

}  // namespace trademind::cli
