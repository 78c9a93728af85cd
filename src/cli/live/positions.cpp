// trademind positions: what is held.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {

void add_positions(CLI::App& app, Outcome& outcome, Console&)
{
    auto* command =
        app.add_subcommand("positions", "Print the positions")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<ConnectionArguments>();
    add_connection_options(*command, *arguments);
    command->callback([&outcome, arguments] {
        outcome = with_ibkr(*arguments, [&](Broker& broker, const Config&) {
            auto positions = broker.get_positions(asio::use_future).get();
            if (!positions) return failure(positions.error());
            return Outcome{arguments->as_json
                               ? page(json_list(*positions))
                               : text_or(position_table(*positions), "No positions")};
        });
    });
}

}  // namespace trademind::cli
