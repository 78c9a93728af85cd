// trademind contract: which instruments fit a description.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <memory>

namespace trademind::cli {
namespace {

class Arguments : public ConnectionArguments {
public:
    ContractArguments contract;
};

Outcome find_contract(const Arguments& arguments)
{
    return with_ibkr(arguments, [&](Broker& broker, const Config&) {
        auto found = broker.find_contracts(contract_of(arguments.contract), asio::use_future).get();
        if (!found) return failure(found.error());
        return Outcome{arguments.as_json ? page(json_list(*found)) : contract_table(*found).str()};
    });
}

}  // namespace

void add_contract(Command& program, Console&)
{
    auto command =
        program.add("contract", "Find the instruments that fit a description", live_group);
    auto arguments = std::make_shared<Arguments>();
    add_contract_options(command, arguments->contract);
    add_connection_options(command, *arguments);
    command.status(Exit::not_connected, "no connection to TWS, or it broke");
    command.run([arguments] { return find_contract(*arguments); });
}

}  // namespace trademind::cli
