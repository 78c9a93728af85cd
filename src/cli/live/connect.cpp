// trademind connect: tests the connection and prints what is at its other end.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/table.hpp"
#include "cli/trading_json.hpp"
#include "execution/config/account_kind.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace trademind::cli {
namespace {

/// What was found, question by question.
class Findings {
public:
    std::string address;
    int server_version = 0, client_id = 0;
    std::string accounts;
    std::int64_t next_order_id = 0;
    TimePoint server_time{};
    std::int64_t clock_difference = 0;  // seconds, theirs minus ours
    double round_trip = 0;              // milliseconds
    std::size_t open_orders = 0, positions = 0;
    std::vector<FarmStatus> farms;
    std::vector<std::string> notices;

    std::string kind() const { return config::is_paper_account(accounts) ? "paper" : "live"; }
};

std::string text_of(const Findings& f)
{
    Table table{{{"Connected to"}, {f.address}}};
    table.add({"Server version", std::to_string(f.server_version)});
    table.add({"Accounts", f.accounts});
    table.add({"Kind", f.kind()});
    table.add({"Client id", std::to_string(f.client_id)});
    table.add({"Next order id", std::to_string(f.next_order_id)});
    table.add({"Server time (UTC)", format_time(f.server_time)});
    table.add({"Clock difference", fmt::format("{} s", f.clock_difference)});
    table.add({"Round trip", fmt::format("{:.1f} ms", f.round_trip)});
    table.add({"Open orders", std::to_string(f.open_orders)});
    table.add({"Positions", std::to_string(f.positions)});
    for (std::size_t i = 0; i < f.farms.size(); ++i)
        table.add({i == 0 ? "Data farms" : "",
                   fmt::format("{} ({}): {}", f.farms[i].name, f.farms[i].kind, f.farms[i].state)});
    for (std::size_t i = 0; i < f.notices.size(); ++i)
        table.add({i == 0 ? "TWS says" : "", f.notices[i]});
    return table.str();
}

Json json(const Findings& f)
{
    auto accounts = Json::array();
    for (std::size_t at = 0; at < f.accounts.size();) {
        auto comma = std::min(f.accounts.find(',', at), f.accounts.size());
        if (comma > at) accounts.push_back(f.accounts.substr(at, comma - at));
        at = comma + 1;
    }
    auto farms = Json::array();
    for (const FarmStatus& farm : f.farms)
        farms.push_back(object("name", farm.name, "kind", farm.kind, "state", farm.state));
    return object("address", f.address, "server_version", f.server_version, "accounts", accounts,
                  "kind", f.kind(), "client_id", f.client_id, "next_order_id", f.next_order_id,
                  "server_time", format_time(f.server_time), "clock_difference_seconds",
                  f.clock_difference, "round_trip_milliseconds", f.round_trip, "open_orders",
                  f.open_orders, "positions", f.positions, "farms", farms, "notices", f.notices);
}

/// Keeps what TWS says from the start of the session on.
class Notices final : public BrokerObserver {
public:
    void on_notice(const Notice& notice) override
    {
        std::lock_guard lock{mutex_};
        texts_.push_back(notice.error.describe());
    }
    std::vector<std::string> take()
    {
        std::lock_guard lock{mutex_};
        return texts_;
    }

private:
    std::mutex mutex_;
    std::vector<std::string> texts_;
};

Result<Findings> look(Broker& broker, const Config& config)
{
    using namespace std::chrono;
    auto client = ibkr_client(broker);
    if (!client) return client.error();
    Findings found;
    const auto& host = config.ibkr.host;
    found.address = fmt::format(
        "{}:{}", host.find(':') == std::string::npos ? host : '[' + host + ']', config.ibkr.port);
    auto status = ibkr_status(broker);
    if (!status) return status.error();
    // another one than asked for where that is in use and next_client_ids allows it
    found.client_id = status->client_id;
    found.server_version = number(client->server_version());

    auto accounts = client->ask(ibkr::ManagedAccountsRequest{}, asio::use_future).get();
    if (!accounts) return accounts.error();
    found.accounts = (*accounts)->accounts_list;
    auto next = client->ask(ibkr::IdsRequest{}, asio::use_future).get();
    if (!next) return next.error();
    found.next_order_id = (*next)->order_id;

    auto asked = broker.clock()->uptime();
    auto time = client->ask(ibkr::CurrentTimeRequest{}, asio::use_future).get();
    if (!time) return time.error();
    found.round_trip = duration<double, std::milli>{broker.clock()->uptime() - asked}.count();
    found.server_time = TimePoint{seconds{(*time)->current_time}};
    found.clock_difference =
        floor<seconds>(found.server_time - floor<seconds>(broker.clock()->now())).count();

    auto orders = broker.get_orders(OrderFilter::open, asio::use_future).get();
    if (!orders) return orders.error();
    found.open_orders = orders->size();
    auto positions = broker.get_positions(asio::use_future).get();
    if (!positions) return positions.error();
    found.positions = positions->size();
    // last: TWS sends the farms behind the start, so that they stand before these answers
    if (status = ibkr_status(broker); status) found.farms = status->farms;
    return found;
}

Outcome connect(const ConnectionArguments& arguments)
{
    Notices notices;
    auto print = [&](Broker& broker, const Config& config) {
        auto found = look(broker, config);
        if (!found) return failure(found.error());
        found->notices = notices.take();
        return Outcome{arguments.as_json ? page(json(*found)) : text_of(*found)};
    };
    return with_ibkr(arguments, print, ClientId::configured, &notices);
}

}  // namespace

void add_connect(Command& program, Console&)
{
    auto command =
        program.add("connect", "Test the connection and print what it found", live_group);
    auto arguments = std::make_shared<ConnectionArguments>();
    add_connection_options(command, *arguments);
    command.status(Exit::not_connected, "no connection to TWS, or it broke");
    command.run([arguments] { return connect(*arguments); });
}

}  // namespace trademind::cli
