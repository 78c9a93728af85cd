// trademind global-cancel: cancels every order of the login, of whichever program or person.
#include "base/log.hpp"
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"
#include "execution/config/default_files.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/execution/kill_switch.hpp>

#include <boost/asio/system_executor.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <future>
#include <memory>
#include <variant>

namespace trademind::cli {
namespace {

class GlobalCancelArguments : public ConnectionArguments {
public:
    bool yes = false;
};

/// An order as the list of TWS shows it. The broker itself hears nothing more of other clients'
/// orders: only the list tells what became of them.
class ListedOrder {
public:
    int order_id = 0, client_id = 0;
    std::string what, status;
};

Result<std::vector<ListedOrder>> list_open(ibkr::Client& client, Duration patience)
{
    auto list = client.ask(ibkr::AllOpenOrdersRequest{}, within(patience, asio::use_future)).get();
    if (!list) return list.error();
    std::vector<ListedOrder> open;
    for (const auto& item : *list) {
        const auto* message = std::get_if<ibkr::Received<ibkr::OpenOrder>>(&item);
        if (!message) continue;
        const ibkr::OpenOrder& m = **message;
        auto status = parse_order_status(m.order_state.status);
        if (status && is_done(*status)) continue;
        ListedOrder order;
        order.order_id = m.order_id;
        order.client_id = m.order.client_id;
        order.what = fmt::format("{} {} {}", m.order.action,
                                 m.order.total_quantity ? m.order.total_quantity->str() : "?",
                                 m.contract.symbol);
        order.status = m.order_state.status;
        open.push_back(std::move(order));
    }
    return open;
}

/// TWS cancels order by order: the list is looked at until it is empty or the time is over.
Result<std::vector<ListedOrder>> wait_for_end(ibkr::Client& client, Clock& clock, Duration patience)
{
    auto end = clock.uptime() + patience;
    for (;;) {
        auto open = list_open(client, patience);
        if (!open || open->empty() || clock.uptime() >= end) return open;
        std::promise<void> later;
        auto timer = clock.after(std::chrono::milliseconds{100}, asio::system_executor{},
                                 [&] { later.set_value(); });
        later.get_future().wait();
    }
}

Table table_of(const std::vector<ListedOrder>& orders)
{
    Table table{{"Order>", "Client>", "What", "Status"}};
    for (const ListedOrder& order : orders)
        table.add({std::to_string(order.order_id), std::to_string(order.client_id), order.what,
                   order.status});
    return table;
}

Json json_of_listed(const std::vector<ListedOrder>& orders)
{
    auto list = Json::array();
    for (const ListedOrder& order : orders)
        list.push_back(object("order_id", order.order_id, "client_id", order.client_id, "order",
                              order.what, "status", order.status));
    return list;
}

/// The audit's line. It goes before the cancel, which no journal holds up.
void note_in_journal(Config config, std::size_t orders)
{
    if (config.journal.file.empty())
        config::use_default_journal(config, "ibkr", process_environment());
    if (config.journal.file.empty()) return;
    if (auto written = journal_global_cancel(config, orders); !written)
        log::warning("the global cancel is not in the journal: {}", written.error().message);
}

Outcome cancel_all(Broker& broker, const Config& config, const GlobalCancelArguments& arguments,
                   Console& console)
{
    auto before = broker.get_orders(OrderFilter::open, asio::use_future).get();
    if (!before) return failure(before.error());
    if (!arguments.yes && !console.confirm(fmt::format(
                              "{}Cancel EVERY order of this login, also those of other "
                              "programs and of people ({} known)?",
                              before->empty() ? "" : order_table(*before).str(), before->size())))
        return not_confirmed();
    auto client = unsafe_ibkr_client(broker);
    if (!client) return client.error();
    note_in_journal(config, before->size());
    if (auto sent = client->send(ibkr::GlobalCancelRequest{}); !sent) return failure(sent.error());
    auto left = wait_for_end(*client, *broker.clock(), config.request_timeout);
    if (!left) return order_failure(left.error());

    Outcome outcome;
    if (arguments.as_json)
        outcome.output =
            page({{"open_before", before->size()}, {"still_open", json_of_listed(*left)}});
    else
        outcome.output =
            fmt::format("{} of {} orders ended\n",
                        before->size() - std::min(left->size(), before->size()), before->size()) +
            (left->empty() ? "" : "\nStill open\n" + table_of(*left).str());
    if (left->empty()) return outcome;
    outcome.exit = Exit::unknown;
    outcome.problem = fmt::format("{} orders are still open: they may fill", left->size());
    return outcome;
}

}  // namespace

void add_global_cancel(Command& program, Console& console)
{
    auto command = program.add("global-cancel",
                               "Cancel every order of the login, whoever placed it", live_group);
    auto arguments = std::make_shared<GlobalCancelArguments>();
    command.flag("--yes", arguments->yes, "Do not ask for confirmation");
    add_connection_options(command, *arguments);
    command.footer("It does not block new orders; `trademind kill` does.");
    command.status(Exit::done, "every order has ended")
        .status(Exit::not_connected, "no connection to TWS, or it broke")
        .status(Exit::unknown, "some orders had not ended when --timeout was over")
        .status(Exit::declined, "not confirmed: nothing was cancelled");
    command.run([&console, arguments] {
        return with_ibkr(*arguments, [&](Broker& broker, const Config& config) {
            return cancel_all(broker, config, *arguments, console);
        });
    });
}

}  // namespace trademind::cli
