// trademind serve: a TWS for other programs, in front of a paper market or a broker.
#include "cli/config_file.hpp"
#include "cli/console.hpp"
#include "cli/gateway_options.hpp"
#include "cli/interrupts.hpp"
#include "cli/live/connection.hpp"
#include "cli/options.hpp"
#include "cli/session_end.hpp"
#include "factory/paper_market.hpp"
#include "gateway/bundled.hpp"

#include <trademind/brokers/unsafe_paper.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/gateway.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <exception>
#include <memory>
#include <optional>
#include <variant>

namespace trademind::cli {
namespace {

class ServeArguments {
public:
    std::string config_file;
    std::optional<std::string> host, record, faults;
    std::vector<std::string> allowed;
    std::optional<std::int64_t> port, seconds, messages_per_second, master, newest_version;
    bool read_only = false;
};

/// What stands behind the gateway.
struct Behind {
    std::shared_ptr<Broker> broker;
    std::vector<ContractDetails> instruments;
    std::string name;
};

/// Without a configuration: a made-up market of the bundled stocks.
Config default_config()
{
    Config config;
    config.type = BrokerType::paper;
    config.account = "DU1234567";
    config.paper.market = PaperMarketSource::generated;
    config.paper.generated.symbols.clear();
    for (const auto& details : gateway::bundled_instruments(TimePoint{}))
        if (details.contract.type == SecurityType::stock)
            config.paper.generated.symbols.push_back(details.contract.symbol);
    return config;
}

/// The orders of clients are judged by the paper account alone, as TWS judges them; those that go
/// to IBKR pass the router.
Result<Behind> make_behind(const Config& config, const asio::any_io_executor& executor)
{
    Behind behind;
    auto clock = system_clock();
    behind.instruments = gateway::bundled_instruments(clock->now());
    if (config.type != BrokerType::paper) {
        auto router = make_broker(config, executor);
        if (!router) return router.error();
        behind.broker = *router;
        behind.name = "IBKR, behind the risk checks";
        return behind;
    }
    auto options = paper_options_with_market(config, executor, clock);
    if (!options) return options.error();
    for (const auto& details : behind.instruments) options->instruments.emplace_back(details);
    behind.broker = make_unsafe_paper_broker(executor, std::move(*options), clock);
    behind.name = "the paper broker";
    return behind;
}

std::string how_to_connect(const GatewayOptions& options, std::uint16_t port,
                           const std::string& behind)
{
    return fmt::format(
        "A TWS listens on {0}:{1}; behind it: {2}.\n"
        "  ib_async        ib.connect('{0}', {1}, clientId=1)\n"
        "  official client app.connect(\"{0}\", {1}, 1)\n"
        "  this program    trademind connect --host {0} --port {1}\n"
        "Ctrl-C ends it.\n",
        options.host, port, behind);
}

asio::awaitable<Result<>> started(std::shared_ptr<Gateway> gateway)
{
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<>)>(
        [gateway](auto handler) {
            auto held = std::make_shared<decltype(handler)>(std::move(handler));
            gateway->start([held](Result<> result) { std::move (*held)(std::move(result)); });
        },
        asio::use_awaitable);
}

asio::awaitable<Outcome> serve(const ServeArguments& arguments, Behind behind,
                               std::shared_ptr<Gateway> gateway, GatewayOptions options,
                               Interrupts& interrupts, Console& console)
{
    using namespace asio::experimental::awaitable_operators;
    auto first = co_await (behind.broker->connect() || interrupts.next());
    if (first.index() == 1) {
        static_cast<void>(co_await behind.broker->disconnect());
        co_return Outcome{
            fmt::format("ended by {}, before it could listen\n", signal_name(std::get<1>(first)))};
    }
    if (auto& connected = std::get<0>(first); !connected) co_return failure(connected.error());
    auto listening = co_await started(gateway);
    if (!listening) co_return failure(listening.error());
    console.print(how_to_connect(options, gateway->port(), behind.name));
    std::optional<Duration> limit;
    if (arguments.seconds) limit = std::chrono::seconds{*arguments.seconds};
    auto why = co_await session_end(system_clock(), limit, interrupts);
    auto counts = gateway->counts();
    gateway->stop();
    static_cast<void>(co_await behind.broker->disconnect());
    co_return Outcome{fmt::format(
        "ended by {}: {} connections, {} requests, {} unreadable, {} not served, {} refused\n", why,
        counts.accepted, counts.requests, counts.unreadable, counts.unsupported, counts.refused)};
}

/// The command line goes before the configuration.
GatewayConfig settings_of(const ServeArguments& arguments, GatewayConfig settings)
{
    if (arguments.host) settings.host = *arguments.host;
    if (arguments.port) settings.port = static_cast<int>(*arguments.port);
    if (!arguments.allowed.empty()) settings.allowed = arguments.allowed;
    if (arguments.newest_version)
        settings.newest_version = static_cast<int>(*arguments.newest_version);
    if (arguments.master) settings.master_client_id = static_cast<int>(*arguments.master);
    if (arguments.messages_per_second)
        settings.messages_per_second = static_cast<int>(*arguments.messages_per_second);
    if (arguments.read_only) settings.read_only = true;
    if (arguments.record) settings.record = *arguments.record;
    if (arguments.faults) settings.faults = *arguments.faults;
    return settings;
}

Outcome run(const ServeArguments& arguments, Console& console)
{
    auto config = Result<Config>{default_config()};
    if (!arguments.config_file.empty()) config = load_config(arguments.config_file);
    if (!config) return config.error();
    asio::io_context io;
    Interrupts interrupts{io.get_executor(), system_clock()};
    auto behind = make_behind(*config, io.get_executor());
    if (!behind) return behind.error();
    auto options = gateway_options(settings_of(arguments, config->gateway));
    if (!options) return options.error();
    options->instruments = behind->instruments;
    auto gateway = make_gateway(behind->broker, *options);
    if (!gateway) throw WrongUsage{"gateway: " + gateway.error().message};
    std::optional<Outcome> outcome;
    std::exception_ptr thrown;
    asio::co_spawn(behind->broker->get_executor(),
                   serve(arguments, *behind, *gateway, *options, interrupts, console),
                   [&](std::exception_ptr failed, Outcome result) {
                       thrown = failed;
                       outcome = std::move(result);
                       io.stop();
                   });
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*outcome);
}

}  // namespace

