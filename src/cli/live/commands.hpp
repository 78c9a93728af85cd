// The commands that speak to TWS or IB Gateway.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"

namespace trademind::cli {

/// Their heading in the help page.
constexpr auto live_group = "TWS or IB Gateway";

void add_connect(Command& program, Console& console);
void add_contract(Command& program, Console& console);
void add_quote(Command& program, Console& console);
void add_history(Command& program, Console& console);
/// positions, account, portfolio, orders and executions.
void add_holdings(Command& program, Console& console);
/// buy and sell.
void add_place(Command& program, Console& console);
void add_modify(Command& program, Console& console);
void add_cancel(Command& program, Console& console);
void add_global_cancel(Command& program, Console& console);
void add_record(Command& program, Console& console);

/// All of them. The console must outlive the parsing.
inline void add_live_commands(Command& program, Console& console)
{
    for (auto add : {add_connect, add_contract, add_quote, add_history, add_holdings, add_place,
                     add_modify, add_cancel, add_global_cancel, add_record})
        add(program, console);
}

}  // namespace trademind::cli
