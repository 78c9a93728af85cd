// The commands that speak to TWS or IB Gateway.
#pragma once

#include "cli/command.hpp"
#include "cli/console.hpp"

namespace trademind::cli {

void add_connect(CLI::App& app, Outcome& outcome, Console& console);
void add_contract(CLI::App& app, Outcome& outcome, Console& console);
void add_quote(CLI::App& app, Outcome& outcome, Console& console);
void add_history(CLI::App& app, Outcome& outcome, Console& console);
void add_positions(CLI::App& app, Outcome& outcome, Console& console);
void add_account(CLI::App& app, Outcome& outcome, Console& console);
void add_portfolio(CLI::App& app, Outcome& outcome, Console& console);
void add_orders(CLI::App& app, Outcome& outcome, Console& console);
void add_executions(CLI::App& app, Outcome& outcome, Console& console);
/// buy and sell.
void add_place(CLI::App& app, Outcome& outcome, Console& console);
void add_modify(CLI::App& app, Outcome& outcome, Console& console);
void add_cancel(CLI::App& app, Outcome& outcome, Console& console);
void add_global_cancel(CLI::App& app, Outcome& outcome, Console& console);

/// All of them. The console must outlive the parsing.
inline void add_live_commands(CLI::App& app, Outcome& outcome, Console& console)
{
    for (auto add : {add_connect, add_contract, add_quote, add_history, add_positions, add_account,
                     add_portfolio, add_orders, add_executions, add_place, add_modify, add_cancel,
                     add_global_cancel})
        add(app, outcome, console);
}

}  // namespace trademind::cli