void add_serve(Command& program, Console& console)
{
    auto command = program.add("serve", "Be a TWS for other programs, on paper or before IBKR");
    auto arguments = std::make_shared<ServeArguments>();
    command
        .option("--config", arguments->config_file, text("FILE"),
                "The broker behind it (a made-up market of US stocks)")
        .option("--host", arguments->host, text("ADDRESS"), "Where to listen (127.0.0.1)")
        .option("--port", arguments->port, whole_number(0, 65'535, "PORT"),
                "0: any free port, which is printed (4002)")
        .option("--allow", arguments->allowed, text("ADDRESS"),
                "Who may connect beside this machine; again for more")
        .option("--master", arguments->master, whole_number(0, 2'147'483'647, "CLIENT"),
                "The client id that hears of all clients' orders")
        .option("--newest-version", arguments->newest_version, whole_number(176, 225, "VERSION"),
                "The newest server version to speak (225)")
        .option("--pace", arguments->messages_per_second, whole_number(1, 100'000, "MESSAGES"),
                "Messages a second that a client may send, as TWS has it (no limit)")
        .option("--seconds", arguments->seconds, whole_number(1, 31'536'000, "SECONDS"),
                "How long (until stopped)")
        .option("--faults", arguments->faults, text("FILE"),
                "Trouble to make: lines of seconds and a fault, as docs/GATEWAY.md lists them")
        .option("--record", arguments->record, text("FOLDER"),
                "Write each session there, for trademind replay (no recording)")
        .flag("--read-only", arguments->read_only, "Refuse orders");
    command.footer(
        "The protocol has neither passwords nor encryption: it listens on this machine alone "
        "unless\n"
        "--host and --allow say otherwise. Orders of a paper market are judged by its account "
        "alone;\n"
        "those that go to IBKR pass the risk checks and the kill switch of the configuration.");
    command.run([arguments, &console] {
        auto outcome = run(*arguments, console);
        outcome.beside_a_log = true;
        return outcome;
    });
}

}  // namespace trademind::cli
